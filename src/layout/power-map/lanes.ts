/** Lines that share a street lie side by side: lanes in gutters, levels of arcs, offsets between two neighbours. */
import { AIR, ARC_LOW, type Gate, type Route, type Streets } from './streets.ts';

const LANE = 5;
/** Lines between the same two neighbours: largest distance, and share of the smaller card they may spread over. */
const [SIDE_STEP, SIDE_SHARE] = [9, 0.7];

interface Lane {
  readonly gates: Gate[];
  pull: number;
  count: number;
}

/**
 * Sets x of every gate. Every gutter of every row has a lane per line, one for all reporting lines of a manager, in the
 * order of where they come from and go to.
 */
export function spreadLanes(streets: Streets, routes: readonly Route[]): void {
  for (const { gates } of routes) for (const gate of gates) gate.x = streets.gateX(gate.row, gate.gutter);
  const gutters = new Map<string, Map<string, Lane>>();
  for (const { edge, gates, lower, upper } of routes) {
    gates.forEach((gate, i) => {
      const before = gates[i - 1]?.x ?? streets.middle(upper);
      const after = gates[i + 1]?.x ?? streets.middle(lower);
      const key = `${gate.row}/${gate.gutter}`;
      const lanes = gutters.get(key) ?? new Map<string, Lane>();
      gutters.set(key, lanes);
      const laneKey = edge.kind === 'reports' ? `trunk ${edge.from}` : edge.id;
      const lane = lanes.get(laneKey) ?? { gates: [], pull: 0, count: 0 };
      lane.gates.push(gate);
      lane.pull += before + after;
      lane.count++;
      lanes.set(laneKey, lane);
    });
  }
  for (const lanes of gutters.values()) {
    const sorted = [...lanes].sort(
      ([aKey, a], [bKey, b]) => a.pull / a.count - b.pull / b.count || (aKey < bKey ? -1 : 1),
    );
    const { gutter, row } = sorted[0]![1].gates[0]!;
    const { from, to } = streets.room(row, gutter);
    const air = Math.min(AIR, (to - from) / 4);
    const step = Math.min(LANE, (to - from - 2 * air) / Math.max(1, sorted.length - 1));
    sorted.forEach(([, lane], i) => {
      for (const gate of lane.gates) gate.x += (i - (sorted.length - 1) / 2) * step;
    });
  }
}

/** Heights over (or under) the row for arcs of one channel: short arcs low, overlapping ones on levels of their own. */
export function arcHeights(streets: Streets, routes: readonly Route[]): ReadonlyMap<number, number> {
  const channels = new Map<string, { index: number; left: number; right: number }[]>();
  routes.forEach((route, index) => {
    if (route.kind !== 'arc') return;
    const [left, right] = [streets.column(route.upper), streets.column(route.lower)];
    const key = `${streets.row(route.upper)} ${route.isBelow}`;
    channels.set(key, [...(channels.get(key) ?? []), { index, left, right }]);
  });
  const heights = new Map<number, number>();
  for (const arcs of channels.values()) {
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
    const { isBelow, upper } = routes[arcs[0]!.index]!;
    const room = streets.channel(streets.row(upper), isBelow) - ARC_LOW - AIR;
    const step = Math.min(LANE + 1, room / Math.max(1, levels.length - 1));
    for (const { index, level } of placed) heights.set(index, ARC_LOW + level * step);
  }
  return heights;
}

/** Lines between the same two neighbours, one under another. */
export function sideOffsets(streets: Streets, routes: readonly Route[]): ReadonlyMap<number, number> {
  const groups = new Map<string, number[]>();
  routes.forEach((route, index) => {
    if (route.kind !== 'side') return;
    const key = `${route.upper} ${route.lower}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  const offsets = new Map<number, number>();
  for (const group of groups.values()) {
    const { lower, upper } = routes[group[0]!]!;
    const reach = SIDE_SHARE * Math.min(streets.rect(upper).height, streets.rect(lower).height);
    const step = Math.min(SIDE_STEP, reach / Math.max(1, group.length - 1));
    group.forEach((index, i) => offsets.set(index, (i - (group.length - 1) / 2) * step));
  }
  return offsets;
}
