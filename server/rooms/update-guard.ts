/**
 * Looks at an update before the document does. Applying a bad one is not harmless: seven bytes can make Yjs allocate
 * 256 MB, a broken tail leaves the document half changed, and an update with a gap waits inside the document and makes
 * every later one dearer.
 */
import * as Y from 'yjs';

export type Verdict = 'empty' | 'fits' | 'gap' | 'malformed';

/** Far above any clock a person's edits reach; far below where numbers lose precision. */
const MAX_CLOCK = 2 ** 40;

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
    if (!(struct.length > 0) || end > MAX_CLOCK) return 'malformed';
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
  return hasGap ? 'gap' : 'fits';
}

/**
 * The part of a gapped update that `doc` can take in now, as an update without gaps. For a peer whose own document
 * lacks something nobody has any more: what it can give is worth keeping. Costs a copy of the document.
 * @throws what Yjs throws on content it cannot apply.
 */
export function applicablePart(doc: Y.Doc, update: Uint8Array): Uint8Array {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    Y.applyUpdate(copy, update);
    copy.store.pendingStructs = null;
    copy.store.pendingDs = null;
    return Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc));
  } finally {
    copy.destroy();
  }
}
