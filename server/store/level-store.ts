import { ClassicLevel } from 'classic-level';
import { decoding, encoding } from 'lib0';
import { parseMeta, type MapMeta, type Store, type StoredMap } from './store.ts';

type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string };
interface Write {
  readonly operations: readonly Operation[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The embedded store: one LevelDB folder. Keys: `m!map` meta, `s!map` snapshot, `p!map` the snapshot before,
 * `l!map!seq` log. Writes are group-committed: whatever arrives during one fsync goes into the next batch, so a
 * hundred editors cost as many fsyncs as one.
 */
export class LevelStore implements Store {
  readonly #db: ClassicLevel<string, Uint8Array>;
  readonly #lastSeq = new Map<string, number>();
  #waiting: Write[] = [];
  #flushing: Promise<void> | null = null;

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

  writeMeta(mapId: string, meta: MapMeta): Promise<void> {
    return this.#write([{ type: 'put', key: `m!${mapId}`, value: new TextEncoder().encode(JSON.stringify(meta)) }]);
  }

  async load(mapId: string): Promise<StoredMap> {
    await this.#settled();
    const stored = await this.#db.get(`s!${mapId}`);
    const { seq, snapshot } = stored === undefined ? { seq: 0, snapshot: null } : decodeSnapshot(stored);
    const tail: Uint8Array[] = [];
    let last = seq;
    for await (const [key, update] of this.#db.iterator(logRange(mapId, seq))) {
      last = seqOf(key);
      tail.push(update);
    }
    this.#lastSeq.set(mapId, last);
    return { snapshot, seq: last, tail };
  }

  async append(mapId: string, update: Uint8Array): Promise<number> {
    const last = this.#lastSeq.get(mapId);
    if (last === undefined) throw new Error('append before load');
    const seq = last + 1;
    this.#lastSeq.set(mapId, seq);
    await this.#write([{ type: 'put', key: logKey(mapId, seq), value: update }]);
    return seq;
  }

  async compact(mapId: string, snapshot: Uint8Array, uptoSeq: number): Promise<void> {
    await this.#settled();
    const before = await this.#db.get(`s!${mapId}`);
    const keys = await this.#db.keys({ gt: logKey(mapId, 0), lte: logKey(mapId, uptoSeq) }).all();
    const operations: Operation[] = keys.map((key) => ({ type: 'del', key }));
    if (before !== undefined) operations.push({ type: 'put', key: `p!${mapId}`, value: before });
    operations.push({ type: 'put', key: `s!${mapId}`, value: encodeSnapshot(snapshot, uptoSeq) });
    await this.#write(operations);
  }

  async close(): Promise<void> {
    await this.#settled();
    await this.#db.close();
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

function logKey(mapId: string, seq: number): string {
  return `l!${mapId}!${seq.toString(16).padStart(12, '0')}`;
}

function logRange(mapId: string, afterSeq: number): { gt: string; lt: string } {
  return { gt: logKey(mapId, afterSeq), lt: `l!${mapId}!~` };
}

function seqOf(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('!') + 1), 16);
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
