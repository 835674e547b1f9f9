import { describe, expect, it } from 'vitest';
import { matchOptions } from '../../../src/ui/controls/combobox-options.ts';

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
