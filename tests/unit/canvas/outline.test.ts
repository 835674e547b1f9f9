import { describe, expect, it } from 'vitest';
import { findInOutline, outlineOf, stepInOutline } from '../../../src/canvas/outline.ts';
import { emptyMap, type AccountMap } from '../../../src/model/index.ts';
import { randomMap } from '../../support/random-map.ts';

const SEEDS = Number(process.env.HERRINGBONE_SEEDS ?? 30);

/** Two people in a department, one above it without any. */
function smallMap(): AccountMap {
  const map = randomMap(1, 3);
  const [a, b, c] = [...map.people.values()];
  const unit = { id: 'u', name: 'IT', parent: null, order: 'a0', outside: false, hue: null, extra: {} };
  const people = [
    { ...a!, id: 'p1', name: 'Ada', unit: null, order: 'a0' },
    { ...b!, id: 'p2', name: 'Ben', unit: 'u', order: 'a1' },
    { ...c!, id: 'p3', name: 'Bea', unit: 'u', order: 'a0' },
  ];
  return {
    ...emptyMap(),
    units: new Map([['u', unit]]),
    people: new Map(people.map((person) => [person.id, person])),
  };
}
const ROWS = outlineOf(smallMap());

describe('the outline of a map', () => {
  it('lists people before departments, and departments with theirs', () => {
    expect(ROWS.map(({ id, level, parent, position, siblings }) => [id, level, parent, position, siblings])).toEqual([
      ['p1', 1, -1, 1, 2],
      ['u', 1, -1, 2, 2],
      ['p3', 2, 1, 1, 2],
      ['p2', 2, 1, 2, 2],
    ]);
  });

  it('holds every person and department once, whatever the map', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 30);
      const ids = outlineOf(map).map((row) => row.id);
      expect([...ids].sort(), `seed ${seed}`).toEqual([...map.units.keys(), ...map.people.keys()].sort());
    }
  });
});

describe('a key in the outline', () => {
  it('walks, and stays within the list', () => {
    expect(stepInOutline(ROWS, 1, 'ArrowDown')).toBe(2);
    expect(stepInOutline(ROWS, 0, 'ArrowUp')).toBe(0);
    expect(stepInOutline(ROWS, 1, 'End')).toBe(3);
    expect(stepInOutline(ROWS, 3, 'PageUp')).toBe(0);
  });

  it('goes into a department and back to it', () => {
    expect(stepInOutline(ROWS, 1, 'ArrowRight')).toBe(2);
    expect(stepInOutline(ROWS, 0, 'ArrowRight')).toBeNull();
    expect(stepInOutline(ROWS, 3, 'ArrowLeft')).toBe(1);
  });

  it('leads nowhere in an empty list', () => {
    expect(stepInOutline([], 0, 'ArrowDown')).toBeNull();
    expect(findInOutline([], 0, 'a')).toBeNull();
  });
});

describe('typing in the outline', () => {
  it('goes to the next name with that beginning, and round', () => {
    expect(findInOutline(ROWS, 2, 'b')).toBe(3);
    expect(findInOutline(ROWS, 3, 'b')).toBe(2);
    expect(findInOutline(ROWS, 2, 'be')).toBe(2);
    expect(findInOutline(ROWS, 2, 'ben')).toBe(3);
    expect(findInOutline(ROWS, 0, 'x')).toBeNull();
  });
});
