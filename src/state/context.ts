/** The two objects every component may ask for. Getting one outside its provider names what is missing. */
import { getContext, hasContext, setContext } from 'svelte';
import type { App } from './app.svelte.ts';
import type { OpenMap } from './open-map.svelte.ts';

const APP = Symbol('herringbone app');
const OPEN_MAP = Symbol('herringbone open map');

export function setApp(app: App): App {
  return setContext(APP, app);
}

/** @throws when no ancestor called setApp */
export function getApp(): App {
  if (!hasContext(APP)) throw new Error('getApp: no App above this component; call setApp(new App()) in App.svelte');
  return getContext<App>(APP);
}

export function setOpenMap(map: OpenMap): OpenMap {
  return setContext(OPEN_MAP, map);
}

/** @throws when no ancestor called setOpenMap */
export function getOpenMap(): OpenMap {
  if (!hasContext(OPEN_MAP))
    throw new Error('getOpenMap: no open map above this component; call setOpenMap(map) in the page that shows it');
  return getContext<OpenMap>(OPEN_MAP);
}
