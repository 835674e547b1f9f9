/** The library of maps on this device: one entry a map; the maps themselves lie in databases of their own (SPEC.md S12-S17). */
import { newId } from '../document/index.ts';
import type { Result } from '../model/index.ts';
import { historyDatabase } from './device-history.ts';
import { commentsOf, deviceDatabase } from './device.ts';
import { deleteDatabase, deviceFactory, failed, inStore, openDatabase, type StorageFailure } from './indexed-db.ts';
import { copyMap } from './library-copy.ts';
import { parseEntry, type LibraryEntry } from './library-entry.ts';
import { lookIntoTrash, parseTrashLook } from './trash.ts';

/** 'missing': no such map; 'duplicate': the new id is in use; 'outdated': what was to be changed is not there any more. */
export type LibraryFailure = StorageFailure | 'missing' | 'duplicate' | 'outdated';
type Answer<T = void> = Promise<Result<T, LibraryFailure>>;
type Patch = Partial<Omit<LibraryEntry, 'id'>>;

/**
 * What to change in an entry as it is then, read and written in one step; null = nothing, it is another one by now. Other
 * tabs change the same entries: what this one remembers of them proves nothing.
 */
export type EntryChange = (entry: LibraryEntry) => Patch | null;

export interface Library {
  /** All maps, trash included, the last changed first. */
  list(): Answer<readonly LibraryEntry[]>;
  get(id: string): Answer<LibraryEntry>;
  /** Adds the entry, or takes the place of the one with its id. */
  put(entry: LibraryEntry): Answer;
  /** Changes the given fields of the entry as it is then; the others stay. 'outdated': the change was not meant for it. */
  update(id: string, change: Patch | EntryChange): Answer<LibraryEntry>;
  rename(id: string, name: string): Answer<LibraryEntry>;
  /** Copies the map with its comments and its past, unshared, under a new id and, when given, a new name. */
  duplicate(id: string, newMapId: string, name?: string): Answer<LibraryEntry>;
  trash(id: string): Answer<LibraryEntry>;
  restore(id: string): Answer<LibraryEntry>;
  /**
   * Deletes for good what was seen in the trash for 30 days (trash.ts); gives the ids. To be called at each start. A tab
   * that has such a map open keeps it on the screen and says that it is kept nowhere any more.
   */
  purge(now?: number): Answer<readonly string[]>;
  /** Deletes one map for good. */
  remove(id: string): Answer;
  /** Called when this or another tab changed the library; returns the way to stop. */
  onChange(listener: () => void): () => void;
  destroy(): void;
}

const DATABASE = 'herringbone';
const MAPS = 'maps';
/** Under this key, which can be no map's, lies among the maps what the last look into the trash has seen. */
const TRASH_LOOK = 'trash look';

/** An id for a new map on this device. */
export function newMapId(): string {
  return newId('m');
}

/** Opens the library. `now` gives the time in milliseconds since 1970; default the clock. */
export async function openLibrary(
  factory: IDBFactory | null = deviceFactory(),
  now: () => number = Date.now,
): Promise<Result<Library, StorageFailure>> {
  const opened = await openDatabase(factory, DATABASE, (db) => db.createObjectStore(MAPS, { keyPath: 'id' }));
  if (!opened.ok || !factory) return opened.ok ? failed('unavailable') : opened;
  // A later version of the program may want to change the stores: it must not wait for this tab.
  opened.value.onversionchange = () => opened.value.close();
  return { ok: true, value: createLibrary(factory, opened.value, now) };
}

