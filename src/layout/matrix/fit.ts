/**
 * Chooses how many slots every column and row has. A crowded column is wider and a crowded row taller, so that one
 * scale serves all cells and it is as large as the page allows. Sizes are choices kept in the layout record: later
 * edits grow a column or a row where they must and never choose again.
 */
import type { Density, Point } from '../types.ts';
import {
  LARGEST_SCALE,
  PAD,
  pitchOf,
  roomAround,
  scaleOf,
  sizeOf,
  SMALLEST_SCALE,
  type Grid,
  type Track,
} from './grid.ts';
import { fieldKey, type Field, type Plan, type Value } from './plan.ts';

/** People by the key of their field. */
export type Crowd = ReadonlyMap<string, number>;

/** 16:9. */
const PAGE = { x: 1680, y: 945 };
/** From the largest to the smallest, in steps of 2 %. Multiplied up: engines differ in the last bits of a power. */
const SCALES: number[] = [LARGEST_SCALE];
while (SCALES.at(-1)! > SMALLEST_SCALE) SCALES.push(Math.max(SMALLEST_SCALE, SCALES.at(-1)! * 0.98));
/** Room for an axis label in a column, and for a line of text in a row. */
const SMALLEST = { x: 100, y: 44 };
/** No column or row of values is smaller than this share of an even table's, so that the table still reads as a scale. */
const EVEN_SHARE = 0.6;
const UNEVEN_SHARE = 0.3;
/** An even table is taken while its cards are at least this large against the largest possible. */
const EVEN_WORTH = 0.93;
/** Free slots for people to come, as a share of those there; at least one in every cell somebody stands in. */
const SLACK = 0.08;
/** How much dearer a row's slot is held than a column's: each is tried, the first that fits wins. */
const ROW_WEIGHTS = [1, 1.6, 0.6, 2.5, 0.4];

const slotsWanted = (people: number): number => (people === 0 ? 1 : people + Math.max(1, Math.ceil(people * SLACK)));

interface Counts {
  readonly columns: number[];
  readonly rows: number[];
}

/** One try at a scale. */
interface Trial {
  /** Wanted slots, by row and column. */
  readonly wanted: readonly (readonly number[])[];
  /** Page units for all columns and for all rows. */
  readonly room: Point;
  readonly pitch: Point;
  /** What each column and each row takes at least. */
  readonly least: Counts;
}

/** What a table is to hold. */
export interface Wanted {
  readonly columns: readonly Value[];
  readonly rows: readonly Value[];
  readonly crowd: Crowd;
  readonly density: Density;
}

/**
 * The grid with the largest cards that the page has room for; a more even one where that costs little of their size.
 * Cost: O(fields × slots across and down), whatever the number of people.
 */
export function chooseGrid(plan: Plan, wanted: Wanted): Grid {
  const uneven = fitGrid(plan, wanted, UNEVEN_SHARE);
  const even = fitGrid(plan, wanted, EVEN_SHARE);
  return scaleOf(even, wanted.density) >= EVEN_WORTH * scaleOf(uneven, wanted.density) ? even : uneven;
}

function fitGrid(plan: Plan, { columns, crowd, density, rows }: Wanted, share: number): Grid {
  const around = roomAround(plan, columns, rows);
  const room = { x: PAGE.x - around.x, y: PAGE.y - around.y };
  const wanted = rows.map((row) => columns.map((column) => slotsWanted(crowd.get(fieldKey({ column, row })) ?? 0)));
  const full = pitchOf(density);
  const least = {
    columns: leastSizes(columns, room.x * share, SMALLEST.x),
    rows: leastSizes(rows, room.y * share, SMALLEST.y),
  };
  const at = (scale: number): Trial => ({
    wanted,
    room,
    least,
    pitch: { x: ceilToHalf(full.x * scale), y: ceilToHalf(full.y * scale) },
  });
  // Bisected: whatever fits at a scale nearly always fits at every smaller one.
  let [fits, tooLarge] = [SCALES.length - 1, -1];
  let best = at(SCALES[fits]!);
  let counts = countSlots(best, true)!;
  while (fits - tooLarge > 1) {
    const middle = (fits + tooLarge) >> 1;
    const trial = at(SCALES[middle]!);
    const found = countSlots(trial, false);
    if (found) [best, counts, fits] = [trial, found, middle];
    else tooLarge = middle;
  }
  return {
    columns: toTracks(columns, counts.columns, { room: room.x, pitch: best.pitch.x, least: least.columns }),
    rows: toTracks(rows, counts.rows, { room: room.y, pitch: best.pitch.y, least: least.rows }),
  };
}

