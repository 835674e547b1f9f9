/**
 * The matrices' layout record: per person the slot and the values they had when it was given, and the table's columns
 * and rows under a key that no id can be (ids hold no white space). Read from anything.
 */
import type { LayoutRecord, Person, PersonId } from '../../model/index.ts';
import { CARD_SIZES, type Density } from '../types.ts';
import { toHalf, spotKey, type Grid, type Spot, type Track } from './grid.ts';
import { fieldKey, fieldOf, type Plan } from './plan.ts';

const GRID_KEY = 'matrix grid';
/** More than any page holds; a peer's rubbish must not make a page of millions of slots. */
const MOST_SLOTS = 120;
const LARGEST_PITCH = 600;
/** Page units of one column or row, wider than 5,000 people in one cell make it. */
const LARGEST_TRACK = 12_000;

export interface Seat {
  readonly spot: Spot;
  readonly isPinned: boolean;
}
export type Seats = ReadonlyMap<PersonId, Seat>;

export interface Remembered {
  readonly grid: Grid;
  /** As it came from the number of people when the table was chosen: 61 people stay as large as 60. Null when chosen by hand. */
  readonly density: Density | null;
}

/** The table a record remembers; null when it says nothing usable. */
export function readGrid(record: LayoutRecord | undefined): Remembered | null {
  const { columns, density, rows } = fieldsOf(own(record, GRID_KEY));
  const grid = { columns: readTracks(columns), rows: readTracks(rows) };
  if (grid.columns.length === 0 || grid.rows.length === 0) return null;
  const isDensity = typeof density === 'string' && Object.hasOwn(CARD_SIZES, density);
  return { grid, density: isDensity ? (density as Density) : null };
}

function readTracks(list: unknown): Track[] {
  if (!Array.isArray(list)) return [];
  const tracks = new Map<unknown, Track>();
  for (const item of list as readonly unknown[]) {
    const { pitch, slots, value } = fieldsOf(item);
    const isValue = value === null || (typeof value === 'number' && Number.isFinite(value));
    if (!isValue || tracks.has(value) || !isWithin(slots, 1, MOST_SLOTS) || !isWithin(pitch, 1, LARGEST_PITCH))
      continue;
    if (slots * pitch <= LARGEST_TRACK) tracks.set(value, { value, slots: Math.floor(slots), pitch: toHalf(pitch) });
  }
  return [...tracks.values()];
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

/** Who keeps a slot: their values are still those the slot was given for, and nobody of a smaller id claims it. */
export function readSeats(
  record: LayoutRecord | undefined,
  { grid, people, plan }: { plan: Plan; grid: Grid; people: readonly Person[] },
): Seats {
  const fields = new Map(
    grid.rows.flatMap((row) =>
      grid.columns.map((column) => [fieldKey({ column: column.value, row: row.value }), { column, row }] as const),
    ),
  );
  const seats = new Map<PersonId, Seat>();
  const taken = new Set<string>();
  for (const person of [...people].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { at, cell, column, pinned, row } = fieldsOf(own(record, person.id));
    const field = fieldOf(plan, person);
    if (cell !== fieldKey(field)) continue;
    const home = fields.get(typeof at === 'string' ? at : cell);
    if (!home || !isIndex(column, home.column.slots) || !isIndex(row, home.row.slots)) continue;
    const spot = { column: home.column.value, row: home.row.value, x: column, y: row };
    if (plan.cellOf(spot) !== plan.cellOf(field) || taken.has(spotKey(spot))) continue;
    taken.add(spotKey(spot));
    seats.set(person.id, { spot, isPinned: pinned === true });
  }
  return seats;
}

const isIndex = (value: unknown, count: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count;

/** One person's entry. `at` only where the slot is in another field than the person's own. */
export function toEntry(plan: Plan, person: Person, { isPinned, spot }: Seat): Record<string, unknown> {
  const cell = fieldKey(fieldOf(plan, person));
  const at = fieldKey(spot);
  return {
    cell,
    ...(at === cell ? {} : { at }),
    column: spot.x,
    row: spot.y,
    ...(isPinned ? { pinned: true } : {}),
  };
}

export function toRecord(
  plan: Plan,
  { density, grid }: Remembered,
  people: readonly Person[],
  seats: Seats,
): LayoutRecord {
  const record: Record<string, unknown> = { [GRID_KEY]: { ...grid, ...(density ? { density } : {}) } };
  for (const person of people) {
    const seat = seats.get(person.id);
    if (seat) record[person.id] = toEntry(plan, person, seat);
  }
  return record;
}

function own(record: LayoutRecord | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
