import { ClassicLevel } from 'classic-level';
import { decoding, encoding } from 'lib0';
import { documentName, type DocumentName } from './document-name.ts';
import { parseMeta, type MapMeta } from './map-meta.ts';
import type { HistoryEntry, Store, StoredDocument } from './store.ts';

type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string };
interface Write {
  readonly operations: readonly Operation[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The embedded store: one LevelDB folder. Keys: `m!map` record, `s!document` snapshot, `p!document` the snapshot before,
 * `l!document!seq` log, `h!document!time` states of the past. Writes are group-committed: whatever arrives during one fsync goes into the next batch, so a
 * hundred editors cost as many fsyncs as one.
 */
export class LevelStore implements Store {
  readonly #db: ClassicLevel<string, Uint8Array>;
  readonly #lastSeq = new Map<string, number>();
  #waiting: Write[] = [];
  #flushing: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(db: ClassicLevel<string, Uint8Array>) {
    this.#db = db;
  }

  /** @throws LevelDB's error, with `cause.code` `LEVEL_LOCKED` when another process holds the folder. */
  static async open(folder: string): Promise<LevelStore> {
    const db = new ClassicLevel<string, Uint8Array>(folder, { keyEncoding: 'utf8', valueEncoding: 'view' });
    await db.open();
    return new LevelStore(db);
  }

  async readMeta(mapId: string): Promise<MapMeta | null> {
    const bytes = await this.#db.get(`m!${mapId}`);
    return bytes === undefined ? null : parseMeta(new TextDecoder().decode(bytes));
  }

  async createMap(mapId: string, meta: MapMeta): Promise<void> {
    await this.#inTurn(async () => {
      if ((await this.readMeta(mapId)) !== null) throw new Error('there is such a map already');
      await this.#write([{ type: 'put', key: `m!${mapId}`, value: encodeJson(meta) }]);
    });
  }

  updateMeta(mapId: string, change: (meta: MapMeta) => MapMeta): Promise<MapMeta | null> {
    return this.#inTurn(async () => {
      const meta = await this.readMeta(mapId);
      if (meta === null) return null;
      const changed = change(meta);
      if (changed !== meta) await this.#write([{ type: 'put', key: `m!${mapId}`, value: encodeJson(changed) }]);
      return changed;
    });
  }

  async *mapIds(): AsyncIterable<string> {
    for await (const key of this.#db.keys({ gt: 'm!', lt: 'm!~' })) yield key.slice(2);
  }

  async load(document: DocumentName): Promise<StoredDocument> {
    await this.#settled();
    const stored = await this.#db.get(`s!${document}`);
    const { seq, snapshot } = stored === undefined ? { seq: 0, snapshot: null } : decodeSnapshot(stored);
    const tail: Uint8Array[] = [];
    let last = seq;
    for await (const [key, update] of this.#db.iterator(logRange(document, seq))) {
      last = seqOf(key);
      tail.push(update);
    }
    // Never back: an append may have gone ahead while this was reading.
    this.#lastSeq.set(document, Math.max(last, this.#lastSeq.get(document) ?? 0));
    return { snapshot, seq: last, tail };
  }

  async append(document: DocumentName, updates: readonly Uint8Array[]): Promise<number> {
    const last = this.#lastSeq.get(document) ?? (await this.load(document)).seq;
    // Read again after the await: another append may have loaded the number meanwhile and gone ahead.
    const first = (this.#lastSeq.get(document) ?? last) + 1;
    const seq = first + updates.length - 1;
    this.#lastSeq.set(document, seq);
    await this.#write(updates.map((value, i) => ({ type: 'put', key: logKey(document, first + i), value })));
    return seq;
  }

  async since(document: DocumentName, seq: number): Promise<{ seq: number; updates: readonly Uint8Array[] } | null> {
    const { snapshot, tail, seq: last } = await this.load(document);
    const first = last - tail.length;
    if (seq < first && snapshot !== null) return null;
    return { seq: Math.max(last, seq), updates: tail.slice(Math.max(0, seq - first)) };
  }

  async compact(document: DocumentName, snapshot: Uint8Array, uptoSeq: number): Promise<boolean> {
    await this.#settled();
    const before = await this.#db.get(`s!${document}`);
    if (before !== undefined && decodeSnapshot(before).seq >= uptoSeq) return false;
    const keys = await this.#db.keys({ gt: logKey(document, 0), lte: logKey(document, uptoSeq) }).all();
    const operations: Operation[] = keys.map((key) => ({ type: 'del', key }));
    if (before !== undefined) operations.push({ type: 'put', key: `p!${document}`, value: before });
    operations.push({ type: 'put', key: `s!${document}`, value: encodeSnapshot(snapshot, uptoSeq) });
    await this.#write(operations);
    return true;
  }

  putHistory(document: DocumentName, at: number, state: Uint8Array): Promise<void> {
    return this.#write([{ type: 'put', key: historyKey(document, at), value: state }]);
  }

  async listHistory(document: DocumentName): Promise<readonly HistoryEntry[]> {
    const entries: HistoryEntry[] = [];
    for await (const [key, state] of this.#db.iterator({ gt: `h!${document}!`, lt: `h!${document}!~` })) {
      entries.push({ at: seqOf(key), bytes: state.length });
    }
    return entries;
  }

  async readHistory(document: DocumentName, at: number): Promise<Uint8Array | null> {
    return (await this.#db.get(historyKey(document, at))) ?? null;
  }

  dropHistory(document: DocumentName, ats: readonly number[]): Promise<void> {
    return this.#write(ats.map((at) => ({ type: 'del', key: historyKey(document, at) })));
  }

  async erase(mapId: string): Promise<void> {
    await this.#settled();
    const operations: Operation[] = [];
    for (const kind of ['map', 'comments'] as const) {
      const document = documentName(mapId, kind);
      for (const prefix of ['l', 'h']) {
        const keys = await this.#db.keys({ gt: `${prefix}!${document}!`, lt: `${prefix}!${document}!~` }).all();
        operations.push(...keys.map((key): Operation => ({ type: 'del', key })));
      }
      operations.push({ type: 'del', key: `s!${document}` }, { type: 'del', key: `p!${document}` });
      this.#lastSeq.delete(document);
    }
    await this.#write(operations);
  }

  async ping(): Promise<void> {
    await this.#db.get('m!');
  }

  async close(): Promise<void> {
    await this.#settled();
    await this.#db.close();
  }

  /** Changes of records come one after the other. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #write(operations: readonly Operation[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  async #settled(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
  }

  async #flush(): Promise<void> {
    // One turn later, so that everything said in this turn shares the first fsync.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const writes = this.#waiting;
      this.#waiting = [];
      try {
        await this.#db.batch(
          writes.flatMap((write) => write.operations),
          { sync: true },
        );
        for (const write of writes) write.resolve();
      } catch (error) {
        for (const write of writes) write.reject(error);
      }
    }
    this.#flushing = null;
  }
}

function logKey(document: DocumentName, seq: number): string {
  return `l!${document}!${seq.toString(16).padStart(12, '0')}`;
}

function historyKey(document: DocumentName, at: number): string {
  return `h!${document}!${at.toString(16).padStart(12, '0')}`;
}

function logRange(document: DocumentName, afterSeq: number): { gt: string; lt: string } {
  return { gt: logKey(document, afterSeq), lt: `l!${document}!~` };
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
  const decoder = decoding.createDecoder(bytes);
  return { seq: decoding.readVarUint(decoder), snapshot: decoding.readTailAsUint8Array(decoder) };
}
