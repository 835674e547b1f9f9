/** Several servers on one real PostgreSQL, with and without Redis: partitions, kills, restarts. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { connectMap } from '../../src/sync/index.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { withDeleted } from '../../server/access/map-access.ts';
import { docOf } from '../support/journal-world.ts';
import { movableCalendar } from '../support/movable-calendar.ts';
import { cutBus, startNodes } from '../support/nodes-world.ts';
import { openNumberedWriter, readKeys } from '../support/numbered-writer.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { startRedis, type RedisServer } from '../support/redis.ts';
import { startServerChild } from '../support/server-child.ts';
import {
  createMap,
  makeDataFolder,
  NodeWebSocket,
  openPlain,
  openRawMap,
  tokenOf,
  until,
  type NewMap,
  type World,
} from '../support/server-world.ts';

let postgres: Postgres;
let redis: RedisServer;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
}, 120_000);
afterAll(() => Promise.all([postgres.stop(), redis.stop()]));

/** A client that reconnects and brings again what was not saved, on that node. */
function openClient(node: Pick<World, 'ws'>, map: NewMap, doc = new Y.Doc()) {
  const connection = connectMap({
    url: node.ws,
    mapId: map.id,
    token: tokenOf(map.edit),
    doc,
    WebSocket: NodeWebSocket,
    maxBackoffMs: 200,
  });
  onTestFinished(() => connection.destroy());
  return { doc, connection, size: () => doc.getMap('m').size };
}

