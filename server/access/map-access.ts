/** How the record of a map changes when links come and go. All of it pure. */
import type { MapMeta, NamedLink } from '../store/map-meta.ts';
import type { Role } from './role.ts';

const HOUR_MS = 3_600_000;

/** Withdrawn links that are remembered for the list; one that is forgotten stays withdrawn. */
const MAX_WITHDRAWN = 200;

/** Adds a link for a person; of the withdrawn ones the oldest are forgotten. Does not look at how many there are. */
export function withLink(meta: MapMeta, link: NamedLink): MapMeta {
  return { ...meta, links: forgetOldest([...meta.links, link]) };
}

/** Withdraws one link made for a person; the same record when there is nothing to withdraw. */
export function withLinkRevoked(meta: MapMeta, id: string, now: number): MapMeta {
  if (!meta.links.some((link) => link.id === id && link.revoked === null)) return meta;
  const links = meta.links.map((link) => (link.id === id ? { ...link, revoked: now } : link));
  return { ...meta, links: forgetOldest(links) };
}

/**
 * Withdraws every link of a role. Those made for persons are marked as well: the list signs them anew with the epoch
 * of the day, and must not bring them back to life.
 */
export function withRoleRevoked(meta: MapMeta, role: Role, now: number): MapMeta {
  const links = meta.links.map((link) =>
    link.role === role && link.revoked === null ? { ...link, revoked: now } : link,
  );
  return { ...meta, epochs: { ...meta.epochs, [role]: meta.epochs[role] + 1 }, links: forgetOldest(links) };
}

/** Notes that somebody came in with a link, to the hour; the same record when that is known already. */
export function withLinkSeen(meta: MapMeta, id: string, now: number): MapMeta {
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  if (!meta.links.some((link) => link.id === id && (link.seen ?? 0) < hour)) return meta;
  return { ...meta, links: meta.links.map((link) => (link.id === id ? { ...link, seen: hour } : link)) };
}

/** Marks the map as deleted at `now` (milliseconds since 1970); the same record when it is already. */
export function withDeleted(meta: MapMeta, now: number): MapMeta {
  return meta.deleted === null ? { ...meta, deleted: now } : meta;
}

function forgetOldest(links: readonly NamedLink[]): readonly NamedLink[] {
  const withdrawn = links.flatMap((link) => link.revoked ?? []).sort((a, b) => b - a);
  const oldest = withdrawn[MAX_WITHDRAWN - 1] ?? 0;
  return links.filter((link) => link.revoked === null || link.revoked >= oldest);
}
