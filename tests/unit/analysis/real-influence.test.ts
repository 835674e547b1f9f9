import { describe, expect, it } from 'vitest';
import { isInfluenceKnown, realInfluence } from '../../../src/analysis/index.ts';
import { randomMap, shuffledMap } from '../../support/random-map.ts';
import { graphOf } from './graph.ts';

const rounded = (values: ReadonlyMap<string, number>) =>
  Object.fromEntries([...values].map(([id, value]) => [id, Math.round(value * 1000) / 1000]));

describe('realInfluence', () => {
  it('is empty for nobody and 1 for everybody without influence relations', () => {
    expect(realInfluence(graphOf('', []))).toEqual(new Map());
    expect(rounded(realInfluence(graphOf('abc', [['a', 'b', { kind: 'personal' }]])))).toEqual({ a: 1, b: 1, c: 1 });
  });

  it('gives the weight of listeners to whom they listen to', () => {
    // b and c listen to a: each keeps r = 0.15 + 0.85 a/3, and a = r + 0.85 · 2r, so r = 3/4.7.
    expect(
      rounded(
        realInfluence(
          graphOf('abc', [
            ['a', 'b'],
            ['a', 'c'],
          ]),
        ),
      ),
    ).toEqual({ a: 1.723, b: 0.638, c: 0.638 });
  });

  it('divides a listener by strength', () => {
    const heard = realInfluence(
      graphOf('abc', [
        ['a', 'c', { strength: 3 }],
        ['b', 'c', { strength: 1 }],
      ]),
    );
    const own = heard.get('c')!;
    expect((heard.get('a')! - own) / (heard.get('b')! - own)).toBeCloseTo(3, 6);
  });

  it('counts a relation in both directions both ways', () => {
    expect(rounded(realInfluence(graphOf('ab', [['a', 'b', { direction: 'both' }]])))).toEqual({ a: 1, b: 1 });
  });

  it('ranks whoever important people listen to above whoever as many unimportant ones do', () => {
    const ties = [
      ['a', 'b'],
      ['b', 'c'],
      ['b', 'd'],
      ['b', 'e'],
      ['f', 'g'],
    ] as const;
    const heard = realInfluence(graphOf('abcdefg', ties));
    expect(heard.get('a')!).toBeGreaterThan(heard.get('f')!);
  });

  it('ignores relations to oneself and to people who are gone', () => {
    expect(
      rounded(
        realInfluence(
          graphOf('ab', [
            ['a', 'a'],
            ['x', 'b'],
            ['b', 'y'],
          ]),
        ),
      ),
    ).toEqual({ a: 1, b: 1 });
  });

  it('has a mean of 1 and the same bytes for any order of the input', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const map = randomMap(seed, 40);
      const values = realInfluence(map);
      expect([...values.values()].reduce((sum, value) => sum + value, 0) / 40, `seed ${seed}`).toBeCloseTo(1, 9);
      expect([...realInfluence(shuffledMap(map, seed))], `seed ${seed}`).toEqual([...values]);
    }
  });
});

describe('isInfluenceKnown', () => {
  const star = (people: string) => [...people.slice(1)].map((id) => [people[0]!, id] as const);

  it('says no under eight people', () => {
    expect(isInfluenceKnown(graphOf('abcdefg', star('abcdefg')))).toBe(false);
    expect(isInfluenceKnown(graphOf('abcdefgh', star('abcdefgh')))).toBe(true);
  });

  it('says no where few relations are known', () => {
    expect(isInfluenceKnown(graphOf('abcdefgh', star('abcd')))).toBe(false);
    expect(isInfluenceKnown(graphOf('abcdefghijklmnopqrstuvwxyz', star('abcdef')))).toBe(false);
    expect(isInfluenceKnown(graphOf('abcdefghijklmnopqrstuvwxyz', star('abcdefg')))).toBe(true);
  });
});