async function runSql(databaseUrl: string, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** Both write, again and again, while `disturb` runs; afterwards both have everything of both. */
async function writeOnBoth(nodes: readonly World[], map: NewMap, disturb: () => Promise<void>): Promise<void> {
  const clients = nodes.map((node) => openClient(node, map));
  await until(() => clients.every(({ connection }) => connection.status === 'live'));
  let count = 0;
  const write = (): void => {
    clients.forEach(({ doc }, i) => doc.getMap('m').set(`${i} ${count}`, count));
    count += 1;
  };
  const writing = setInterval(write, 2);
  try {
    for (let round = 0; round < 3; round++) {
      const before = count;
      await until(() => count > before + 20);
      await disturb();
    }
  } finally {
    clearInterval(writing);
  }
  // Nothing more is said: what was missed is not found by what comes after it.
  await until(() => clients.every((client) => client.size() === count * clients.length), 60_000);
  await until(() => clients.every(({ connection }) => connection.saved), 60_000);
  expect((await readKeys({ ws: nodes[0]?.ws ?? '', mapId: map.id, link: map.view })).size).toBe(count * clients.length);
}

const buses = {
  'PostgreSQL alone': async () => ({ databaseUrl: await postgres.newDatabase() }),
  'PostgreSQL and Redis': async () => ({ databaseUrl: await postgres.newDatabase(), redisUrl: redis.url }),
};

for (const [name, shared] of Object.entries(buses)) {
  describe(`two servers on ${name}`, () => {
    it('[N1] edits of one reach the people on the other, long logs and compactions included', async () => {
      const nodes = await startNodes(2, { ...(await shared()), limits: { compactUpdates: 10 } });
      const [one, two] = nodes as [World, World];
      const map = await createMap(one);
      await writeOnBoth([one, two], map, () => Promise.resolve());
    });

    it('[N5] people see each other across servers, and whoever goes is gone on both', async () => {
      const [one, two] = (await startNodes(2, await shared())) as [World, World];
      const map = await createMap(one);
      const ann = openPlain(one, map.id, map.edit);
      await ann.synced();
      ann.provider.awareness.setLocalState({ name: 'Ann' });
      const ben = openPlain(two, map.id, map.view);
      ben.provider.awareness.setLocalState({ name: 'Ben' });
      await until(() => ben.provider.awareness.getStates().get(ann.doc.clientID)?.name === 'Ann');
      await until(() => ann.provider.awareness.getStates().get(ben.doc.clientID)?.name === 'Ben');
      ann.provider.shouldConnect = false;
      ann.provider.ws?.close();
      await until(() => !ben.provider.awareness.getStates().has(ann.doc.clientID));
    });

    it('[N4] a withdrawn link closes sockets on the other server, a deleted map all of them', async () => {
      const [one, two] = (await startNodes(2, await shared())) as [World, World];
      const map = await createMap(one);
      const [viewer, editor] = [openRawMap(two, map.id, map.view), openRawMap(two, map.id, map.edit)];
      await until(() => viewer.frames.length >= 2 && editor.frames.length >= 2);
      await one.server.revoke(map.id, 'view');
      expect(await viewer.closed).toBe(4403);
      const headers = { Authorization: `Bearer ${tokenOf(map.own)}` };
      const answer = await fetch(`${one.http}/api/maps/${map.id}`, { method: 'DELETE', headers });
      expect(answer.status).toBe(204);
      expect(await editor.closed).toBe(4410);
    });
  });
}

describe('partitions', () => {
  /** Nobody looks around by himself: what was missed is found because the bus knows of the gap. */
  const limits = { compactUpdates: 15, pollMs: 600_000 };

  it('[N1] nothing is lost while the wake-ups are cut off again and again, in both directions', async () => {
    const databaseUrl = await postgres.newDatabase();
    const nodes = await startNodes(2, { databaseUrl, limits });
    await writeOnBoth(nodes, await createMap(nodes[0]!), () => cutBus(databaseUrl));
  });

  it('[N1] nothing is lost while every connection to the database is cut off again and again', async () => {
    const databaseUrl = await postgres.newDatabase();
    const nodes = await startNodes(2, { databaseUrl, limits });
    await writeOnBoth(nodes, await createMap(nodes[0]!), () => postgres.cutConnections(databaseUrl));
  });

  it('[N1] nothing is lost while Redis restarts', async () => {
    const databaseUrl = await postgres.newDatabase();
    const nodes = await startNodes(2, { databaseUrl, redisUrl: redis.url, limits });
    await writeOnBoth(nodes, await createMap(nodes[0]!), () => redis.restart());
  });

  it('[N1] nothing is lost when the database restarts as after a power cut', async () => {
    const databaseUrl = await postgres.newDatabase();
    const nodes = await startNodes(2, { databaseUrl });
    await writeOnBoth(nodes, await createMap(nodes[0]!), () => postgres.restart('kill'));
  });

  it('[N1] nothing acknowledged is lost when a server is killed with -9, and its people go on with the other', async () => {
    const databaseUrl = await postgres.newDatabase();
    const dataFolder = await makeDataFolder();
    const config = { databaseUrl, dataFolder, limits: { remotePresenceMs: 1_000 } };
    const [one, two] = await Promise.all([startServerChild(config), startServerChild(config)]);
    onTestFinished(() => Promise.all([one.kill(), two.kill()]).then(() => undefined));
    const map = await createMap(one);
    const ann = openClient(one, map);
    const ben = openClient(two, map);
    const writers = ['a', 'b', 'c'].map((name) =>
      openNumberedWriter({ ws: one.ws, mapId: map.id, link: map.edit }, name),
    );
    await Promise.all(writers.map((writer) => writer.joined));
    ann.connection.awareness.setLocalState({ name: 'Ann' });
    await until(() => ben.connection.awareness.getStates().has(ann.doc.clientID));
    await until(() => {
      for (const writer of writers) writer.write(5);
      ann.doc.getMap('m').set(`ann ${ann.size()}`, 1);
      ben.doc.getMap('m').set(`ben ${ben.size()}`, 1);
      return writers.every((writer) => writer.saved().length >= 100);
    });
    await one.kill();
    await Promise.all(writers.map((writer) => writer.closed));
    const promised = writers.flatMap((writer) => writer.saved());
    await until(() => promised.every((key) => ben.doc.getMap('m').has(key)));
    await until(() => !ben.connection.awareness.getStates().has(ann.doc.clientID));
    ann.connection.destroy();
    const again = openClient(two, map, ann.doc);
    await until(() => again.connection.saved && ben.connection.saved);
    await until(() => again.size() === ben.size());
    expect(ben.doc.getMap('m').toJSON()).toEqual(ann.doc.getMap('m').toJSON());
  });
});

describe('a database that is away', () => {
  it('[F7] whoever comes hears 4507, not that the map cannot be read; it is said once in the log', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { databaseRetryMs: 100 } })) as [World];
    const map = await createMap(node);
    await postgres.halt('kill');
    try {
      expect(await openRawMap(node, map.id, map.edit).closed).toBe(4507);
      expect(await openRawMap(node, map.id, map.edit).closed).toBe(4507);
    } finally {
      await postgres.start();
    }
    expect(node.logged.filter((line) => /gate-failed|map-unreadable/.test(line))).toEqual([
      expect.stringMatching(/^error gate-failed/),
    ]);
  });

  it('[F2] what cannot be written down is refused with 4507, never acknowledged, and brought again', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { databaseRetryMs: 100 } })) as [World];
    const map = await createMap(node);
    const client = openClient(node, map);
    const writer = openNumberedWriter({ ws: node.ws, mapId: map.id, link: map.edit }, 'key');
    await Promise.all([writer.joined, until(() => client.connection.saved)]);
    await postgres.halt('kill');
    try {
      writer.write();
      client.doc.getMap('m').set('from the client', 1);
      expect(await writer.closed).toBe(4507);
      await until(() => client.connection.status === 'offline');
      expect([writer.saved(), client.connection.saved]).toEqual([[], false]);
    } finally {
      await postgres.start();
    }
    await until(() => client.connection.saved, 60_000);
    const keys = await readKeys({ ws: node.ws, mapId: map.id, link: map.view });
    expect(keys.has('from the client')).toBe(true);
  });
});

