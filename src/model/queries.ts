/** Questions that more than one folder asks of a map. */
import { leaderOf, reportingTree, unitTree, type Tree } from './tree.ts';
import type { AccountMap, Person, PersonId, Unit, UnitId } from './types.ts';
import { HUE_COUNT } from './vocabulary.ts';

/** A map of nobody, with the reader's defaults. */
export function emptyMap(name = ''): AccountMap {
  return {
    name,
    account: { name: '', industry: '', grade: '' },
    opportunity: { name: '', stage: null },
    scale: '3..-1',
    units: new Map(),
    people: new Map(),
    relations: new Map(),
    layouts: {},
    extra: {},
  };
}

/** A seat that nobody has put a name to yet. */
export function isUnknownSeat(person: Person): boolean {
  return person.name.trim() === '';
}

/** Somebody we have met: a named person whose attitude was judged. */
export function isMet(person: Person): boolean {
  return !isUnknownSeat(person) && person.attitude !== null;
}

/** People by their own department (not below it), in sibling order; key null holds those without one. */
export function peopleByUnit(map: AccountMap): ReadonlyMap<UnitId | null, readonly Person[]> {
  const groups = new Map<UnitId | null, Person[]>();
  for (const person of map.people.values()) {
    const unit = person.unit !== null && map.units.has(person.unit) ? person.unit : null;
    const group = groups.get(unit);
    if (group) group.push(person);
    else groups.set(unit, [person]);
  }
  return groups;
}

/** Everybody who leads the department they stand in. */
export function unitLeaders(map: AccountMap, reporting: Tree<Person> = reportingTree(map)): ReadonlySet<PersonId> {
  const leaders = new Set<PersonId>();
  for (const [unit, people] of peopleByUnit(map)) {
    const leader = unit === null ? null : leaderOf(people, reporting);
    if (leader !== null) leaders.add(leader);
  }
  return leaders;
}

/** People met and known in a department and everything below it. */
export function metAndKnown(
  map: AccountMap,
  tree: Tree<Unit>,
  unit: UnitId,
  groups = peopleByUnit(map),
): { met: number; known: number } {
  let met = 0;
  let known = 0;
  const stack: UnitId[] = [unit];
  while (stack.length > 0) {
    const at = stack.pop()!;
    for (const person of groups.get(at) ?? []) {
      known++;
      if (isMet(person)) met++;
    }
    for (const child of tree.children.get(at) ?? []) stack.push(child.id);
  }
  return { met, known };
}

/** Hue index 0..HUE_COUNT-1 of every department: its top department's choice, or that one's place among the tops. */
export function unitHues(map: AccountMap): ReadonlyMap<UnitId, number> {
  const tree = unitTree(map);
  const hues = new Map<UnitId, number>();
  tree.roots.forEach((top, index) => {
    const hue = (top.hue ?? index) % HUE_COUNT;
    const stack: UnitId[] = [top.id];
    while (stack.length > 0) {
      const at = stack.pop()!;
      hues.set(at, hue);
      for (const child of tree.children.get(at) ?? []) stack.push(child.id);
    }
  });
  return hues;
}
