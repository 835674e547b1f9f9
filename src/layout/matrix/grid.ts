/**
 * The matrix' table in page units. A column (row) has a number of slots side by side and a pitch from slot to slot; a
 * field is the meeting of one column and one row, a lattice of slots. Two people never share a slot, and a card is
 * smaller than its pitch, so an overlap or a card outside its cell cannot happen. All cards have one scale.
 */
import { BADGE_RESERVE, CARD_SIZES, type Density, type Point, type Rect } from '../types.ts';
import { fieldKey, type Field, type Plan, type Value } from './plan.ts';

/** A column or a row. */
export interface Track {
  readonly value: Value;
  readonly slots: number;
  /** From slot to slot, in page units; a multiple of 0.5. */
  readonly pitch: number;
}

export interface Grid {
  /** From left to right. */
  readonly columns: readonly Track[];
  /** From top to bottom. */
  readonly rows: readonly Track[];
}

/** A slot: the field, and the slot's column and row within it. */
export interface Spot extends Field {
  readonly x: number;
  readonly y: number;
}

/** Cards grow where there is room, so that a map of twelve reads from the back of a room. */
export const LARGEST_SCALE = 1.25;
export const SMALLEST_SCALE = 0.3;
/** Between a field's border and its slots. */
export const PAD = 8;
const GAP = 8;
/** Sets "not contacted" and "not judged" visibly apart. */
const GAP_APART = 26;
const AXIS = { left: 72, right: 14, top: 36, bottom: 66 };
const CARD_GAP: Readonly<Record<Density, Point>> = {
  comfortable: { x: 14, y: 2 * BADGE_RESERVE },
  compact: { x: 12, y: 16 },
  dense: { x: 10, y: 12 },
};

/** What a card needs from slot to slot at scale 1. */
export function pitchOf(density: Density): Point {
  const { height, width } = CARD_SIZES[density];
  return { x: width + CARD_GAP[density].x, y: height + CARD_GAP[density].y };
}

/** The largest scale at which every card is smaller than its slot. */
export function scaleOf({ columns, rows }: Grid, density: Density): number {
  const pitch = pitchOf(density);
  const fits = [...columns.map((track) => track.pitch / pitch.x), ...rows.map((track) => track.pitch / pitch.y)];
  return Math.floor(Math.min(LARGEST_SCALE, ...fits) * 1000) / 1000;
}

export const sizeOf = ({ pitch, slots }: Pick<Track, 'pitch' | 'slots'>): number => 2 * PAD + slots * pitch;

/** Page units that no column (row) can use: axes, gaps, headings. */
export function roomAround(plan: Plan, columns: readonly Value[], rows: readonly Value[]): Point {
  const gaps = (values: readonly Value[], part: (value: Value) => string) =>
    values.reduce<number>((sum, value, i) => sum + (i === 0 ? 0 : gapBetween(values[i - 1]!, value, part)), 0);
  const headings = new Set(rows.map(plan.rowPart)).size * plan.title;
  return {
    x: AXIS.left + AXIS.right + gaps(columns, plan.columnPart),
    y: AXIS.top + AXIS.bottom + gaps(rows, plan.rowPart) + headings,
  };
}

function gapBetween(before: Value, value: Value, part: (value: Value) => string): number {
  if (part(before) === part(value)) return 0;
  return before === null || value === null ? GAP_APART : GAP;
}

interface Span {
  readonly track: Track;
  readonly from: number;
  readonly to: number;
}

/** Where everything of a grid is. */
export class Geometry {
  readonly scale: number;
  readonly card: { readonly width: number; readonly height: number };
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Span[];
  readonly rows: readonly Span[];

  constructor(
    readonly plan: Plan,
    readonly grid: Grid,
    readonly density: Density,
  ) {
    this.scale = scaleOf(grid, density);
    const { height, width } = CARD_SIZES[density];
    this.card = { width: toHalf(width * this.scale), height: toHalf(height * this.scale) };
    this.columns = spans(grid.columns, AXIS.left, plan.columnPart, 0);
    this.rows = spans(grid.rows, AXIS.top, plan.rowPart, plan.title);
    this.width = (this.columns.at(-1)?.to ?? AXIS.left) + AXIS.right;
    this.height = (this.rows.at(-1)?.to ?? AXIS.top) + AXIS.bottom;
  }

