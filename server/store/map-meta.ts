import { ROLES, type Role } from '../access/role.ts';
import { readable } from './unreadable.ts';

/** A link made for one person (or one purpose), which can be withdrawn without touching the others. */
export interface NamedLink {
  /** 8 base64url characters; part of the token, not secret. */
  readonly id: string;
  /** Whom it was made for, as the owner wrote it; 1-60 characters. */
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since 1970, all three. */
  readonly created: number;
  readonly revoked: number | null;
  /** When somebody last came in with it, to the hour; null = never. */
  readonly seen: number | null;
  /** Seconds since 1970, as in the token; 0 = never. */
  readonly expires: number;
}

/** What the server knows about a map besides its content. */
export interface MapMeta {
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Links carry the epoch of their role; raising it here revokes every link of that role. */
  readonly epochs: { readonly [role in Role]: number };
  readonly links: readonly NamedLink[];
  /** When the owner deleted the map (milliseconds since 1970): its content is gone, its id is not given again. */
  readonly deleted: number | null;
}

export function newMeta(now: number): MapMeta {
  return { created: now, epochs: { own: 0, edit: 0, comment: 0, view: 0 }, links: [], deleted: null };
}

/** Records of the version before links had names get the defaults. @throws UnreadableError unless it is one of ours. */
export function parseMeta(text: string): MapMeta {
  return readable('record', () => toMeta(JSON.parse(text) as Partial<MapMeta> | null));
}

function toMeta(value: Partial<MapMeta> | null): MapMeta {
  const epochs = { own: 0, ...value?.epochs } as MapMeta['epochs'];
  const { links = [], deleted = null } = value ?? {};
  const isGood =
    typeof value?.created === 'number' &&
    ROLES.every((role) => Number.isInteger(epochs[role])) &&
    Array.isArray(links) &&
    links.every(isNamedLink) &&
    (deleted === null || typeof deleted === 'number');
  if (!isGood) throw new Error('it is malformed');
  return { created: value.created as number, epochs, links, deleted };
}

function isNamedLink(value: unknown): value is NamedLink {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, role, created, revoked, seen, expires } = value as Partial<NamedLink>;
  const isTime = (time: unknown): boolean => time === null || typeof time === 'number';
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    ROLES.some((known) => known === role) &&
    typeof created === 'number' &&
    isTime(revoked) &&
    isTime(seen) &&
    typeof expires === 'number'
  );
}
