/**
 * Looks at an update before the document does. Applying a bad one is not harmless: seven bytes can make Yjs allocate
 * 256 MB, a broken tail leaves the document half changed, and an update with a gap waits inside the document and makes
 * every later one dearer.
 */
import * as Y from 'yjs';
import { isDearToPlace } from './update-cost.ts';

export type Verdict = 'empty' | 'fits' | 'gap' | 'malformed';

/** Far above any clock a person's edits reach; far below where numbers lose precision. */
const MAX_CLOCK = 2 ** 40;

/** About a second of Yjs. What people do, offline for weeks too, needs some thousands. */
const MAX_STEPS = 4_000_000;

/** What applying `update` (encoding V1) to `doc` would do. Does not touch `doc`. Linear in the update. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): Verdict {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return 'malformed';
  }
  const { structs, ds } = decoded;
  if (structs.length === 0 && ds.clients.size === 0) return 'empty';

  const clocks = new Map<number, number>();
  const clockOf = (client: number): number => clocks.get(client) ?? Y.getState(doc.store, client);
  let hasGap = false;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    if (!(struct.length > 0) || end > MAX_CLOCK || isListed(struct)) return 'malformed';
    if (struct instanceof Y.Skip || clock > clockOf(client)) hasGap = true;
    clocks.set(client, Math.max(clockOf(client), end));
  }
  const isMissing = (id: Y.ID | null): boolean => id !== null && id.clock >= clockOf(id.client);
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const parent = struct.parent instanceof Y.ID ? struct.parent : null;
    if (isMissing(struct.origin) || isMissing(struct.rightOrigin) || isMissing(parent)) hasGap = true;
  }
  for (const [client, items] of ds.clients) {
    for (const item of items) if (item.clock + item.len > clockOf(client)) hasGap = true;
  }
  if (isDearToPlace(doc, structs, MAX_STEPS)) return 'malformed';
  return hasGap ? 'gap' : 'fits';
}

/**
 * Applies what of a gapped update `doc` can take in now, and forgets the rest. For a peer whose own document lacks
 * something nobody has any more: what it can give is worth keeping. Linear in the update.
 * @throws what Yjs throws on content it cannot apply.
 */
export function applyWhatFits(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  Y.applyUpdate(doc, update, origin);
  // Yjs keeps the rest for later, and every later update would be dearer for it. None of ours ever waits there.
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
}

/**
 * True for what begins a list or text, and for several values in one item. Our documents hold maps alone, and Yjs joins
 * and cuts runs of values by copying them: 250 KB of single ones would use up all memory.
 */
function isListed(struct: Y.Item | Y.GC | Y.Skip): boolean {
  if (!(struct instanceof Y.Item)) return false;
  if (struct.length > 1 && !(struct.content instanceof Y.ContentDeleted)) return true;
  return struct.origin === null && struct.rightOrigin === null && struct.parentSub === null;
}
