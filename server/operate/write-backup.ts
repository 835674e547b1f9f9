import * as Y from 'yjs';
import type { KeyRing } from '../access/secret.ts';
import type { Log } from '../log.ts';
import { documentName, type DocumentKind } from '../store/document-name.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { encodeBackup, type BackupCounts, type BackupRecord } from './backup-format.ts';

export interface BackupSource {
  readonly store: Store;
  readonly keyRing: KeyRing;
  readonly log: Log;
}

const KINDS = ['map', 'comments'] as const;

interface Content {
  readonly records: BackupRecord[];
  readonly isDamaged: boolean;
}

/**
 * A backup of the whole store, as bytes, map after map; at most one map is in memory. May run beside a server that is
 * being written to: every map is as it was at one moment, at or after the start of the backup. What cannot be read does
 * not end it: it is logged and counted as damaged.
 */
export function writeBackup(source: BackupSource): AsyncGenerator<Uint8Array> {
  return encodeBackup(recordsOf(source));
}

async function* recordsOf({ store, keyRing, log }: BackupSource): AsyncGenerator<BackupRecord> {
  const keys = keyRing.keys.map((key) => Buffer.from(key.bytes).toString('hex'));
  yield { type: 'backup', made: Date.now(), keys };
  const counts = { maps: 0, states: 0, histories: 0, damaged: 0 };
  for await (const id of store.mapIds()) {
    let isDamaged = false;
    const note = (error: unknown): void => {
      if (!isDamaged) log('error', 'backup-map-damaged', { mapId: id, error });
      isDamaged = true;
    };
    for await (const record of mapRecords(store, id, note)) {
      count(counts, record);
      yield record;
    }
    if (isDamaged) counts.damaged += 1;
  }
  yield { type: 'end', ...counts };
}

/**
 * The content is read before the record: when the map is deleted in between, the record says so, and the content is
 * left out; the other way round an emptied map would look alive.
 */
async function* mapRecords(store: Store, id: string, note: (error: unknown) => void): AsyncGenerator<BackupRecord> {
  const contents: Content[] = [];
  for (const kind of KINDS) {
    try {
      contents.push(contentOf(kind, await store.load(documentName(id, kind)), note));
    } catch (error) {
      note(error);
    }
  }
  const meta = await store.readMeta(id).catch(note);
  if (!meta) return;
  yield { type: 'map', id, meta };
  if (meta.deleted !== null) return;
  for (const { records } of contents) yield* records;
  for (const kind of KINDS) yield* historyOf(store, id, kind, note);
}

/** One state of snapshot and log. When they do not fit together, they themselves: a later version may read them. */
function contentOf(kind: DocumentKind, { snapshot, tail }: StoredDocument, note: (error: unknown) => void): Content {
  const parts = [...(snapshot === null ? [] : [snapshot]), ...tail];
  const asRecord = (body: Uint8Array): BackupRecord => ({ type: 'state', kind, body });
  if (parts.length <= 1) return { records: parts.map(asRecord), isDamaged: false };
  const doc = new Y.Doc();
  try {
    doc.transact(() => parts.forEach((part) => Y.applyUpdate(doc, part)));
    return { records: [asRecord(Y.encodeStateAsUpdate(doc))], isDamaged: false };
  } catch (error) {
    note(error);
    return { records: parts.map(asRecord), isDamaged: true };
  } finally {
    doc.destroy();
  }
}

/** A state that is dropped meanwhile has had its time. */
async function* historyOf(
  store: Store,
  id: string,
  kind: DocumentKind,
  note: (error: unknown) => void,
): AsyncGenerator<BackupRecord> {
  const document = documentName(id, kind);
  try {
    for (const { at } of await store.listHistory(document)) {
      const body = await store.readHistory(document, at);
      if (body !== null) yield { type: 'history', kind, at, body };
    }
  } catch (error) {
    note(error);
  }
}

function count(counts: { -readonly [name in keyof BackupCounts]: number }, { type }: BackupRecord): void {
  if (type === 'map') counts.maps += 1;
  if (type === 'state') counts.states += 1;
  if (type === 'history') counts.histories += 1;
}
