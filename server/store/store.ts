import type { DocumentName } from './document-name.ts';
import type { MapMeta } from './map-meta.ts';

export interface StoredDocument {
  readonly snapshot: Uint8Array | null;
  /** Number of the last update in `tail`, or the snapshot's when the tail is empty. */
  readonly seq: number;
  readonly tail: readonly Uint8Array[];
}

/** A state of a document as it was, kept for `history`. */
export interface HistoryEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/**
 * Where maps are kept: a record per map, and per document an append-only log with a snapshot in front and states of the
 * past beside it. Several servers may share one store. Every promise that writes resolves only when the bytes are on
 * disk. Contract, which every store passes: tests/server/store-contract.ts.
 */
export interface Store {
  /** Null when there is no such map. @throws when the record is not readable. */
  readMeta(mapId: string): Promise<MapMeta | null>;
  /** @throws when there is such a map already. */
  createMap(mapId: string, meta: MapMeta): Promise<void>;
  /**
   * Reads, changes and writes the record as one step: concurrent changes, of other servers too, come one after the
   * other. `change` is pure and may run more than once; giving back the same object writes nothing. Null: no such map.
   */
  updateMeta(mapId: string, change: (meta: MapMeta) => MapMeta): Promise<MapMeta | null>;
  /** Every map there is, in the order of ids, deleted ones too. */
  mapIds(): AsyncIterable<string>;

  /** Sees every earlier append of this server, settled or not. An unknown document is an empty one. */
  load(document: DocumentName): Promise<StoredDocument>;
  /** Appends in the order of calls; gives the number of the last one. Numbers of a document are 1, 2, 3 … without holes. */
  append(document: DocumentName, updates: readonly Uint8Array[]): Promise<number>;
  /**
   * Updates after `seq`, in order, other servers' too; null when the log no longer reaches back that far: load again.
   * With the document's own last number (0: nothing there): one below `seq` says that the log has lost its end.
   */
  since(
    document: DocumentName,
    seq: number,
  ): Promise<{ readonly seq: number; readonly updates: readonly Uint8Array[] } | null>;
  /**
   * Replaces snapshot and log up to `uptoSeq` by `snapshot`, atomically; keeps the snapshot before it. False: another
   * server is at it or was faster, or the document was erased, and nothing happened.
   */
  compact(document: DocumentName, snapshot: Uint8Array, uptoSeq: number): Promise<boolean>;

  /** Keeps a past state; one of the same `at` is replaced. */
  putHistory(document: DocumentName, at: number, state: Uint8Array): Promise<void>;
  /** Oldest first. */
  listHistory(document: DocumentName): Promise<readonly HistoryEntry[]>;
  readHistory(document: DocumentName, at: number): Promise<Uint8Array | null>;
  dropHistory(document: DocumentName, ats: readonly number[]): Promise<void>;

  /** Removes both documents of a map with their history. The record stays. */
  erase(mapId: string): Promise<void>;
  /** Resolves when the store answers. @throws when it does not. */
  ping(): Promise<void>;
  /** Flushes what was appended, then lets go. */
  close(): Promise<void>;
}
