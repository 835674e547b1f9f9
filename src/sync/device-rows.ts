/**
 * The rows of a document's database, in the layout of y-indexeddb 9. Its own loader is not used: it counts rows as read
 * that it never applied, because the document was closed meanwhile, and a joining then deletes them (SPEC.md S60).
 */

/** From so many rows on they are joined into one, as y-indexeddb does. */
export const JOINED_FROM_ROWS = 500;

const UPDATES = 'updates';

export interface Row {
  readonly key: number;
  /** An update of Yjs, or whatever else was found there. */
  readonly value: unknown;
}

/** The store of rows, in a transaction of its own that writes. @throws what the browser throws when the database is closed. */
export function rowStore(db: IDBDatabase): IDBObjectStore {
  return db.transaction(UPDATES, 'readwrite').objectStore(UPDATES);
}

/**
 * Reads the rows with keys above `after`, oldest first, and hands them to `use` while their transaction still takes
 * writes: between the reading and those writes no other tab can add a row. Rejects with the error when reading fails or
 * `use` throws; the transaction has come to nothing then.
 */
export function withRows(
  store: IDBObjectStore,
  after: number,
  use: (store: IDBObjectStore, rows: readonly Row[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const range = IDBKeyRange.lowerBound(after, true);
    const keys = store.getAllKeys(range);
    const values = store.getAll(range);
    // Left alone the event of a failed request would reach the window too.
    store.transaction.addEventListener('error', (event) => event.stopPropagation());
    store.transaction.addEventListener('abort', () => reject(store.transaction.error));
    values.onsuccess = () => {
      try {
        use(
          store,
          values.result.map((value: unknown, index) => ({ key: Number(keys.result[index]), value })),
        );
        resolve();
      } catch (error) {
        reject(error);
        store.transaction.abort();
      }
    };
  });
}

/** Puts `whole` in the place of all rows up to `last`, which it has to contain. */
export function joinRows(store: IDBObjectStore, last: number, whole: Uint8Array): void {
  store.add(whole);
  store.delete(IDBKeyRange.upperBound(last));
}
