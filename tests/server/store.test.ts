/** One contract, two stores, and what only the folder does. What only PostgreSQL does: postgres.test.ts. */
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/limits.ts';
import { LevelStore } from '../../server/store/level-store.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, makeDataFolder, openPlain, openRawMap, startWorld, until } from '../support/server-world.ts';
import { bytes, describeStore, plain } from './store-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

describeStore('level store', async () => {
  const folder = join(await makeDataFolder(), 'maps');
  return { open: () => LevelStore.open(folder) };
});

describeStore('PostgreSQL store', async () => {
  const url = await postgres.newDatabase();
  return { open: () => PostgresStore.open({ url, limits: DEFAULT_LIMITS, log: () => undefined }) };
});

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
