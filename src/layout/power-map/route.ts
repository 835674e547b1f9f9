/**
 * Routes lines so that none passes through a card: between rows they run in the empty channel, through a row only in
 * a gutter between columns, in a free slot, or straight where everything is clear. Lanes keep lines of one gutter
 * apart; all reporting lines of one manager share a lane and read as one trunk.
 */
import type { PersonId } from '../../model/index.ts';
import type { LinkPlacement, Point, Rect } from '../types.ts';
import type { Geometry, Slots } from './grid.ts';
import type { Edge } from './network.ts';
import { assignPorts, PORT_SHARE, type PortWish } from './ports.ts';

const LANE = 5;
/** Air on both sides of a gutter's outermost lane, and of a straight line beside a card. */
const AIR = 5;

/** A way through one row between the two ends. */
interface Gate {
  readonly row: number;
  readonly gutter: number;
  x: number;
}
interface Route {
  readonly edge: Edge;
  /** The end in the upper row first; `isDown` when that is `from`. */
  readonly upper: PersonId;
  readonly lower: PersonId;
  readonly isDown: boolean;
  readonly gates: Gate[];
  readonly kind: 'side' | 'arc' | 'through';
}

export function routeLinks(geometry: Geometry, slots: Slots, edges: readonly Edge[]): LinkPlacement[] {
  const router = new Router(geometry, slots);
  const routes = edges.map((edge) => router.plan(edge));
  spreadLanes(geometry, routes);
  const ports = assignPorts(
    geometry,
    slots,
    routes.flatMap((route) => router.wishes(route)),
  );
  const arcs = router.arcHeights(routes);
  const sides = router.sideOffsets(routes);
  return routes.map((route, i) => {
    const points = router.points(route, { ports, arc: arcs.get(i) ?? 0, side: sides.get(i) ?? 0 });
    const { direction, from, id, kind, strength, to } = route.edge;
    return {
      id,
      kind,
      from,
      to,
      direction,
      strength,
      points: (route.isDown ? points : points.reverse()).map(roundPoint),
    };
  });
}

const roundPoint = ({ x, y }: Point): Point => ({ x: Math.round(x * 2) / 2, y: Math.round(y * 2) / 2 });

class Router {
  /** Taken columns of every row. */
  readonly #taken: Set<number>[];

  constructor(
    readonly geometry: Geometry,
    readonly slots: Slots,
  ) {
    this.#taken = geometry.rowTops.map(() => new Set<number>());
    for (const slot of slots.values()) this.#taken[geometry.rowOf(slot)]!.add(slot.column);
  }