/** Slots for every column and row so that each field holds what it should; null when the page is too small. */
function countSlots(trial: Trial, isLast: boolean): Counts | null {
  const { pitch, room, wanted } = trial;
  const people = wanted.flat().reduce((sum, slots) => sum + slots, 0);
  if (!isLast && people > (room.x / pitch.x) * (room.y / pitch.y)) return null;
  for (const weight of ROW_WEIGHTS) {
    const counts = addSlots(trial, weight);
    if (counts.isEnough || isLast) return trim(trial, counts);
  }
  return null;
}

/** Greedy: the column or row that takes in most people for its page units, until everybody has a slot or nothing fits. */
function addSlots({ least, pitch, room, wanted }: Trial, rowWeight: number): Counts & { readonly isEnough: boolean } {
  const rows = wanted.map(() => 1);
  const columns = wanted[0]!.map(() => 1);
  const missing = (r: number, c: number) => Math.max(0, wanted[r]![c]! - rows[r]! * columns[c]!);
  for (;;) {
    const left = {
      x: room.x - total(columns, pitch.x, least.columns),
      y: room.y - total(rows, pitch.y, least.rows),
    };
    if (left.x < 0 || left.y < 0) return { columns, rows, isEnough: false };
    let best = { gain: 0, list: columns, index: -1 };
    let isEnough = true;
    const offer = (gain: number, cost: number, list: number[], index: number) => {
      if (gain / cost > best.gain) best = { gain: gain / cost, list, index };
    };
    columns.forEach((slots, c) => {
      const gain = rows.reduce((sum, down, r) => sum + Math.min(missing(r, c), down), 0);
      if (gain > 0) isEnough = false;
      const cost = costOfSlot(slots, pitch.x, least.columns[c]!);
      if (cost <= left.x) offer(gain, Math.max(cost, 1) / room.x, columns, c);
    });
    rows.forEach((slots, r) => {
      const gain = columns.reduce((sum, across, c) => sum + Math.min(missing(r, c), across), 0);
      const cost = costOfSlot(slots, pitch.y, least.rows[r]!);
      if (cost <= left.y) offer(gain, (Math.max(cost, 1) / room.y) * rowWeight, rows, r);
    });
    if (isEnough || best.index < 0) return { columns, rows, isEnough };
    best.list[best.index]!++;
  }
}

/** Takes back slots that later ones made needless. */
function trim({ wanted }: Trial, { columns, rows }: Counts): Counts {
  const spare = (r: number, c: number, down: number, across: number) =>
    down * across >= Math.min(wanted[r]![c]!, rows[r]! * columns[c]!);
  columns.forEach((_, c) => {
    while (columns[c]! > 1 && rows.every((down, r) => spare(r, c, down, columns[c]! - 1))) columns[c]!--;
  });
  rows.forEach((_, r) => {
    while (rows[r]! > 1 && columns.every((across, c) => spare(r, c, rows[r]! - 1, across))) rows[r]!--;
  });
  return { columns, rows };
}

const trackSize = (slots: number, pitch: number, least: number): number => Math.max(least, 2 * PAD + slots * pitch);
const costOfSlot = (slots: number, pitch: number, least: number): number =>
  trackSize(slots + 1, pitch, least) - trackSize(slots, pitch, least);
