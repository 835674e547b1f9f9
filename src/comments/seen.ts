/** What somebody has seen, as the document's state vector: no clock decides what is new (SPEC.md K15). */
import * as Y from 'yjs';
import type { Stamp } from './types.ts';

/** Per client, how far its history was seen. Empty: nothing. */
export type Seen = ReadonlyMap<number, number>;

const NOTHING_SEEN: Seen = new Map();
/** A look kept on the device is short; anything longer is none of ours. */
const MAX_ENCODED = 200_000;

/** Everything that is in the document now. */
export function seenNow(doc: Y.Doc): Seen {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}

export function isSeen(seen: Seen, { client, clock }: Stamp): boolean {
  return clock < (seen.get(client) ?? 0);
}

/** Short enough for a device's settings. */
export function formatSeen(seen: Seen): string {
  return [...seen].map(([client, clock]) => `${client.toString(36)}.${clock.toString(36)}`).join(' ');
}

/** Nothing seen, for anything that formatSeen did not make. */
export function parseSeen(value: unknown): Seen {
  if (typeof value !== 'string' || value.length > MAX_ENCODED) return NOTHING_SEEN;
  const entries = value.split(' ').flatMap((pair): [number, number][] => {
    const match = /^([0-9a-z]{1,12})\.([0-9a-z]{1,12})$/.exec(pair);
    return match ? [[parseInt(match[1]!, 36), parseInt(match[2]!, 36)]] : [];
  });
  return new Map(entries);
}
