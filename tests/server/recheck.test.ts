/** Records that cannot be read, are not there or say "deleted" while people are in their maps, or on their way in. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { withDeleted, withRoleRevoked } from '../../server/access/map-access.ts';
import { NO_BUS } from '../../server/bus/no-bus.ts';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { NO_METER } from '../../server/meter.ts';
import { Connection } from '../../server/rooms/connection.ts';
import { Rooms } from '../../server/rooms/rooms.ts';
import { documentName } from '../../server/store/document-name.ts';
import { LevelStore } from '../../server/store/level-store.ts';
import { newMeta } from '../../server/store/map-meta.ts';
import type { Store } from '../../server/store/store.ts';
import { makeDataFolder, openRaw, until, type RawSocket } from '../support/server-world.ts';

const MAP = 'aaaaaaaaaaaaaaaaaaaaaa';
const LIMITS = { ...DEFAULT_LIMITS, pollMs: 20 };
const EMPTY = { snapshot: null, seq: 0, tail: [] };

/** Rooms over a real folder of which records cannot be read as often as `failures` says, or are not there. */
async function openRooms({ isShared = false, limits = LIMITS } = {}) {
  const store = await LevelStore.open(join(await makeDataFolder(), 'maps'));
  await store.createMap(MAP, newMeta(1));
  const trouble = { failures: 0, isAbsent: false, readings: 0 };
  const readMeta: Store['readMeta'] = (mapId) => {
    trouble.readings += 1;
    if (trouble.isAbsent) return Promise.resolve(null);
    if (trouble.failures === 0) return store.readMeta(mapId);
    trouble.failures -= 1;
    return Promise.reject(new Error('the disk does not answer'));
  };
  const flaky = new Proxy(store, {
    get(target, name) {
      if (name === 'readMeta') return readMeta;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const logged: string[] = [];
  const log = (level: string, event: string): void => void logged.push(`${level} ${event}`);
  const rooms = new Rooms({ store: flaky, bus: { ...NO_BUS, isShared }, meter: NO_METER, limits, log });
  const door = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(door, 'listening');
  onTestFinished(async () => {
    await rooms.destroy();
    for (const socket of door.clients) socket.terminate();
    door.close();
    await store.close();
  });
  return { store, rooms, door, trouble, logged };
}

/** A map with more in it than a room leaves in the log when it is unloaded. */
async function fill(store: Store): Promise<void> {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  for (let i = 0; i < 60; i++) doc.getMap('m').set(`key ${i}`, i);
  await store.append(MAP, updates);
  await store.putHistory(MAP, 5, Y.encodeStateAsUpdate(doc));
}

/** Somebody with the link for viewers, before the gate of the map or its comments. */
function knock({ rooms, door }: Awaited<ReturnType<typeof openRooms>>, kind: 'map' | 'comments'): RawSocket {
  door.once('connection', (socket, request) => {
    const connection = new Connection({
      socket,
      stream: request.socket,
      capability: { mapId: MAP, role: 'view', expires: 0, epoch: 0, link: null },
      mayWrite: false,
      wantsSaved: false,
      sharedWork: { waitMs: () => 0, spend: () => undefined },
      limits: LIMITS,
      meter: NO_METER,
    });
    const document = documentName(MAP, kind);
    socket.on('close', () => void rooms.leave(document, connection));
    void rooms.enter(document, connection);
  });
  return openRaw(`ws://127.0.0.1:${(door.address() as AddressInfo).port}`);
}

/** Somebody with that link, inside. */
async function come(world: Awaited<ReturnType<typeof openRooms>>, kind: 'map' | 'comments'): Promise<RawSocket> {
  const raw = knock(world, kind);
  await until(() => raw.frames.length >= 2);
  return raw;
}

describe('a link withdrawn while its record cannot be read', () => {
  it('[A13] whoever is in with it is put out as soon as it can, from map and comments', async () => {
    const world = await openRooms();
    const inside = [await come(world, 'map'), await come(world, 'comments')];
    await world.store.updateMeta(MAP, (meta) => withRoleRevoked(meta, 'view', 2));
    world.trouble.failures = 1;
    await expect(world.rooms.accessChanged(MAP)).rejects.toThrow('does not answer');
    expect(await Promise.all(inside.map((raw) => raw.closed))).toEqual([4403, 4403]);
    expect([world.trouble.failures, world.logged]).toEqual([0, []]);
  });

  it('[A13] it is tried again and again, each failure after the first is logged', async () => {
    const world = await openRooms();
    const inside = await come(world, 'map');
    await world.store.updateMeta(MAP, (meta) => withRoleRevoked(meta, 'view', 2));
    world.trouble.failures = 4;
    await expect(world.rooms.accessChanged(MAP)).rejects.toThrow('does not answer');
    expect(await inside.closed).toBe(4403);
    expect(world.logged).toEqual(Array(3).fill('warn recheck-failed'));
  });
});

describe('a store that does not answer when somebody comes', () => {
  it('[F7] is said with 4507 and once in the log, not as a map that cannot be read', async () => {
    const world = await openRooms();
    world.trouble.failures = 2;
    expect([await knock(world, 'map').closed, await knock(world, 'comments').closed]).toEqual([4507, 4507]);
    expect(world.logged).toEqual(['error enter-failed']);
    await come(world, 'map');
  });
});

describe('a record that is not there', () => {
  it('[A14] is no deletion: whoever is in stays, nothing is erased, and it is said once', async () => {
    const world = await openRooms({ isShared: true });
    await fill(world.store);
    const content = await world.store.load(MAP);
    const inside = await come(world, 'map');
    world.trouble.isAbsent = true;
    const { readings } = world.trouble;
    await until(() => world.trouble.readings > readings + 5);
    await expect(world.rooms.accessChanged(MAP)).rejects.toThrow('there is no record');
    expect(inside.socket.readyState).toBe(inside.socket.OPEN);
    expect([await world.store.load(MAP), await world.store.listHistory(MAP)]).toEqual([
      content,
      [expect.objectContaining({ at: 5 })],
    ]);
    expect(world.logged[0]).toBe('warn recheck-failed');
  });

  it('[A14] once it is there again it is heeded', async () => {
    const world = await openRooms({ isShared: true });
    const inside = await come(world, 'map');
    world.trouble.isAbsent = true;
    await until(() => world.logged.length > 0);
    await world.store.updateMeta(MAP, (meta) => withRoleRevoked(meta, 'view', 2));
    world.trouble.isAbsent = false;
    expect(await inside.closed).toBe(4403);
    expect(world.logged).toEqual(['warn recheck-failed']);
  });

  it('[A14] whoever comes meanwhile hears 4404, and nothing is erased', async () => {
    const world = await openRooms();
    await fill(world.store);
    world.trouble.isAbsent = true;
    expect(await knock(world, 'map').closed).toBe(4404);
    expect((await world.store.load(MAP)).tail).toHaveLength(60);
  });
});

describe('a deleted map', () => {
  it('[T9] nothing of it comes back with somebody who was on the way in when it was deleted', async () => {
    const world = await openRooms({ limits: { ...LIMITS, roomIdleMs: 10 } });
    await fill(world.store);
    // A room that was loaded before, for somebody the gate let in.
    const inside = await come(world, 'map');
    await world.store.updateMeta(MAP, (meta) => withDeleted(meta, 2));
    expect(await knock(world, 'map').closed).toBe(4410);
    expect(await inside.closed).toBe(4410);
    for (let isGone = false; !isGone;) isGone = (await world.store.load(MAP)).seq === 0;
    await world.rooms.destroy();
    expect(await world.store.load(MAP)).toEqual(EMPTY);
    expect(await world.store.listHistory(MAP)).toEqual([]);
  });
});
