/** A first placement: departments side by side, managers over their people. */
import {
  bySiblingOrder,
  reportingTree,
  topUnitOf,
  unitTree,
  type AccountMap,
  type Person,
  type PersonId,
  type UnitId,
} from '../../model/index.ts';
import type { Grid, Slot, Slots } from './grid.ts';
import { edgesOf } from './network.ts';

const ORDER_PASSES = 6;
/** Beyond this many departments the insertion search costs more than it gives. */
const MAX_ORDERED = 40;

export function startSlots(map: AccountMap, grid: Grid): Slots {
  const ranks = personRanks(map);
  const slots = new Map<PersonId, Slot>();
  for (const { layer, rows } of grid.bands) {
    const people = [...map.people.values()]
      .filter((person) => person.layer === layer)
      .sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)!);
    const blocks: Person[][] = [];
    for (let i = 0; i < people.length; i += rows) blocks.push(people.slice(i, i + rows));
    const wanted = blocks.map(
      (block) =>
        (block.reduce((sum, person) => sum + ranks.get(person.id)!, 0) /
          block.length /
          Math.max(1, map.people.size - 1)) *
        (grid.columns - 1),
    );
    const columns = spreadColumns(wanted, grid.columns);
    blocks.forEach((block, i) =>
      block.forEach((person, row) => slots.set(person.id, { layer, column: columns[i]!, row })),
    );
  }
  return slots;
}

/**
 * Strictly increasing whole columns nearest to what each block wants: isotonic regression by pool-adjacent-violators on
 * wanted − index, then rounding and clamping. Needs wanted.length ≤ columns.
 */
function spreadColumns(wanted: readonly number[], columns: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((value, i) => {
    pools.push({ sum: value - i, count: 1 });
    for (
      let last = pools.length - 1;
      last > 0 && pools[last - 1]!.sum / pools[last - 1]!.count > pools[last]!.sum / pools[last]!.count;
      last--
    ) {
      pools[last - 1]!.sum += pools[last]!.sum;
      pools[last - 1]!.count += pools[last]!.count;
      pools.pop();
    }
  });
  const free = columns - wanted.length;
  return pools
    .flatMap(({ count, sum }) =>
      Array.from({ length: count }, () => Math.min(free, Math.max(0, Math.round(sum / count)))),
    )
    .map((offset, i) => offset + i);
}

/** Everybody's place in one long row: departments in their order, inside them managers before reports; the top in the middle. */
function personRanks(map: AccountMap): ReadonlyMap<PersonId, number> {
  const units = unitTree(map);
  const reporting = reportingTree(map);
  const topOf = new Map<PersonId, UnitId | null>();
  for (const person of map.people.values()) topOf.set(person.id, topUnitOf(units, person.unit));
  const order = orderTops(map, [...units.roots.map((unit) => unit.id)], topOf);
  const place = new Map<UnitId | null, number>(order.map((unit, i) => [unit, i]));
  // Those without a department stand between the two middle ones.
  place.set(null, order.length / 2 - 0.5);
  const walk: Person[] = [];
  const stack = [...reporting.roots].reverse();
  while (stack.length > 0) {
    const person = stack.pop()!;
    walk.push(person);
    stack.push(...[...reporting.children.get(person.id)!].reverse());
  }
  const walked = new Map(walk.map((person, i) => [person.id, i]));
  const sorted = [...map.people.values()].sort(
    (a, b) =>
      place.get(topOf.get(a.id)!)! - place.get(topOf.get(b.id)!)! ||
      walked.get(a.id)! - walked.get(b.id)! ||
      bySiblingOrder(a, b),
  );
  return new Map(sorted.map((person, i) => [person.id, i]));
}

/** Departments with many lines between them side by side: insertion local search on Σ weight × distance. */
function orderTops(map: AccountMap, tops: UnitId[], topOf: ReadonlyMap<PersonId, UnitId | null>): UnitId[] {
  const index = new Map(tops.map((unit, i) => [unit, i]));
  const weights = tops.map(() => tops.map(() => 0));
  for (const edge of edgesOf(map)) {
    const a = index.get(topOf.get(edge.from) ?? '');
    const b = index.get(topOf.get(edge.to) ?? '');
    if (a === undefined || b === undefined || a === b) continue;
    weights[a]![b]! += edge.weight;
    weights[b]![a]! += edge.weight;
  }
  let order = tops.map((_, i) => i);
  if (order.length > MAX_ORDERED) return tops;
  const cost = (candidate: readonly number[]) => {
    let sum = 0;
    candidate.forEach((a, i) => {
      for (let k = i + 1; k < candidate.length; k++) sum += weights[a]![candidate[k]!]! * (k - i);
    });
    return sum;
  };
  let best = cost(order);
  for (let pass = 0, gained = true; pass < ORDER_PASSES && gained; pass++) {
    gained = false;
    for (const moved of [...order]) {
      const rest = order.filter((unit) => unit !== moved);
      for (let at = 0; at <= rest.length; at++) {
        const candidate = [...rest.slice(0, at), moved, ...rest.slice(at)];
        const value = cost(candidate);
        if (value < best - 1e-9) [best, order, gained] = [value, candidate, true];
      }
    }
  }
  return order.map((i) => tops[i]!);
}
