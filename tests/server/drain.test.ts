/** A stop in the middle of writing: what was said is acknowledged first, and a database that is away holds nobody. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startNodes } from '../support/nodes-world.ts';
import { openNumberedWriter, readKeys } from '../support/numbered-writer.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, openPlain, until, type World } from '../support/server-world.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

/** Somebody has said `late`, which is held up on its way to the disk until `release`. */
async function openHeld(limits: { drainMs?: number }) {
  const databaseUrl = await postgres.newDatabase();
  const [node] = (await startNodes(1, { databaseUrl, limits })) as [World];
  const map = await createMap(node);
  const where = { mapId: map.id, link: map.edit };
  const writer = openNumberedWriter({ ws: node.ws, ...where }, 'key');
  await writer.joined;
  writer.write();
  await until(() => writer.saved().length === 1);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('BEGIN');
  await client.query('SELECT FROM herringbone_documents FOR UPDATE');
  const watcher = openPlain(node, map.id, map.view);
  await watcher.synced();
  writer.write();
  await until(() => watcher.doc.getMap('m').has('key 1'));
  watcher.provider.destroy();
  const readAgain = async () => {
    const [next] = (await startNodes(1, { databaseUrl, dataFolder: node.dataFolder })) as [World];
    return [...(await readKeys({ ws: next.ws, ...where }))].sort();
  };
  return { node, writer, release: () => client.query('ROLLBACK'), readAgain };
}

describe('a server that stops', () => {
  it('[D2] acknowledges what was said before it closes the sockets with 1012', async () => {
    const { node, writer, release, readAgain } = await openHeld({ drainMs: 60_000 });
    const stopped = node.server.destroy();
    await release();
    expect(await writer.closed).toBe(1012);
    expect(writer.saved()).toEqual(['key 0', 'key 1']);
    await stopped;
    expect(await readAgain()).toEqual(['key 0', 'key 1']);
  });

  it('[D2] says 1012 all the same when the database takes too long, and what was said is written none the less', async () => {
    const { node, writer, release, readAgain } = await openHeld({ drainMs: 50 });
    const stopped = node.server.destroy();
    expect(await writer.closed).toBe(1012);
    expect(writer.saved()).toEqual(['key 0']);
    await release();
    await stopped;
    expect(await readAgain()).toEqual(['key 0', 'key 1']);
  });
});
