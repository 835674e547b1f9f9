/** Numbers of `limits.ts` that decide when the store is asked for what, each as it is set. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { NO_BUS } from '../../server/bus/no-bus.ts';
import { DEFAULT_LIMITS, type Limits } from '../../server/index.ts';
import { NO_METER } from '../../server/meter.ts';
import { Connection } from '../../server/rooms/connection.ts';
import { MapSize } from '../../server/rooms/map-size.ts';
import { RoomDoc } from '../../server/rooms/room-doc.ts';
import { Room } from '../../server/rooms/room.ts';
import { Rooms } from '../../server/rooms/rooms.ts';
import { encodeStep1, encodeUpdate, parseMessage } from '../../server/rooms/wire.ts';
import { LevelStore } from '../../server/store/level-store.ts';
import { newMeta } from '../../server/store/map-meta.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DOCUMENT, openDesk } from '../support/journal-world.ts';
import { startNodes } from '../support/nodes-world.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, makeDataFolder, openPlain, openRaw, until, type World } from '../support/server-world.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

async function openFolder(): Promise<LevelStore> {
  const store = await LevelStore.open(join(await makeDataFolder(), 'maps'));
  onTestFinished(() => store.close());
  return store;
}

/** Edits of one person, each an update of its own. */
function edits(count: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) doc.getMap('m').set(`key ${i}`, i);
  return { doc, updates };
}

describe('loading', () => {
  it('[R7] a snapshot and the log behind it are taken in as one transaction', async () => {
    const store = await openFolder();
    const { updates } = edits(200);
    await store.append(DOCUMENT, updates);
    await store.compact(DOCUMENT, Y.mergeUpdates(updates.slice(0, 50)), 50);
    const doc = new RoomDoc();
    let transactions = 0;
    doc.on('afterTransaction', () => (transactions += 1));
    const desk = await openDesk(store, {}, doc);
    expect([desk.keys().length, transactions]).toEqual([200, 1]);
  });
});

describe('compacting', () => {
  it('[T5] a log that holds so many bytes becomes a snapshot, however few its updates', async () => {
    const store = await openFolder();
    const desk = await openDesk(store, { compactUpdates: 1e9, compactBytes: 1_000 });
    const say = async (key: string): Promise<Uint8Array | null> => {
      desk.say(key);
      desk.endTurn();
      await desk.journal.settle();
      return (await store.load(DOCUMENT)).snapshot;
    };
    expect(await say('a'.repeat(600))).toBeNull();
    expect(await say('b'.repeat(600))).not.toBeNull();
  });
});

describe('a full map', () => {
  const limits = { ...DEFAULT_LIMITS, softMapBytes: 100, hardMapBytes: 1_000, spareMapBytes: 200 };

  it('[L-map] takes what is left of deleted things up to the spare, content no more, and repetitions always', () => {
    const doc = new Y.Doc();
    doc.getMap('m').set('text', 'x'.repeat(900));
    const size = new MapSize(doc, limits, () => undefined);
    const free = limits.hardMapBytes - Y.encodeStateAsUpdate(doc).length;
    size.set(limits.hardMapBytes - free);
    expect([size.isFull(free, 'content'), size.isFull(free + 1, 'content')]).toEqual([false, true]);
    expect([size.isFull(free + 200, 'traces'), size.isFull(free + 201, 'traces')]).toEqual([false, true]);
    expect(size.isFull(1e9, 'nothing')).toBe(false);
  });
});

