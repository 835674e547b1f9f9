/** IndexedDB with every failure as a value: nothing here throws or leaves a rejection behind. */
import type { Result } from '../model/index.ts';

/**
 * Why something is not kept on this device: no room left; another tab holds the database; the browser offers none here
 * (private window, switched off, cleared meanwhile); anything else, damaged content included.
 */
export type StorageFailure = 'quota' | 'blocked' | 'unavailable' | 'unknown';

const UNAVAILABLE = ['SecurityError', 'InvalidStateError', 'NotAllowedError', 'VersionError', 'NotFoundError'];

/** What an error of IndexedDB means to a person; `unknown` for whatever else was thrown. */
export function failureOf(error: unknown): StorageFailure {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  if (name === 'QuotaExceededError') return 'quota';
  return UNAVAILABLE.includes(name) ? 'unavailable' : 'unknown';
}

/** The failure as a result. */
export function failed(reason: StorageFailure): { readonly ok: false; readonly reason: StorageFailure } {
  return { ok: false, reason };
}

/** The browser's IndexedDB; null where there is none, or where merely asking for it throws. */
export function deviceFactory(): IDBFactory | null {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}

/** Opens a database, making its stores at first. `onBlocked`: another tab holds it; the opening goes on meanwhile. */
export function openDatabase(
  factory: IDBFactory | null,
  name: string,
  createStores: (db: IDBDatabase) => void,
  onBlocked: () => void = () => {},
): Promise<Result<IDBDatabase, StorageFailure>> {
  return new Promise((resolve) => {
    if (!factory) return resolve(failed('unavailable'));
    try {
      const request = factory.open(name);
      request.onupgradeneeded = () => createStores(request.result);
      request.onblocked = onBlocked;
      request.onerror = (event) => {
        event.preventDefault();
        resolve(failed(failureOf(request.error)));
      };
      request.onsuccess = () => resolve({ ok: true, value: request.result });
    } catch (error) {
      resolve(failed(failureOf(error)));
    }
  });
}

/** Deletes a database; 'blocked' while another tab has it open. */
export function deleteDatabase(factory: IDBFactory, name: string): Promise<Result<void, StorageFailure>> {
  return new Promise((resolve) => {
    try {
      const request = factory.deleteDatabase(name);
      request.onsuccess = () => resolve({ ok: true, value: undefined });
      request.onblocked = () => resolve(failed('blocked'));
      request.onerror = (event) => {
        event.preventDefault();
        resolve(failed(failureOf(request.error)));
      };
    } catch (error) {
      resolve(failed(failureOf(error)));
    }
  });
}

/**
 * Runs `use` on a store in a transaction of its own. The value is that of the request `use` returns, given only after
 * the transaction has completed: then, and not before, a write is kept.
 */
export function inStore<T>(
  db: IDBDatabase,
  store: string,
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<Result<T, StorageFailure>> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(store, mode);
      const request = use(transaction.objectStore(store));
      onSettled(transaction, (failure) => resolve(failure ? failed(failure) : { ok: true, value: request.result }));
    } catch (error) {
      resolve(failed(failureOf(error)));
    }
  });
}

/** Calls back once, when the transaction has completed (null) or has come to nothing. */
export function onSettled(transaction: IDBTransaction, settle: (failure: StorageFailure | null) => void): void {
  transaction.addEventListener('complete', () => settle(null));
  transaction.addEventListener('abort', () => settle(failureOf(transaction.error)));
  // A failed request aborts its transaction, which reports it; left alone the event would reach the window too.
  transaction.addEventListener('error', (event) => event.stopPropagation());
}
