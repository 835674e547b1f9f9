import { createHmac, timingSafeEqual } from 'node:crypto';
import { ROLES, type Role } from './role.ts';
import type { KeyRing } from './secret.ts';

/**
 * A link is a capability: whoever holds it has the role, on that map, until it expires or its epoch is raised.
 * Text form (a valid WebSocket subprotocol): `v1.map.role.expiry.keyId.epoch.mac` for everybody, and
 * `v2.map.role.expiry.keyId.epoch.link.mac` for a link made for one person. SPEC.md §3.
 */
export interface Capability {
  readonly mapId: string;
  readonly role: Role;
  /** Seconds since 1970; 0 = never. */
  readonly expires: number;
  /** Must equal the map's current epoch for this role. */
  readonly epoch: number;
  /** The named link it belongs to; null = the link of its role for everybody. */
  readonly link: string | null;
}

const LINK_ID = /^[A-Za-z0-9_-]{8}$/;
const MAP_ID = /^[A-Za-z0-9_-]{22}$/;
const NUMBER = /^(0|[1-9][0-9]{0,11})$/;
const MAX_TOKEN_LENGTH = 256;

export function isMapId(value: unknown): value is string {
  return typeof value === 'string' && MAP_ID.test(value);
}

/**
 * The token of a capability, signed with the newest key: of the form `v2` when it belongs to a named link, else `v1`.
 * Looks neither at `expires` (seconds since 1970, 0 = never) nor at whether that link exists.
 */
export function signToken({ mapId, role, expires, epoch, link }: Capability, { keys: [key] }: KeyRing): string {
  const claim = [link === null ? 'v1' : 'v2', mapId, role, expires, key.id, epoch, ...(link === null ? [] : [link])];
  return `${claim.join('.')}.${macOf(claim.join('.'), key.bytes)}`;
}

/** The same capability, signed by the newest key; null when `token`, which grants it, is signed by that one already. */
export function renewedToken(token: string, capability: Capability, keyRing: KeyRing): string | null {
  const renewed = signToken(capability, keyRing);
  return renewed === token ? null : renewed;
}

/**
 * The capability the token grants on `mapId`, or why not: `expired` for one of ours that was good before `nowSeconds`,
 * `bad-token` for anything else. Whether it was revoked is for `judge` to say. Constant time in the MAC.
 */
export function verifyToken(
  token: string,
  { mapId, keyRing, nowSeconds }: { mapId: string; keyRing: KeyRing; nowSeconds: number },
): Capability | 'bad-token' | 'expired' {
  if (token.length > MAX_TOKEN_LENGTH) return 'bad-token';
  const end = token.lastIndexOf('.');
  const claim = token.slice(0, Math.max(end, 0));
  const [version, map, role, expires = '', keyId, epoch = '', ...rest] = claim.split('.');
  const key = keyRing.keys.find((candidate) => candidate.id === keyId);
  if (key === undefined) return 'bad-token';
  // As text: decoding would take several spellings for the same bytes.
  const given = Buffer.from(token.slice(end + 1));
  const wanted = Buffer.from(macOf(claim, key.bytes));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'bad-token';

  const known = ROLES.find((candidate) => candidate === role);
  const [link = null, ...more] = rest;
  const isForm =
    version === (link === null ? 'v1' : 'v2') && more.length === 0 && (link === null || LINK_ID.test(link));
  if (!isForm || map !== mapId || known === undefined) return 'bad-token';
  if (!NUMBER.test(expires) || !NUMBER.test(epoch)) return 'bad-token';
  if (Number(expires) !== 0 && Number(expires) <= nowSeconds) return 'expired';
  return { mapId, role: known, expires: Number(expires), epoch: Number(epoch), link };
}

function macOf(claim: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(claim).digest('base64url');
}
