import type { Role } from '../access/token.ts';

/** What the server knows about a map besides its content. */
export interface MapMeta {
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Links carry the epoch they were made in; raising it here revokes them. */
  readonly epochs: { readonly [role in Role]: number };
}

export interface StoredMap {
  readonly snapshot: Uint8Array | null;
  /** Number of the last update in `tail`, or the snapshot's when the tail is empty. */
  readonly seq: number;
  readonly tail: readonly Uint8Array[];
}

/**
 * Where maps are kept: an append-only log per map with a snapshot in front. One writer at a time.
 * Every promise that writes resolves only when the bytes are on disk. Contract: tests/server/store-contract.ts.
 */
export interface Store {
  /** Null when there is no such map. @throws when the record is not readable. */
  readMeta(mapId: string): Promise<MapMeta | null>;
  writeMeta(mapId: string, meta: MapMeta): Promise<void>;
  /** Sees every earlier append, settled or not. An unknown map is an empty one. */
  load(mapId: string): Promise<StoredMap>;
  /** The update's number: 1, 2, 3 … per map. Needs an earlier `load` of the map. */
  append(mapId: string, update: Uint8Array): Promise<number>;
  /** Replaces snapshot and log up to `uptoSeq` by `snapshot`, atomically; keeps the snapshot before it. */
  compact(mapId: string, snapshot: Uint8Array, uptoSeq: number): Promise<void>;
  /** Flushes what was appended, then lets go of the folder. */
  close(): Promise<void>;
}

/** @throws Error unless the value is what `writeMeta` wrote. */
export function parseMeta(text: string): MapMeta {
  const value = JSON.parse(text) as Partial<MapMeta> | null;
  const epochs = value?.epochs;
  if (typeof value?.created !== 'number' || ![epochs?.edit, epochs?.comment, epochs?.view].every(Number.isInteger)) {
    throw new Error('stored map record is malformed');
  }
  return value as MapMeta;
}
