/** Links that are withdrawn while the store cannot be read for a moment. One server alone: nothing else looks again. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { withRoleRevoked } from '../../server/access/map-access.ts';
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
const limits = { ...DEFAULT_LIMITS, pollMs: 20 };

/** Rooms over a real folder of which records cannot be read as often as `failures` says. */
async function openRooms() {
  const store = await LevelStore.open(join(await makeDataFolder(), 'maps'));
  await store.createMap(MAP, newMeta(1));
  const trouble = { failures: 0 };
  const readMeta: Store['readMeta'] = (mapId) => {
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
  const rooms = new Rooms({ store: flaky, bus: NO_BUS, meter: NO_METER, limits, log });
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

/** Somebody with the link for viewers, in the map or its comments. */
async function come({ rooms, door }: Awaited<ReturnType<typeof openRooms>>, kind: 'map' | 'comments') {
  door.once('connection', (socket, request) => {
    const connection = new Connection({
      socket,
      stream: request.socket,
      capability: { mapId: MAP, role: 'view', expires: 0, epoch: 0, link: null },
      mayWrite: false,
      wantsSaved: false,
      sharedWork: { waitMs: () => 0, spend: () => undefined },
      limits,
      meter: NO_METER,
    });
    const document = documentName(MAP, kind);
    socket.on('close', () => void rooms.leave(document, connection));
    void rooms.enter(document, connection);
  });
  const raw: RawSocket = openRaw(`ws://127.0.0.1:${(door.address() as AddressInfo).port}`);
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
