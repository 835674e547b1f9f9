/**
 * How tangled a placement is around one person: lines crossed, cards run under, and length. The measure that the
 * improvement lowers; straight lines from centre to centre stand for the drawn ones.
 */
import type { Box, Gap } from './places.ts';
import type { Tie } from './ties.ts';

/** In crossings: a line under somebody's card is worse, for it must be led around. */
const THROUGH_COST = 3;
const CROSSING_COST = 1;
/** Per cell of length and unit of weight. */
const LENGTH_COST = 0.28;
/** A line that is nearly level or upright, but not quite, looks like a slip: up to this many cells off. */
const SLIP = 0.45;
const SLIP_COST = 0.3;
/** Lines keep this far from cards of others. */
const AIR = { x: 6, y: 10 };

/** A movable copy of the boxes, with what a person's place costs. */
export class Tangle {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly #halfWidth: Float64Array;
  readonly #halfHeight: Float64Array;
  /** The ties' ends: as plain numbers, for they are read millions of times. */
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  /** Ties by person. */
  readonly touching: readonly (readonly number[])[];

  constructor(
    readonly boxes: readonly Box[],
    readonly ties: readonly Tie[],
    readonly cell: Gap,
  ) {
    this.x = Float64Array.from(boxes, (box) => box.x);
    this.y = Float64Array.from(boxes, (box) => box.y);
    this.#halfWidth = Float64Array.from(boxes, (box) => box.width / 2);
    this.#halfHeight = Float64Array.from(boxes, (box) => box.height / 2);
    this.#a = Int32Array.from(ties, (tie) => tie.a);
    this.#b = Int32Array.from(ties, (tie) => tie.b);
    const touching: number[][] = boxes.map(() => []);
    ties.forEach(({ a, b }, i) => {
      touching[a]!.push(i);
      touching[b]!.push(i);
    });
    this.touching = touching;
  }

  /** What would change if this person stood elsewhere; comparable between places of the same person only. */
  costAround(person: number): number {
    let cost = this.#linesOver(person) * THROUGH_COST;
    for (const tie of this.touching[person]!) cost += this.#costOf(tie);
    return cost;
  }

  /** True when the person's card at its place keeps the gap to all others but `except`. */
  isFree(person: number, gap: Gap, except = -1): boolean {
    const { x, y } = this;
    const [px, py] = [x[person]!, y[person]!];
    const reachX = this.#halfWidth[person]! + gap.x;
    const reachY = this.#halfHeight[person]! + gap.y;
    for (let i = 0; i < x.length; i++) {
      if (Math.abs(x[i]! - px) >= reachX + this.#halfWidth[i]! || i === person || i === except) continue;
      if (Math.abs(y[i]! - py) < reachY + this.#halfHeight[i]!) return false;
    }
    return true;
  }

  #costOf(tie: number): number {
    const { a, b, weight } = this.ties[tie]!;
    const { cell, x, y } = this;
    const [ax, ay, bx, by] = [x[a]!, y[a]!, x[b]!, y[b]!];
    const [dx, dy] = [(bx - ax) / cell.x, (by - ay) / cell.y];
    let cost = LENGTH_COST * weight * Math.sqrt(dx * dx + dy * dy);
    if (isSlip(dx) || isSlip(dy)) cost += SLIP_COST;
    for (let i = 0; i < x.length; i++) if (i !== a && i !== b && this.#isUnder(i, ax, ay, bx, by)) cost += THROUGH_COST;
    const [starts, ends] = [this.#a, this.#b];
    for (let i = 0; i < starts.length; i++) {
      const [c, d] = [starts[i]!, ends[i]!];
      if (c === a || c === b || d === a || d === b) continue;
      if (isCrossing(ax, ay, bx, by, x[c]!, y[c]!, x[d]!, y[d]!)) cost += CROSSING_COST;
    }
    return cost;
  }

  /** Lines of others that run under this person's card. */
  #linesOver(person: number): number {
    const { x, y } = this;
    let count = 0;
    for (let i = 0; i < this.#a.length; i++) {
      const [a, b] = [this.#a[i]!, this.#b[i]!];
      if (a !== person && b !== person && this.#isUnder(person, x[a]!, y[a]!, x[b]!, y[b]!)) count++;
    }
    return count;
  }

  /** Separating axes: the box's own two, then the line's normal. */
  #isUnder(person: number, ax: number, ay: number, bx: number, by: number): boolean {
    const [px, py] = [this.x[person]!, this.y[person]!];
    const halfWidth = this.#halfWidth[person]! + AIR.x;
    if ((ax < px - halfWidth && bx < px - halfWidth) || (ax > px + halfWidth && bx > px + halfWidth)) return false;
    const halfHeight = this.#halfHeight[person]! + AIR.y;
    if ((ay < py - halfHeight && by < py - halfHeight) || (ay > py + halfHeight && by > py + halfHeight)) return false;
    const side = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
    return Math.abs(side) <= halfWidth * Math.abs(by - ay) + halfHeight * Math.abs(bx - ax);
  }
}

const isSlip = (cells: number): boolean => cells !== 0 && Math.abs(cells) < SLIP;

function isCrossing(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if ((ax < cx && ax < dx && bx < cx && bx < dx) || (ax > cx && ax > dx && bx > cx && bx > dx)) return false;
  if ((ay < cy && ay < dy && by < cy && by < dy) || (ay > cy && ay > dy && by > cy && by > dy)) return false;
  const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if (c * d >= 0) return false;
  const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  return a * b < 0;
}
