/** The links that this device holds of a shared map, and how it comes by those of a new one. */
import type { Result } from '../model/index.ts';
import {
  createSharedMap,
  deleteSharedMap,
  parseShareLink,
  SHARE_ROLES,
  type CreateFailure,
  type LibraryFailure,
  type MapCaller,
  type ShareLink,
  type ShareRole,
} from '../sync/index.ts';
import type { ShareLinks } from './types.ts';

/** `unkept`: this device could not write it down, so nothing was done. */
export type ShareFailure = CreateFailure | 'unkept';

export const UNKEPT = { ok: false, reason: 'unkept' } as const;
export const OUTDATED = { ok: false, reason: 'outdated' } as const;
export const REFUSED = { ok: false, reason: 'refused' } as const;

export const NO_LINKS = Object.fromEntries(SHARE_ROLES.map((role) => [role, null])) as Record<ShareRole, null>;

/**
 * Makes an empty map on the server once `keep` has written its links down; else there is none: what nobody holds the key
 * of would stay on the server for good. 'taken': another tab has shared the map meanwhile.
 */
export async function makeShared(
  createToken: string | null,
  keep: (links: ShareLinks) => Promise<Result<unknown, LibraryFailure>>,
): Promise<Result<ShareLinks, ShareFailure | 'taken'>> {
  const made = await createSharedMap(location.origin, fetch.bind(globalThis), createToken);
  if (!made.ok) return made;
  const own = parseShareLink(made.value.own);
  if (!own.ok) return { ok: false, reason: 'refused' };
  const kept = await keep(made.value);
  if (kept.ok) return made;
  await deleteSharedMap(callerOf(own.value));
  return { ok: false, reason: kept.reason === 'outdated' ? 'taken' : 'unkept' };
}

/** Who asks the server with a link. */
export function callerOf({ mapId, token }: ShareLink): MapCaller {
  return { origin: location.origin, fetchFrom: fetch.bind(globalThis), mapId, token };
}

/** Those that can be read, the strongest first. */
export function linksIn(share: ShareLinks | null): ShareLink[] {
  return SHARE_ROLES.flatMap((role) => {
    const link = parseShareLink(share?.[role]);
    return link.ok ? [link.value] : [];
  });
}

/** Each token once. Of equal ones the first stays first: a link somebody was just given before one that was kept. */
export function strongestFirst(links: readonly ShareLink[]): ShareLink[] {
  const unique = links.filter((link, i) => links.findIndex((other) => other.token === link.token) === i);
  return unique.sort((a, b) => SHARE_ROLES.indexOf(a.role) - SHARE_ROLES.indexOf(b.role));
}
