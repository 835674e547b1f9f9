/** What happens with files that a person drops or chooses, wherever on the screen. */
import type { App } from '../state/index.ts';
import type { Screen } from './screen.svelte.ts';

const MAP_FILE = /\.json$/i;

/** Opens a file picker; resolves with the chosen files, or with none when it is dismissed. */
export function chooseFiles(accept: string): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = accept;
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** `客户 people.csv` → `客户 people`: what a map made from this file is called at first. */
function nameFromFile(file: File): string {
  return file.name.replace(/(\.herringbone)?\.[^.]+$/i, '');
}

/**
 * Map files become maps of their own; anything else is taken for lists and goes to the import dialog: of the open map,
 * or of a new one when the library is shown. Failures are said in a notice.
 */
export async function receiveFiles(app: App, screen: Screen, files: readonly File[]): Promise<void> {
  const maps = files.filter((file) => MAP_FILE.test(file.name));
  const lists = files.filter((file) => !MAP_FILE.test(file.name));
  for (const file of maps) {
    const opened = await app.library.openFile(file);
    if (!opened.ok) app.notify({ kind: 'error', text: opened.reason });
    else if (lists.length === 0) app.go({ page: 'map', id: opened.value, token: null });
  }
  if (lists.length === 0) return;
  if (app.route.page === 'library') {
    const made = await app.library.createBlank(nameFromFile(lists[0]!));
    if (!made.ok) return void app.notify({ kind: 'error', text: made.reason });
    screen.incoming = lists;
    app.go({ page: 'map', id: made.value, token: null });
  } else {
    screen.incoming = lists;
  }
}

/** Fetches one of the maps that come with the product and puts a copy of it into the library. */
export async function openExample(app: App, name: string): Promise<void> {
  const address = `${import.meta.env.BASE_URL}examples/${name}.${app.language}.herringbone.json`;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return void app.notify({ kind: 'error', text: app.t('library.example.failed') });
  const file = new File([await response.blob()], `${name}.herringbone.json`, { type: 'application/json' });
  const opened = await app.library.openFile(file);
  if (opened.ok) app.go({ page: 'map', id: opened.value, token: null });
  else app.notify({ kind: 'error', text: opened.reason });
}
