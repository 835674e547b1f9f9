import { AppendQueue, type AppendBatch } from './append-queue.ts';
import { Database, isTransient, reasonOf, type DatabaseOptions } from './database.ts';
import { documentName, type DocumentName } from './document-name.ts';
import { parseMeta, type MapMeta } from './map-meta.ts';
import { migrate } from './postgres-schema.ts';
import { SQL } from './postgres-statements.ts';
import type { HistoryEntry, Store, StoredDocument } from './store.ts';

interface RecordRow extends Record<string, unknown> {
  readonly version: number;
  readonly record: string;
}

/** Rows of a document in order: at most one snapshot, then the log behind it. */
interface ContentRow extends Record<string, unknown> {
  readonly seq: number;
  readonly bytes: Buffer;
  readonly is_snapshot: boolean;
}

/** The same, with one more that tells the document's last number: it has no bytes. */
interface SinceRow extends Record<string, unknown> {
  readonly seq: number;
  readonly bytes: Buffer | null;
  readonly is_snapshot: boolean;
}

const MAP_IDS_AT_ONCE = 1000;

/**
 * The store that several servers share: PostgreSQL. Every change is one statement (erasing is one transaction), so
 * that a server which dies in the middle leaves no lock behind, and a statement that was cut off may be sent again:
 * an append that is there twice changes nothing, because updates are idempotent.
 */
export class PostgresStore implements Store {
  readonly #database: Database;
  readonly #queue: AppendQueue;
  readonly #changing = new Map<string, Promise<unknown>>();

  private constructor(database: Database, maxBatchBytes: number) {
    this.#database = database;
    this.#queue = new AppendQueue({ write: (batch) => this.#writeBatch(batch), maxBytes: maxBatchBytes });
  }

  /**
   * Connects, and makes or updates the tables. A database that is still starting is waited for, `databaseRetryMs` long.
   * @throws Error with code `DATABASE_UNREACHABLE`, or `BAD_DATABASE` when it is of a newer version.
   */
  static async open(options: DatabaseOptions): Promise<PostgresStore> {
    const database = await Database.open(options);
    try {
      await database.transaction(migrate);
    } catch (error) {
      await database.close();
      if ((error as { code?: unknown }).code === 'BAD_DATABASE') throw error;
      const message = `cannot use the database at ${placeOf(options.url)}: ${reasonOf(error)}`;
      // Without `cause`: the network's code would be taken for one of our own port or folder.
      throw Object.assign(new Error(message), { code: 'DATABASE_UNREACHABLE' });
    }
    return new PostgresStore(database, options.limits.databaseBatchBytes);
  }

  /** Reads a value all servers share, or sets it when there is none yet. */
  async setting(name: string, ifAbsent: string): Promise<string> {
    await this.#database.query('setting-put', SQL.putSetting, [name, ifAbsent]);
    const [row] = await this.#database.query<{ value: string }>('setting', SQL.setting, [name]);
    return row?.value ?? ifAbsent;
  }

  async changeSetting(name: string, from: string, to: string): Promise<void> {
    await this.#database.query('setting-change', SQL.changeSetting, [name, from, to]);
  }

  async readMeta(mapId: string): Promise<MapMeta | null> {
    const row = await this.#readRecord(mapId);
    return row === null ? null : parseMeta(row.record);
  }

  async createMap(mapId: string, meta: MapMeta): Promise<void> {
    const record = JSON.stringify(meta);
    let attempt = 0;
    await this.#database.retry(async () => {
      attempt += 1;
      const made = await this.#database.queryOnce('map-create', SQL.createMap, [mapId, record]);
      if (made.length === 1) return;
      // The first attempt may have been committed although its answer was lost.
      if (attempt > 1 && (await this.#readRecord(mapId))?.record === record) return;
      throw new Error('there is such a map already');
    });
  }

