/**
 * Draws ties as straight lines from card to card, led around the cards of others by the shortest way: a visibility
 * graph (Lozano-Pérez and Wesley 1979, doi:10.1145/359156.359164) over the corners of only those cards that turned out
 * to be in the way, so that most lines cost one look.
 */
import type { PersonId, Relation } from '../../model/index.ts';
import type { CardPlacement, LinkPlacement, Point, Rect } from '../types.ts';
import { isMet, Obstacles, type Obstacle } from './obstacles.ts';

/** Several lines of one pair run beside each other. */
const LANE = 9;
/** Corners stand this far outside the obstacle they belong to. */
const CLEAR = 1;
/** What a bend costs, in page units of length. */
const BEND = 30;
/** A line with more cards in its way than this stays as it is: maps of thousands must still end. */
const MOST_OBSTACLES = 28;
/** Looks between two points that all lines of a page may take. */
const BUDGET = 12_000_000;

export function routeLinks(cards: readonly CardPlacement[], relations: readonly Relation[]): LinkPlacement[] {
  const obstacles = new Obstacles(cards);
  const rects = new Map(cards.map(({ person, rect }) => [person, rect]));
  const lanes = lanesOf(relations);
  const router = new Router(obstacles);
  return relations.map(({ direction, from, id, kind, strength, to }) => {
    const [a, b] = [rects.get(from)!, rects.get(to)!];
    const [start, goal] = besideEachOther(centreOf(a), centreOf(b), from < to ? lanes.get(id)! : -lanes.get(id)!);
    const way = router.way({ start, goal, from, to });
    const first = borderPoint(a, way[0]!, way[1]!);
    const last = borderPoint(b, way.at(-1)!, way.at(-2)!);
    return { id, kind, from, to, points: [first, ...way.slice(1, -1), last].map(rounded), strength, direction };
  });
}

/** Sideways shift of every line, in page units: 0 for the only one of its pair. */
function lanesOf(relations: readonly Relation[]): ReadonlyMap<string, number> {
  const pairs = new Map<string, string[]>();
  for (const { from, id, to } of relations) {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    pairs.set(key, [...(pairs.get(key) ?? []), id]);
  }
  return new Map([...pairs.values()].flatMap((ids) => ids.map((id, i) => [id, (i - (ids.length - 1) / 2) * LANE])));
}

function besideEachOther(a: Point, b: Point, shift: number): [Point, Point] {
  const length = lengthOf(a, b);
  if (shift === 0 || length === 0) return [a, b];
  const aside = { x: (-(b.y - a.y) * shift) / length, y: ((b.x - a.x) * shift) / length };
  return [
    { x: a.x + aside.x, y: a.y + aside.y },
    { x: b.x + aside.x, y: b.y + aside.y },
  ];
}

interface Ends {
  readonly start: Point;
  readonly goal: Point;
  readonly from: PersonId;
  readonly to: PersonId;
}

class Router {
  #left = BUDGET;

  constructor(readonly obstacles: Obstacles) {}

  /** From centre to centre around everybody else's card; straight when that would cost too much. */
  way(ends: Ends): readonly Point[] {
    const inTheWay = new Set<Obstacle>();
    let way: readonly Point[] = [ends.start, ends.goal];
    for (;;) {
      const met = way.slice(1).flatMap((q, i) => {
        const isFirst = i === 0;
        const isLast = i === way.length - 2;
        return this.obstacles.met(way[i]!, q, [isFirst ? ends.from : null, isLast ? ends.to : null]);
      });
      const fresh = met.filter((obstacle) => !inTheWay.has(obstacle));
      if (fresh.length === 0) return way;
      for (const obstacle of fresh) inTheWay.add(obstacle);
      if (inTheWay.size > MOST_OBSTACLES || this.#left <= 0) return [ends.start, ends.goal];
      const around = this.#shortest(ends, [...inTheWay]);
      if (around === null) return [ends.start, ends.goal];
      way = around;
    }
  }

  /** Dijkstra over start, goal and the corners of these obstacles; null when they leave no way. */
  #shortest(ends: Ends, obstacles: readonly Obstacle[]): Point[] | null {
    const nodes = [ends.start, ends.goal, ...obstacles.flatMap((obstacle) => this.#corners(obstacle, obstacles))];
    const cost = nodes.map((_, i) => (i === 0 ? 0 : Infinity));
    const before = nodes.map(() => -1);
    const open = new Set(nodes.keys());
    while (open.size > 0) {
      let at = -1;
      for (const i of open) if (cost[i]! < (at < 0 ? Infinity : cost[at]!)) at = i;
      if (at < 0) return null;
      if (at === 1) break;
      open.delete(at);
      for (const next of open) {
        const through = cost[at]! + lengthOf(nodes[at]!, nodes[next]!) + BEND;
        if (through < cost[next]! - 1e-9 && this.#isOpen(nodes, at, next, ends, obstacles)) {
          cost[next] = through;
          before[next] = at;
        }
      }
    }
    const way: Point[] = [];
    for (let i = 1; i >= 0; i = before[i]!) way.push(nodes[i]!);
    return way.reverse();
  }

  #corners({ bottom, left, right, top }: Obstacle, obstacles: readonly Obstacle[]): Point[] {
    const [x0, x1, y0, y1] = [left - CLEAR, right + CLEAR, top - CLEAR, bottom + CLEAR];
    const corners = [
      { x: x0, y: y0 },
      { x: x1, y: y0 },
      { x: x1, y: y1 },
      { x: x0, y: y1 },
    ];
    return corners.filter(({ x, y }) =>
      obstacles.every((other) => x <= other.left || x >= other.right || y <= other.top || y >= other.bottom),
    );
  }

  #isOpen(
    nodes: readonly Point[],
    at: number,
    next: number,
    { from, to }: Ends,
    obstacles: readonly Obstacle[],
  ): boolean {
    this.#left -= obstacles.length;
    return obstacles.every(
      (obstacle) =>
        (at === 0 && obstacle.person === from) ||
        (next === 1 && obstacle.person === to) ||
        !isMet(obstacle, nodes[at]!, nodes[next]!),
    );
  }
}

/** Where a line from inside a card leaves it towards a point outside; the point itself when it is inside. */
function borderPoint(rect: Rect, inside: Point, outside: Point): Point {
  const [dx, dy] = [outside.x - inside.x, outside.y - inside.y];
  const wall = (from: number, low: number, high: number, delta: number) =>
    delta > 0 ? (high - from) / delta : delta < 0 ? (low - from) / delta : Infinity;
  const part = Math.min(
    1,
    wall(inside.x, rect.x, rect.x + rect.width, dx),
    wall(inside.y, rect.y, rect.y + rect.height, dy),
  );
  return { x: inside.x + dx * part, y: inside.y + dy * part };
}

const centreOf = ({ height, width, x, y }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

/** By root, not Math.hypot, which engines round differently. */
function lengthOf(a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return Math.sqrt(dx * dx + dy * dy);
}

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x * 2) / 2, y: Math.round(y * 2) / 2 });
