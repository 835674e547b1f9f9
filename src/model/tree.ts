/**
 * Total trees over data that a merge may have bent: a parent that is gone counts as none, and a cycle is cut at the
 * member with the smallest id. For display only; nothing is written back, a person mends it. See SPEC.md M4.
 */
import type { AccountMap, Person, PersonId, Unit, UnitId } from './types.ts';
import { LAYERS } from './vocabulary.ts';

export interface Tree<T extends { readonly id: string }> {
  readonly roots: readonly T[];
  /** Children in sibling order; every member of the forest has an entry. */
  readonly children: ReadonlyMap<string, readonly T[]>;
  readonly parent: ReadonlyMap<string, string | null>;
  /** Roots have depth 0. */
  readonly depth: ReadonlyMap<string, number>;
  /** Members whose wish for a parent was cut because it closed a cycle. */
  readonly cut: ReadonlySet<string>;
}

/** The order of siblings: fractional key, then id. */
export function bySiblingOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Always returns a forest holding every item once, whatever `parentOf` says. O(n log n). */
export function buildTree<T extends { readonly id: string; readonly order: string }>(
  items: Iterable<T>,
  parentOf: (item: T) => string | null,
): Tree<T> {
  const sorted = [...items].sort(bySiblingOrder);
  const byId = new Map(sorted.map((item) => [item.id, item]));
  const parent = new Map<string, string | null>();
  for (const item of sorted) {
    const wish = parentOf(item);
    parent.set(item.id, wish !== null && wish !== item.id && byId.has(wish) ? wish : null);
  }
  const cut = cutCycles(parent);
  for (const item of sorted) if (parentOf(item) === item.id) cut.add(item.id);
  const children = new Map<string, T[]>(sorted.map((item) => [item.id, []]));
  const roots: T[] = [];
  for (const item of sorted) {
    const up = parent.get(item.id) ?? null;
    if (up === null) roots.push(item);
    else children.get(up)!.push(item);
  }
  const depth = new Map<string, number>();
  const queue: T[] = [...roots];
  for (const root of roots) depth.set(root.id, 0);
  for (let i = 0; i < queue.length; i++) {
    for (const child of children.get(queue[i]!.id)!) {
      depth.set(child.id, depth.get(queue[i]!.id)! + 1);
      queue.push(child);
    }
  }
  return { roots, children, parent, depth, cut };
}

/** Sets to null the parent of the smallest id of every cycle; returns those ids. Mutates `parent`. */
function cutCycles(parent: Map<string, string | null>): Set<string> {
  const cut = new Set<string>();
  const state = new Map<string, 'open' | 'done'>();
  for (const start of parent.keys()) {
    const path: string[] = [];
    let at: string | null = start;
    while (at !== null && !state.has(at)) {
      state.set(at, 'open');
      path.push(at);
      at = parent.get(at) ?? null;
    }
    if (at !== null && state.get(at) === 'open') {
      const cycle = path.slice(path.indexOf(at));
      const smallest = cycle.reduce((a, b) => (a < b ? a : b));
      parent.set(smallest, null);
      cut.add(smallest);
    }
    for (const id of path) state.set(id, 'done');
  }
  return cut;
}

/** The departments' tree. */
export function unitTree(map: AccountMap): Tree<Unit> {
  return buildTree(map.units.values(), (unit) => unit.parent);
}

/** The reporting tree. */
export function reportingTree(map: AccountMap): Tree<Person> {
  return buildTree(map.people.values(), (person) => person.reportsTo);
}

/** All ids below `id` in the tree, not `id` itself, depth first. */
export function descendants<T extends { readonly id: string }>(tree: Tree<T>, id: string): string[] {
  const found: string[] = [];
  const stack = [...(tree.children.get(id) ?? [])].reverse();
  while (stack.length > 0) {
    const item = stack.pop()!;
    found.push(item.id);
    stack.push(...[...(tree.children.get(item.id) ?? [])].reverse());
  }
  return found;
}

/** The top department above `unit` (itself when it is one); null for no department. */
export function topUnitOf(tree: Tree<Unit>, unit: UnitId | null): UnitId | null {
  let at = unit !== null && tree.parent.has(unit) ? unit : null;
  for (let up = at && tree.parent.get(at); up; up = tree.parent.get(up)) at = up;
  return at;
}

/**
 * The person who leads a department: of its own people, the one nearest the root of the reporting tree,
 * then the highest layer, then sibling order. Null when the department has no people of its own.
 */
export function leaderOf(people: readonly Person[], reporting: Tree<Person>): PersonId | null {
  const rank = (p: Person) => LAYERS.indexOf(p.layer);
  const best = [...people].sort(
    (a, b) => reporting.depth.get(a.id)! - reporting.depth.get(b.id)! || rank(a) - rank(b) || bySiblingOrder(a, b),
  )[0];
  return best?.id ?? null;
}
