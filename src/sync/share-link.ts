/** Links to shared maps: `<origin>/#/m/<map>/<token>`. The token is the key to the map; treat it like a password. */
import type { Result } from '../model/index.ts';

export const SHARE_ROLES = ['own', 'edit', 'comment', 'view'] as const;

/**
 * What a link allows: `own` everything, and to make and withdraw links; `edit` map and comments; `comment` to see the
 * map and write comments; `view` to see the map.
 */
export type ShareRole = (typeof SHARE_ROLES)[number];

export interface ShareLink {
  readonly mapId: string;
  readonly token: string;
  /** As the token says, unverified: decides what the screen offers, never what the server allows. */
  readonly role: ShareRole;
}

/** Full links, ready to be sent to somebody. */
export interface SharedMap extends Readonly<Record<ShareRole, string>> {
  readonly id: string;
}

const LINK = /#\/m\/([^/#?]*)\/([^/#?]*)$/;
const MAP_ID = /^[A-Za-z0-9_-]{22}$/;
const TOKEN =
  /^(?=v1(?:\.[^.]+){6}$|v2(?:\.[^.]+){7}$)v[12]\.([A-Za-z0-9_-]{22})\.(own|edit|comment|view)\.[0-9]{1,12}\.[A-Za-z0-9_-]{8}\.[0-9]{1,12}(?:\.[A-Za-z0-9_-]{8})?\.[A-Za-z0-9_-]{43}$/;
const MAX_LINK_LENGTH = 2_000;

/** Reads an address or its hash part. Reasons: no link of ours at all, or one whose map or token is damaged. */
export function parseShareLink(hrefOrHash: unknown): Result<ShareLink, 'not-a-link' | 'bad-link'> {
  if (typeof hrefOrHash !== 'string' || hrefOrHash.length > MAX_LINK_LENGTH) return { ok: false, reason: 'not-a-link' };
  const [, mapId, token] = LINK.exec(hrefOrHash.trim()) ?? [];
  if (mapId === undefined || token === undefined) return { ok: false, reason: 'not-a-link' };
  const [, tokenMapId, role] = TOKEN.exec(token) ?? [];
  if (!MAP_ID.test(mapId) || tokenMapId !== mapId) return { ok: false, reason: 'bad-link' };
  return { ok: true, value: { mapId, token, role: role as ShareRole } };
}

/** A token alone: it names its map itself. */
export function parseToken(token: string): Result<ShareLink, 'not-a-link' | 'bad-link'> {
  return parseShareLink(`#/m/${token.split('.', 2)[1] ?? ''}/${token}`);
}

/** Whether the server takes changes to the map with a link of this role. */
export function mayEdit(role: ShareRole): boolean {
  return role === 'own' || role === 'edit';
}

/** Whether the server takes changes to the comments with a link of this role. */
export function mayComment(role: ShareRole): boolean {
  return role !== 'view';
}
