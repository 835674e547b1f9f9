import type { ServerResponse } from 'node:http';

/** Scripts only from here; styles also inline (Svelte's style directives); no frames, no forms sent anywhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join('; ');

/** What a map needs none of; the clipboard and the full screen stay allowed to our own pages. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** On every response. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': PERMISSIONS_POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const HALF_A_YEAR_SECONDS = 15_768_000;

/**
 * With `isHttps` browsers are told to come by TLS alone from now on. Only where links start with `https://`: at a
 * plain address it would lock people out.
 */
export function setSecurityHeaders(response: ServerResponse, { isHttps }: { isHttps: boolean }): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (isHttps) response.setHeader('Strict-Transport-Security', `max-age=${HALF_A_YEAR_SECONDS}`);
}

/** Any JSON. Like all answers here it is kept by no cache, and without body when HEAD was asked. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(body)) });
}

/** 200 with bytes: a state of the past, a document. */
export function sendBytes(response: ServerResponse, bytes: Uint8Array): void {
  send(response, 200, { type: 'application/octet-stream', bytes });
}

/** 204: done, and nothing to say. */
export function sendEmpty(response: ServerResponse): void {
  response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
}

/** Errors are `{error: code}`; the code is stable, the words for people are the client's. */
export function sendError(response: ServerResponse, status: number, code: string): void {
  sendJson(response, status, { error: code });
}

/** An error, with the headers that belong to its status. */
export function sendRefusal(response: ServerResponse, { status, code }: { status: number; code: string }): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  // What is left of the body is not read.
  if (status === 413) response.setHeader('Connection', 'close');
  sendError(response, status, code);
}

/** 429, and when to come again: `waitMs` as whole seconds, rounded up. */
export function sendTooMany(response: ServerResponse, code: string, waitMs: number): void {
  response.setHeader('Retry-After', Math.ceil(waitMs / 1000));
  sendError(response, 429, code);
}

/** 405; `allowed` as the header Allow wants it: `GET, HEAD`. */
export function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  sendError(response, 405, 'method-not-allowed');
}

function send(response: ServerResponse, status: number, { type, bytes }: { type: string; bytes: Uint8Array }): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