  updateMeta(mapId: string, change: (meta: MapMeta) => MapMeta): Promise<MapMeta | null> {
    // In turn here, so that only servers compete for a record.
    const before = this.#changing.get(mapId) ?? Promise.resolve();
    const result = before.then(() => this.#compareAndSet(mapId, change));
    const settled = result
      .catch(() => undefined)
      .then(() => {
        if (this.#changing.get(mapId) === settled) this.#changing.delete(mapId);
      });
    this.#changing.set(mapId, settled);
    return result;
  }

  async *mapIds(): AsyncIterable<string> {
    for (let last = ''; ;) {
      const rows = await this.#database.query<{ id: string }>('map-ids', SQL.mapIds, [last, MAP_IDS_AT_ONCE]);
      for (const { id } of rows) yield id;
      if (rows.length < MAP_IDS_AT_ONCE) return;
      last = rows.at(-1)?.id ?? last;
    }
  }

  async load(document: DocumentName): Promise<StoredDocument> {
    await this.#queue.settled(document);
    const rows = await this.#database.query<ContentRow>('load', SQL.load, [document]);
    const snapshot = rows[0]?.is_snapshot === true ? rows[0].bytes : null;
    const tail = rows.slice(snapshot === null ? 0 : 1).map((row) => row.bytes);
    return { snapshot, seq: rows.at(-1)?.seq ?? 0, tail };
  }

  append(document: DocumentName, updates: readonly Uint8Array[]): Promise<number> {
    return this.#queue.append(document, updates);
  }

  async since(
    document: DocumentName,
    seq: number,
  ): Promise<{ readonly seq: number; readonly updates: readonly Uint8Array[] } | null> {
    const rows = await this.#database.query<SinceRow>('since', SQL.since, [document, seq]);
    if (rows.some((row) => row.is_snapshot)) return null;
    const last = rows.find((row) => row.bytes === null)?.seq ?? 0;
    return { seq: last, updates: rows.flatMap(({ bytes }) => bytes ?? []) };
  }

  async compact(document: DocumentName, snapshot: Uint8Array, uptoSeq: number): Promise<boolean> {
    const rows = await this.#database.query('compact', SQL.compact, [document, uptoSeq, toBuffer(snapshot)]);
    return rows.length === 1;
  }

  async putHistory(document: DocumentName, at: number, state: Uint8Array): Promise<void> {
    await this.#database.query('history-put', SQL.putHistory, [document, at, toBuffer(state)]);
  }

  listHistory(document: DocumentName): Promise<readonly HistoryEntry[]> {
    return this.#database.query<{ at: number; bytes: number }>('history-list', SQL.listHistory, [document]);
  }

  async readHistory(document: DocumentName, at: number): Promise<Uint8Array | null> {
    const [row] = await this.#database.query<{ state: Buffer }>('history', SQL.readHistory, [document, at]);
    return row?.state ?? null;
  }

  async dropHistory(document: DocumentName, ats: readonly number[]): Promise<void> {
    await this.#database.query('history-drop', SQL.dropHistory, [document, [...ats]]);
  }

  async erase(mapId: string): Promise<void> {
    const documents = (['map', 'comments'] as const).map((kind) => documentName(mapId, kind));
    await Promise.all(documents.map((document) => this.#queue.settled(document)));
    await this.#database.transaction(async (client) => {
      for (const statement of SQL.erase) await client.query(statement, [documents]);
    });
  }

  async ping(): Promise<void> {
    await this.#database.queryOnce('ping', 'SELECT 1');
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#database.close();
  }

  async #readRecord(mapId: string): Promise<RecordRow | null> {
    const [row] = await this.#database.query<RecordRow>('map', SQL.readMap, [mapId]);
    return row ?? null;
  }

  async #compareAndSet(mapId: string, change: (meta: MapMeta) => MapMeta): Promise<MapMeta | null> {
    for (;;) {
      const row = await this.#readRecord(mapId);
      if (row === null) return null;
      const meta = parseMeta(row.record);
      const changed = change(meta);
      if (changed === meta || (await this.#replace(mapId, row, JSON.stringify(changed)))) return changed;
    }
  }

  /** False when somebody else was faster. @throws when the database went away in the middle and nobody can tell. */
  async #replace(mapId: string, { version }: RecordRow, record: string): Promise<boolean> {
    try {
      return (await this.#database.queryOnce('map-change', SQL.changeMap, [mapId, version, record])).length === 1;
    } catch (error) {
      if (!isTransient(error)) throw error;
      const now = await this.#readRecord(mapId);
      if (now?.record === record) return true;
      if (now?.version === version) return false;
      // Changed since, after ours or instead of ours: doing it again might do it twice.
      throw error;
    }
  }

  async #writeBatch(batch: AppendBatch): Promise<ReadonlyMap<DocumentName, number>> {
    // Sorted: two servers that append to the same documents lock them in the same order.
    const documents = [...batch.keys()].sort();
    const updates = documents.flatMap((document) =>
      (batch.get(document) ?? []).map((update, i) => ({ document, update, place: i + 1 })),
    );
    let start = 1;
    const starts = updates.map(({ update }) => (start += update.length) - update.length);
    const rows = await this.#database.query<{ name: string; seq: number }>('append', SQL.append, [
      documents,
      documents.map((document) => batch.get(document)?.length ?? 0),
      updates.map(({ document }) => document),
      updates.map(({ place }) => place),
      starts,
      updates.map(({ update }) => update.length),
      Buffer.concat(updates.map(({ update }) => update)),
    ]);
    return new Map(rows.map(({ name, seq }) => [name, seq]));
  }
}

/** A view, not a copy: the driver sends only Buffers as they are. */
function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Host, port and database, without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'an address that is none';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
