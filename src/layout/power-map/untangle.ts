/** Looks for ways with fewer crossings: another gutter for one gate at a time, or the other side of the row for an arc. */
import type { Point } from '../types.ts';
import type { Route, Streets } from './streets.ts';

/** How far aside a gate may go, in gutters; halves are free slots. */
const STEPS = [-0.5, 0.5, -1, 1, -1.5, 1.5, -2, 2];
/** Pairs of segments to compare at most: every kept edit pays for them (0.15 s at 200 people), and a map with 10,000 lines is drawn as it comes. */
const OPERATIONS = 6e6;
/** Page units of detour that are worth one crossing. */
const CROSSING = 160;

/** Changes gates and sides of routes, and the drawn lines to match; returns how many. Deterministic: routes in their order. */
export function untangle(streets: Streets, routes: readonly Route[], drawn: Point[][]): number {
  const tangle = new Tangle(routes, drawn);
  let changes = 0;
  for (let i = 0; i < routes.length && tangle.hasTime; i++) {
    const route = routes[i]!;
    if (route.kind === 'arc') changes += flip(streets, tangle, route, i);
    for (let gate = 0; gate < route.gates.length && tangle.hasTime; gate++)
      changes += shift(streets, tangle, route, { i, gate });
  }
  return changes;
}

function flip(streets: Streets, tangle: Tangle, route: Route, i: number): number {
  const row = streets.row(route.upper);
  const axis = (streets.top(row) + streets.bottom(row)) / 2;
  const mirrored = tangle.drawn[i]!.map(({ x, y }) => ({ x, y: 2 * axis - y }));
  if (tangle.cost(i, mirrored) >= tangle.cost(i, tangle.drawn[i]!)) return 0;
  route.isBelow = !route.isBelow;
  tangle.drawn[i] = mirrored;
  return 1;
}

function shift(streets: Streets, tangle: Tangle, route: Route, { gate: at, i }: { i: number; gate: number }): number {
  const gate = route.gates[at]!;
  let best = tangle.drawn[i]!;
  let least = tangle.cost(i, best);
  let found: number | null = null;
  for (const step of STEPS) {
    const gutter = gate.gutter + step;
    // A line through many rows of a large map spends all by itself.
    if (!tangle.hasTime) break;
    if (!streets.isOpen(gate.row, gutter)) continue;
    const x = streets.gateX(gate.row, gutter);
    const points = tangle.drawn[i]!.map((point, k) =>
      k === 2 * at + 1 || k === 2 * at + 2 ? { x, y: point.y } : point,
    );
    const cost = tangle.cost(i, points);
    if (cost < least - 1) [best, least, found] = [points, cost, gutter];
  }
  if (found === null) return 0;
  gate.gutter = found;
  tangle.drawn[i] = best;
  return 1;
}

class Tangle {
  #operations = 0;

  constructor(
    readonly routes: readonly Route[],
    readonly drawn: Point[][],
  ) {}

  get hasTime(): boolean {
    return this.#operations < OPERATIONS;
  }

  /** Length and crossings of a line, if it ran like this. */
  cost(i: number, points: readonly Point[]): number {
    const { lower, upper } = this.routes[i]!;
    const box = boxOf(points);
    let crossings = 0;
    for (let k = 0; k < this.routes.length; k++) {
      const other = this.drawn[k]!;
      if (!mayMeet(box, other)) continue;
      const route = this.routes[k]!;
      if (route.upper === upper || route.upper === lower || route.lower === upper || route.lower === lower) continue;
      this.#operations += points.length * other.length;
      if (doCross(points, other)) crossings++;
    }
    this.#operations += this.routes.length;
    return CROSSING * crossings + lengthOf(points);
  }
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf(points: readonly Point[]): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, right, top, bottom };
}

/** Lines go downwards, or are arcs of one row: first, second and last point tell their height. */
function mayMeet({ bottom, left, right, top }: Box, points: readonly Point[]): boolean {
  const [first, second, last] = [points[0]!, points[1]!, points.at(-1)!];
  if (Math.max(first.y, second.y, last.y) < top || Math.min(first.y, second.y, last.y) > bottom) return false;
  let [isLeft, isRight] = [true, true];
  for (const { x } of points) {
    if (x >= left) isLeft = false;
    if (x <= right) isRight = false;
  }
  return !isLeft && !isRight;
}

function doCross(one: readonly Point[], other: readonly Point[]): boolean {
  for (let i = 1; i < one.length; i++) {
    const [a, b] = [one[i - 1]!, one[i]!];
    const [top, bottom] = a.y < b.y ? [a.y, b.y] : [b.y, a.y];
    for (let k = 1; k < other.length; k++) {
      const [c, d] = [other[k - 1]!, other[k]!];
      if ((c.y < top && d.y < top) || (c.y > bottom && d.y > bottom)) continue;
      if (areApart(side(c, d, a), side(c, d, b)) && areApart(side(a, b, c), side(a, b, d))) return true;
    }
  }
  return false;
}

function side(p: Point, q: Point, r: Point): number {
  return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
}

function areApart(m: number, n: number): boolean {
  return (m > 1e-6 && n < -1e-6) || (m < -1e-6 && n > 1e-6);
}

/** Without a root, which engines need not round alike: down plus aside. */
function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++)
    length += Math.abs(points[i]!.x - points[i - 1]!.x) + Math.abs(points[i]!.y - points[i - 1]!.y);
  return length;
}
