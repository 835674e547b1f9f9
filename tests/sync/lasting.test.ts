import { describe, expect, it } from 'vitest';
import { askToLast, doesLast, readRoom } from '../../src/sync/index.ts';

const browser = (more: Partial<StorageManager>) => more as StorageManager;

describe('what the browser promises', () => {
  it('[S26] is what it says', async () => {
    const storage = browser({
      persist: () => Promise.resolve(true),
      persisted: () => Promise.resolve(true),
      estimate: () => Promise.resolve({ usage: 9, quota: 10 }),
    });
    expect([await askToLast(storage), await doesLast(storage)]).toEqual([true, true]);
    expect(await readRoom(storage)).toEqual({ usedBytes: 9, quotaBytes: 10 });
  });

  it('[S26] is nothing where it has no such thing, refuses to answer, or does not know', async () => {
    const no = () => Promise.reject(new TypeError('not here'));
    const refusing = browser({ persist: no, persisted: no, estimate: no });
    for (const storage of [null, refusing, browser({ estimate: () => Promise.resolve({}) }), browser({})]) {
      expect(await readRoom(storage)).toBe(null);
    }
    for (const storage of [null, refusing, browser({})]) {
      expect([await askToLast(storage), await doesLast(storage)]).toEqual([false, false]);
    }
  });
});
