/**
 * Keeps a document on this device, in the database layout of y-indexeddb. Its own class is not used because it hides
 * failure: no error event, rejections nobody can catch, and exceptions thrown into the edit that caused the write. Here
 * failure is a state, and the next write after a failed one carries the whole document, so that no gap is left. See
 * SPEC.md S1-S8, S60.
 */
import * as Y from 'yjs';
import { joinRows, JOINED_FROM_ROWS, rowStore, withRows, type Row } from './device-rows.ts';
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
  /** The origin of what is loaded. */
  readonly #origin = { device: this };
  #db: IDBDatabase | null = null;
  #isDestroyed = false;
  #opening: Promise<void>;
  /** The key of the last row that the document holds: those up to it may be joined into one, and no others. */
  #applied = 0;
  /** About how many rows there are: others' are not counted until they are read. */
  #rowCount = 0;
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
    doc.on('update', this.#onUpdate);
    doc.on('destroy', this.#onDestroy);
    this.whenLoaded = this.#opening = this.#open();
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
    if (this.#status !== 'failed' || this.#isDestroyed) return;
    if (!this.#db) {
      this.#opening = this.#opening.then(() => (this.#db ? undefined : this.#open()));
      return this.#opening;
    }
    this.#write(Y.encodeStateAsUpdate(this.doc), true);
    await this.#idle();
  }

  async readMark(name: string): Promise<number | null> {
    await this.whenLoaded;
    const db = this.#db;
    const read = db && (await inStore<unknown>(db, MARKS, 'readonly', (store) => store.get(name)));
    return read?.ok && typeof read.value === 'number' ? read.value : null;
  }

  setMark(name: string, value: number | null): void {
    if (!this.#db) return;
    try {
      const transaction = this.#db.transaction(MARKS, 'readwrite');
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
    this.#isDestroyed = true;
    await this.#opening;
    await this.#idle();
    this.#db?.close();
    this.#db = null;
  }

  readonly #onDestroy = () => void this.destroy();

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this.#origin) return;
    // What comes before the database is open goes in with the loading.
    if (!this.#db) {
      if (this.#isLoaded) this.#needsWhole = true;
      return;
    }
    this.#write(this.#needsWhole ? Y.encodeStateAsUpdate(this.doc) : update, this.#needsWhole);
  };

  async #open(): Promise<void> {
    const opened = await openDatabase(this.factory, deviceDatabase(this.mapId), createDeviceStores, () =>
      this.#set('failed', 'blocked'),
    );
    if (!opened.ok) return this.#giveUp(opened.reason);
    const db = opened.value;
    if (this.#isDestroyed && !this.#hasContent) return db.close();
    // Another tab deletes the map, or the browser takes the storage away.
    db.onversionchange = () => (db.close(), this.#lose('blocked'));
    db.onclose = () => this.#lose('unavailable');
    this.#db = db;
    this.#reason = undefined;
    await this.#load(db);
  }

  get #hasContent(): boolean {
    return Y.encodeStateVector(this.doc).length > 1;
  }

  /** Reads what is there, and adds what the document already held: edits made while the database opened. */
  async #load(db: IDBDatabase): Promise<void> {
    this.#needsWhole = false;
    this.#isDamaged = false;
    // It may be a new database in the place of a deleted one, which counts from the beginning.
    this.#applied = 0;
    try {
      await withRows(rowStore(db), this.#applied, (store, rows) => {
        this.#rowCount = rows.length;
        if (this.#hasContent) {
          this.#follow(store.transaction, true);
          store.add(Y.encodeStateAsUpdate(this.doc));
          this.#rowCount++;
        }
        this.#apply(rows);
      });
    } catch (error) {
      await this.#salvage(db, failureOf(error));
    }
    this.#isLoaded = true;
    if (this.#isDamaged) return this.#set('failed', this.#reason ?? 'unknown');
    this.#settle();
    if (this.#rowCount >= JOINED_FROM_ROWS) void this.#compact();
  }

  /** Brings rows into the document; one that cannot be read must not hide the others. Nothing, once it is closed. */
  #apply(rows: readonly Row[]): void {
    if (this.#isDestroyed) return;
    const apply = ({ value }: Row) => {
      try {
        if (value instanceof Uint8Array) Y.applyUpdate(this.doc, value, this.#origin);
        else this.#isDamaged = true;
      } catch {
        // The row stays in the database: nothing is joined any more.
        this.#isDamaged = true;
      }
    };
    try {
      Y.transact(this.doc, () => rows.forEach(apply), this.#origin, false);
      this.#applied = rows.at(-1)?.key ?? this.#applied;
    } catch {
      // Somebody who listens to the document threw: what came of these rows nobody knows.
      this.#isDamaged = true;
    }
  }

  /** The rows cannot be read together: those that can be are, one by one. */
  async #salvage(db: IDBDatabase, reason: StorageFailure): Promise<void> {
    this.#isDamaged = true;
    this.#reason = reason;
    const keys = await inStore(db, UPDATES, 'readonly', (store) => store.getAllKeys());
    if (!keys.ok) return;
    for (const key of keys.value) {
      const row = await inStore<unknown>(db, UPDATES, 'readonly', (store) => store.get(key));
      if (row.ok) this.#apply([{ key: Number(key), value: row.value }]);
    }
  }

  /** Writes one row; the outcome shows in the status. Never throws: it runs inside the user's edit. */
  #write(update: Uint8Array, isWhole: boolean): void {
    try {
      const store = rowStore(this.#db!);
      store.add(update);
      this.#follow(store.transaction, isWhole);
      commitNow(store.transaction);
    } catch (error) {
      this.#fail(failureOf(error));
      return;
    }
    if (++this.#rowCount >= JOINED_FROM_ROWS && this.#isLoaded) void this.#compact();
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

  /**
   * Joins all rows into one. If it fails, the rows are simply still there. A map that is closed meanwhile takes no more
   * rows in: then nothing is joined, and nothing is deleted.
   */
  async #compact(): Promise<void> {
    if (this.#isCompacting || this.#isDamaged || this.#isDestroyed || !this.#db) return;
    this.#isCompacting = true;
    try {
      await withRows(rowStore(this.#db), this.#applied, (store, rows) => {
        this.#apply(rows);
        if (this.#isDestroyed || this.#isDamaged) return;
        this.#follow(store.transaction);
        joinRows(store, this.#applied, Y.encodeStateAsUpdate(this.doc));
      });
      this.#rowCount = 1;
      if (this.#isDamaged) this.#set('failed', 'unknown');
    } catch {
      this.#rowCount = 0;
    } finally {
      this.#isCompacting = false;
    }
  }

  #idle(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #settle(): void {
    if (this.#needsWhole || this.#isDamaged) return;
    if (this.#db) this.#set(this.#pending > 0 ? 'saving' : 'saved');
  }

  #giveUp(reason: StorageFailure): void {
    this.#isLoaded = true;
    this.#fail(reason);
  }

  #lose(reason: StorageFailure): void {
    this.#db = null;
    if (!this.#isDestroyed) this.#fail(reason);
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
