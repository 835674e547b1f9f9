/**
 * Reads the comments. Whatever a peer put there, the result is valid threads; nothing is written and nothing throws
 * (SPEC.md K1-K5). `createCommentsReader` parses only what changed since the last read.
 */
import type * as Y from 'yjs';
import { ENTITY_ROOTS, rootOf } from './schema.ts';
import { ThreadStore } from './thread-store.ts';
import type { CommentsRead } from './types.ts';

export interface CommentsReader {
  /** What is said now. Cheap when nothing changed; threads that did not change stay the same objects. */
  current(): CommentsRead;
  /** Called once after each transaction that changed the comments; returns the way to stop. */
  onChange(listener: () => void): () => void;
  destroy(): void;
}

/** All of it, read afresh. Total; about 5 µs a comment. */
export function readComments(doc: Y.Doc): CommentsRead {
  return new ThreadStore(doc).read();
}

/** Keeps comments read between transactions. Destroying it twice is safe; after that it reads no changes any more. */
export function createCommentsReader(doc: Y.Doc): CommentsReader {
  const store = new ThreadStore(doc);
  const listeners = new Set<() => void>();
  let result: CommentsRead | null = null;
  let isDirty = false;
  const stops = [...ENTITY_ROOTS, 'meta' as const].flatMap((root) => {
    const map = rootOf(doc, root);
    if (!map) return [];
    const observe = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
      if (root !== 'meta') for (const event of events) store.markDirty(root, event);
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
