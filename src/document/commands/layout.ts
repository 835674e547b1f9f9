import type * as Y from 'yjs';
import { isSafeKey, type LayoutRecord, type ViewId } from '../../model/index.ts';
import { DONE, type Outcome } from '../outcome.ts';
import { rootOf } from '../schema.ts';
import { put } from '../values.ts';
import { command } from '../write.ts';

/** Makes a view's layout record equal to `record`, writing only the entries that differ. Origin 'layout'. */
export function setLayoutRecord(doc: Y.Doc, view: ViewId, record: LayoutRecord): Outcome {
  return command(
    doc,
    () => {
      const layout = rootOf(doc, 'layout');
      if (!layout) return DONE;
      const prefix = `${view}/`;
      for (const key of [...layout.keys()]) {
        if (key.startsWith(prefix) && !Object.hasOwn(record, key.slice(prefix.length))) layout.delete(key);
      }
      for (const [entry, value] of Object.entries(record)) {
        if (isSafeKey(entry) && value !== undefined) put(layout, prefix + entry, value);
      }
      return DONE;
    },
    'layout',
  );
}

/**
 * Writes single entries of a view's layout record; null takes an entry away. Origin 'layout' is an undo step of its own
 * (something placed by hand); 'keep' belongs to the step before (what the layout chose for a new person).
 */
export function patchLayoutRecord(
  doc: Y.Doc,
  view: ViewId,
  patch: Readonly<Record<string, unknown>>,
  origin: 'layout' | 'keep' = 'layout',
): Outcome {
  return command(
    doc,
    () => {
      const layout = rootOf(doc, 'layout');
      if (!layout) return DONE;
      for (const [entry, value] of Object.entries(patch)) {
        const key = `${view}/${entry}`;
        if (value === null) {
          if (layout.has(key)) layout.delete(key);
        } else if (isSafeKey(entry) && value !== undefined) put(layout, key, value);
      }
      return DONE;
    },
    origin,
  );
}