/** Another server that tells nobody what it does. */
async function openMute(databaseUrl: string): Promise<PostgresStore> {
  const store = await PostgresStore.open({ url: databaseUrl, limits: DEFAULT_LIMITS, log: () => undefined });
  onTestFinished(() => store.close());
  return store;
}

describe('a log that has lost its end', () => {
  it('[T16] is noticed by who listens and by who writes, and everybody brings again what was lost', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [one, two] = (await startNodes(2, { databaseUrl, limits: { pollMs: 100 } })) as [World, World];
    const map = await createMap(one);
    const [ann, ben, mute] = [openClient(one, map), openClient(two, map), await openMute(databaseUrl)];
    const isSaved = (): boolean => ann.connection.saved && ben.connection.saved;
    await until(() => ann.connection.status === 'live' && ben.connection.status === 'live');
    const sizeOnDisk = async (): Promise<number> => {
      const { snapshot, tail } = await mute.load(map.id);
      return docOf(snapshot === null ? tail : [snapshot, ...tail]).getMap('m').size;
    };
    const write = async (keys: readonly string[]): Promise<void> => {
      for (const key of keys) {
        const { length } = (await mute.load(map.id)).tail;
        ann.doc.getMap('m').set(key, 1);
        while ((await mute.load(map.id)).tail.length === length);
      }
    };
    // As a standby that takes over and had not received the last of them.
    const loseAfter = (seq: number): Promise<void> =>
      runSql(
        databaseUrl,
        `DELETE FROM herringbone_log WHERE seq > ${seq}; UPDATE herringbone_documents SET seq = ${seq}`,
      );
    await write(['a', 'b', 'c', 'd']);
    await until(() => ben.size() === 4 && isSaved());
    await loseAfter(2);
    while ((await sizeOnDisk()) < 4);
    await until(() => isSaved() && one.logged.some((line) => line.includes('the log has gone back')));
    await loseAfter(1);
    ann.doc.getMap('m').set('e', 1);
    await until(() => ben.size() === 5);
    while ((await sizeOnDisk()) < 5);
    await until(isSaved);
    expect((await readKeys({ ws: two.ws, mapId: map.id, link: map.view })).size).toBe(5);
  });
});

