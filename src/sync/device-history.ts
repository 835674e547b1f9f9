/**
 * States of a map's past on this device, so that a map that is not shared has a history too (SPEC.md S18-S21). A
 * database of its own beside the map's: what fails here never touches the map.
 */
import type { Result } from '../model/index.ts';
import {
  deviceFactory,
  failed,
  failureOf,
  inStore,
  onSettled,
  openDatabase,
  type StorageFailure,
} from './indexed-db.ts';
import { statesToDrop, timeToKeep } from './history-plan.ts';
import { MAX_STATE_BYTES } from './share-api.ts';

/** A state without its content. */
export interface DeviceState {
  /** Time of its last edit, milliseconds since 1970; one state a millisecond. */
  readonly at: number;
  readonly bytes: number;
  readonly people: number;
  /** Taken before the map was taken back to another state. */
  readonly marked: boolean;
}

export interface NewDeviceState extends Omit<DeviceState, 'bytes'> {
  /** A Yjs update that holds all of the document. */
  readonly state: Uint8Array;
}

export interface DeviceHistory {
  /** Newest first, with what was put before; entries nobody can read are left out. */
  list(): Promise<Result<readonly DeviceState[], StorageFailure>>;
  /** The content, unchecked; `missing` when it is not there any more. */
  read(at: number): Promise<Result<Uint8Array, StorageFailure | 'missing'>>;
  /** Keeps states, all or none, and lets go what the plan no longer holds. Larger ones than a map may be are left out. */
  put(states: readonly NewDeviceState[]): Promise<Result<void, StorageFailure>>;
  /** Keeps the map as it is now: later than all that is kept, whatever the clock says (SPEC.md S63). */
  add(state: NewDeviceState): Promise<Result<void, StorageFailure>>;
  /** Resolves when the last write is through. Safe to call twice. */
  destroy(): Promise<void>;
}

const ENTRIES = 'entries';
const STATES = 'states';

/** The database that holds a map's past. */
export function historyDatabase(mapId: string): string {
  return `herringbone-history-${mapId}`;
}

/** Opens with the first use: a map that is only looked at makes no database. */
export function openDeviceHistory(mapId: string, factory: IDBFactory | null = deviceFactory()): DeviceHistory {
  return new IndexedHistory(historyDatabase(mapId), factory);
}

class IndexedHistory implements DeviceHistory {
  readonly #name: string;
  readonly #factory: IDBFactory | null;
  #database: Promise<Result<IDBDatabase, StorageFailure>> | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  /** Closed for good: the map was deleted in another tab, or nobody needs its past any more. */
  #isGone = false;

  constructor(name: string, factory: IDBFactory | null) {
    this.#name = name;
    this.#factory = factory;
  }

  async list(): Promise<Result<readonly DeviceState[], StorageFailure>> {
    await this.#writing;
    return this.#list();
  }

  async read(at: number): Promise<Result<Uint8Array, StorageFailure | 'missing'>> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    const row = await inStore<unknown>(opened.value, STATES, 'readonly', (store) => store.get(at));
    if (!row.ok) return row;
    return row.value instanceof Uint8Array ? { ok: true, value: row.value } : { ok: false, reason: 'missing' };
  }

  put(states: readonly NewDeviceState[]): Promise<Result<void, StorageFailure>> {
    return this.#write(() => states);
  }

  add(state: NewDeviceState): Promise<Result<void, StorageFailure>> {
    return this.#write((others) => [{ ...state, at: timeToKeep(state, others) }]);
  }

  async destroy(): Promise<void> {
    await this.#writing;
    this.#isGone = true;
    const opened = await this.#database;
    if (opened?.ok) opened.value.close();
    this.#database = null;
  }

  async #list(): Promise<Result<readonly DeviceState[], StorageFailure>> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    const rows = await inStore<unknown[]>(opened.value, ENTRIES, 'readonly', (store) => store.getAll());
    if (!rows.ok) return rows;
    const entries = rows.value.map(parseDeviceState).filter((entry) => entry !== null);
    return { ok: true, value: entries.sort((a, b) => b.at - a.at) };
  }

  /** One after the other: each thins out what the one before has written. `toKeep` is told what is kept by then. */
  #write(toKeep: (others: readonly DeviceState[]) => readonly NewDeviceState[]): Promise<Result<void, StorageFailure>> {
    const written = this.#writing.then(() => this.#put(toKeep));
    this.#writing = written;
    return written;
  }

  async #put(
    toKeep: (others: readonly DeviceState[]) => readonly NewDeviceState[],
  ): Promise<Result<void, StorageFailure>> {
    const listed = await this.#list();
    if (!listed.ok) return listed;
    const kept = toKeep(listed.value).filter(({ state }) => state.length <= MAX_STATE_BYTES);
    const opened = await this.#open();
    if (!opened.ok) return opened;
    const fresh = new Set(kept.map(({ at }) => at));
    const all = [...listed.value.filter(({ at }) => !fresh.has(at)), ...kept];
    const dropped = new Set(statesToDrop(all));
    return writeAll(opened.value, { kept: kept.filter(({ at }) => !dropped.has(at)), dropped });
  }

  async #open(): Promise<Result<IDBDatabase, StorageFailure>> {
    if (this.#isGone) return failed('unavailable');
    this.#database ??= openDatabase(this.#factory, this.#name, (db) => {
      db.createObjectStore(ENTRIES, { keyPath: 'at' });
      db.createObjectStore(STATES);
    });
    const opened = await this.#database;
    if (!opened.ok) this.#database = null;
    // Another tab deletes the map with its past: it must not wait for this one, nor find it made anew.
    else opened.value.onversionchange = () => (opened.value.close(), (this.#isGone = true));
    return opened;
  }
}

/** Entry and content in one transaction, so that neither is ever without the other. */
function writeAll(
  db: IDBDatabase,
  { kept, dropped }: { kept: readonly NewDeviceState[]; dropped: ReadonlySet<number> },
): Promise<Result<void, StorageFailure>> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction([ENTRIES, STATES], 'readwrite');
      onSettled(transaction, (failure) => resolve(failure ? failed(failure) : { ok: true, value: undefined }));
      const [entries, contents] = [transaction.objectStore(ENTRIES), transaction.objectStore(STATES)];
      for (const { state, ...entry } of kept) {
        entries.put({ ...entry, bytes: state.length });
        contents.put(state, entry.at);
      }
      for (const at of dropped) {
        entries.delete(at);
        contents.delete(at);
      }
    } catch (error) {
      resolve(failed(failureOf(error)));
    }
  });
}

function parseDeviceState(value: unknown): DeviceState | null {
  if (typeof value !== 'object' || value === null) return null;
  const { at, bytes, people, marked } = value as Partial<Record<keyof DeviceState, unknown>>;
  if (!isCount(at) || !isCount(bytes) || !isCount(people)) return null;
  return { at, bytes, people, marked: marked === true };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
