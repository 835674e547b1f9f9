/** The power map's layout record: per person the slot, and the number of columns under a key that no id can be. Read from anything. */
import type { AccountMap, Layer, LayoutRecord, Person, PersonId } from '../../model/index.ts';
import { gridWith, type Grid, type Slot, type Slots } from './grid.ts';
import { edgesByPerson, type Edge } from './network.ts';

/** Ids hold no white space. */
const GRID_KEY = 'grid columns';
const MAX_COLUMNS = 400;
const MAX_ROWS = 400;

interface Remembered {
  readonly columns: number;
  readonly slots: Slots;
}

/** What a record says of this map's people; null when it says nothing usable. Two people in one slot: the smaller id keeps it. */
export function readRecord(record: LayoutRecord | undefined, map: AccountMap): Remembered | null {
  const columns = wholeNumber((record?.[GRID_KEY] as Record<string, unknown> | undefined)?.columns, MAX_COLUMNS);
  if (record === undefined || columns === null || columns < 1) return null;
  const slots = new Map<PersonId, Slot>();
  const taken = new Set<string>();
  for (const id of [...map.people.keys()].sort()) {
    const slot = parseSlot(Object.hasOwn(record, id) ? record[id] : undefined, map.people.get(id)!.layer, columns);
    if (slot === null || taken.has(keyOf(slot))) continue;
    taken.add(keyOf(slot));
    slots.set(id, slot);
  }
  return slots.size === 0 ? null : { columns, slots };
}

function parseSlot(entry: unknown, layer: Layer, columns: number): Slot | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { column, layer: recorded, row } = entry as Record<string, unknown>;
  const [x, y] = [wholeNumber(column, columns - 1), wholeNumber(row, MAX_ROWS)];
  return recorded === layer && x !== null && y !== null ? { layer, column: x, row: y } : null;
}

function wholeNumber(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}

/** Everybody recorded stays; the others take the free slot of their band nearest to the people they are tied to. */
export function keepSlots(
  map: AccountMap,
  groups: ReadonlyMap<Layer, readonly Person[]>,
  edges: readonly Edge[],
  { columns, slots: known }: Remembered,
): { grid: Grid; slots: Slots } {
  const rows = new Map<Layer, number>();
  for (const slot of known.values()) rows.set(slot.layer, Math.max(rows.get(slot.layer) ?? 0, slot.row + 1));
  const grid = gridWith(groups, columns, rows);
  const slots = new Map(known);
  const taken = new Set([...known.values()].map(keyOf));
  const touching = edgesByPerson(edges);
  for (const id of [...map.people.keys()].filter((person) => !known.has(person)).sort()) {
    const { layer } = map.people.get(id)!;
    const near = (touching.get(id) ?? [])
      .map((i) => (edges[i]!.from === id ? edges[i]!.to : edges[i]!.from))
      .flatMap((other) => slots.get(other)?.column ?? []);
    const wanted = near.length > 0 ? near.reduce((sum, column) => sum + column, 0) / near.length : columns / 2;
    const slot = nearestFree(grid, layer, wanted, taken);
    taken.add(keyOf(slot));
    slots.set(id, slot);
  }
  return { grid, slots };
}

function nearestFree(grid: Grid, layer: Layer, wanted: number, taken: ReadonlySet<string>): Slot {
  const { rows } = grid.bands.find((band) => band.layer === layer)!;
  let best: Slot | null = null;
  let distance = Infinity;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const slot = { layer, column, row };
      const away = Math.abs(column - wanted) + row * 0.01;
      if (away < distance && !taken.has(keyOf(slot))) [best, distance] = [slot, away];
    }
  }
  // gridWith makes rows for everybody in the band, so one is free.
  return best!;
}

export function toRecord(grid: Grid, slots: Slots): LayoutRecord {
  const record: Record<string, unknown> = { [GRID_KEY]: { columns: grid.columns } };
  for (const [id, { column, layer, row }] of [...slots].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
    record[id] = { layer, column, row };
  return record;
}

function keyOf(slot: Slot): string {
  return `${slot.layer}/${slot.column}/${slot.row}`;
}
