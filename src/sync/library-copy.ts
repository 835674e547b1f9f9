/** A copy of a map on this device: the map, what was said about it, and its past (SPEC.md S14). */
import * as Y from 'yjs';
import { setMapName } from '../document/index.ts';
import type { Result } from '../model/index.ts';
import { openDeviceHistory } from './device-history.ts';
import { commentsOf, createDeviceStores, deviceDatabase } from './device.ts';
import { failed, inStore, openDatabase, type StorageFailure } from './indexed-db.ts';

type Copied = Promise<Result<void, StorageFailure>>;
const DONE = { ok: true, value: undefined } as const;

/** Copies all that is kept of `from` under the id `to`, with another `name` when given; a failure leaves parts behind. */
export async function copyMap(
  factory: IDBFactory,
  from: string,
  { to, name }: { readonly to: string; readonly name: string | undefined },
): Copied {
  const rename = (doc: Y.Doc) => void (name === undefined || setMapName(doc, name));
  const map = await copyDocument(factory, { from, to, change: rename });
  if (!map.ok) return map;
  const comments = await copyDocument(factory, { from: commentsOf(from), to: commentsOf(to), change: () => undefined });
  return comments.ok ? copyPast(factory, from, to) : comments;
}

interface DocumentCopy {
  readonly from: string;
  readonly to: string;
  readonly change: (doc: Y.Doc) => void;
}

/** Into a database of its own, as one row. */
async function copyDocument(factory: IDBFactory, { from, to, change }: DocumentCopy): Copied {
  const source = await openDatabase(factory, deviceDatabase(from), createDeviceStores);
  if (!source.ok) return source;
  const rows = await inStore<unknown[]>(source.value, 'updates', 'readonly', (store) => store.getAll());
  source.value.close();
  if (!rows.ok) return rows;
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const row of rows.value) if (row instanceof Uint8Array) Y.applyUpdate(doc, row);
    });
  } catch {
    return failed('unknown');
  }
  change(doc);
  const target = await openDatabase(factory, deviceDatabase(to), createDeviceStores);
  if (!target.ok) return target;
  const written = await inStore(target.value, 'updates', 'readwrite', (store) => store.add(Y.encodeStateAsUpdate(doc)));
  target.value.close();
  doc.destroy();
  return written.ok ? DONE : written;
}

/** One state after the other: together they may be larger than memory should hold. */
async function copyPast(factory: IDBFactory, from: string, to: string): Copied {
  const [source, target] = [openDeviceHistory(from, factory), openDeviceHistory(to, factory)];
  try {
    const listed = await source.list();
    if (!listed.ok) return listed;
    for (const { at, people, marked } of listed.value) {
      const read = await source.read(at);
      if (!read.ok) {
        // Thinned out by another tab since the list was made.
        if (read.reason === 'missing') continue;
        return failed(read.reason);
      }
      const kept = await target.put([{ at, people, marked, state: read.value }]);
      if (!kept.ok) return kept;
    }
    return DONE;
  } finally {
    await source.destroy();
    await target.destroy();
  }
}
