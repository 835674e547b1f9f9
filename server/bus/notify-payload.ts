import type { Outgoing } from './outbox.ts';

/**
 * NOTIFY carries text below 8,000 bytes. Messages are packed into as few payloads as possible, and one that is too big
 * for a payload is cut into several. Text form: sender, one letter, a running number, a point, base64. The number is
 * there because PostgreSQL delivers equal payloads of one transaction only once.
 */
const MAX_PAYLOAD = 7900;
/** 16 hexadecimal digits, made anew at each start of a server. */
const SENDER_LENGTH = 16;
/** `w` whole messages; `p` a part of one, more to come; `e` its end. */
const LETTERS = 'wpe';
const NUMBER_LENGTH = 8;
const MAX_BYTES = Math.floor((MAX_PAYLOAD - SENDER_LENGTH - NUMBER_LENGTH - 2) / 4) * 3;

/** A message in parts that grows beyond this is let go. */
const MAX_JOINED_BYTES = 1024 * 1024;

/** The messages as texts for NOTIFY, in order, as few as they fit into. */
export function toPayloads(sender: string, batch: readonly Outgoing[]): string[] {
  const payloads: string[] = [];
  const put = (letter: string, bytes: Uint8Array): void =>
    void payloads.push(`${sender}${letter}${payloads.length}.${Buffer.from(bytes).toString('base64')}`);
  let packed: Uint8Array[] = [];
  let packedBytes = 0;
  const flush = (): void => {
    if (packed.length > 0) put('w', Buffer.concat(packed));
    packed = [];
    packedBytes = 0;
  };
  for (const { bytes } of batch) {
    if (packedBytes + bytes.length > MAX_BYTES) flush();
    if (bytes.length <= MAX_BYTES) {
      packed.push(bytes);
      packedBytes += bytes.length;
      continue;
    }
    for (let start = 0; start < bytes.length; start += MAX_BYTES) {
      const end = start + MAX_BYTES;
      put(end < bytes.length ? 'p' : 'e', bytes.subarray(start, end));
    }
  }
  flush();
  return payloads;
}

/** Puts parts together again, per sender. */
export class PayloadReader {
  readonly #parts = new Map<string, Uint8Array[]>();

  /** What the payload completes, and who sent it; null when it is a part, or nothing of ours. */
  read(payload: string): { readonly sender: string; readonly bytes: Uint8Array } | null {
    const sender = payload.slice(0, SENDER_LENGTH);
    const letter = payload.charAt(SENDER_LENGTH);
    if (letter === '' || !LETTERS.includes(letter)) return null;
    const bytes = Buffer.from(payload.slice(payload.indexOf('.') + 1), 'base64');
    const parts = this.#parts.get(sender) ?? [];
    if (letter === 'w') {
      this.#parts.delete(sender);
      return { sender, bytes };
    }
    parts.push(bytes);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (letter === 'p' && length <= MAX_JOINED_BYTES) {
      this.#parts.set(sender, parts);
      return null;
    }
    this.#parts.delete(sender);
    return letter === 'e' ? { sender, bytes: Buffer.concat(parts) } : null;
  }

  /** Messages were lost: what has begun will not be completed. */
  reset(): void {
    this.#parts.clear();
  }
}
