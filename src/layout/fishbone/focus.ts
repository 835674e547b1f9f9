/** One department as a customer of its own: its name and leader in the head, its sub-departments as bones. */
import {
  leaderOf,
  peopleByUnit,
  reportingTree,
  unitTree,
  type AccountMap,
  type Person,
  type Unit,
  type UnitId,
} from '../../model/index.ts';

/** The map as seen from a department: only what is below it, which becomes the top. Empty department: nobody. */
export function mapOfUnit(map: AccountMap, focus: UnitId): AccountMap {
  const tree = unitTree(map);
  const groups = peopleByUnit(map);
  const units = new Map<UnitId, Unit>();
  const queue = [focus];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const child of tree.children.get(at) ?? []) {
      units.set(child.id, at === focus ? { ...child, parent: null } : child);
      queue.push(child.id);
    }
  }
  const own = groups.get(focus) ?? [];
  const leader = leaderOf([...own], reportingTree(map));
  const inside = new Set([focus, ...units.keys()]);
  const members = [...inside].flatMap((unit) => groups.get(unit) ?? []);
  const ids = new Set(members.map((person) => person.id));
  const people = members.map((person): [string, Person] => {
    const unit = person.unit === focus ? null : person.unit;
    if (person.id === leader) return [person.id, { ...person, unit, reportsTo: null }];
    const isInside = person.reportsTo !== null && ids.has(person.reportsTo);
    // Whoever answers to somebody outside answers to the leader here; only the leader stands in the head.
    const layer = unit === null && person.layer === 'decision' ? 'management' : person.layer;
    return [person.id, { ...person, unit, layer, reportsTo: isInside ? person.reportsTo : leader }];
  });
  const name = map.units.get(focus)!.name;
  return { ...map, name, account: { ...map.account, name }, units, people: new Map(people) };
}
