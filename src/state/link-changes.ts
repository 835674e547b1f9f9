/**
 * What becomes of the links that the library keeps beside a map. Each change names the shared map that it is about, and
 * does nothing to an entry that is shared as another one by then (src/sync/SPEC.md S57).
 */
import { parseShareLink, SHARE_ROLES, type EntryChange, type MapShare } from '../sync/index.ts';
import type { ShareLinks } from './types.ts';

/** How links are kept; null where there is none among them. */
export function shareOf({ id: mapId, ...links }: ShareLinks): MapShare | null {
  const strongest = parseShareLink(SHARE_ROLES.map((role) => links[role]).find((link) => link !== null));
  return strongest.ok ? { mapId, token: strongest.value.token, links } : null;
}

/** The entry is shared as this map from now on, or has newer links to it. */
export function keep(share: MapShare): EntryChange {
  return (entry) => (entry.share === null || entry.share.mapId === share.mapId ? { share } : null);
}

/** Newer links; an entry that is not shared any more stays so. */
export function renew(share: MapShare): EntryChange {
  return onlyOf(share.mapId, ({ isEnding }) => ({ share: isEnding === undefined ? share : { ...share, isEnding } }));
}

/** The map belongs to this device alone. */
export function drop(mapId: string): EntryChange {
  return onlyOf(mapId, () => ({ share: null }));
}

/** Its owner is about to end the sharing from this browser. */
export function markEnding(mapId: string): EntryChange {
  return onlyOf(mapId, (share) => ({ share: { ...share, isEnding: true } }));
}

/** The map outlived that. */
export function endNothing(mapId: string): EntryChange {
  return onlyOf(mapId, (share) => (share.isEnding === true ? { share: { ...share, isEnding: false } } : null));
}

/** Its owner has deleted it: to the trash, as a map of this device alone. One whose owner ended it here is let be. */
export function takeDeleted(mapId: string, now: number): EntryChange {
  return onlyOf(mapId, ({ isEnding }) => (isEnding === true ? null : { share: null, trashedAt: now }));
}

function onlyOf(mapId: string, change: (share: MapShare) => ReturnType<EntryChange>): EntryChange {
  return ({ share }) => (share?.mapId === mapId ? change(share) : null);
}
