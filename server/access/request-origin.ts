import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

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
 * Where a request comes from, for limits: an IPv4 address, or the /64 network of an IPv6 one. `X-Forwarded-For` counts
 * only when the peer itself is a configured proxy (an address, or a network like 10.0.0.0/8), and of it the last entry
 * that no such proxy wrote about itself; what stands before that anybody could have made up.
 */
export function addressOf(request: IncomingMessage, trustedProxies: readonly string[]): string {
  return networkOf(senderOf(request, trustedProxies).address);
}

/**
 * True when a configured proxy says whom it stands for in a way we cannot read: all its people then share one address,
 * and its limits.
 */
export function isForwardedUnreadable(request: IncomingMessage, trustedProxies: readonly string[]): boolean {
  return senderOf(request, trustedProxies).isUnreadable;
}

function senderOf(request: IncomingMessage, trustedProxies: readonly string[]) {
  const proxies = proxiesOf(trustedProxies);
  const forwarded = request.headers['x-forwarded-for'];
  const hops = typeof forwarded === 'string' ? forwarded.split(',').map((hop) => hopAddress(hop.trim())) : [];
  let address = plainAddress(request.socket.remoteAddress ?? '');
  while (isListed(proxies, address)) {
    const before = hops.pop();
    if (before === undefined) break;
    if (isIP(before) === 0) return { address, isUnreadable: true };
    address = before;
  }
  return { address, isUnreadable: false };
}

/** Some balancers append the port: `203.0.113.7:51234`, `[2001:db8::1]:443`. */
function hopAddress(hop: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::[0-9]{1,5})?$/.exec(hop) ?? [];
  return plainAddress(bracketed ?? plain ?? hop);
}

/** Whether this machine itself is meant: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address === 'localhost' || /^127(\.[0-9]{1,3}){3}$/.test(address);
}

/** Whose connections are counted, as above; null for this machine and for proxies, from where many people come. */
export function limitedPeer(remoteAddress: string, trustedProxies: readonly string[]): string | null {
  const address = plainAddress(remoteAddress);
  return isLoopback(address) || isListed(proxiesOf(trustedProxies), address) ? null : networkOf(address);
}

/** One household has 2^64 addresses of IPv6, all with the same first half: a limit per address would limit nobody. */
function networkOf(address: string): string {
  if (isIP(address) !== 6 || isLoopback(address)) return address;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const omitted = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(Math.max(0, omitted)).fill('0'), ...(tail ?? '').split(':')];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** IPv4 written as IPv6 (`::ffff:10.0.0.1`) is the same address. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

const lists = new WeakMap<readonly string[], BlockList>();

/** Built once for each list of the configuration. */
function proxiesOf(trustedProxies: readonly string[]): BlockList {
  const known = lists.get(trustedProxies);
  if (known !== undefined) return known;
  const list = new BlockList();
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  lists.set(trustedProxies, list);
  return list;
}

function isListed(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
