import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { describe, expect, it } from 'vitest';
import { isOrderKey, orderKey } from '../../../src/model/index.ts';

describe('order keys', () => {
  it('[M13] ascend with the index over every change of length', () => {
    const indexes = [0, 1, 61, 62, 63, 3_905, 3_906, 242_233, 242_234];
    const keys = indexes.map(orderKey);
    expect([...keys].sort()).toEqual(keys);
    expect(keys.slice(0, 4)).toEqual(['a0', 'a1', 'az', 'b00']);
    expect(keys.every(isOrderKey)).toBe(true);
  });

  it('are accepted exactly when the fractional-indexing package accepts them', () => {
    const keys = ['a0', 'a01', 'a1', 'Zz', 'b00', 'b0', 'a00', 'a', '', 'A', `A${'0'.repeat(26)}`, '~', '00', 'Xabc'];
    const accepts = (key: string) => {
      try {
        generateKeyBetween(key, null);
        return true;
      } catch {
        return false;
      }
    };
    for (const key of keys) expect([key, isOrderKey(key)]).toEqual([key, accepts(key)]);
    expect(generateNKeysBetween(null, null, 200).every(isOrderKey)).toBe(true);
  });
});
