import { describe, expect, it } from 'vitest';
import { emptyMap, unitTree, type AccountMap, type Person, type Unit } from '../../../src/model/index.ts';
import { bossCandidates, personLine, personName, unitOptions } from '../../../src/ui/panels/names.ts';
import { neighbours, unitRows } from '../../../src/ui/panels/unit-order.ts';

function person(id: string, fields: Partial<Person>): Person {
  return {
    id,
    name: id,
    title: '',
    unit: null,
    reportsTo: null,
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
    ...fields,
  };
}
function unit(id: string, parent: string | null): Unit {
  return { id, name: id.toUpperCase(), parent, order: id, outside: false, hue: null, extra: {} };
}

const MAP: AccountMap = {
  ...emptyMap('Test'),
  people: new Map(
    [person('a', {}), person('b', { reportsTo: 'a' }), person('c', { reportsTo: 'b' }), person('d', {})].map((each) => [
      each.id,
      each,
    ]),
  ),
  units: new Map([unit('x', null), unit('y', 'x'), unit('z', null)].map((each) => [each.id, each])),
};

describe('names in the interface', () => {
  it('an unknown seat is named by its title', () => {
    expect(personName(person('p', { name: ' ', title: 'CFO' }), 'Unknown seat')).toBe('? CFO');
    expect(personName(person('p', { name: '' }), 'Unknown seat')).toBe('? Unknown seat');
    expect(personLine(person('p', { name: 'Ada', title: 'CEO' }), 'Unknown seat')).toBe('Ada · CEO');
  });

  it('departments are offered in tree order with their path', () => {
    expect(unitOptions(MAP)).toEqual([
      { value: 'x', label: 'X' },
      { value: 'y', label: 'X / Y' },
      { value: 'z', label: 'Z' },
    ]);
  });

  it('nobody is offered as boss of somebody above them', () => {
    expect(bossCandidates(MAP, ['b']).map((each) => each.id)).toEqual(['a', 'd']);
    expect(bossCandidates(MAP, ['a', 'd'])).toEqual([]);
  });

  it('a department knows the siblings it may pass', () => {
    const tree = unitTree(MAP);
    expect(neighbours(tree, 'x')).toEqual({ before: null, after: 'z' });
    expect(neighbours(tree, 'y')).toEqual({ before: null, after: null });
    expect(unitRows(tree).map((row) => [row.unit.id, row.depth])).toEqual([
      ['x', 0],
      ['y', 1],
      ['z', 0],
    ]);
  });
});
