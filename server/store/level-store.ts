import { decoding, encoding } from 'lib0';
import { documentName, type DocumentName } from './document-name.ts';
import { LevelFolder, type Level, type Operation } from './level-folder.ts';
import { LogNumbers } from './log-numbers.ts';
import { parseMeta, type MapMeta } from './map-meta.ts';
import type { HistoryEntry, Store, StoredDocument } from './store.ts';
import { readable } from './unreadable.ts';

const MAP_IDS_AT_ONCE = 1000;

/**
 * The embedded store: one LevelDB folder. Keys: `m!map` record, `s!document` snapshot, `p!document` the snapshot before,
 * `l!document!seq` log, `h!document!time` states of the past and `i!document!time` their sizes.
 */
export class LevelStore implements Store {
  readonly #folder: LevelFolder;
  readonly #numbers: LogNumbers;
  readonly #learning = new Map<DocumentName, Promise<unknown>>();
  readonly #changes = new Turns();
  readonly #snapshots = new Turns();

  private constructor(folder: LevelFolder, numbers: LogNumbers) {
    this.#folder = folder;
    this.#numbers = numbers;
  }

  /** @throws LevelDB's error, with `cause.code` `LEVEL_LOCKED` when another process holds the folder. */
  static async open(path: string): Promise<LevelStore> {
    const numbers = new LogNumbers();
    // The numbers given to what was not written are free again: what is on disk says which.
    const folder = await LevelFolder.open(path, () => numbers.forgetAll());
    return new LevelStore(folder, numbers);
  }

  async readMeta(mapId: string): Promise<MapMeta | null> {
    const bytes = await this.#folder.read((db) => db.get(`m!${mapId}`));
    return bytes === undefined ? null : parseMeta(new TextDecoder().decode(bytes));
  }

  async createMap(mapId: string, meta: MapMeta): Promise<void> {
    await this.#changes.take(async () => {
      if ((await this.readMeta(mapId)) !== null) throw new Error('there is such a map already');
      await this.#folder.write([{ type: 'put', key: `m!${mapId}`, value: encodeJson(meta) }]);
    });
  }

  updateMeta(mapId: string, change: (meta: MapMeta) => MapMeta): Promise<MapMeta | null> {
    return this.#changes.take(async () => {
      const meta = await this.readMeta(mapId);
      if (meta === null) return null;
      const changed = change(meta);
      if (changed !== meta) await this.#folder.write([{ type: 'put', key: `m!${mapId}`, value: encodeJson(changed) }]);
      return changed;
    });
  }

  async *mapIds(): AsyncIterable<string> {
    let after = 'm!';
    for (;;) {
      const range = { gt: after, lt: 'm!~', limit: MAP_IDS_AT_ONCE };
      const keys = await this.#folder.read((db) => db.keys(range).all());
      for (const key of keys) yield key.slice(2);
      if (keys.length < MAP_IDS_AT_ONCE) return;
      after = keys.at(-1) ?? after;
    }
  }

  async load(document: DocumentName): Promise<StoredDocument> {
    // Appends that still wait for their first number come before.
    await this.#learning.get(document)?.catch(() => undefined);
    return this.#read(document);
  }

  async append(document: DocumentName, updates: readonly Uint8Array[]): Promise<number> {
    let first = this.#numbers.take(document, updates.length);
    while (first === null) {
      await this.#learn(document);
      first = this.#numbers.take(document, updates.length);
    }
    const start = first;
    await this.#folder.write(updates.map((value, i) => ({ type: 'put', key: logKey(document, start + i), value })));
    return start + updates.length - 1;
  }

  async since(document: DocumentName, seq: number): Promise<{ seq: number; updates: readonly Uint8Array[] } | null> {
    const { snapshot, tail, seq: last } = await this.load(document);
    const first = last - tail.length;
    if (seq < first && snapshot !== null) return null;
    return { seq: last, updates: tail.slice(Math.max(0, seq - first)) };
  }

  compact(document: DocumentName, snapshot: Uint8Array, uptoSeq: number): Promise<boolean> {
    // In turn: of two at once the older one would replace the newer one, whose log is gone.
    return this.#snapshots.take(() => this.#compact(document, snapshot, uptoSeq));
  }

  putHistory(document: DocumentName, at: number, state: Uint8Array): Promise<void> {
    return this.#folder.write([
      { type: 'put', key: timeKey('h', document, at), value: state },
      { type: 'put', key: timeKey('i', document, at), value: encodeJson(state.length) },
    ]);
  }

  async listHistory(document: DocumentName): Promise<readonly HistoryEntry[]> {
    const entries = await this.#folder.read((db) => db.iterator(allOf('i', document)).all());
    return entries.map(([key, size]) => ({ at: seqOf(key), bytes: Number(new TextDecoder().decode(size)) }));
  }

  async readHistory(document: DocumentName, at: number): Promise<Uint8Array | null> {
    return (await this.#folder.read((db) => db.get(timeKey('h', document, at)))) ?? null;
  }

  dropHistory(document: DocumentName, ats: readonly number[]): Promise<void> {
    return this.#folder.write(
      ats.flatMap((at): Operation[] => [
        { type: 'del', key: timeKey('h', document, at) },
        { type: 'del', key: timeKey('i', document, at) },
      ]),
    );
  }

  async erase(mapId: string): Promise<void> {
    await this.#folder.settled();
    const operations: Operation[] = [];
    for (const kind of ['map', 'comments'] as const) {
      const document = documentName(mapId, kind);
      for (const prefix of ['l', 'h', 'i'] as const) {
        const keys = await this.#folder.read((db) => db.keys(allOf(prefix, document)).all());
        operations.push(...keys.map((key): Operation => ({ type: 'del', key })));
      }
      operations.push({ type: 'del', key: `s!${document}` }, { type: 'del', key: `p!${document}` });
      this.#numbers.forget(document);
    }
    await this.#folder.write(operations);
  }

  async ping(): Promise<void> {
    await this.#folder.read((db) => db.get('m!'));
  }

  close(): Promise<void> {
    return this.#folder.close();
  }

  async #compact(document: DocumentName, snapshot: Uint8Array, uptoSeq: number): Promise<boolean> {
    await this.#folder.settled();
    const log = { gt: logKey(document, 0), lte: logKey(document, uptoSeq) };
    const [before, keys] = await this.#folder.read((db) => Promise.all([db.get(`s!${document}`), db.keys(log).all()]));
    if (before !== undefined && decodeSnapshot(before).seq >= uptoSeq) return false;
    // The log does not reach so far: it was erased since, and a snapshot would bring back what is to be gone.
    if (keys.length === 0) return false;
    const operations: Operation[] = keys.map((key) => ({ type: 'del', key }));
    if (before !== undefined) operations.push({ type: 'put', key: `p!${document}`, value: before });
    operations.push({ type: 'put', key: `s!${document}`, value: encodeSnapshot(snapshot, uptoSeq) });
    await this.#folder.write(operations);
    return true;
  }

  async #read(document: DocumentName): Promise<StoredDocument> {
    await this.#folder.settled();
    const age = this.#numbers.age;
    const stored = await this.#folder.read((db) => readDocument(db, document));
    this.#numbers.learn(document, stored.seq, age);
    return stored;
  }

  /** One reading for all who wait for it, who then go on in the order in which they came. */
  #learn(document: DocumentName): Promise<unknown> {
    const learning =
      this.#learning.get(document) ?? this.#read(document).finally(() => this.#learning.delete(document));
    this.#learning.set(document, learning);
    return learning;
  }
}