function createLibrary(factory: IDBFactory, db: IDBDatabase, now: () => number): Library {
  const notice = createNotice();
  const get = async (id: string): Answer<LibraryEntry> => {
    const read = await inStore<unknown>(db, MAPS, 'readonly', (store) => store.get(id));
    if (!read.ok) return read;
    const entry = parseEntry(read.value);
    return entry ? { ok: true, value: entry } : { ok: false, reason: 'missing' };
  };
  const put = async (entry: LibraryEntry): Answer => {
    const written = await inStore(db, MAPS, 'readwrite', (store) => store.put(entry));
    if (!written.ok) return written;
    notice.tell();
    return { ok: true, value: undefined };
  };
  const update: Library['update'] = async (id, change) => {
    const changed = await updateEntry(db, id, typeof change === 'function' ? change : () => change);
    if (changed.ok) notice.tell();
    return changed;
  };
  const remove = async (id: string): Answer => {
    const deleted = await deleteMap(factory, db, id);
    if (deleted.ok) notice.tell();
    return deleted;
  };
  const list: Library['list'] = async () => {
    const read = await inStore<unknown[]>(db, MAPS, 'readonly', (store) => store.getAll());
    if (!read.ok) return read;
    const entries = read.value.map(parseEntry).filter((entry) => entry !== null);
    return { ok: true, value: entries.sort((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? -1 : 1)) };
  };
  return {
    list,
    get,
    put,
    update,
    remove,
    rename: (id, name) => update(id, { name, changedAt: now() }),
    trash: (id) => update(id, { trashedAt: now() }),
    restore: (id) => update(id, { trashedAt: null }),
    async duplicate(id, newMapId, name) {
      const [source, there] = [await get(id), await get(newMapId)];
      if (!source.ok) return source;
      if (there.ok) return { ok: false, reason: 'duplicate' };
      const copied = await copyMap(factory, id, { to: newMapId, name });
      const entry = copyOf(source.value, { id: newMapId, name: name ?? source.value.name, time: now() });
      const made = copied.ok ? await put(entry) : copied;
      if (made.ok) return { ok: true, value: entry };
      // Half a copy is worth nothing, nor one that no entry leads to; it takes up room that there may be too little of.
      await deleteMap(factory, db, newMapId);
      return made;
    },
    async purge(time = now()) {
      const entries = await list();
      if (!entries.ok) return entries;
      const due = await lookForOld(db, entries.value, time);
      return due.ok ? { ok: true, value: await removeAll(due.value, remove) } : due;
    },
    onChange: notice.onChange,
    destroy() {
      notice.destroy();
      db.close();
    },
  };
}

/** The map, its comments and its past, and then its entry: what fails on the way can be tried again. */
async function deleteMap(factory: IDBFactory, db: IDBDatabase, id: string): Answer {
  for (const database of [deviceDatabase(id), deviceDatabase(commentsOf(id)), historyDatabase(id)]) {
    const deleted = await deleteDatabase(factory, database);
    if (!deleted.ok) return deleted;
  }
  return inStore(db, MAPS, 'readwrite', (store) => store.delete(id));
}

/** The entry of a copy made at `time`: of this device, whatever its source is. */
function copyOf(source: LibraryEntry, { id, name, time }: { id: string; name: string; time: number }): LibraryEntry {
  return { ...source, id, name, createdAt: time, changedAt: time, trashedAt: null, share: null };
}

/** What is to be deleted for good at `time`; what was seen is remembered first, or nothing is deleted. */
async function lookForOld(db: IDBDatabase, entries: readonly LibraryEntry[], time: number): Answer<readonly string[]> {
  const read = await inStore<unknown>(db, MAPS, 'readonly', (store) => store.get(TRASH_LOOK));
  if (!read.ok) return read;
  const { due, look } = lookIntoTrash(entries, parseTrashLook(read.value), time);
  const kept = await inStore(db, MAPS, 'readwrite', (store) => store.put({ id: TRASH_LOOK, ...look }));
  return kept.ok ? { ok: true, value: due } : kept;
}

/** Gives the ids of those that went. */
async function removeAll(ids: readonly string[], remove: Library['remove']): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const id of ids) if ((await remove(id)).ok) removed.push(id);
  return removed;
}

/** Read and write in one transaction: another tab may be changing the same entry. */
async function updateEntry(db: IDBDatabase, id: string, change: EntryChange): Answer<LibraryEntry> {
  let outcome: Result<LibraryEntry, LibraryFailure> = { ok: false, reason: 'missing' };
  const done = await inStore<unknown>(db, MAPS, 'readwrite', (store) => {
    const request: IDBRequest<unknown> = store.get(id);
    request.onsuccess = () => {
      const entry = parseEntry(request.result);
      if (!entry) return;
      const patch = change(entry);
      if (patch === null) return void (outcome = { ok: false, reason: 'outdated' });
      const changed = { ...entry, ...patch, id };
      outcome = { ok: true, value: changed };
      store.put(changed);
    };
    return request;
  });
  return done.ok ? outcome : done;
}

/** Tells the listeners of this tab, and over a channel those of the others. */
function createNotice() {
  const listeners = new Set<() => void>();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('herringbone-library');
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  if (channel) channel.onmessage = notify;
  let isOpen = true;
  return {
    tell() {
      notify();
      if (isOpen) channel?.postMessage('changed');
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      isOpen = false;
      listeners.clear();
      channel?.close();
    },
  };
}
