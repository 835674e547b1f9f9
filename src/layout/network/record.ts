/** The network's layout record: per person the centre of their card in whole units, free of the page's origin. Read from anything. */
import type { AccountMap, LayoutRecord, PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';

export interface Recorded extends Point {
  readonly pinned: boolean;
}

/** Farther out than any picture reaches; beyond it a record is rubbish. */
const FARTHEST = 40_000;

/** What a record says of this map's people, by id; empty when it says nothing usable. */
export function readRecord(record: LayoutRecord | undefined, map: AccountMap): ReadonlyMap<PersonId, Recorded> {
  const found = new Map<PersonId, Recorded>();
  for (const id of [...map.people.keys()].sort()) {
    const entry = record !== undefined && Object.hasOwn(record, id) ? parseEntry(record[id]) : null;
    if (entry) found.set(id, entry);
  }
  return found;
}

function parseEntry(entry: unknown): Recorded | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { pinned, x, y } = entry as Record<string, unknown>;
  return isPlace(x) && isPlace(y) ? { x, y, pinned: pinned === true } : null;
}

/** True for a coordinate that a record may hold. */
export function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= FARTHEST;
}

export function toRecord(centres: ReadonlyMap<PersonId, Point>, pinned: ReadonlySet<PersonId>): LayoutRecord {
  const record: Record<string, unknown> = {};
  for (const id of [...centres.keys()].sort()) {
    const { x, y } = centres.get(id)!;
    record[id] = pinned.has(id) ? { x, y, pinned: true } : { x, y };
  }
  return record;
}
