/** What the library knows of a map without opening it. */
import { isId } from '../model/index.ts';
import { SHARE_ROLES, type ShareRole } from './share-link.ts';

/** How a map is shared: its id on the server, and the links this device holds. */
export interface MapShare {
  readonly mapId: string;
  /** The capability this device connects with. */
  readonly token: string;
  /** Full links to hand on, by what they allow; null when this device was not given one. */
  readonly links: Readonly<Record<ShareRole, string | null>>;
  /** Its owner is ending the sharing from this browser: that it is deleted on the server is no news then. */
  readonly isEnding?: boolean;
}

export interface LibraryEntry {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970, all times. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it was put into the trash; null when it is not there. */
  readonly trashedAt: number | null;
  /** A small SVG drawing of the map. */
  readonly picture: string | null;
  readonly share: MapShare | null;
  readonly people: number;
}

/** An entry as stored by this or another version; null when it is none. Missing fields get their defaults. */
export function parseEntry(value: unknown): LibraryEntry | null {
  if (typeof value !== 'object' || value === null) return null;
  const raw = value as Record<string, unknown>;
  if (!isId(raw['id'])) return null;
  const createdAt = numberOr(raw['createdAt'], 0);
  return {
    id: raw['id'],
    name: textOr(raw['name'], '') ?? '',
    createdAt,
    changedAt: numberOr(raw['changedAt'], createdAt),
    trashedAt: numberOr(raw['trashedAt'], null),
    picture: textOr(raw['picture'], null),
    share: parseShare(raw['share']),
    people: numberOr(raw['people'], 0),
  };
}

function parseShare(value: unknown): MapShare | null {
  if (typeof value !== 'object' || value === null) return null;
  const { mapId, token, links, isEnding } = value as Record<string, unknown>;
  if (typeof mapId !== 'string' || typeof token !== 'string') return null;
  const known = (typeof links === 'object' && links !== null ? links : {}) as Record<string, unknown>;
  const kept = Object.fromEntries(SHARE_ROLES.map((role) => [role, textOr(known[role], null)]));
  return { mapId, token, links: kept as MapShare['links'], ...(isEnding === true ? { isEnding } : {}) };
}

function numberOr<T>(value: unknown, fallback: T): number | T {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function textOr(value: unknown, fallback: string | null): string | null {
  return typeof value === 'string' ? value : fallback;
}
