/** Links to shared maps: `<origin>/#/m/<map>/<token>`. The token is the key to the map; treat it like a password. */
import type { Result } from '../model/index.ts';

export type ShareRole = 'edit' | 'comment' | 'view';

export interface ShareLink {
  readonly mapId: string;
  readonly token: string;
  /** As the token says, unverified: decides what the screen offers, never what the server allows. */
  readonly role: ShareRole;
}

/** Full links, ready to be sent to somebody. */
export interface SharedMap {
  readonly id: string;
  readonly edit: string;
  readonly view: string;
}

const LINK = /#\/m\/([^/#?]*)\/([^/#?]*)$/;
const MAP_ID = /^[A-Za-z0-9_-]{22}$/;
const TOKEN =
  /^v1\.([A-Za-z0-9_-]{22})\.(edit|comment|view)\.[0-9]{1,12}\.[A-Za-z0-9_-]{8}\.[0-9]{1,12}\.[A-Za-z0-9_-]{43}$/;
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

/**
 * Asks the server at `origin` (`http://host:port`) for a new, empty shared map. Reasons: nobody answered, too many maps
 * were made from here lately, or the answer was none of ours.
 */
export async function createSharedMap(
  origin: string,
  fetchFrom: typeof fetch,
): Promise<Result<SharedMap, 'unreachable' | 'too-many-maps' | 'refused'>> {
  try {
    const response = await fetchFrom(`${origin}/api/maps`, { method: 'POST' });
    if (response.status === 429) return { ok: false, reason: 'too-many-maps' };
    const value: unknown = response.status === 201 ? await response.json() : null;
    return isSharedMap(value) ? { ok: true, value } : { ok: false, reason: 'refused' };
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
}

function isSharedMap(value: unknown): value is SharedMap {
  if (typeof value !== 'object' || value === null) return false;
  const { id, edit, view } = value as Record<string, unknown>;
  return [edit, view].every((link) => {
    const parsed = parseShareLink(link);
    return parsed.ok && parsed.value.mapId === id;
  });
}
