/** One contract, two stores. */
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LevelStore } from '../../server/store/level-store.ts';
import { newMeta } from '../../server/store/map-meta.ts';
import type { Store } from '../../server/store/store.ts';
import { createMap, makeDataFolder, openPlain, openRawMap, startWorld, until } from '../support/server-world.ts';

const STORES: Record<string, () => Promise<Store>> = {
  'level store': async () => {
    const store = await LevelStore.open(join(await makeDataFolder(), 'maps'));
    onTestFinished(() => store.close());
    return store;
  },
};

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const plain = (arrays: readonly Uint8Array[]): number[][] => arrays.map((array) => [...array]);

for (const [name, open] of Object.entries(STORES)) {
  describe(name, () => {
    it('[T1] keeps what is known about a map', async () => {
      const store = await open();
      const meta = newMeta(5);
      expect(await store.readMeta('a')).toBeNull();
      await store.createMap('a', meta);
      expect(await store.readMeta('a')).toEqual(meta);
    });

    it('[T2] numbers updates per map and gives them back in order', async () => {
      const store = await open();
      await Promise.all([store.load('a'), store.load('ab')]);
      const numbers = await Promise.all([
        store.append('a', [bytes(1)]),
        store.append('ab', [bytes(9)]),
        store.append('a', [bytes(2)]),
      ]);
      expect(numbers).toEqual([1, 1, 2]);
      const { snapshot, seq, tail } = await store.load('a');
      expect([snapshot, seq, plain(tail)]).toEqual([null, 2, [[1], [2]]]);
    });

    it('[T3] a load sees appends that nobody has waited for', async () => {
      const store = await open();
      await store.load('a');
      for (let i = 0; i < 300; i++) void store.append('a', [bytes(i % 256)]);
      expect((await store.load('a')).tail.length).toBe(300);
    });

    it('[T4] a snapshot replaces the log up to its number and nothing after it', async () => {
      const store = await open();
      await store.load('a');
      for (const value of [1, 2, 3]) await store.append('a', [bytes(value)]);
      await store.compact('a', bytes(12), 2);
      const { snapshot, seq, tail } = await store.load('a');
      expect([[...(snapshot ?? [])], seq, plain(tail)]).toEqual([[12], 3, [[3]]]);
      await store.compact('a', bytes(123), 3);
      expect(await store.append('a', [bytes(4)])).toBe(4);
      expect((await store.load('a')).seq).toBe(4);
    });
  });
}

describe('level store on disk', () => {
  it('[T5] is there again after a close, with the snapshot before the last one', async () => {
    const folder = join(await makeDataFolder(), 'maps');
    const store = await LevelStore.open(folder);
    await store.load('a');
    await store.append('a', [bytes(1)]);
    await store.compact('a', bytes(10), 1);
    await store.append('a', [bytes(2)]);
    await store.compact('a', bytes(20), 2);
    void store.append('a', [bytes(3)]);
    await store.close();
    const again = await LevelStore.open(folder);
    const { snapshot, seq, tail } = await again.load('a');
    expect([[...(snapshot ?? [])], seq, plain(tail)]).toEqual([[20], 3, [[3]]]);
    await again.close();
    const db = new ClassicLevel<string, Uint8Array>(folder, { valueEncoding: 'view' });
    expect([...((await db.get('p!a')) ?? [])]).toEqual([1, 10]);
    await db.close();
  });

  it('[T6] a folder in use by another store is refused with LEVEL_LOCKED', async () => {
    const folder = join(await makeDataFolder(), 'maps');
    const store = await LevelStore.open(folder);
    onTestFinished(() => store.close());
    await expect(LevelStore.open(folder)).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
  });

  it('[T7] a malformed record puts its map out of service, and no other', async () => {
    const world = await startWorld();
    const [bad, good] = [await createMap(world), await createMap(world)];
    await world.server.destroy();
    const db = new ClassicLevel<string, Uint8Array>(join(world.dataFolder, 'maps'), { valueEncoding: 'view' });
    await db.put(`s!${bad.id}`, bytes(1, 255, 255, 255));
    await db.close();
    const after = await startWorld({ dataFolder: world.dataFolder });
    expect(await openRawMap(after, bad.id, bad.edit).closed).toBe(4500);
    expect(after.logged[0]).toMatch(/^error map-unreadable/);
    const client = openPlain(after, good.id, good.edit);
    await until(() => client.provider.synced);
  });
});
