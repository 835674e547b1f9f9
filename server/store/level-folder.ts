import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

export type Level = ClassicLevel<string, Uint8Array>;
export type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string };

interface Write {
  readonly operations: readonly Operation[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** LevelDB rewrites its log when it is opened: 4 MiB of it, and at most one large message more. */
const ROOM_NEEDED_BYTES = 16 * 1024 * 1024;
const RETRY_MS = 1000;
/** Between the starts of two commits when there is always more to write: a fifth less CPU for "saved" a little later. */
const COMMIT_SPACING_MS = 10;

/**
 * A LevelDB folder that survives a full disk. Writes are group-committed: whatever arrives during one fsync goes into
 * the next batch, so a hundred editors cost as many fsyncs as one.
 *
 * A write that failed may have left half a record at the end of LevelDB's log, and what is written behind it can be lost
 * at the next start. So nothing is written after a failure until the folder was opened anew, which is tried, at most
 * once a second, when there is something to write and room for it. Until then it is read from as before.
 */
export class LevelFolder {
  readonly #folder: string;
  readonly #onFailure: () => void;
  #db: Level;
  #waiting: Write[] = [];
  #flushing: Promise<void> | null = null;
  #failure: { readonly error: unknown; triedAt: number } | null = null;
  #readers = 0;
  #reopening: Promise<void> | null = null;
  #onNoReaders: (() => void) | null = null;

  private constructor(folder: string, db: Level, onFailure: () => void) {
    this.#folder = folder;
    this.#db = db;
    this.#onFailure = onFailure;
  }

  /**
   * `onFailure` is called when a write has failed or was refused, before anybody who waits for it hears so.
   * @throws LevelDB's error, with `cause.code` `LEVEL_LOCKED` when another process holds the folder.
   */
  static async open(folder: string, onFailure: () => void): Promise<LevelFolder> {
    return new LevelFolder(folder, await openLevel(folder), onFailure);
  }

  /** Runs `run` with the folder open; it is not closed under it. Keep it short: a reopening waits for it. */
  async read<T>(run: (db: Level) => Promise<T>): Promise<T> {
    while (this.#reopening !== null) await this.#reopening;
    if (this.#db.status !== 'open' && this.#failure !== null) await this.#recover();
    this.#readers += 1;
    try {
      return await run(this.#db);
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#onNoReaders?.();
    }
  }

  /** Resolves when all of `operations`, which count as one, are on disk. @throws when they are not: then none is. */
  write(operations: readonly Operation[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Every write so far is on disk or has failed. Does not wait for those that come later: on a busy server there is always one. */
  async settled(): Promise<void> {
    if (this.#flushing === null) return;
    // An empty write behind them; that one of them failed is for those who made it to hear.
    await this.write([]).catch(() => undefined);
  }

  async close(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
    await this.#db.close();
  }

  async #flush(): Promise<void> {
    // One turn later, so that everything said in this turn shares the first fsync.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const startedAt = performance.now();
      const isReady = this.#failure === null || (await this.#recover());
      const writes = this.#waiting;
      this.#waiting = [];
      if (isReady) await this.#commit(writes);
      else this.#refuse(writes, new Error('the data folder takes no writes', { cause: this.#failure?.error }));
      // Whoever was told just now may have more to say, and it shares the next fsync.
      const pauseMs = COMMIT_SPACING_MS - (performance.now() - startedAt);
      await new Promise((resolve) => (pauseMs > 1 ? setTimeout(resolve, pauseMs) : setImmediate(resolve)));
    }
    this.#flushing = null;
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      // Put together one by one: given as a list, the library copies and checks each in a way that costs twice as much.
      const batch = this.#db.batch();
      for (const { operations } of writes) {
        for (const operation of operations) {
          if (operation.type === 'put') batch.put(operation.key, operation.value);
          else batch.del(operation.key);
        }
      }
      await batch.write({ sync: true });
      for (const write of writes) write.resolve();
    } catch (error) {
      this.#failure = { error, triedAt: -Infinity };
      const rejected = [...writes, ...this.#waiting];
      this.#waiting = [];
      this.#refuse(rejected, error);
    }
  }

  #refuse(writes: readonly Write[], error: unknown): void {
    this.#onFailure();
    for (const write of writes) write.reject(error);
  }

  /** True when the folder can be written to again. */
  async #recover(): Promise<boolean> {
    while (this.#reopening !== null) await this.#reopening;
    const failure = this.#failure;
    if (failure === null) return true;
    if (performance.now() - failure.triedAt < RETRY_MS) return false;
    failure.triedAt = performance.now();
    if (!(await hasRoom(this.#folder))) return false;
    this.#reopening ??= this.#reopen().finally(() => (this.#reopening = null));
    await this.#reopening;
    return this.#failure === null;
  }

  async #reopen(): Promise<void> {
    if (this.#readers > 0) {
      await new Promise<void>((resolve) => (this.#onNoReaders = resolve));
      this.#onNoReaders = null;
    }
    try {
      await this.#db.close();
      this.#db = await openLevel(this.#folder);
      this.#failure = null;
    } catch (error) {
      this.#failure = { error, triedAt: performance.now() };
    }
  }
}

async function openLevel(folder: string): Promise<Level> {
  const db: Level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'view' });
  await db.open();
  return db;
}

/** Tried out, because quotas and limits of the process show nowhere else. */
async function hasRoom(folder: string): Promise<boolean> {
  const path = join(folder, 'room.tmp');
  try {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < ROOM_NEEDED_BYTES) return false;
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(new Uint8Array(ROOM_NEEDED_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch {
    // Whatever is in the way: there is no room, and the next write asks again.
    return false;
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
