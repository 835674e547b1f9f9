/** Where lines can run between cards of their real size, and the way each takes: gates through rows, arcs along one. */
import type { PersonId } from '../../model/index.ts';
import type { Rect } from '../types.ts';
import { MAX_SCALE, type Geometry, type Slots } from './grid.ts';
import type { Edge } from './network.ts';
import { portKey, PORT_SHARE, type Ports, type PortWish } from './ports.ts';

/** Air on both sides of a gutter's outermost lane, and of a straight line beside a card. */
export const AIR = 5;
/** The lowest arc's height over the row: badges straddle the cards' edges. */
export const ARC_LOW = 11;

/** A way through one row between the two ends. */
export interface Gate {
  readonly row: number;
  /** Gutters are whole numbers (left of that column), free slots are column + 0.5. */
  gutter: number;
  x: number;
}

export interface Route {
  readonly edge: Edge;
  /** The end in the upper row (or the left one) first; `isDown` when that is `from`. */
  readonly upper: PersonId;
  readonly lower: PersonId;
  readonly isDown: boolean;
  readonly gates: readonly Gate[];
  readonly kind: 'side' | 'arc' | 'through';
  /** An arc under its row. */
  isBelow: boolean;
}

export class Streets {
  /** Who stands in which column of every row. */
  readonly #taken: readonly Map<number, Rect>[];

  constructor(
    readonly geometry: Geometry,
    readonly slots: Slots,
    readonly rects: ReadonlyMap<PersonId, Rect>,
  ) {
    this.#taken = geometry.rowTops.map(() => new Map<number, Rect>());
    for (const [id, slot] of slots) this.#taken[geometry.rowOf(slot)]!.set(slot.column, rects.get(id)!);
  }

  row(person: PersonId): number {
    return this.geometry.rowOf(this.slots.get(person)!);
  }
  column(person: PersonId): number {
    return this.slots.get(person)!.column;
  }
  rect(person: PersonId): Rect {
    return this.rects.get(person)!;
  }
  middle(person: PersonId): number {
    const { width, x } = this.rect(person);
    return x + width / 2;
  }
  cards(row: number): ReadonlyMap<number, Rect> {
    return this.#taken[row]!;
  }

  /** Upper edge of a row's largest possible cards. */
  top(row: number): number {
    return this.geometry.rowTops[row]! - this.#overhang;
  }
  bottom(row: number): number {
    return this.geometry.rowTops[row]! + this.geometry.card.height + this.#overhang;
  }
  get #overhang(): number {
    return Math.ceil(((MAX_SCALE - 1) / 2) * this.geometry.card.height);
  }

  /** Empty height over or under a row. */
  channel(row: number, isBelow: boolean): number {
    const last = this.geometry.rowTops.length - 1;
    if (isBelow) return (row === last ? this.geometry.height : this.top(row + 1)) - this.bottom(row);
    return this.top(row) - (row === 0 ? 0 : this.bottom(row - 1));
  }

  isOpen(row: number, gutter: number): boolean {
    if (gutter < 0 || gutter > this.geometry.grid.columns) return false;
    return (
      Number.isInteger(gutter) || (gutter < this.geometry.grid.columns && !this.cards(row).has(Math.floor(gutter)))
    );
  }

  /** The free width of a gutter or free slot in a row, up to the real cards on both sides. */
  room(row: number, gutter: number): { readonly from: number; readonly to: number } {
    const { geometry } = this;
    const column = Math.floor(gutter);
    if (!Number.isInteger(gutter)) {
      const from = geometry.columnLeft(column);
      return { from, to: from + geometry.card.width };
    }
    const [left, right] = [this.cards(row).get(column - 1), this.cards(row).get(column)];
    const middle = geometry.gutter(column);
    const half = geometry.gapX / 2;
    return { from: left ? left.x + left.width : middle - half, to: right ? right.x : middle + half };
  }

  gateX(row: number, gutter: number): number {
    const { from, to } = this.room(row, gutter);
    return (from + to) / 2;
  }
}

