import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressOf, isOriginAllowed, parseHost } from '../access/request-origin.ts';
import { ROLES, type Role } from '../access/role.ts';
import type { KeyRing } from '../access/secret.ts';
import { signToken } from '../access/token.ts';
import { TokenBucket } from '../access/token-bucket.ts';
import type { Limits } from '../limits.ts';
import { newMeta } from '../store/map-meta.ts';
import type { Store } from '../store/store.ts';
import { sendError, sendJson } from './responses.ts';

export interface MapCreatorOptions {
  readonly store: Store;
  readonly keyRing: KeyRing;
  readonly limits: Limits;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** `https://maps.example.org` when a proxy ends TLS in front of us; null = http and the request's Host. */
  readonly publicOrigin: string | null;
}

const MAP_ID_BYTES = 16;

/** Above this many remembered addresses the ones that owe nothing are forgotten. */
const MAX_REMEMBERED = 10_000;

/** `POST /api/maps`: makes an empty map and its links, at a limited rate per address. */
export class MapCreator {
  readonly #options: MapCreatorOptions;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: MapCreatorOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { allowedOrigins, limits, publicOrigin, store, trustedProxies } = this.#options;
    const host = parseHost(request);
    if (host === null) return sendError(response, 400, 'bad-host');
    if (!isOriginAllowed(request, allowedOrigins)) return sendError(response, 403, 'origin-refused');
    if (!(await readAtMost(request, limits.requestBytes))) {
      response.setHeader('Connection', 'close');
      return sendError(response, 413, 'too-big');
    }
    const waitMs = this.#waitMs(addressOf(request, trustedProxies));
    if (waitMs > 0) {
      response.setHeader('Retry-After', Math.ceil(waitMs / 1000));
      return sendError(response, 429, 'too-many-maps');
    }
    const id = randomBytes(MAP_ID_BYTES).toString('base64url');
    await store.createMap(id, newMeta(Date.now()));
    const origin = publicOrigin ?? `http://${host}`;
    const links = Object.fromEntries(ROLES.map((role) => [role, this.#link(origin, id, role)]));
    sendJson(response, 201, { id, ...links });
  }

  /** The token sits in the fragment: it reaches no server log and no Referer. */
  #link(origin: string, mapId: string, role: Role): string {
    return `${origin}/#/m/${mapId}/${signToken({ mapId, role, expires: 0, epoch: 0, link: null }, this.#options.keyRing)}`;
  }

  #waitMs(address: string): number {
    const { mapsBurst, mapsPerMinute } = this.#options.limits;
    const now = Date.now();
    if (this.#buckets.size > MAX_REMEMBERED) {
      for (const [other, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(other);
    }
    const bucket =
      this.#buckets.get(address) ?? new TokenBucket({ perSecond: mapsPerMinute / 60, burst: mapsBurst, now });
    this.#buckets.set(address, bucket);
    const waitMs = bucket.waitMs(now);
    if (waitMs === 0) bucket.spend(1, now);
    return waitMs;
  }
}

/** Reads the body away; false as soon as it is longer than `maxBytes`. */
async function readAtMost(request: IncomingMessage, maxBytes: number): Promise<boolean> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return false;
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) return false;
  }
  return true;
}
