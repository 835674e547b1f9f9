/**
 * Keeps a document on this device, in the database layout of y-indexeddb and through its loader. Its own class is not
 * used because it hides failure: no error event, rejections nobody can catch, and exceptions thrown into the edit that
 * caused the write. Here failure is a state, and the next write after a failed one carries the whole document, so that
 * no gap is left. See SPEC.md S1-S8.
 */
import { fetchUpdates, PREFERRED_TRIM_SIZE, type IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { deviceFactory, failureOf, inStore, onSettled, openDatabase, type StorageFailure } from './indexed-db.ts';

export type DeviceStatus = 'loading' | 'saved' | 'saving' | 'failed';

export interface DeviceStore {
  /** 'saved' only when every change so far lies in a completed transaction. */
  readonly status: DeviceStatus;
  /** Why, when the status is 'failed'. */
  readonly reason: StorageFailure | undefined;
  /** Resolves when what the device had is in the document, or could not be read (then the status is 'failed'). */
  readonly whenLoaded: Promise<void>;
  /** Called at each change of status or reason; returns the way to stop. */
  onChange(listener: () => void): () => void;
  /** A number that was kept beside the document under a name; null = none, or it cannot be read. */
  readMark(name: string): Promise<number | null>;
  /** Keeps a number beside the document; null takes it away. A failure shows in the status, as with an edit. */
  setMark(name: string, value: number | null): void;
  /** Tries again to keep the whole document, after a failure. */
  retry(): Promise<void>;
  /** Stops following the document; resolves when the last write is through. Calling it twice is safe. */
  destroy(): Promise<void>;
}

export interface DeviceOptions {
  /** Default: the browser's. */
  readonly factory?: IDBFactory | null;
}

const UPDATES = 'updates';
/** What y-indexeddb keeps for the program beside the document. */
const MARKS = 'custom';

/** The database that holds a map's document. */
export function deviceDatabase(mapId: string): string {
  return `herringbone-map-${mapId}`;
}

/** The id under which the comments beside a map are kept: a document of their own. */
export function commentsOf(mapId: string): string {
  return `${mapId}.comments`;
}

/** The stores of y-indexeddb. */
export function createDeviceStores(db: IDBDatabase): void {
  db.createObjectStore(UPDATES, { autoIncrement: true });
  db.createObjectStore(MARKS);
}

/** Opens the device's copy of a map into `doc`, which has to be empty: a filled one would be appended at each opening. */
export function openDevice(mapId: string, doc: Y.Doc, options: DeviceOptions = {}): DeviceStore {
  return new Device(mapId, doc, options.factory === undefined ? deviceFactory() : options.factory);
}

class Device implements DeviceStore {
  readonly whenLoaded: Promise<void>;
  readonly #listeners = new Set<() => void>();
  /** What y-indexeddb's loader needs to know; the origin of what it loads. */
  readonly #loader: { doc: Y.Doc; db: IDBDatabase | null; _dbref: number; _dbsize: number; _destroyed: boolean };
  #status: DeviceStatus = 'loading';
  #reason: StorageFailure | undefined;
  #isLoaded = false;
  #isCompacting = false;
  /** True while rows may be missing, so that only the whole document can mend it. */
  #needsWhole = false;
  /** Content of the device could not be read: it stays as it is, and nothing is compacted over it. */
  #isDamaged = false;
  #pending = 0;
  #whenIdle: (() => void)[] = [];

  constructor(
    readonly mapId: string,
    readonly doc: Y.Doc,
    readonly factory: IDBFactory | null,
  ) {
    this.#loader = { doc, db: null, _dbref: 0, _dbsize: 0, _destroyed: false };
    doc.on('update', this.#onUpdate);
    doc.on('destroy', this.#onDestroy);
    this.whenLoaded = this.#open();
  }

  get status(): DeviceStatus {
    return this.#status;
  }

  get reason(): StorageFailure | undefined {
    return this.#reason;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async retry(): Promise<void> {
    if (this.#status !== 'failed' || this.#loader._destroyed) return;
    if (!this.#loader.db) return this.#open();
    this.#write(Y.encodeStateAsUpdate(this.doc));
    await this.#idle();
  }

  async readMark(name: string): Promise<number | null> {
    await this.whenLoaded;
    const { db } = this.#loader;
    const read = db && (await inStore<unknown>(db, MARKS, 'readonly', (store) => store.get(name)));
    return read?.ok && typeof read.value === 'number' ? read.value : null;
  }

  setMark(name: string, value: number | null): void {
    if (!this.#loader.db) return;
    try {
      const transaction = this.#loader.db.transaction(MARKS, 'readwrite');
      const marks = transaction.objectStore(MARKS);
      if (value === null) marks.delete(name);
      else marks.put(value, name);
      this.#follow(transaction);
      commitNow(transaction);
    } catch (error) {
      this.#fail(failureOf(error));
    }
  }

  async destroy(): Promise<void> {
    this.doc.off('update', this.#onUpdate);
    this.doc.off('destroy', this.#onDestroy);
    this.#listeners.clear();
    this.#loader._destroyed = true;
    await this.whenLoaded;
    await this.#idle();
    this.#loader.db?.close();
    this.#loader.db = null;
  }

  readonly #onDestroy = () => void this.destroy();

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this.#loader) return;
    // What comes before the database is open goes in with the loading.
    if (!this.#loader.db) {
      if (this.#isLoaded) this.#needsWhole = true;
      return;
    }
    this.#write(this.#needsWhole ? Y.encodeStateAsUpdate(this.doc) : update);
  };

  async #open(): Promise<void> {
    const opened = await openDatabase(this.factory, deviceDatabase(this.mapId), createDeviceStores, () =>
      this.#set('failed', 'blocked'),
    );
    if (!opened.ok) return this.#giveUp(opened.reason);
    const db = opened.value;
    if (this.#loader._destroyed) return db.close();
    // Another tab deletes the map, or the browser takes the storage away.
    db.onversionchange = () => (db.close(), this.#lose('blocked'));
    db.onclose = () => this.#lose('unavailable');
    this.#loader.db = db;
    this.#reason = undefined;
    await this.#load(db);
  }

  /** Reads what is there, and adds what the document already held: edits made while the database opened. */
  async #load(db: IDBDatabase): Promise<void> {
    this.#needsWhole = false;
    try {
      await fetchUpdates(this.#loader as unknown as IndexeddbPersistence, (store) => {
        if (Y.encodeStateVector(this.doc).length <= 1) return;
        this.#follow(store.transaction, true);
        store.add(Y.encodeStateAsUpdate(this.doc));
      });
    } catch (error) {
      await this.#salvage(db, failureOf(error));
    }
    this.#isLoaded = true;
    if (this.#isDamaged) return this.#set('failed', this.#reason ?? 'unknown');
    this.#settle();
    if (this.#loader._dbsize >= PREFERRED_TRIM_SIZE) void this.#compact();
  }

  /** One row that cannot be read must not hide the others: they are applied one by one. */
  async #salvage(db: IDBDatabase, reason: StorageFailure): Promise<void> {
    this.#isDamaged = true;
    this.#reason = reason;
    const rows = await inStore<unknown[]>(db, UPDATES, 'readonly', (store) => store.getAll());
    if (!rows.ok) return;
    for (const row of rows.value) {
      try {
        if (row instanceof Uint8Array) Y.applyUpdate(this.doc, row, this.#loader);
      } catch {
        // Counted as damaged above; the row stays in the database.
      }
    }
  }

  /** Writes one row; the outcome shows in the status. Never throws: it runs inside the user's edit. */
  #write(update: Uint8Array): void {
    const isWhole = this.#needsWhole || this.#status === 'failed';
    try {
      const transaction = this.#loader.db!.transaction(UPDATES, 'readwrite');
      transaction.objectStore(UPDATES).add(update);
      this.#follow(transaction, isWhole);
      commitNow(transaction);
    } catch (error) {
      this.#fail(failureOf(error));
      return;
    }
    if (++this.#loader._dbsize >= PREFERRED_TRIM_SIZE && this.#isLoaded) void this.#compact();
  }

  #follow(transaction: IDBTransaction, isWhole = false): void {
    this.#pending++;
    if (this.#isLoaded && this.#status !== 'failed') this.#set('saving');
    onSettled(transaction, (failure) => {
      this.#pending--;
      if (failure) this.#fail(failure);
      else if (isWhole) this.#needsWhole = false;
      if (this.#isLoaded) this.#settle();
      if (this.#pending === 0) for (const wake of this.#whenIdle.splice(0)) wake();
    });
  }

  /** Joins all rows into one, as y-indexeddb does. If it fails, the rows are simply still there. */
  async #compact(): Promise<void> {
    if (this.#isCompacting || this.#isDamaged || !this.#loader.db) return;
    this.#isCompacting = true;
    try {
      const store = await fetchUpdates(this.#loader as unknown as IndexeddbPersistence);
      this.#follow(store.transaction);
      store.add(Y.encodeStateAsUpdate(this.doc));
      store.delete(IDBKeyRange.upperBound(this.#loader._dbref, true));
      this.#loader._dbsize = 1;
    } catch {
      this.#loader._dbsize = 0;
    } finally {
      this.#isCompacting = false;
    }
  }

  #idle(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #settle(): void {
    if (this.#needsWhole || this.#isDamaged) return;
    if (this.#loader.db) this.#set(this.#pending > 0 ? 'saving' : 'saved');
  }

  #giveUp(reason: StorageFailure): void {
    this.#isLoaded = true;
    this.#fail(reason);
  }

  #lose(reason: StorageFailure): void {
    this.#loader.db = null;
    if (!this.#loader._destroyed) this.#fail(reason);
  }

  #fail(reason: StorageFailure): void {
    this.#needsWhole = true;
    this.#set('failed', reason);
  }

  #set(status: DeviceStatus, reason?: StorageFailure): void {
    if (this.#status === status && this.#reason === reason) return;
    this.#status = status;
    this.#reason = reason;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Told so, the browser commits even when the page goes at this moment; else it gives up what was written last. */
function commitNow(transaction: IDBTransaction): void {
  try {
    transaction.commit();
  } catch {
    // It was aborted by then, for which #follow has heard the reason.
  }
}
