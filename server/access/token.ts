import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from './secret.ts';

/**
 * A link is a capability: whoever holds it has the role, on that map, until it expires or its epoch is raised.
 * Text form (a valid WebSocket subprotocol): `v1.map.role.expiry.keyId.epoch.mac`, SPEC.md §3.
 */
export interface Capability {
  readonly mapId: string;
  readonly role: Role;
  /** Seconds since 1970; 0 = never. */
  readonly expires: number;
  /** Must equal the map's current epoch for this role. */
  readonly epoch: number;
}

export type Role = 'edit' | 'comment' | 'view';

const ROLES: readonly string[] = ['edit', 'comment', 'view'] satisfies Role[];
const MAP_ID = /^[A-Za-z0-9_-]{22}$/;
const NUMBER = /^(0|[1-9][0-9]{0,11})$/;
const MAX_TOKEN_LENGTH = 256;

export function isMapId(value: unknown): value is string {
  return typeof value === 'string' && MAP_ID.test(value);
}

export function signToken(capability: Capability, key: SigningKey): string {
  const claim = ['v1', capability.mapId, capability.role, capability.expires, key.id, capability.epoch].join('.');
  return `${claim}.${macOf(claim, key).toString('base64url')}`;
}

/**
 * The capability the token grants on `mapId`, or null for anything that is not a token this key signed for this map
 * and that is still valid at `nowSeconds`. The epoch is the caller's to compare. Constant time in the MAC.
 */
export function verifyToken(
  token: string,
  { mapId, key, nowSeconds }: { mapId: string; key: SigningKey; nowSeconds: number },
): Capability | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  const end = token.lastIndexOf('.');
  const claim = token.slice(0, Math.max(end, 0));
  const given = Buffer.from(token.slice(end + 1), 'base64url');
  const wanted = macOf(claim, key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;

  const [version, map, role = '', expires = '', keyId, epoch = '', ...rest] = claim.split('.');
  if (version !== 'v1' || map !== mapId || keyId !== key.id || rest.length > 0) return null;
  if (!ROLES.includes(role) || !NUMBER.test(expires) || !NUMBER.test(epoch)) return null;
  if (Number(expires) !== 0 && Number(expires) <= nowSeconds) return null;
  return { mapId, role: role as Role, expires: Number(expires), epoch: Number(epoch) };
}

function macOf(claim: string, key: SigningKey): Buffer {
  return createHmac('sha256', key.bytes).update(claim).digest();
}
