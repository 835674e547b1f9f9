import { describe, expect, it } from 'vitest';
import { matchOptions, stepInOptions } from '../../../src/ui/controls/combobox-options.ts';

const PEOPLE = [
  { id: 'a', label: 'Hanna Liu', hint: 'Buyer' },
  { id: 'b', label: 'Anna Berg', hint: 'CTO · Technology' },
  { id: 'c', label: '张伟', hint: 'Anna’s deputy' },
];

describe('the type-ahead list', () => {
  it('puts names that start with the query first, then names that contain it, then hints', () => {
    expect(matchOptions(PEOPLE, 'anna').map((option) => option.id)).toEqual(['b', 'a', 'c']);
  });

  it('finds Chinese names by any part', () => {
    expect(matchOptions(PEOPLE, '伟').map((option) => option.id)).toEqual(['c']);
  });

  it('offers everybody for an empty query, up to the limit', () => {
    expect(matchOptions(PEOPLE, '  ', 2).map((option) => option.id)).toEqual(['a', 'b']);
  });

  it('offers nobody when nothing matches', () => {
    expect(matchOptions(PEOPLE, 'xyz')).toEqual([]);
  });
});

describe('the marked option', () => {
  it('goes down and up to the ends, and begins with the first', () => {
    expect(stepInOptions(PEOPLE, null, 1)).toBe('a');
    expect(stepInOptions(PEOPLE, 'a', 1)).toBe('b');
    expect(stepInOptions(PEOPLE, 'c', 1)).toBe('c');
    expect(stepInOptions(PEOPLE, 'a', -1)).toBe('a');
    expect(stepInOptions([], 'a', 1)).toBeNull();
  });

  it('is the same one when a colleague adds somebody before it, and the first when it is gone', () => {
    const more = [{ id: 'n', label: 'Al', hint: '' }, ...PEOPLE];
    expect(stepInOptions(more, 'b', 1)).toBe('c');
    expect(stepInOptions(PEOPLE.slice(1), 'a', 1)).toBe('b');
  });
});
