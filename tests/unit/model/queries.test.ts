import { describe, expect, it } from 'vitest';
import { isId, isMet, metAndKnown, parseFile, peopleByUnit, unitHues, unitTree } from '../../../src/model/index.ts';

const parsed = parseFile({
  format: 'herringbone-map',
  schema: 1,
  units: [{ id: 'a' }, { id: 'a1', parent: 'a', hue: 9 }, { id: 'b', hue: 5 }],
  people: [
    { id: 'p1', name: 'Ann', unit: 'a', attitude: 0 },
    { id: 'p2', name: 'Bo', unit: 'a1' },
    { id: 'p3', name: ' ', unit: 'a1', attitude: 1 },
    { id: 'p4', name: 'Di', attitude: 1 },
  ],
});
const map = parsed.ok ? parsed.value.map : (undefined as never);

describe('questions to a map', () => {
  it('counts as met a named person whose attitude was judged', () => {
    expect([...map.people.values()].filter(isMet).map((person) => person.id)).toEqual(['p1', 'p4']);
  });

  it('counts met and known people of a department with everything below it', () => {
    expect(metAndKnown(map, unitTree(map), 'a')).toEqual({ met: 1, known: 3 });
    expect(metAndKnown(map, unitTree(map), 'a1')).toEqual({ met: 0, known: 2 });
  });

  it('groups people by their own department', () => {
    expect([...peopleByUnit(map)].map(([unit, people]) => [unit, people.length])).toEqual([
      ['a', 1],
      ['a1', 2],
      [null, 1],
    ]);
  });

  it("gives a department its top department's hue", () => {
    expect([...unitHues(map)].sort()).toEqual([
      ['a', 0],
      ['a1', 0],
      ['b', 5],
    ]);
  });

  it('takes as an id what can key a map', () => {
    expect(['p-1', '张', 'x'.repeat(128)].every(isId)).toBe(true);
    expect(['', 'a b', 'x'.repeat(129), 'constructor', '<a', 5, null].some(isId)).toBe(false);
  });
});
