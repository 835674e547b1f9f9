import type { IncomingMessage } from 'node:http';
import { CLOSE, CLOSE_FOR, type CloseCode } from '../close-codes.ts';
import type { DocumentKind } from '../store/document-name.ts';
import type { MapMeta } from '../store/map-meta.ts';
import type { Keeper } from './authorize.ts';
import { judge } from './judge.ts';
import { isOriginAllowed } from './request-origin.ts';
import type { Role } from './role.ts';
import { isMapId, renewedToken, verifyToken, type Capability } from './token.ts';

/** What a socket offers as subprotocols: `herringbone.v1`, `t.<token>`, and if it likes what asks for messages of ours. */
const PROTOCOL = 'herringbone.v1';
const SAVED_PROTOCOL = 'herringbone.saved';
const RENEW_PROTOCOL = 'herringbone.renew';
const ANY_VERSION = /^herringbone\.v[0-9]{1,4}$/;
const TOKEN_PREFIX = 't.';

export interface Target {
  readonly mapId: string;
  readonly kind: DocumentKind;
}

export interface Admitted {
  readonly capability: Capability;
  readonly meta: MapMeta;
  readonly mayWrite: boolean;
  readonly wantsSaved: boolean;
  /** What to come with from now on, for a client that asks: its token was signed by a key that will be dropped. */
  readonly renewed: string | null;
}

export interface Turned {
  readonly code: CloseCode;
  readonly reason: string;
}

/**
 * Whether a socket may come in, and what it may do there. The token is checked before the store is asked, so strangers
 * cost no read and learn nothing about which maps there are.
 * @throws what the store throws.
 */
export async function admit(
  request: IncomingMessage,
  { mapId, kind }: Target,
  { store, keyRing, allowedOrigins }: Keeper & { readonly allowedOrigins: readonly string[] },
): Promise<Admitted | Turned> {
  const offered = offeredProtocols(request);
  const token = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  if (offered.length > 0 && !offered.includes(PROTOCOL)) return unknownProtocol(offered);
  if (!isOriginAllowed(request, allowedOrigins)) return { code: CLOSE.revoked, reason: 'origin-refused' };
  if (token === undefined) return { code: CLOSE.badToken, reason: 'no-token' };
  if (!isMapId(mapId)) return { code: CLOSE.noSuchMap, reason: 'no-such-map' };
  const nowSeconds = Date.now() / 1000;
  const capability = verifyToken(token, { mapId, keyRing, nowSeconds });
  if (typeof capability === 'string') return { code: CLOSE.badToken, reason: capability };
  const meta = await store.readMeta(mapId);
  if (meta === null) return { code: CLOSE.noSuchMap, reason: 'no-such-map' };
  const judgement = judge(capability, meta, nowSeconds);
  if (judgement !== 'good') return { code: CLOSE_FOR[judgement], reason: judgement };
  // Who may only look at the map is not told what the team says about it.
  if (kind === 'comments' && capability.role === 'view') return { code: CLOSE.revoked, reason: 'not-for-viewers' };
  return {
    capability,
    meta,
    mayWrite: mayWrite(capability.role, kind),
    wantsSaved: offered.includes(SAVED_PROTOCOL),
    renewed: offered.includes(RENEW_PROTOCOL) ? renewedToken(token, capability, keyRing) : null,
  };
}

/**
 * The protocol to echo: ours, or else the version of ours that the client speaks, because a browser that offered some
 * and is answered with none sees a broken connection instead of the close code. The token never comes back.
 */
export function echoedProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(PROTOCOL)) return PROTOCOL;
  return [...offered].find((protocol) => ANY_VERSION.test(protocol)) ?? false;
}

function unknownProtocol(offered: readonly string[]): Turned {
  return offered.some((protocol) => ANY_VERSION.test(protocol))
    ? { code: CLOSE.tooOld, reason: 'too-old' }
    : { code: CLOSE.malformed, reason: 'unknown-protocol' };
}

function mayWrite(role: Role, kind: DocumentKind): boolean {
  return role === 'own' || role === 'edit' || (role === 'comment' && kind === 'comments');
}

function offeredProtocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
