/**
 * Draws ties as straight lines from card to card, led around the cards of others by the shortest way: a visibility
 * graph (Lozano-Pérez and Wesley 1979, doi:10.1145/359156.359164) over the corners of only those cards that turned out
 * to be in the way, so that most lines cost one look.
 */
import type { PersonId, Relation } from '../../model/index.ts';
import type { CardPlacement, LinkPlacement, Point, Rect } from '../types.ts';
import { Obstacles } from './obstacles.ts';
import { StepQueue } from './step-queue.ts';

/** Several lines of one pair run beside each other. */
const LANE = 9;
/** What a bend costs, in page units of length. */
const BEND = 30;
/** What remains counts this much more than what is behind: a way at most so much longer, for far fewer looks. */
const EAGERNESS = 1.2;
/** A line that took more looks than this stays straight: maps of thousands must still end. */
const MOST_LOOKS = 1_500;
/** How many times its fair share of the budget one line may take. */
const FAIRNESS = 3;
/** Looks that all lines of a page may take; one is some microseconds. */
const BUDGET = 150_000;

export function routeLinks(cards: readonly CardPlacement[], relations: readonly Relation[]): LinkPlacement[] {
  const obstacles = new Obstacles(cards);
  const rects = new Map(cards.map(({ person, rect }) => [person, rect]));
  const lanes = lanesOf(relations);
  const router = new Router(obstacles, looksFor(relations.length));
  return relations.map(({ direction, from, id, kind, strength, to }) => {
    const [a, b] = [rects.get(from)!, rects.get(to)!];
    const [start, goal] = besideEachOther(centreOf(a), centreOf(b), from < to ? lanes.get(id)! : -lanes.get(id)!);
    const way = router.way({ start, goal, from, to });
    const first = borderPoint(a, way[0]!, way[1]!);
    const last = borderPoint(b, way.at(-1)!, way.at(-2)!);
    return { id, kind, from, to, points: [first, ...way.slice(1, -1), last].map(rounded), strength, direction };
  });
}

/** On crowded pages the easy lines get theirs before a few hard ones take all. */
function looksFor(lines: number): number {
  return Math.min(MOST_LOOKS, Math.round((FAIRNESS * BUDGET) / Math.max(1, lines)));
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

/** A point of the search: start, goal or a corner, by its key. */
interface Turn extends Point {
  readonly before: Turn | null;
  readonly cost: number;
}

class Router {
  #left = BUDGET;

  constructor(
    readonly obstacles: Obstacles,
    readonly mostLooks: number,
  ) {}

  /**
   * From centre to centre around everybody else's card; straight when that would cost too many looks. A* that always
   * tries the goal first, and only when a card is in the way goes for the corners of that card.
   */
  way(ends: Ends): readonly Point[] {
    const queue = new StepQueue<Attempt>();
    const done = new Set<string>();
    const tried = new Set<string>();
    const attempt = (from: Turn, to: Point, isGoal: boolean) => {
      const key = `${from.x} ${from.y} ${to.x} ${to.y}`;
      if (tried.has(key) || done.has(`${to.x} ${to.y}`)) return;
      tried.add(key);
      const cost = from.cost + lengthOf(from, to) + (isGoal ? 0 : BEND);
      queue.push({ from, to, isGoal, cost }, cost + EAGERNESS * lengthOf(to, ends.goal));
    };
    attempt({ ...ends.start, before: null, cost: 0 }, ends.goal, true);
    for (let looks = 0; looks < MOST_LOOKS && this.#left > 0;) {
      const next = queue.pop();
      if (next === null) break;
      const { cost, from, isGoal, to } = next;
      const key = `${to.x} ${to.y}`;
      if (done.has(key)) continue;
      looks++;
      this.#left--;
      const blocker = this.obstacles.first(from, to, [
        ...(from.before === null ? [ends.from] : []),
        ...(isGoal ? [ends.to] : []),
      ]);
      if (blocker !== null) {
        for (const corner of this.obstacles.corners(blocker)) attempt(from, corner, false);
        continue;
      }
      const turn: Turn = { ...to, before: from, cost };
      if (isGoal) return wayTo(turn);
      done.add(key);
      attempt(turn, ends.goal, true);
    }
    return [ends.start, ends.goal];
  }
}

interface Attempt {
  readonly from: Turn;
  readonly to: Point;
  readonly isGoal: boolean;
  readonly cost: number;
}

function wayTo(goal: Turn): Point[] {
  const way: Point[] = [];
  for (let turn: Turn | null = goal; turn !== null; turn = turn.before) way.push({ x: turn.x, y: turn.y });
  return way.reverse();
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
