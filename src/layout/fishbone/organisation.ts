/** What the fishbone needs to know of a map, computed once: who stands in the head, who stands on which bone. */
import {
  bySiblingOrder,
  leaderOf,
  metAndKnown,
  peopleByUnit,
  reportingTree,
  unitTree,
  type AccountMap,
  type Person,
  type PersonId,
  type Tree,
  type Unit,
  type UnitId,
} from '../../model/index.ts';
import { textWidth } from '../text-width.ts';
import type { Measures } from './measures.ts';

/** Departments nested deeper than this stand side by side on the one at this depth, so that no recursion runs away. */
const MAX_DEPTH = 12;
/** The narrower one leaves the half circles at the ends just clear of the text. */
const PILL_PADDING = { top: 12, sub: 9 } as const;
/** A longer name is cut by whoever draws it. */
const MAX_PILL_EMS = 24;

/** Of a chip: its count's text size against the name's, and the badge's room against the chip's height. */
const CHIP_COUNT = 0.9;
const CHIP_BADGE = 0.85;

/** A bone: a department, or (unit null) the people below one direct report of the head who belong to no department. */
export interface Branch {
  /** Unit id, or `~` and the person's id for a branch without a department. */
  readonly key: string;
  readonly unit: UnitId | null;
  readonly depth: number;
  /** The leader first. */
  readonly people: readonly PersonId[];
  readonly leader: PersonId | null;
  readonly subs: readonly Branch[];
  readonly pillWidth: number;
  /** People here and below. */
  readonly size: number;
  /** A folded department is a chip that stands for these people, in id order, and these departments below; `people` and `subs` are empty. */
  readonly folded: { readonly people: readonly PersonId[]; readonly units: readonly UnitId[] } | null;
}

export interface Organisation {
  readonly head: readonly PersonId[];
  readonly branches: readonly Branch[];
}

export interface Arranged {
  /** Departments drawn as a chip alone; ids that the map does not know mean nothing. */
  readonly folded: ReadonlySet<string>;
  /** By branch: who stood there before, in which order; who is new comes last. */
  readonly orders: ReadonlyMap<string, readonly PersonId[]>;
}

export function readOrganisation(map: AccountMap, measures: Measures, { folded, orders }: Arranged): Organisation {
  const units = unitTree(map);
  const reporting = reportingTree(map);
  const groups = peopleByUnit(map);
  const head = headOf(map, reporting, groups.get(null) ?? []);
  const inHead = new Set(head);
  const context: Context = { map, units, reporting, groups, measures, inHead, folded, orders };
  const loose = (groups.get(null) ?? []).filter((person) => !inHead.has(person.id));
  return {
    head,
    branches: [...units.roots.map((unit) => branchOf(context, unit, 0)), ...looseBranches(context, loose)],
  };
}

interface Context {
  readonly map: AccountMap;
  readonly units: Tree<Unit>;
  readonly reporting: Tree<Person>;
  readonly groups: ReadonlyMap<UnitId | null, readonly Person[]>;
  readonly measures: Measures;
  readonly inHead: ReadonlySet<PersonId>;
  readonly folded: ReadonlySet<string>;
  readonly orders: ReadonlyMap<string, readonly PersonId[]>;
}

/** The leader first; then as they stood before; new ones from the top of the reporting tree down. */
function lineUp({ orders, reporting }: Context, key: string, people: readonly Person[], leader: PersonId | null) {
  const ranks = new Map(orders.get(key)?.map((id, i) => [id, i]));
  const rank = (person: Person) => ranks.get(person.id) ?? Infinity;
  const byRank = (a: Person, b: Person) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b));
  return [...people]
    .sort(
      (a, b) =>
        Number(b.id === leader) - Number(a.id === leader) ||
        byRank(a, b) ||
        reporting.depth.get(a.id)! - reporting.depth.get(b.id)! ||
        bySiblingOrder(a, b),
    )
    .map((person) => person.id);
}

/** Everybody at these departments who does not stand in the head. */
function peopleOf({ groups, inHead }: Context, units: readonly UnitId[]): Person[] {
  return units.flatMap((unit) => (groups.get(unit) ?? []).filter((person) => !inHead.has(person.id)));
}

/**
 * Those without a department who head the reporting tree (with departments around: all of the decision layer without one);
 * when everybody has a department, the root with the most people below.
 */
