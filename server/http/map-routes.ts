import { readFileSync } from 'node:fs';
import type { Rooms } from '../rooms/rooms.ts';
import { ApiGuard, type ApiGuardOptions } from './api-guard.ts';
import { MapCreator, type MapCreatorOptions } from './create-map.ts';
import { historyRoutes } from './history-routes.ts';
import { linksRoutes } from './links-routes.ts';
import { sendJson } from './responses.ts';
import type { Route } from './router.ts';

export interface MapRoutesOptions extends MapCreatorOptions, ApiGuardOptions {
  readonly rooms: Rooms;
  /** Where maps are kept, in words for the share dialog; null = the operator has not said. */
  readonly place: string | null;
  readonly storage: 'folder' | 'postgresql';
}

const PACKAGE = new URL('../../package.json', import.meta.url);

/** What the app asks about this server and its maps: SPEC.md §7. */
export function mapRoutes(options: MapRoutesOptions): Route[] {
  const guard = new ApiGuard(options);
  const creator = new MapCreator(options);
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const { createTokens, place, storage } = options;
  const about = { version, createToken: createTokens.length > 0, place, storage };
  return [
    guard.route('GET', /^\/api\/server$/, (_request, response) => sendJson(response, 200, about)),
    guard.route('POST', /^\/api\/maps$/, (...call) => creator.handle(...call)),
    ...linksRoutes(guard, options),
    ...historyRoutes(guard, options),
  ];
}
