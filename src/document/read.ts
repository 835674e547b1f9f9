/**
 * Reads a document. Whatever a peer put there, the result is a valid map plus a list of what could not be used; nothing
 * is written and nothing throws (SPEC.md D1-D3). `createMapReader` parses only what changed since the last read.
 */
import type * as Y from 'yjs';
import { DraftStore } from './drafts.ts';
import type { ReadResult } from './read-result.ts';
import { rootOf, ROOTS } from './schema.ts';

export interface MapReader {
  /** The map as it is now. Cheap when nothing changed; people and units that did not change stay the same objects. */
  current(): ReadResult;
  /** Called once after each transaction that changed the document; returns the way to stop. */
  onChange(listener: () => void): () => void;
  destroy(): void;
}

/** The whole document, read afresh. Total; about 10 µs a person. */
export function readMap(doc: Y.Doc): ReadResult {
  return new DraftStore(doc).read();
}

/** Keeps a map read between transactions. Destroying it twice is safe; after that it reads no changes any more. */
export function createMapReader(doc: Y.Doc): MapReader {
  const store = new DraftStore(doc);
  const listeners = new Set<() => void>();
  let result: ReadResult | null = null;
  let isDirty = false;
  const stops = ROOTS.flatMap((root) => {
    const map = rootOf(doc, root);
    if (!map) return [];
    const observe = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
      for (const event of events) store.markDirty(root, event);
      isDirty = true;
    };
    map.observeDeep(observe as Parameters<typeof map.observeDeep>[0]);
    return [() => map.unobserveDeep(observe as Parameters<typeof map.observeDeep>[0])];
  });
  const settle = () => {
    if (!isDirty) return;
    isDirty = false;
    result = null;
    for (const listener of [...listeners]) listener();
  };
  doc.on('afterTransaction', settle);
  return {
    current: () => (result ??= store.read()),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      for (const stop of stops.splice(0)) stop();
      doc.off('afterTransaction', settle);
      listeners.clear();
    },
  };
}
