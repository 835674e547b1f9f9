/** The power map's layout record: per person the slot, and the number of columns under a key that no id can be. Read from anything. */
import type { AccountMap, Layer, LayoutRecord, PersonId } from '../../model/index.ts';
import { keyOf, type Grid, type Slot, type Slots } from './grid.ts';

/** Ids hold no white space. */
const GRID_KEY = 'grid columns';
const MAX_COLUMNS = 400;
const MAX_ROWS = 400;

export interface Remembered {
  readonly columns: number;
  readonly slots: Slots;
  /** Slots that two claimed, by those who did not get them. */
  readonly claims: Slots;
  /** People with a slot that somebody put there by hand. */
  readonly pinned: ReadonlySet<PersonId>;
}

/** What a record says of this map's people; null when it says nothing usable. Two people in one slot: the smaller id keeps it. */
export function readRecord(record: LayoutRecord | undefined, map: AccountMap): Remembered | null {
  const columns = readColumns(record);
  if (record === undefined || columns === null) return null;
  const slots = new Map<PersonId, Slot>();
  const claims = new Map<PersonId, Slot>();
  const pinned = new Set<PersonId>();
  const taken = new Set<string>();
  for (const id of [...map.people.keys()].sort()) {
    const entry = Object.hasOwn(record, id) ? record[id] : undefined;
    const slot = parseSlot(entry, map.people.get(id)!.layer, columns);
    if (slot === null) continue;
    const isFirst = !taken.has(keyOf(slot));
    (isFirst ? slots : claims).set(id, slot);
    taken.add(keyOf(slot));
    if (isFirst && (entry as { pinned?: unknown }).pinned === true) pinned.add(id);
  }
  return slots.size === 0 ? null : { columns, slots, claims, pinned };
}

export function readColumns(record: LayoutRecord | undefined): number | null {
  const columns = wholeNumber((record?.[GRID_KEY] as Record<string, unknown> | undefined)?.columns, MAX_COLUMNS);
  return columns === 0 ? null : columns;
}

export function parseSlot(entry: unknown, layer: Layer, columns: number): Slot | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { column, layer: recorded, row } = entry as Record<string, unknown>;
  const [x, y] = [wholeNumber(column, columns - 1), wholeNumber(row, MAX_ROWS)];
  return recorded === layer && x !== null && y !== null ? { layer, column: x, row: y } : null;
}

function wholeNumber(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}

export function toRecord(grid: Grid, slots: Slots, pinned: ReadonlySet<PersonId>): LayoutRecord {
  const record: Record<string, unknown> = { [GRID_KEY]: { columns: grid.columns } };
  for (const [id, slot] of [...slots].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
    record[id] = toEntry(slot, pinned.has(id));
  return record;
}

export function toEntry({ column, layer, row }: Slot, isPinned: boolean): Readonly<Record<string, unknown>> {
  return isPinned ? { layer, column, row, pinned: true } : { layer, column, row };
}
