/** What the server answers about a shared map, read with suspicion: a proxy or another program may have answered. */
import { parseShareLink, SHARE_ROLES, type SharedMap, type ShareRole } from './share-link.ts';

/** What a server says of itself. */
export interface ServerInfo {
  readonly version: string;
  /** New maps are made only for those who hold one of its create tokens. */
  readonly createToken: boolean;
  /** Where it keeps maps, in its operator's words; null = they have not said. */
  readonly place: string | null;
}

/** A link made for one person, as its owner sees it. */
export interface PersonLink {
  readonly id: string;
  readonly name: string;
  readonly role: ShareRole;
  /** Milliseconds since 1970, all three; null = not withdrawn, never used (`seen` is exact to the hour). */
  readonly created: number;
  readonly revoked: number | null;
  readonly seen: number | null;
  /** Seconds since 1970; 0 = never. */
  readonly expires: number;
  /** Null once it is withdrawn. */
  readonly link: string | null;
}

export interface MapAccess {
  readonly role: ShareRole;
  /** When the link asked with ends, in seconds since 1970; 0 = never. */
  readonly expires: number;
  /** The links for everybody and those made for persons; null for anybody but an owner. */
  readonly owner: { readonly everyone: SharedMap; readonly people: readonly PersonLink[] } | null;
}

/** A state of the past that the server keeps. */
export interface ServerState {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

const MAX_TEXT = 200;
/** More than a server keeps of anything: 200 links and as many withdrawn ones, some 140 states. */
const MAX_ENTRIES = 5_000;

export function parseServerInfo(value: unknown): ServerInfo | null {
  const { version, createToken, place } = fieldsOf(value);
  if (typeof version !== 'string' || typeof createToken !== 'boolean') return null;
  const hasPlace = typeof place === 'string' && place.trim() !== '';
  return { version: version.slice(0, MAX_TEXT), createToken, place: hasPlace ? place.trim().slice(0, MAX_TEXT) : null };
}

/** The links of a new map; each has to be of that map and of its role. */
export function parseSharedMap(value: unknown): SharedMap | null {
  const { id, own, edit, comment, view } = fieldsOf(value);
  const map = { id, own, edit, comment, view };
  const isGood = SHARE_ROLES.every((role) => isLinkTo(map[role], id, role));
  return isGood ? (map as SharedMap) : null;
}

/** An owner's answer without its links is no answer; a person's entry that cannot be read is left out. */
export function parseAccess(value: unknown, mapId: string): MapAccess | null {
  const { role, expires, everyone, people } = fieldsOf(value);
  if (!isRole(role) || !isCount(expires)) return null;
  if (role !== 'own') return { role, expires, owner: null };
  const links = parseSharedMap({ ...fieldsOf(everyone), id: mapId });
  const entries = listOf(people, (entry) => parsePerson(entry, mapId));
  return links && entries ? { role, expires, owner: { everyone: links, people: entries } } : null;
}

export function parsePerson(value: unknown, mapId: string): PersonLink | null {
  const { id, name, role, created, revoked, seen, expires, link } = fieldsOf(value);
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{8}$/.test(id) || typeof name !== 'string' || !isRole(role))
    return null;
  if (!isCount(created) || !isTime(revoked) || !isTime(seen) || !isCount(expires)) return null;
  if (link !== null && !isLinkTo(link, mapId, role)) return null;
  return { id, name: name.slice(0, MAX_TEXT), role, created, revoked, seen, expires, link: link as string | null };
}

/** Newest first. */
export function parseHistory(value: unknown): readonly ServerState[] | null {
  const entries = listOf(fieldsOf(value)['entries'], (entry) => {
    const { at, bytes } = fieldsOf(entry);
    return isCount(at) && isCount(bytes) ? { at, bytes } : null;
  });
  return entries && [...entries].sort((a, b) => b.at - a.at);
}

/** The code of `{"error": code}`; '' when the body is none of ours. */
export function parseErrorCode(value: unknown): string {
  const { error } = fieldsOf(value);
  return typeof error === 'string' ? error : '';
}

function listOf<T>(value: unknown, parse: (entry: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) return null;
  return value.map(parse).filter((entry) => entry !== null);
}

function isLinkTo(link: unknown, mapId: unknown, role: ShareRole): boolean {
  const parsed = parseShareLink(link);
  return parsed.ok && parsed.value.mapId === mapId && parsed.value.role === role;
}

function isRole(value: unknown): value is ShareRole {
  return SHARE_ROLES.some((role) => role === value);
}

/** A whole number a `Date` can hold. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 8_640_000_000_000_000;
}

function isTime(value: unknown): value is number | null {
  return value === null || isCount(value);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