/** Somebody's socket, and what the server has of it. */
async function openSocket(limits: Limits) {
  const door = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(door, 'listening');
  const accepted = once(door, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const raw = openRaw(`ws://127.0.0.1:${(door.address() as AddressInfo).port}`);
  const [socket, request] = await accepted;
  onTestFinished(() => {
    socket.terminate();
    door.close();
  });
  let heard = 0;
  socket.on('message', () => (heard += 1));
  const connection = new Connection({
    socket,
    stream: request.socket,
    capability: { mapId: DOCUMENT, role: 'edit', expires: 0, epoch: 0, link: null },
    mayWrite: true,
    wantsSaved: true,
    sharedWork: { waitMs: () => 0, spend: () => undefined },
    limits,
    meter: NO_METER,
  });
  await raw.opened;
  return { connection, raw, heard: () => heard };
}

/** Somebody speaks first, while the store takes its time: nothing is loaded before `answer`. */
async function speakFirst(limits: Partial<Limits>, messages: readonly Uint8Array[]) {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const store = await openFolder();
  await store.createMap(DOCUMENT, newMeta(1));
  const stored = new Y.Doc();
  stored.getMap('m').set('stored', 1);
  await store.append(DOCUMENT, [Y.encodeStateAsUpdate(stored)]);
  let answer = (): void => undefined;
  const answers = new Promise<void>((resolve) => (answer = resolve));
  const load: Store['load'] = async (document) => {
    await answers;
    return store.load(document);
  };
  const slow = new Proxy(store, {
    get(target, name) {
      if (name === 'load') return load;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const rooms = new Rooms({ store: slow, bus: NO_BUS, meter: NO_METER, limits: all, log: () => undefined });
  onTestFinished(() => {
    answer();
    return rooms.destroy();
  });
  const { connection, raw, heard } = await openSocket(all);
  void rooms.enter(DOCUMENT, connection);
  for (const message of messages) raw.socket.send(message);
  await until(() => heard() > 0 && raw.socket.bufferedAmount === 0);
  return { raw, answer };
}

describe('a store that takes its time', () => {
  it('[R1] whoever speaks first is answered nothing before the map is loaded, and then with all of it', async () => {
    const { doc, updates } = edits(1);
    const { raw, answer } = await speakFirst({}, [encodeStep1(new Y.Doc()), ...updates.map(encodeUpdate)]);
    expect(raw.frames).toEqual([]);
    answer();
    await until(() => raw.frames.some((frame) => frame[0] === 100));
    const messages = raw.frames.map(parseMessage);
    expect(messages.slice(0, 3).map((message) => message?.kind)).toEqual(['step1', 'awareness', 'step2']);
    const [, , first] = messages;
    if (first?.kind === 'step2') Y.applyUpdate(doc, first.update);
    expect(doc.getMap('m').toJSON()).toEqual({ 'key 0': 0, stored: 1 });
  });

  it('[R2] what was said in one turn goes into the log as few updates, each of so many', async () => {
    const { updates } = edits(95);
    const store = await openFolder();
    const limits = { ...DEFAULT_LIMITS, coalescedUpdates: 20 };
    const nothing = (): void => undefined;
    const shared = { document: DOCUMENT, store, bus: NO_BUS, meter: NO_METER, limits, log: nothing };
    const room = await Room.load({ ...shared, onFault: nothing, onAccess: nothing });
    onTestFinished(() => room.destroy());
    const [writer, reader] = [await openSocket(limits), await openSocket(limits)];
    room.join(writer.connection);
    room.join(reader.connection);
    updates.forEach((update, i) => room.receive(writer.connection, { update, isAnswer: false, number: i + 1 }));
    await until(() => writer.raw.frames.some((frame) => frame[0] === 100 && frame[1] === 95));
    const { tail } = await store.load(DOCUMENT);
    expect(tail.map((update) => Y.decodeUpdate(update).structs.length)).toEqual([20, 20, 20, 20, 15]);
    const isUpdate = (frame: Uint8Array): boolean => frame[0] === 0 && frame[1] === 2;
    await until(() => reader.raw.frames.filter(isUpdate).length === 5);
  });
});

describe('PostgreSQL', () => {
  const lookInto = async <T extends object>(databaseUrl: string, query: string): Promise<T[]> => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<T>(query);
    await client.end();
    return rows;
  };
  const OURS = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'herringbone'`;

  it('[T10] appends go into commits of so many bytes, a larger one alone', async () => {
    const commitsOf = async (databaseBatchBytes: number): Promise<string[][]> => {
      const url = await postgres.newDatabase();
      const limits = { ...DEFAULT_LIMITS, databaseBatchBytes };
      const store = await PostgresStore.open({ url, limits, log: () => undefined });
      onTestFinished(() => store.close());
      const lengths = { a: 40, b: 40, c: 40, d: 200, e: 40 };
      await Promise.all(
        Object.entries(lengths).map(([document, length]) => store.append(document, [new Uint8Array(length)])),
      );
      const rows = await lookInto<{ documents: string[] }>(
        url,
        'SELECT array_agg(document ORDER BY document) AS documents FROM herringbone_log GROUP BY xmin::text ORDER BY 1',
      );
      return rows.map(({ documents }) => documents);
    };
    expect(await commitsOf(100)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
    expect(await commitsOf(1_000)).toEqual([['a', 'b', 'c', 'd', 'e']]);
  });

  it('[T10] so many connections are opened as the server is set to, however many maps are asked for at once', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [node] = (await startNodes(1, { databaseUrl, limits: { databaseConnections: 2 } })) as [World];
    const maps = await Promise.all(Array.from({ length: 12 }, () => createMap(node)));
    const readers = maps.map((map) => openPlain(node, map.id, map.view));
    await Promise.all(readers.map((reader) => reader.synced()));
    expect((await lookInto(databaseUrl, OURS)).length).toBe(2);
  });

  it('[W7] what waits for the bus is kept up to so many bytes, as the server is set to', async () => {
    const databaseUrl = await postgres.newDatabase();
    const dataFolder = await makeDataFolder();
    const [mute] = (await startNodes(1, { databaseUrl, dataFolder, limits: { busOutboxBytes: 10 } })) as [World];
    const [node] = (await startNodes(1, { databaseUrl, dataFolder })) as [World];
    const map = await createMap(mute);
    const open = async (world: World, name: string) => {
      const client = openPlain(world, map.id, map.view);
      await client.synced();
      client.provider.awareness.setLocalState({ name });
      return client;
    };
    const sees = ({ provider }: { provider: WebsocketProvider }, who: { doc: Y.Doc }): boolean =>
      provider.awareness.getStates().has(who.doc.clientID);
    const ann = await open(mute, 'Ann');
    const besideAnn = await open(mute, 'Amy');
    await until(() => sees(besideAnn, ann));
    const ben = await open(node, 'Ben');
    await until(() => sees(ann, ben));
    expect(sees(ben, ann)).toBe(false);
  });
});