  column(value: Value): Span | undefined {
    return this.columns.find(({ track }) => track.value === value);
  }

  row(value: Value): Span | undefined {
    return this.rows.find(({ track }) => track.value === value);
  }

  /** Where a field's values truly stand: its middle. */
  truePoint(field: Field): Point {
    return { x: middle(this.column(field.column)!), y: middle(this.row(field.row)!) };
  }

  /** Middle of a slot. */
  at({ column, row, x, y }: Spot): Point {
    return { x: slotMiddle(this.column(column)!, x), y: slotMiddle(this.row(row)!, y) };
  }

  cardAt(spot: Spot): Rect {
    const { x, y } = this.at(spot);
    return { x: toHalf(x - this.card.width / 2), y: toHalf(y - this.card.height / 2), ...this.card };
  }

  /** Every slot of a field, in reading order. */
  spots({ column, row }: Field): Spot[] {
    const [across, down] = [this.column(column)!.track.slots, this.row(row)!.track.slots];
    return Array.from({ length: across * down }, (_, i) => ({
      column,
      row,
      x: i % across,
      y: Math.floor(i / across),
    }));
  }

  /** Fields by the cell they belong to, cells in reading order. */
  cells(): ReadonlyMap<string, readonly Field[]> {
    const cells = new Map<string, Field[]>();
    for (const row of this.grid.rows)
      for (const column of this.grid.columns) {
        const field = { column: column.value, row: row.value };
        const id = this.plan.cellOf(field);
        cells.set(id, [...(cells.get(id) ?? []), field]);
      }
    return cells;
  }

  /** Bounding box of some fields with their headings. */
  box(fields: readonly Field[]): Rect {
    const across = fields.map((field) => this.column(field.column)!);
    const down = fields.map((field) => this.row(field.row)!);
    const x = Math.min(...across.map(({ from }) => from));
    const y = Math.min(...down.map(({ from }) => from)) - this.plan.title;
    return {
      x,
      y,
      width: Math.max(...across.map(({ to }) => to)) - x,
      height: Math.max(...down.map(({ to }) => to)) - y,
    };
  }

  /** The field that a point of the page belongs to; null between cells and outside. A heading belongs to the field below. */
  fieldAt({ x, y }: Point): Field | null {
    const column = this.columns.find(({ from, to }) => x >= from && x < to);
    const row = this.rows.find(({ to }) => y < to);
    if (!column || !row) return null;
    const field = { column: column.track.value, row: row.track.value };
    const cell = this.plan.cellOf(field);
    const isTop = this.rows[this.rows.indexOf(row) - 1]?.track;
    const isHeaded = !isTop || this.plan.cellOf({ ...field, row: isTop.value }) !== cell;
    return y >= row.from - (isHeaded ? this.plan.title : 0) ? field : null;
  }
}

/** A key for a slot. */
export const spotKey = (spot: Spot): string => `${fieldKey(spot)}/${spot.x}/${spot.y}`;
export const toHalf = (value: number): number => Math.round(value * 2) / 2;
const middle = ({ from, to }: Span): number => (from + to) / 2;
const slotMiddle = ({ from, track }: Span, slot: number): number => from + PAD + (slot + 0.5) * track.pitch;

function spans(tracks: readonly Track[], start: number, part: (value: Value) => string, title: number): Span[] {
  let at = start;
  return tracks.map((track, i) => {
    const before = tracks[i - 1];
    const isNewPart = !before || part(before.value) !== part(track.value);
    if (before) at += gapBetween(before.value, track.value, part);
    if (isNewPart) at += title;
    const from = at;
    at += sizeOf(track);
    return { track, from, to: at };
  });
}
