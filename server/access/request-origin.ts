import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;

/** The request's `Host`, when it is one host with an optional port; null otherwise. Forwarded headers are not read. */
export function parseHost(request: IncomingMessage): string | null {
  const host = request.headers.host;
  return host !== undefined && HOST.test(host) ? host : null;
}

/**
 * True when the page that sends the request may do so: it was served from the same host, or from a configured
 * origin. Without an `Origin` header the sender is no browser page, and there is nobody to protect.
 */
export function isOriginAllowed(request: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host?.toLowerCase();
}

/**
 * Where a request comes from, for limits. The last entry of `X-Forwarded-For` counts only when the peer itself is a
 * configured proxy; anybody else could write there what they like.
 */
export function addressOf(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const forwarded = request.headers['x-forwarded-for'];
  if (!trustedProxies.includes(peer) || typeof forwarded !== 'string') return peer;
  const last = plainAddress(forwarded.split(',').at(-1)?.trim() ?? '');
  return isIP(last) === 0 ? peer : last;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address === 'localhost' || /^127(\.[0-9]{1,3}){3}$/.test(address);
}

/** IPv4 written as IPv6 (`::ffff:10.0.0.1`) is the same address. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
