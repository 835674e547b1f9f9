/** A state of the past, opened: its bytes come from a server or a disk, and may be anything. */
import * as Y from 'yjs';
import { createMapDoc, readMap } from '../document/index.ts';
import type { AccountMap, Result } from '../model/index.ts';
import { MAX_STATE_BYTES } from '../sync/index.ts';

export interface OpenedState {
  readonly doc: Y.Doc;
  readonly map: AccountMap;
}

/** Never throws. `broken`: no update, or one that builds on edits it does not hold. The caller destroys the document. */
export function openState(update: Uint8Array): Result<OpenedState, 'too-big' | 'broken'> {
  if (update.length > MAX_STATE_BYTES) return { ok: false, reason: 'too-big' };
  const doc = createMapDoc();
  try {
    // A few crafted bytes could make the real thing reserve a quarter of a gigabyte: this look is cheap, and throws first.
    Y.parseUpdateMeta(update);
    Y.applyUpdate(doc, update);
    if (doc.store.pendingStructs === null && doc.store.pendingDs === null) {
      return { ok: true, value: { doc, map: readMap(doc).map } };
    }
  } catch {
    // Said by the reason below; nothing but this document has seen it.
  }
  doc.destroy();
  return { ok: false, reason: 'broken' };
}