  plan(edge: Edge): Route {
    const [fromRow, toRow] = [this.#row(edge.from), this.#row(edge.to)];
    if (fromRow === toRow) {
      const [a, b] = [this.slots.get(edge.from)!.column, this.slots.get(edge.to)!.column];
      const isDown = a < b;
      const isClear = ![...this.#taken[fromRow]!].some((column) => column > Math.min(a, b) && column < Math.max(a, b));
      const [upper, lower] = isDown ? [edge.from, edge.to] : [edge.to, edge.from];
      return { edge, upper, lower, isDown, gates: [], kind: isClear && Math.abs(a - b) === 1 ? 'side' : 'arc' };
    }
    const isDown = fromRow < toRow;
    const [upper, lower] = isDown ? [edge.from, edge.to] : [edge.to, edge.from];
    return { edge, upper, lower, isDown, gates: this.#gates(upper, lower), kind: 'through' };
  }

  #row(person: PersonId): number {
    return this.geometry.rowOf(this.slots.get(person)!);
  }

  #rect(person: PersonId): Rect {
    return this.geometry.rect(this.slots.get(person)!);
  }

  #gates(upper: PersonId, lower: PersonId): Gate[] {
    const { geometry } = this;
    const [a, b] = [this.#rect(upper), this.#rect(lower)];
    const [first, last] = [this.#row(upper), this.#row(lower)];
    if (last - first < 2 || this.#isStraightClear(a, b, first, last)) return [];
    const [x0, y0, x1, y1] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
    const gates: Gate[] = [];
    let x = x0;
    for (let row = first + 1; row < last; row++) {
      const y = geometry.rowTops[row]! + geometry.card.height / 2;
      const line = x0 + ((x1 - x0) * (y - y0)) / (y1 - y0);
      // Half towards the straight line, half staying where the line already runs: fewer bends.
      const gutter = this.#openGutter(row, row === first + 1 ? line : (line + x) / 2);
      x = this.#gateX(gutter);
      gates.push({ row, gutter, x });
    }
    return gates;
  }

  /** Gutters are whole numbers (left of that column), free slots are column + 0.5. */
  #gateX(gutter: number): number {
    return Number.isInteger(gutter)
      ? this.geometry.gutter(gutter)
      : this.geometry.columnLeft(Math.floor(gutter)) + this.geometry.card.width / 2;
  }

  #openGutter(row: number, x: number): number {
    const { columns } = this.geometry.grid;
    let best = 0;
    for (let gutter = 0; gutter <= columns; gutter += 0.5) {
      if (!Number.isInteger(gutter) && (gutter > columns || this.#taken[row]!.has(Math.floor(gutter)))) continue;
      if (Math.abs(this.#gateX(gutter) - x) < Math.abs(this.#gateX(best) - x) - 1e-9) best = gutter;
    }
    return best;
  }

  /** True when the straight line between the two cards' middles keeps clear of every card between, whatever ports it gets. */
  #isStraightClear(a: Rect, b: Rect, first: number, last: number): boolean {
    const { card, rowTops } = this.geometry;
    const margin = (PORT_SHARE * card.width) / 2 + AIR;
    const [x0, y0, x1, y1] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
    const at = (y: number) => x0 + ((x1 - x0) * (y - y0)) / (y1 - y0);
    for (let row = first + 1; row < last; row++) {
      const [top, bottom] = [at(rowTops[row]!), at(rowTops[row]! + card.height)];
      for (const column of this.#taken[row]!) {
        const left = this.geometry.columnLeft(column);
        if (Math.max(top, bottom) > left - margin && Math.min(top, bottom) < left + card.width + margin) return false;
      }
    }
    return true;
  }

  wishes(route: Route): PortWish[] {
    const { edge, gates, kind, lower, upper } = route;
    if (kind === 'side') return [];
    const middle = (person: PersonId) => this.#rect(person).x + this.geometry.card.width / 2;
    const isTrunk = edge.kind === 'reports';
    if (kind === 'arc') {
      return [
        { key: portKey(edge.id, 'upper'), person: upper, side: 'top', towards: middle(lower), isTrunk: false },
        { key: portKey(edge.id, 'lower'), person: lower, side: 'top', towards: middle(upper), isTrunk: false },
      ];
    }
    return [
      { key: portKey(edge.id, 'upper'), person: upper, side: 'bottom', towards: gates[0]?.x ?? middle(lower), isTrunk },
      {
        key: portKey(edge.id, 'lower'),
        person: lower,
        side: 'top',
        towards: gates.at(-1)?.x ?? middle(upper),
        isTrunk,
      },
    ];
  }

  /** Heights above the row for arcs of one channel: short arcs low, overlapping ones on levels of their own. */
  arcHeights(routes: readonly Route[]): ReadonlyMap<number, number> {
    const byRow = new Map<number, { index: number; left: number; right: number }[]>();
    routes.forEach((route, index) => {
      if (route.kind !== 'arc') return;
      const [left, right] = [this.slots.get(route.upper)!.column, this.slots.get(route.lower)!.column];
      const row = this.#row(route.upper);
      byRow.set(row, [...(byRow.get(row) ?? []), { index, left, right }]);
    });
    const heights = new Map<number, number>();
    for (const [row, arcs] of byRow) {
      const levels: { left: number; right: number }[][] = [];
      const placed = [...arcs]
        .sort((a, b) => a.right - a.left - (b.right - b.left) || a.left - b.left || a.index - b.index)
        .map((arc) => {
          let level = levels.findIndex((others) =>
            others.every((other) => other.right < arc.left || other.left > arc.right),
          );
          if (level < 0) level = levels.push([]) - 1;
          levels[level]!.push(arc);
          return { index: arc.index, level };
        });
      const room = this.#channelAbove(row) - ARC_LOW - AIR;
      const step = Math.min(LANE + 1, room / Math.max(1, levels.length - 1));
      for (const { index, level } of placed) heights.set(index, ARC_LOW + level * step);
    }
    return heights;
  }

  /** Empty height over a row's cards. */
  #channelAbove(row: number): number {
    const { card, rowTops } = this.geometry;
    return row === 0 ? rowTops[0]! : rowTops[row]! - rowTops[row - 1]! - card.height;
  }

  /** Lines between the same two neighbours, one under another. */
  sideOffsets(routes: readonly Route[]): ReadonlyMap<number, number> {
    const groups = new Map<string, number[]>();
    routes.forEach((route, index) => {
      if (route.kind !== 'side') return;
      const key = `${route.upper} ${route.lower}`;
      groups.set(key, [...(groups.get(key) ?? []), index]);
    });
    const offsets = new Map<number, number>();
    const reach = this.geometry.card.height * 0.7;
    for (const group of groups.values()) {
      const step = Math.min(9, reach / Math.max(1, group.length - 1));
      group.forEach((index, i) => offsets.set(index, (i - (group.length - 1) / 2) * step));
    }
    return offsets;
  }

  /** Corner points from the upper (or left) end to the other. */
  points(
    route: Route,
    { arc, ports, side }: { arc: number; ports: ReadonlyMap<string, number>; side: number },
  ): Point[] {
    const [a, b] = [this.#rect(route.upper), this.#rect(route.lower)];
    if (route.kind === 'side') {
      const y = a.y + a.height / 2 + side;
      return [
        { x: a.x + a.width, y },
        { x: b.x, y },
      ];
    }
    const start = ports.get(portKey(route.edge.id, 'upper'))!;
    const end = ports.get(portKey(route.edge.id, 'lower'))!;
    if (route.kind === 'arc') {
      return [
        { x: start, y: a.y },
        { x: start, y: a.y - arc },
        { x: end, y: a.y - arc },
        { x: end, y: b.y },
      ];
    }
    const { card, rowTops } = this.geometry;
    const through = route.gates.flatMap(({ row, x }) => [
      { x, y: rowTops[row]! - 2 },
      { x, y: rowTops[row]! + card.height + 2 },
    ]);
    return [{ x: start, y: a.y + a.height }, ...through, { x: end, y: b.y }];
  }
}

const ARC_LOW = 11;
const portKey = (edge: string, end: 'upper' | 'lower') => `${end}:${edge}`;

/** Lanes inside every gutter of every row: one per line, one for all reporting lines of a manager, in order of where they come from and go to. */
function spreadLanes(geometry: Geometry, routes: readonly Route[]): void {
  const gutters = new Map<string, Map<string, { gates: Gate[]; pull: number; count: number }>>();
  for (const route of routes) {
    route.gates.forEach((gate, i) => {
      const before = route.gates[i - 1]?.x ?? geometry.gutter(0);
      const after = route.gates[i + 1]?.x ?? before;
      const key = `${gate.row}/${gate.gutter}`;
      const lanes = gutters.get(key) ?? new Map<string, { gates: Gate[]; pull: number; count: number }>();
      gutters.set(key, lanes);
      const laneKey = route.edge.kind === 'reports' ? `trunk ${route.edge.from}` : route.edge.id;
      const lane = lanes.get(laneKey) ?? { gates: [], pull: 0, count: 0 };
      lane.gates.push(gate);
      lane.pull += before + after;
      lane.count++;
      lanes.set(laneKey, lane);
    });
  }
  for (const [key, lanes] of gutters) {
    const isSlot = key.endsWith('.5');
    const room = (isSlot ? geometry.card.width : geometry.gapX) - 2 * AIR;
    const sorted = [...lanes].sort(
      ([aKey, a], [bKey, b]) => a.pull / a.count - b.pull / b.count || (aKey < bKey ? -1 : 1),
    );
    const step = Math.min(LANE, room / Math.max(1, sorted.length - 1));
    sorted.forEach(([, lane], i) => {
      for (const gate of lane.gates) gate.x += (i - (sorted.length - 1) / 2) * step;
    });
  }
}
