import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddressLimiter } from '../access/address-limiter.ts';
import { bearerOf, isOneOf } from '../access/bearer.ts';
import type { KeyRing } from '../access/secret.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import { newMeta } from '../store/map-meta.ts';
import type { Store } from '../store/store.ts';
import type { Asked } from './api-guard.ts';
import { everyoneLinks } from './links-answer.ts';
import { readJson } from './read-json.ts';
import { sendJson, sendRefusal, sendTooMany } from './responses.ts';

export interface MapCreatorOptions {
  readonly store: Store;
  readonly keyRing: KeyRing;
  readonly limits: Limits;
  readonly log: Log;
  /** With any of these in hand one may make maps; none = everybody may. */
  readonly createTokens: readonly string[];
}

const MAP_ID_BYTES = 16;

/** `POST /api/maps`: makes an empty map and its links, at a limited rate per address. */
export class MapCreator {
  readonly #options: MapCreatorOptions;
  readonly #limiter: AddressLimiter;

  constructor(options: MapCreatorOptions) {
    this.#options = options;
    const { mapsBurst, mapsPerMinute } = options.limits;
    this.#limiter = new AddressLimiter({ perSecond: mapsPerMinute / 60, burst: mapsBurst });
  }

  async handle(request: IncomingMessage, response: ServerResponse, { origin, address }: Asked): Promise<void> {
    const { createTokens, keyRing, limits, log, store } = this.#options;
    if (createTokens.length > 0 && !isOneOf(bearerOf(request), createTokens)) {
      return sendRefusal(response, { status: 401, code: 'create-token' });
    }
    // Nothing in it counts; it is read away so that the connection can go on.
    const body = await readJson(request, limits.requestBytes);
    if (!body.ok && body.code === 'too-big') return sendRefusal(response, body);
    const waitMs = this.#limiter.waitMs(address);
    if (waitMs > 0) return sendTooMany(response, 'too-many-maps', waitMs);
    this.#limiter.spend(address, 1);
    const id = randomBytes(MAP_ID_BYTES).toString('base64url');
    const meta = newMeta(Date.now());
    await store.createMap(id, meta);
    log('info', 'map-created', { mapId: id });
    sendJson(response, 201, { id, ...everyoneLinks(id, meta, { origin, keyRing }) });
  }
}
