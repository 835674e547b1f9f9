import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;

/** What the request shows in `Authorization: Bearer …`; null when it shows nothing. */
export function bearerOf(request: IncomingMessage): string | null {
  return BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** True when `given` is one of `secrets`. Takes the same time whichever it is, and however much of it is right. */
export function isOneOf(given: string | null, secrets: readonly string[]): boolean {
  const wanted = digestOf(given ?? '');
  const hits = secrets.filter((secret) => timingSafeEqual(digestOf(secret), wanted));
  return given !== null && hits.length > 0;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
