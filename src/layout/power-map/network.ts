/** The map's lines as plain edges: reporting lines and relations whose two ends are there, sorted by id. */
import {
  reportingTree,
  type AccountMap,
  type PersonId,
  type RelationId,
  type RelationKind,
} from '../../model/index.ts';

export interface Edge {
  readonly id: RelationId;
  readonly kind: RelationKind;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly strength: 1 | 2 | 3;
  readonly direction: 'forward' | 'both';
  /** How much its length and place matter. */
  readonly weight: number;
}

const REPORTING_WEIGHT = 2;
const DOTTED_WEIGHT = 0.7;

export function edgesOf(map: AccountMap): Edge[] {
  const edges: Edge[] = [];
  // From the cut tree, so that a cycle left by a merge draws as many lines as it has members, less one.
  for (const [child, boss] of reportingTree(map).parent) {
    if (boss !== null)
      edges.push({
        id: `reports:${child}`,
        kind: 'reports',
        from: boss,
        to: child,
        strength: 1,
        direction: 'forward',
        weight: REPORTING_WEIGHT,
      });
  }
  for (const { direction, from, id, kind, strength, to } of map.relations.values()) {
    if (from === to || !map.people.has(from) || !map.people.has(to)) continue;
    const weight = kind === 'dotted' ? DOTTED_WEIGHT : 0.6 + 0.3 * strength;
    edges.push({ id, kind, from, to, strength, direction, weight });
  }
  return edges.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export function edgesByPerson(edges: readonly Edge[]): ReadonlyMap<PersonId, readonly number[]> {
  const touching = new Map<PersonId, number[]>();
  const note = (person: PersonId, edge: number) => {
    const list = touching.get(person);
    if (list) list.push(edge);
    else touching.set(person, [edge]);
  };
  edges.forEach(({ from, to }, i) => {
    note(from, i);
    note(to, i);
  });
  return touching;
}
