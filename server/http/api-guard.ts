import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddressLimiter } from '../access/address-limiter.ts';
import { addressOf, isOriginAllowed, parseHost } from '../access/request-origin.ts';
import type { Limits } from '../limits.ts';
import { sendError, sendTooMany } from './responses.ts';
import type { Route } from './router.ts';

export interface ApiGuardOptions {
  readonly limits: Limits;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** `https://maps.example.org` when a proxy ends TLS in front of us; null = http and the request's Host. */
  readonly publicOrigin: string | null;
}

/** What a handler is told about its request besides the request itself. */
export interface Asked {
  /** Groups of the path. */
  readonly parts: readonly string[];
  /** What links in the answer start with. Forwarded headers are not read. */
  readonly origin: string;
  /** For limits. */
  readonly address: string;
}

export type ApiHandler = (request: IncomingMessage, response: ServerResponse, asked: Asked) => Promise<void> | void;

/** Stands before every address of the API: its own pages only, not too fast, and slower still with bad tokens. */
export class ApiGuard {
  readonly #options: ApiGuardOptions;
  readonly #limiter: AddressLimiter;

  constructor(options: ApiGuardOptions) {
    this.#options = options;
    const { requestsPerSecond, requestsBurst } = options.limits;
    this.#limiter = new AddressLimiter({ perSecond: requestsPerSecond, burst: requestsBurst });
  }

  route(method: Route['method'], path: RegExp, handler: ApiHandler): Route {
    return { method, path, handle: (request, response, parts) => this.#handle(request, response, { parts, handler }) };
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
    { parts, handler }: { parts: readonly string[]; handler: ApiHandler },
  ): Promise<void> {
    const { allowedOrigins, limits, publicOrigin, trustedProxies } = this.#options;
    const host = parseHost(request);
    if (host === null) return sendError(response, 400, 'bad-host');
    if (!isOriginAllowed(request, allowedOrigins)) return sendError(response, 403, 'origin-refused');
    const address = addressOf(request, trustedProxies);
    const waitMs = this.#limiter.waitMs(address);
    if (waitMs > 0) return sendTooMany(response, 'too-many-requests', waitMs);
    this.#limiter.spend(address, 1);
    await handler(request, response, { parts, origin: publicOrigin ?? `http://${host}`, address });
    if (response.statusCode === 401) this.#limiter.spend(address, limits.badTokenCost);
  }
}