export function planRoute(streets: Streets, edge: Edge): Route {
  const [fromRow, toRow] = [streets.row(edge.from), streets.row(edge.to)];
  const [a, b] = [streets.column(edge.from), streets.column(edge.to)];
  const isDown = fromRow === toRow ? a < b : fromRow < toRow;
  const [upper, lower] = isDown ? [edge.from, edge.to] : [edge.to, edge.from];
  const plan = { edge, upper, lower, isDown, isBelow: false };
  if (fromRow === toRow) return { ...plan, gates: [], kind: Math.abs(a - b) === 1 ? 'side' : 'arc' };
  return { ...plan, gates: gatesBetween(streets, upper, lower), kind: 'through' };
}

function gatesBetween(streets: Streets, upper: PersonId, lower: PersonId): Gate[] {
  const { geometry } = streets;
  const [a, b] = [streets.rect(upper), streets.rect(lower)];
  const [first, last] = [streets.row(upper), streets.row(lower)];
  if (last - first < 2 || isStraightClear(streets, a, b, { first, last })) return [];
  const [x0, y0, x1, y1] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
  const gates: Gate[] = [];
  let x = x0;
  for (let row = first + 1; row < last; row++) {
    const y = geometry.rowTops[row]! + geometry.card.height / 2;
    const line = x0 + ((x1 - x0) * (y - y0)) / (y1 - y0);
    // Half towards the straight line, half staying where the line already runs: fewer bends.
    const gutter = openGutter(streets, row, row === first + 1 ? line : (line + x) / 2);
    x = streets.gateX(row, gutter);
    gates.push({ row, gutter, x });
  }
  return gates;
}

function openGutter(streets: Streets, row: number, x: number): number {
  let best = 0;
  let least = Infinity;
  for (let gutter = 0; gutter <= streets.geometry.grid.columns; gutter += 0.5) {
    if (!streets.isOpen(row, gutter)) continue;
    const away = Math.abs(streets.gateX(row, gutter) - x);
    if (away < least - 1e-9) [best, least] = [gutter, away];
  }
  return best;
}

/** True when the straight line between the two cards' middles keeps clear of every card between, whatever ports it gets. */
function isStraightClear(streets: Streets, a: Rect, b: Rect, rows: { first: number; last: number }): boolean {
  const margin = (PORT_SHARE * Math.max(a.width, b.width)) / 2 + AIR;
  const [x0, y0, x1, y1] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
  const at = (y: number) => x0 + ((x1 - x0) * (y - y0)) / (y1 - y0);
  for (let row = rows.first + 1; row < rows.last; row++) {
    const [top, bottom] = [at(streets.top(row)), at(streets.bottom(row))];
    for (const { width, x } of streets.cards(row).values()) {
      if (Math.max(top, bottom) > x - margin && Math.min(top, bottom) < x + width + margin) return false;
    }
  }
  return true;
}

/** Where a route wants to meet its two cards. */
export function portWishes(streets: Streets, route: Route): PortWish[] {
  const { edge, gates, isBelow, kind, lower, upper } = route;
  if (kind === 'side') return [];
  const isArc = kind === 'arc';
  const isTrunk = edge.kind === 'reports' && !isArc;
  const wish = (end: 'upper' | 'lower', side: PortWish['side'], gate: Gate | undefined): PortWish => {
    const [person, other] = end === 'upper' ? [upper, lower] : [lower, upper];
    const rows = gate || isArc ? 1 : Math.max(1, streets.row(lower) - streets.row(upper));
    const reach = (gate?.x ?? streets.middle(other)) - streets.middle(person);
    // Arcs turn aside at once: outermost, the longest first to leave room under it.
    const slope = isArc ? (reach > 0 ? FLAT - reach : -FLAT - reach) : reach / rows;
    return { key: portKey(edge.id, end), person, side, slope, isTrunk };
  };
  const [up, down] = isArc && !isBelow ? (['top', 'top'] as const) : (['bottom', isArc ? 'bottom' : 'top'] as const);
  return [wish('upper', up, gates[0]), wish('lower', down, gates.at(-1))];
}

const FLAT = 1e6;

/** The x of a route's two ports. */
export function endsOf(ports: Ports, edge: string): readonly [number, number] {
  return [ports.get(portKey(edge, 'upper'))!, ports.get(portKey(edge, 'lower'))!];
}
