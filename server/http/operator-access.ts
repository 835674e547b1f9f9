import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddressLimiter } from '../access/address-limiter.ts';
import { bearerOf, isOneOf } from '../access/bearer.ts';
import { addressOf, isLoopback } from '../access/request-origin.ts';
import type { Limits } from '../limits.ts';
import { sendError } from './responses.ts';

export interface OperatorAccessOptions {
  /** Null: nobody has it. */
  readonly operatorPassword: string | null;
  readonly trustedProxies: readonly string[];
  readonly limits: Limits;
}

/** Whatever a reverse proxy may add: with any of them the request did not begin on this machine. */
const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];
const LOOPBACK_HOST = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?$/i;

/** Who may do what an operator does: the password, at a limited number of wrong tries per address. */
export class OperatorAccess {
  readonly #options: OperatorAccessOptions;
  readonly #wrongTries: AddressLimiter;

  constructor(options: OperatorAccessOptions) {
    const { operatorTriesPerMinute, operatorTriesBurst } = options.limits;
    this.#options = options;
    this.#wrongTries = new AddressLimiter({ perSecond: operatorTriesPerMinute / 60, burst: operatorTriesBurst });
  }

  /** True for the operator; otherwise the request is answered: 404 without a password set, 401, 429. */
  admit(request: IncomingMessage, response: ServerResponse): boolean {
    const { operatorPassword, trustedProxies } = this.#options;
    if (operatorPassword === null) return refuse(response, 404, 'not-found');
    const address = addressOf(request, trustedProxies);
    const waitMs = this.#wrongTries.waitMs(address);
    if (waitMs > 0) {
      // The right password is refused too: otherwise guessing would go on at full speed.
      response.setHeader('Retry-After', Math.ceil(waitMs / 1000));
      return refuse(response, 429, 'too-many-tries');
    }
    const given = bearerOf(request);
    if (isOneOf(given, [operatorPassword])) return true;
    if (given !== null) this.#wrongTries.spend(address, 1);
    response.setHeader('WWW-Authenticate', 'Bearer');
    return refuse(response, 401, 'operator-password');
  }

  /**
   * As `admit`, and also whoever asks from this machine itself. A page in a browser of this machine is kept out by the
   * Host it must name.
   */
  admitHere(request: IncomingMessage, response: ServerResponse): boolean {
    const { headers, socket } = request;
    const isHere =
      isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
      LOOPBACK_HOST.test(headers.host ?? '') &&
      headers.origin === undefined &&
      FORWARDING.every((name) => headers[name] === undefined);
    return isHere || this.admit(request, response);
  }
}

function refuse(response: ServerResponse, status: number, code: string): false {
  sendError(response, status, code);
  return false;
}
