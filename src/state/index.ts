export { App } from './app.svelte.ts';
export type { MapCommands } from './commands.ts';
export { getApp, getOpenMap, setApp, setOpenMap } from './context.ts';
export { LibraryState, type LibraryItem } from './library-state.svelte.ts';
export type { ExportLook } from './map-files.ts';
export { OpenMap } from './open-map.svelte.ts';
export { formatRoute, parseRoute } from './route.ts';
export type { SelectedRelation } from './selection.svelte.ts';
export type * from './types.ts';
