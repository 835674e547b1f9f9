/** IndexedDB for tests: a fresh one each time, and one whose disk is full. */
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { createDeviceStores } from '../../src/sync/device.ts';
import type { DeviceStore } from '../../src/sync/index.ts';

// y-indexeddb's loader and ours take key ranges from the global scope, as in a browser.
globalThis.IDBKeyRange ??= IDBKeyRange;

export function freshFactory(): globalThis.IDBFactory {
  return new IDBFactory();
}

/**
 * Runs `use` while every row added is refused as a full disk refuses it: the transaction aborts. With the name of a store:
 * what is put into that one.
 */
export async function withFullDisk<T>(use: () => Promise<T>, store?: string): Promise<T> {
  type Write = (this: Writing, value: unknown, key?: unknown) => unknown;
  type Writing = { readonly name: string; readonly transaction: { _abort(name: string): void } };
  const method = store === undefined ? 'add' : 'put';
  const prototype = IDBObjectStore.prototype as unknown as Record<'add' | 'put', Write>;
  const write = prototype[method];
  prototype[method] = function (value, key) {
    const request = write.call(this, value, key);
    if (store === undefined || this.name === store) this.transaction._abort('QuotaExceededError');
    return request;
  };
  try {
    return await use();
  } finally {
    prototype[method] = write;
  }
}

/** Resolves when the store says so. */
export function whenStatus(store: DeviceStore, status: DeviceStore['status']): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (store.status !== status) return;
      stop();
      resolve();
    };
    const stop = store.onChange(look);
    look();
  });
}

/** All rows of a store of a database. */
export function rowsOf(factory: globalThis.IDBFactory, database: string, store: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const open = factory.open(database);
    open.onerror = () => reject(new Error(database));
    open.onsuccess = () => {
      const request = open.result.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => (open.result.close(), resolve(request.result));
    };
  });
}

/** Adds rows to a document's database, as another tab does. */
export function addRows(factory: globalThis.IDBFactory, database: string, rows: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const open = factory.open(database);
    open.onerror = () => reject(new Error(database));
    open.onupgradeneeded = () => createDeviceStores(open.result);
    open.onsuccess = () => {
      const transaction = open.result.transaction('updates', 'readwrite');
      for (const row of rows) transaction.objectStore('updates').add(row);
      transaction.oncomplete = () => (open.result.close(), resolve());
    };
  });
}

/** Lets so many turns of the event loop pass, which is how fake-indexeddb counts time; gives their number. */
export async function turns(count: number): Promise<number> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
  return count;
}
