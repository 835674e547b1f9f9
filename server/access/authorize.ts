import type { IncomingMessage } from 'node:http';
import type { MapMeta } from '../store/map-meta.ts';
import type { Store } from '../store/store.ts';
import { bearerOf } from './bearer.ts';
import { judge } from './judge.ts';
import type { Role } from './role.ts';
import type { KeyRing } from './secret.ts';
import { isMapId, verifyToken, type Capability } from './token.ts';

export interface Access {
  readonly capability: Capability;
  readonly meta: MapMeta;
}

/** Why a request may not do what it asks: an HTTP status and a stable code. */
export interface Refusal {
  readonly status: 401 | 403 | 404 | 409 | 410;
  readonly code:
    | 'bad-token'
    | 'expired'
    | 'revoked'
    | 'not-allowed'
    | 'deleted'
    | 'no-such-link'
    | 'no-such-state'
    | 'too-many-links';
}

export interface Keeper {
  readonly store: Store;
  readonly keyRing: KeyRing;
}

const BAD_TOKEN: Refusal = { status: 401, code: 'bad-token' };
const JUDGED = {
  expired: { status: 401, code: 'expired' },
  revoked: { status: 403, code: 'revoked' },
  deleted: { status: 410, code: 'deleted' },
} as const;

/**
 * What the bearer of this request may do on `mapId`, or why not. The token comes first: without a good one nobody
 * learns whether there is such a map, and the store is not asked.
 * @throws what the store throws.
 */
export async function authorize(
  request: IncomingMessage,
  mapId: string,
  { store, keyRing, allowed }: Keeper & { readonly allowed: readonly Role[] },
): Promise<Access | Refusal> {
  const token = bearerOf(request);
  if (token === null || !isMapId(mapId)) return BAD_TOKEN;
  const nowSeconds = Date.now() / 1000;
  const capability = verifyToken(token, { mapId, keyRing, nowSeconds });
  if (capability === 'expired') return JUDGED.expired;
  if (capability === 'bad-token') return BAD_TOKEN;
  const meta = await store.readMeta(mapId);
  if (meta === null) return BAD_TOKEN;
  const judgement = judge(capability, meta, nowSeconds);
  if (judgement !== 'good') return JUDGED[judgement];
  return allowed.includes(capability.role) ? { capability, meta } : { status: 403, code: 'not-allowed' };
}

/** Tells a refusal from what was asked for: only it carries an HTTP status. */
export function isRefusal(value: object): value is Refusal {
  return 'status' in value;
}

/**
 * Changes the map's record, if the capability is still good at the moment of writing: an owner who is put out while
 * his request is under way changes nothing. `change` may refuse; it is pure and may run more than once.
 */
export async function changeMap(
  store: Store,
  capability: Capability,
  change: (meta: MapMeta) => MapMeta | Refusal,
): Promise<MapMeta | Refusal> {
  let refusal: Refusal | null = null;
  const changed = await store.updateMeta(capability.mapId, (meta) => {
    const judgement = judge(capability, meta, Date.now() / 1000);
    const next = judgement === 'good' ? change(meta) : JUDGED[judgement];
    refusal = isRefusal(next) ? next : null;
    return isRefusal(next) ? meta : next;
  });
  return refusal ?? changed ?? BAD_TOKEN;
}
