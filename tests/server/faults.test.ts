/** A database that refuses one kind of write, and records no server of ours would write. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import { startNodes } from '../support/nodes-world.ts';
import { openNumberedWriter, readKeys } from '../support/numbered-writer.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, openPlain, openRawMap, until, type World } from '../support/server-world.ts';

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop());

/** Every row for that table is refused until `allow`. */
async function refuseRows(databaseUrl: string, table: string): Promise<{ allow(): Promise<void> }> {
  const run = async (text: string): Promise<void> => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await run(`
    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`);
  return { allow: () => run(`DROP TRIGGER refuse ON ${table}`) };
}

async function openStore(databaseUrl: string): Promise<PostgresStore> {
  const store = await PostgresStore.open({ url: databaseUrl, limits: DEFAULT_LIMITS, log: () => undefined });
  onTestFinished(() => store.close());
  return store;
}

describe('faults of the store', () => {
  it('[F3] without snapshots and states of the past, edits are taken, saved and found again', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { compactUpdates: 5, historyMs: 10 } })) as [World];
    const map = await createMap(node);
    const where = { ws: node.ws, mapId: map.id, link: map.edit };
    await refuseRows(databaseUrl, 'herringbone_snapshots');
    await refuseRows(databaseUrl, 'herringbone_history');
    const writer = openNumberedWriter(where, 'key');
    await writer.joined;
    const isLogged = (event: string): boolean => node.logged.some((line) => line.startsWith(`warn ${event}`));
    await until(() => {
      writer.write();
      return isLogged('compact-failed') && isLogged('history-failed') && writer.saved().length > 20;
    });
    expect([...(await readKeys(where))]).toEqual(expect.arrayContaining(writer.saved()));
  });

  it('[F3] a snapshot that was refused is written later', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { compactUpdates: 5 } })) as [World];
    const map = await createMap(node);
    const snapshots = await refuseRows(databaseUrl, 'herringbone_snapshots');
    const writer = openNumberedWriter({ ws: node.ws, mapId: map.id, link: map.edit }, 'key');
    await writer.joined;
    await until(() => {
      writer.write();
      return node.logged.some((line) => line.startsWith('warn compact-failed'));
    });
    await snapshots.allow();
    const store = await openStore(databaseUrl);
    for (let isThere = false; !isThere;) {
      writer.write();
      isThere = (await store.load(map.id)).snapshot !== null;
    }
  });

  it('[F2] a log that takes nothing: 4507, nothing acknowledged, the map as it was', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl })) as [World];
    const map = await createMap(node);
    const where = { ws: node.ws, mapId: map.id, link: map.edit };
    const before = openNumberedWriter(where, 'before');
    await before.joined;
    before.write(3);
    await until(() => before.saved().length === 3);
    const log = await refuseRows(databaseUrl, 'herringbone_log');
    const during = openNumberedWriter(where, 'during');
    await during.joined;
    during.write(2);
    expect([await during.closed, await before.closed]).toEqual([4507, 4507]);
    expect(during.saved()).toEqual([]);
    expect([...(await readKeys(where))].sort()).toEqual(before.saved());
    await log.allow();
    const after = openNumberedWriter(where, 'after');
    await after.joined;
    after.write(2);
    await until(() => after.saved().length === 2);
  });

  it('[F1] a broken record in the log of another server puts its map out of service, and no other', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { pollMs: 100 } })) as [World];
    const [bad, good] = [await createMap(node), await createMap(node)];
    const there = openRawMap(node, bad.id, bad.edit);
    const client = openPlain(node, good.id, good.edit);
    await until(() => there.frames.length >= 2 && client.provider.synced);
    const store = await openStore(databaseUrl);
    await store.append(bad.id, [new Uint8Array([1, 255, 255, 255])]);
    expect(await there.closed).toBe(1012);
    expect(await openRawMap(node, bad.id, bad.edit).closed).toBe(4500);
    client.doc.getMap('m').set('a', 1);
    const watcher = openPlain(node, good.id, good.view);
    await until(() => watcher.doc.getMap('m').size === 1);
    expect(client.provider.wsconnected).toBe(true);
  });
});
