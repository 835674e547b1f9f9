import { emptyMap, type AccountMap, type Person, type Relation } from '../../../src/model/index.ts';

type Tie = readonly [from: string, to: string, change?: Partial<Relation>];

/** People by letters (or other ids), and influence from the first on the second of each pair unless told otherwise. */
export function graphOf(people: Iterable<string>, ties: readonly Tie[]): AccountMap {
  const person = (id: string): Person => ({
    id,
    name: id,
    title: '',
    unit: null,
    reportsTo: null,
    order: 'a0',
    layer: 'management',
    roles: [],
    marks: [],
    attitude: null,
    power: null,
    interest: null,
    weight: null,
    notes: '',
    fields: {},
    extra: {},
  });
  const relations = ties.map(([from, to, change], i): Relation => {
    const plain = { kind: 'influence', direction: 'forward', strength: 1, note: '', extra: {} } as const;
    return { id: `r${i}`, from, to, ...plain, ...change };
  });
  return {
    ...emptyMap(),
    people: new Map([...people].map((id) => [id, person(id)])),
    relations: new Map(relations.map((relation) => [relation.id, relation])),
  };
}
