export { App } from './app.svelte.ts';
export type { MapCommands, NewPerson } from './commands.ts';
export { getApp, getOpenMap, setApp, setOpenMap } from './context.ts';
export { LibraryState, type LibraryItem } from './library-state.svelte.ts';
export { OpenMap, type SelectedRelation, type StagedImport } from './open-map.svelte.ts';
export { formatRoute, parseRoute } from './route.ts';
export type * from './types.ts';
