/** What is asked of the server about maps, besides their content: server/SPEC.md §7. */
import type { Result } from '../model/index.ts';
import { parseShareLink, SHARE_ROLES, type SharedMap } from './share-link.ts';

/** `create-token`: this server makes maps only for those who hold one of its create tokens. */
export type CreateFailure = 'unreachable' | 'too-many-maps' | 'create-token' | 'refused';

/** Asks the server at `origin` (`http://host:port`) for a new, empty shared map. */
export async function createSharedMap(
  origin: string,
  fetchFrom: typeof fetch,
  createToken: string | null = null,
): Promise<Result<SharedMap, CreateFailure>> {
  try {
    const headers: HeadersInit = createToken === null ? {} : { Authorization: `Bearer ${createToken}` };
    const response = await fetchFrom(`${origin}/api/maps`, { method: 'POST', headers });
    if (response.status === 429) return { ok: false, reason: 'too-many-maps' };
    if (response.status === 401) return { ok: false, reason: 'create-token' };
    const value: unknown = response.status === 201 ? await response.json() : null;
    return isSharedMap(value) ? { ok: true, value } : { ok: false, reason: 'refused' };
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
}

function isSharedMap(value: unknown): value is SharedMap {
  if (typeof value !== 'object' || value === null) return false;
  const links = value as Record<string, unknown>;
  return SHARE_ROLES.every((role) => {
    const parsed = parseShareLink(links[role]);
    return parsed.ok && parsed.value.mapId === links['id'] && parsed.value.role === role;
  });
}
