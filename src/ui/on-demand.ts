/** What no map needs to be seen: fetched when the picture stands, or sooner when somebody asks for it. */

export const DIALOGS = {
  departments: () => import('./dialogs/DepartmentsDialog.svelte'),
  dropped: () => import('./dialogs/DroppedDialog.svelte'),
  export: () => import('./dialogs/ExportDialog.svelte'),
  help: () => import('./dialogs/HelpDialog.svelte'),
  import: () => import('./dialogs/ImportDialog.svelte'),
  removed: () => import('./dialogs/RemovedDialog.svelte'),
  relation: () => import('./dialogs/RelationDialog.svelte'),
  settings: () => import('./dialogs/SettingsDialog.svelte'),
  share: () => import('./dialogs/share/ShareDialog.svelte'),
};

export const PANELS = {
  comments: () => import('./comments/CommentsPanel.svelte'),
  history: () => import('./history/HistoryPanel.svelte'),
};

const AT_THE_LATEST_MS = 5_000;

/**
 * Fetches all of it once the page has nothing better to do: dialogs then open at once, also where the network has gone
 * and no service worker may stand in. What does not come now is asked for again by whoever opens it, who is told.
 */
export function fetchAhead(): void {
  const fetchAll = () => {
    for (const load of [...Object.values(DIALOGS), ...Object.values(PANELS)]) load().catch(() => undefined);
  };
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(fetchAll, { timeout: AT_THE_LATEST_MS });
  else setTimeout(fetchAll, AT_THE_LATEST_MS);
}
