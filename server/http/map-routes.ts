import { MapCreator, type MapCreatorOptions } from './create-map.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Route } from './router.ts';

export interface MapRoutesOptions extends MapCreatorOptions {
  readonly rooms: Rooms;
}

/** What the app asks about maps: SPEC.md §7. */
export function mapRoutes(options: MapRoutesOptions): Route[] {
  const creator = new MapCreator(options);
  return [{ method: 'POST', path: /^\/api\/maps$/, handle: (request, response) => creator.handle(request, response) }];
}