/** One after the other, in the order of calls, whether or not one fails. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** A compaction may come in between: the log is looked at first, and what the snapshot has of it is left out. */
async function readDocument(db: Level, document: DocumentName): Promise<StoredDocument> {
  const log = db.iterator(allOf('l', document));
  try {
    const stored = await db.get(`s!${document}`);
    const { seq, snapshot } = stored === undefined ? { seq: 0, snapshot: null } : decodeSnapshot(stored);
    const entries = (await log.all()).filter(([key]) => seqOf(key) > seq);
    const [lastKey] = entries.at(-1) ?? [];
    return {
      snapshot,
      seq: lastKey === undefined ? seq : seqOf(lastKey),
      tail: entries.map(([, update]) => update),
    };
  } finally {
    await log.close();
  }
}

function logKey(document: DocumentName, seq: number): string {
  return `l!${document}!${seq.toString(16).padStart(12, '0')}`;
}

function timeKey(prefix: 'h' | 'i', document: DocumentName, at: number): string {
  return `${prefix}!${document}!${at.toString(16).padStart(12, '0')}`;
}

function allOf(prefix: 'l' | 'h' | 'i', document: DocumentName): { gt: string; lt: string } {
  return { gt: `${prefix}!${document}!`, lt: `${prefix}!${document}!~` };
}

function seqOf(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('!') + 1), 16);
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function encodeSnapshot(snapshot: Uint8Array, seq: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, seq);
  encoding.writeUint8Array(encoder, snapshot);
  return encoding.toUint8Array(encoder);
}

function decodeSnapshot(bytes: Uint8Array): { seq: number; snapshot: Uint8Array } {
  return readable('snapshot', () => {
    const decoder = decoding.createDecoder(bytes);
    return { seq: decoding.readVarUint(decoder), snapshot: decoding.readTailAsUint8Array(decoder) };
  });
}