describe('a map that another server has deleted', () => {
  it('[T9] what is said here before the news comes is erased too', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { pollMs: 60_000 } })) as [World];
    const [map, mute] = [await createMap(node), await openMute(databaseUrl)];
    const ann = openClient(node, map);
    await until(() => ann.connection.status === 'live');
    ann.doc.getMap('m').set('before', 1);
    while ((await mute.load(map.id)).tail.length === 0);
    await mute.updateMeta(map.id, (meta) => withDeleted(meta, Date.now()));
    await mute.erase(map.id);
    ann.doc.getMap('m').set('after', 1);
    await until(() => ann.connection.status === 'refused');
    expect(ann.connection.reason).toBe('deleted');
    while ((await mute.load(map.id)).tail.length > 0);
  });
});

describe('history of several servers', () => {
  const MINUTE = 60_000;

  it('[Y1] [Y3] a state holds what other servers said until its time, and nothing they say in a later hour', async () => {
    const calendar = movableCalendar();
    calendar.ahead = 60 * MINUTE - (Date.now() % (60 * MINUTE));
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { pollMs: 20 } })) as [World];
    const [map, mute] = [await createMap(node), await openMute(databaseUrl)];
    const { doc, synced } = openPlain(node, map.id, map.edit);
    const elsewhere = new Y.Doc();
    const keys = (): string[] => [...doc.getMap('m').keys()].sort();
    const sayElsewhere = async (change: () => void): Promise<void> => {
      const before = Y.encodeStateVector(elsewhere);
      change();
      await mute.append(map.id, [Y.encodeStateAsUpdate(elsewhere, before)]);
    };
    await synced();
    doc.getMap('m').set('here', 1);
    while ((await mute.load(map.id)).seq === 0);
    calendar.ahead += 30 * MINUTE;
    const later = Date.now();
    await sayElsewhere(() => elsewhere.getMap('m').set('elsewhere', 1));
    await until(() => keys().length === 2);
    calendar.ahead += 60 * MINUTE;
    await sayElsewhere(() => elsewhere.getMap('m').delete('elsewhere'));
    await until(() => keys().length === 1);
    doc.getMap('m').set('here again', 1);
    while ((await mute.load(map.id)).seq < 4);
    await node.server.destroy();
    const entries = await mute.listHistory(map.id);
    const states = await Promise.all(entries.map(({ at }) => mute.readHistory(map.id, at)));
    expect(states.map((state) => [...docOf([state!]).getMap('m').keys()].sort())).toEqual([
      ['elsewhere', 'here'],
      ['here', 'here again'],
    ]);
    expect(entries[0]?.at).toBeGreaterThanOrEqual(later);
  });
});

describe('lost wake-ups', () => {
  it('[N1] an edit nobody told of is found all the same', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { pollMs: 100 } })) as [World];
    const mute = await openMute(databaseUrl);
    const map = await createMap(node);
    const client = openPlain(node, map.id, map.edit);
    await client.synced();
    const elsewhere = new Y.Doc();
    elsewhere.getMap('m').set('from', 'elsewhere');
    await mute.append(map.id, [Y.encodeStateAsUpdate(elsewhere)]);
    await until(() => client.doc.getMap('m').get('from') === 'elsewhere');
    client.doc.getMap('m').set('from', 'here');
    await mute.compact(map.id, Y.encodeStateAsUpdate(elsewhere), 1);
    const late = openPlain(node, map.id, map.view);
    await until(() => late.doc.getMap('m').get('from') === 'here');
  });

  it('[N4] a link withdrawn unheard, and a map deleted unheard, close their sockets all the same', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { pollMs: 100 } })) as [World];
    const mute = await openMute(databaseUrl);
    const map = await createMap(node);
    const [viewer, editor] = [openRawMap(node, map.id, map.view), openRawMap(node, map.id, map.edit)];
    await until(() => viewer.frames.length >= 2 && editor.frames.length >= 2);
    await mute.updateMeta(map.id, (meta) => ({ ...meta, epochs: { ...meta.epochs, view: 1 } }));
    expect(await viewer.closed).toBe(4403);
    await mute.updateMeta(map.id, (meta) => ({ ...meta, deleted: Date.now() }));
    expect(await editor.closed).toBe(4410);
  });
});
