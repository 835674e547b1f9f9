import type { MapMeta, Store, StoredMap } from './store.ts';

interface MemoryMap {
  snapshot: Uint8Array | null;
  snapshotSeq: number;
  log: { seq: number; update: Uint8Array }[];
}

/** The same contract without a disk, for tests of everything above the store. Nothing survives `close`. */
export class MemoryStore implements Store {
  readonly #meta = new Map<string, MapMeta>();
  readonly #maps = new Map<string, MemoryMap>();

  readMeta(mapId: string): Promise<MapMeta | null> {
    return Promise.resolve(this.#meta.get(mapId) ?? null);
  }

  writeMeta(mapId: string, meta: MapMeta): Promise<void> {
    this.#meta.set(mapId, meta);
    return Promise.resolve();
  }

  load(mapId: string): Promise<StoredMap> {
    const map = this.#maps.get(mapId) ?? { snapshot: null, snapshotSeq: 0, log: [] };
    this.#maps.set(mapId, map);
    return Promise.resolve({ snapshot: map.snapshot, seq: lastSeq(map), tail: map.log.map((entry) => entry.update) });
  }

  append(mapId: string, update: Uint8Array): Promise<number> {
    const map = this.#maps.get(mapId);
    if (map === undefined) return Promise.reject(new Error('append before load'));
    const seq = lastSeq(map) + 1;
    map.log.push({ seq, update });
    return Promise.resolve(seq);
  }

  compact(mapId: string, snapshot: Uint8Array, uptoSeq: number): Promise<void> {
    const log = this.#maps.get(mapId)?.log ?? [];
    this.#maps.set(mapId, { snapshot, snapshotSeq: uptoSeq, log: log.filter((entry) => entry.seq > uptoSeq) });
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#meta.clear();
    this.#maps.clear();
    return Promise.resolve();
  }
}

function lastSeq(map: MemoryMap): number {
  return map.log.at(-1)?.seq ?? map.snapshotSeq;
}