const total = (counts: readonly number[], pitch: number, least: readonly number[]): number =>
  counts.reduce((sum, slots, i) => sum + trackSize(slots, pitch, least[i]!), 0);

function leastSizes(values: readonly Value[], room: number, smallest: number): number[] {
  const even = room / values.length;
  return values.map((value) => (value === null ? smallest : Math.max(smallest, even)));
}

/** What the page has left goes to the smallest first, so that a map of few people has an even table; not to "not judged". */
function toTracks(
  values: readonly Value[],
  counts: readonly number[],
  { least, pitch, room }: { room: number; pitch: number; least: readonly number[] },
): Track[] {
  const sizes = counts.map((slots, i) => trackSize(slots, pitch, least[i]!));
  let left = room - sizes.reduce((sum, size) => sum + size, 0);
  const growing = values.flatMap((value, i) => (value === null ? [] : [i])).sort((a, b) => sizes[a]! - sizes[b]!);
  growing.forEach((index, i) => {
    const next = sizes[growing[i + 1] ?? -1] ?? Infinity;
    const raise = Math.min(left / (i + 1), next - sizes[index]!);
    if (raise <= 0) return;
    for (const smaller of growing.slice(0, i + 1)) sizes[smaller]! += raise;
    left -= raise * (i + 1);
  });
  return values.map((value, i) => ({
    value,
    slots: counts[i]!,
    pitch: floorToHalf((sizes[i]! - 2 * PAD) / counts[i]!),
  }));
}

const floorToHalf = (value: number): number => Math.floor(value * 2) / 2;
const ceilToHalf = (value: number): number => Math.ceil(value * 2) / 2;

/** The remembered grid for the values of today: new columns and rows are added at its scale, the others stay as they are. */
export function extendGrid(remembered: Grid, { columns, crowd, density, rows }: Wanted): Grid {
  const full = pitchOf(density);
  const scale = Math.max(SMALLEST_SCALE, scaleOf(remembered, density));
  const raised = (track: Track, least: number): Track => ({
    ...track,
    pitch: Math.max(track.pitch, ceilToHalf(least)),
  });
  const people = (column: Value, row: Value) => slotsWanted(crowd.get(fieldKey({ column, row })) ?? 0);
  const across = columns.map((value): Track => {
    const known = remembered.columns.find((track) => track.value === value);
    if (known) return raised(known, full.x * SMALLEST_SCALE);
    const slots = Math.max(...remembered.rows.map((row) => Math.ceil(people(value, row.value) / row.slots)), 1);
    return { value, slots, pitch: ceilToHalf(Math.max(full.x * scale, (SMALLEST.x - 2 * PAD) / slots)) };
  });
  const down = rows.map((value): Track => {
    const known = remembered.rows.find((track) => track.value === value);
    if (known) return raised(known, full.y * SMALLEST_SCALE);
    const slots = Math.max(...across.map((column) => Math.ceil(people(column.value, value) / column.slots)), 1);
    return { value, slots, pitch: ceilToHalf(Math.max(full.y * scale, (SMALLEST.y - 2 * PAD) / slots)) };
  });
  return { columns: across, rows: down };
}

/** One more slot in the row of a field, or in its column while the page is taller than a slide. What stands there stays put. */
export function growGrid(grid: Grid, { column, row }: Field): Grid {
  const extent = (tracks: readonly Track[]) => tracks.reduce((sum, track) => sum + sizeOf(track), 0);
  const isWide = extent(grid.columns) / extent(grid.rows) >= PAGE.x / PAGE.y;
  const grown = (tracks: readonly Track[], value: Value) =>
    tracks.map((track) => (track.value === value ? { ...track, slots: track.slots + 1 } : track));
  return isWide ? { ...grid, rows: grown(grid.rows, row) } : { ...grid, columns: grown(grid.columns, column) };
}