function headOf(map: AccountMap, reporting: Tree<Person>, loose: readonly Person[]): PersonId[] {
  const depth = (person: Person) => reporting.depth.get(person.id)!;
  const hasUnits = map.units.size > 0;
  const chosen = loose.filter((person) => depth(person) === 0 || (hasUnits && person.layer === 'decision'));
  const inOrder = (people: readonly Person[]) =>
    [...people].sort((a, b) => depth(a) - depth(b) || bySiblingOrder(a, b)).map((person) => person.id);
  if (chosen.length > 0 && (hasUnits || chosen.length <= 4)) return inOrder(chosen);
  const roots = reporting.roots.filter((person) => (reporting.children.get(person.id) ?? []).length > 0);
  if (roots.length === 0) return [];
  const weight = new Map(roots.map((root) => [root.id, countBelow(reporting, root.id)]));
  const best = [...roots].sort((a, b) => weight.get(b.id)! - weight.get(a.id)! || bySiblingOrder(a, b))[0]!;
  return [best.id];
}

function countBelow(tree: Tree<Person>, id: PersonId): number {
  let count = 0;
  const stack = [id];
  while (stack.length > 0) {
    for (const child of tree.children.get(stack.pop()!) ?? []) {
      count++;
      stack.push(child.id);
    }
  }
  return count;
}

/** `isFlat`: at the deepest level drawn; what is below stands beside it. */
function branchOf(context: Context, unit: Unit, depth: number, isFlat = false): Branch {
  const { folded, reporting, units } = context;
  const base = { key: unit.id, unit: unit.id, depth };
  if (folded.has(unit.id)) {
    const below = allBelow(units, unit.id);
    const ids = peopleOf(context, [unit.id, ...below])
      .map((person) => person.id)
      .sort();
    const width = chipWidth(context, unit, depth, ids.length);
    const chip = { people: ids, units: below };
    return { ...base, people: [], leader: null, subs: [], pillWidth: width, size: ids.length, folded: chip };
  }
  const own = peopleOf(context, [unit.id]);
  const leader = leaderOf(own, reporting);
  const people = lineUp(context, unit.id, own, leader);
  const subs = isFlat ? [] : subsOf(context, unit, depth);
  const size = people.length + subs.reduce((sum, sub) => sum + sub.size, 0);
  return { ...base, people, leader, subs, pillWidth: pillWidth(context, unit, depth), size, folded: null };
}

function subsOf(context: Context, unit: Unit, depth: number): Branch[] {
  const { map, units } = context;
  if (depth < MAX_DEPTH) return (units.children.get(unit.id) ?? []).map((sub) => branchOf(context, sub, depth + 1));
  return allBelow(units, unit.id, context.folded).map((id) => branchOf(context, map.units.get(id)!, depth + 1, true));
}

/** Departments below one, level by level; below those in `closed` nothing is looked for. */
function allBelow(units: Tree<Unit>, id: UnitId, closed: ReadonlySet<string> = new Set()): UnitId[] {
  const found: UnitId[] = [];
  const queue = [id];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const child of units.children.get(at) ?? []) {
      found.push(child.id);
      if (!closed.has(child.id)) queue.push(child.id);
    }
  }
  return found;
}

function pillWidth({ groups, map, measures, units }: Context, unit: Unit, depth: number): number {
  const size = depth === 0 ? measures.pillText.top : measures.pillText.sub;
  const { known, met } = metAndKnown(map, units, unit.id, groups);
  const name = Math.min(textWidth(unit.name, size), MAX_PILL_EMS * size);
  return Math.ceil(
    name + textWidth(`  ${met}/${known}`, size * 0.85) + 2 * (depth === 0 ? PILL_PADDING.top : PILL_PADDING.sub),
  );
}

/** Room for the name, the count in either language, and the badge at the end. */
function chipWidth({ measures }: Context, unit: Unit, depth: number, count: number): number {
  const [size, height, padding] =
    depth === 0
      ? [measures.pillText.top, measures.pillHeight.top, PILL_PADDING.top]
      : [measures.pillText.sub, measures.pillHeight.sub, PILL_PADDING.sub];
  const name = Math.min(textWidth(unit.name, size), MAX_PILL_EMS * size);
  return Math.ceil(name + textWidth(` (${count}人)`, size * CHIP_COUNT) + 2 * padding + height * CHIP_BADGE);
}

/** People without a department: one bone for each direct report of the head, with everybody below. */
function looseBranches(context: Context, loose: readonly Person[]): Branch[] {
  const { reporting } = context;
  const among = new Set(loose.map((person) => person.id));
  const topOf = (person: Person): PersonId => {
    let top = person.id;
    for (
      let up = reporting.parent.get(top) ?? null;
      up !== null && among.has(up);
      up = reporting.parent.get(up) ?? null
    )
      top = up;
    return top;
  };
  const teams = new Map<PersonId, Person[]>();
  for (const person of [...loose].sort(bySiblingOrder)) {
    const top = topOf(person);
    teams.set(top, [...(teams.get(top) ?? []), person]);
  }
  return [...teams].map(([top, team]) => {
    return {
      key: `~${top}`,
      unit: null,
      depth: 0,
      people: lineUp(context, `~${top}`, team, top),
      leader: top,
      subs: [],
      pillWidth: 0,
      size: team.length,
      folded: null,
    };
  });
}
