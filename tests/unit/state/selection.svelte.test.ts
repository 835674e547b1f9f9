import { describe, expect, it } from 'vitest';
import { emptyMap, type AccountMap, type Person } from '../../../src/model/index.ts';
import { Selection } from '../../../src/state/selection.svelte.ts';

const person = (id: string, reportsTo: string | null = null): Person => ({
  id,
  name: id,
  title: '',
  unit: 'u1',
  reportsTo,
  order: id,
  layer: 'execution',
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
const MAP: AccountMap = {
  ...emptyMap(),
  units: new Map([['u1', { id: 'u1', name: 'IT', parent: null, order: 'a', outside: false, hue: null, extra: {} }]]),
  people: new Map([person('p1'), person('p2', 'p1'), person('p3', 'p1')].map((p) => [p.id, p])),
  relations: new Map([
    [
      'r1',
      {
        id: 'r1',
        kind: 'influence',
        from: 'p2',
        to: 'p3',
        direction: 'forward',
        strength: 1,
        note: '',
        extra: {},
      },
    ],
  ]),
};

/** A selection over a map that a test may exchange. */
function setup() {
  let map = $state.raw(MAP);
  const selection = new Selection(() => map);
  return { selection, become: (next: AccountMap) => (map = next) };
}

describe('Selection', () => {
  it('starts empty', () => {
    const { selection } = setup();
    expect([selection.kind, [...selection.ids]]).toEqual(['none', []]);
  });

  it('holds people in the order they were selected', () => {
    const { selection } = setup();
    selection.select(['p3', 'p1']);
    expect(selection.people.map((p) => p.id)).toEqual(['p3', 'p1']);
    expect(selection.kind).toBe('people');
  });

  it('adding somebody who is in takes them out', () => {
    const { selection } = setup();
    selection.select(['p1', 'p2']);
    selection.select(['p2'], { add: true });
    expect([...selection.ids]).toEqual(['p1']);
    selection.select(['p3'], { add: true });
    expect([...selection.ids]).toEqual(['p1', 'p3']);
  });

  it('adding a person to a selected relation starts anew with the person', () => {
    const { selection } = setup();
    selection.select(['r1']);
    selection.select(['p1'], { add: true });
    expect([selection.kind, [...selection.ids]]).toEqual(['people', ['p1']]);
  });

  it('knows relations, reporting lines and departments', () => {
    const { selection } = setup();
    selection.select(['r1']);
    expect([selection.kind, selection.relation?.kind]).toEqual(['relation', 'influence']);
    selection.select(['reports:p2']);
    expect(selection.relation).toEqual({ id: 'reports:p2', kind: 'reports', from: 'p1', to: 'p2' });
    selection.select(['u1']);
    expect([selection.kind, selection.unit?.name]).toEqual(['unit', 'IT']);
  });

  it('lets go of what leaves the map', () => {
    const { selection, become } = setup();
    selection.select(['p1', 'p2']);
    become({ ...MAP, people: new Map([['p1', person('p1')]]) });
    expect([...selection.ids]).toEqual(['p1']);
    become({ ...MAP, people: new Map() });
    expect([selection.kind, [...selection.ids]]).toEqual(['none', []]);
  });

  it('a reporting line without a boss is no selection', () => {
    const { selection } = setup();
    selection.select(['reports:p1']);
    expect(selection.kind).toBe('none');
  });
});
