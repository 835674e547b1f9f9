/** Addresses: `#/` the library, `#/m/<id>` a map, `#/m/<id>/<token>` a map somebody was given a link to. */
import { isId } from '../model/index.ts';
import type { Route } from './types.ts';

/** The page a location hash names; anything unknown is the library. */
export function parseRoute(hash: string): Route {
  const [page, id, token, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decodePart);
  if (page !== 'm' || !isId(id) || rest.length > 0) return { page: 'library' };
  return { page: 'map', id, token: token ? token : null };
}

/** The hash of a page, the way the address bar shows it (a token included when the route has one). */
export function formatRoute(route: Route): string {
  if (route.page === 'library') return '#/';
  const token = route.token === null ? '' : `/${encodeURIComponent(route.token)}`;
  return `#/m/${encodeURIComponent(route.id)}${token}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
