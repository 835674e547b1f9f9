/** One list of the states that the server and this device keep. */
import type { DeviceState, ServerState } from '../sync/index.ts';

export type PastSource = 'server' | 'device';

export interface PastEntry {
  /** Time of its last edit, milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
  /** Null until it is known: of a server's state only once it was fetched. */
  readonly people: number | null;
  /** Where it is kept; the same state may be in both places. */
  readonly sources: readonly PastSource[];
  /** The time it has on this device, where its clock may differ; null when it is not kept here. */
  readonly deviceAt: number | null;
  /** Taken before the map was taken back to another state. */
  readonly marked: boolean;
}

/** How far apart the same state may be timed: each clock notes when the last edit reached it. */
const SAME_WITHIN_MS = 60_000;

/** Names an entry for as long as the list is shown. */
export function keyOf({ at, sources }: Pick<PastEntry, 'at' | 'sources'>): string {
  return `${sources[0] ?? ''}/${at}`;
}

/** Newest first. States of about the same time and exactly the same size are one entry, kept in both places. */
export function mergePast(server: readonly ServerState[], device: readonly DeviceState[]): PastEntry[] {
  const left = new Set(device);
  const fromServer = server.map(({ at, bytes }): PastEntry => {
    const twin = [...left].find((other) => other.bytes === bytes && Math.abs(other.at - at) <= SAME_WITHIN_MS);
    if (!twin) return { at, bytes, people: null, sources: ['server'], deviceAt: null, marked: false };
    left.delete(twin);
    return { at, bytes, people: twin.people, sources: ['server', 'device'], deviceAt: twin.at, marked: twin.marked };
  });
  const fromDevice = [...left].map(({ at, bytes, people, marked }): PastEntry => {
    return { at, bytes, people, sources: ['device'], deviceAt: at, marked };
  });
  return [...fromServer, ...fromDevice].sort((a, b) => b.at - a.at);
}
