import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LevelStore } from '../../server/store/level-store.ts';
import { documentName } from '../../server/store/document-name.ts';
import type { Limits } from '../../server/index.ts';
import { ask } from '../support/api-world.ts';
import { createMap, startWorld, tokenOf, until, type NewMap, type World } from '../support/server-world.ts';

const HOUR_MS = 3_600_000;
const STATE = new Uint8Array([0, 1, 254, 255]);

/** More than the kernel's own buffers take. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** A server with a map of which two states are kept, and one of its comments. */
async function startWithHistory(limits: Partial<Limits> = {}): Promise<{ world: World; map: NewMap }> {
  const before = await startWorld();
  const map = await createMap(before);
  await before.server.destroy();
  const store = await LevelStore.open(join(before.dataFolder, 'maps'));
  await store.putHistory(documentName(map.id, 'map'), HOUR_MS, new Uint8Array([0, 0]));
  await store.putHistory(documentName(map.id, 'map'), 2 * HOUR_MS, STATE);
  await store.putHistory(documentName(map.id, 'comments'), 3 * HOUR_MS, STATE);
  await store.putHistory(documentName(map.id, 'map'), 1, new Uint8Array(LARGE_BYTES));
  await store.close();
  return { world: await startWorld({ dataFolder: before.dataFolder, limits }), map };
}

/** Asks for the large state, `times` over on one socket, and takes nothing of the answers. */
function askAndNotRead(world: World, map: NewMap, times = 1): Socket {
  const { hostname, port } = new URL(world.http);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const head = [`Host: ${hostname}:${port}`, `Authorization: Bearer ${tokenOf(map.edit)}`, '', ''];
  socket.write([`GET /api/maps/${map.id}/history/1 HTTP/1.1`, ...head].join('\r\n').repeat(times));
  return socket;
}

describe('history', () => {
  it('[H16] lists the states of the map, newest first', async () => {
    const { world, map } = await startWithHistory();
    for (const link of [map.own, map.edit]) {
      const answer = await ask(world, `/api/maps/${map.id}/history`, { link });
      const entries = [
        { at: 2 * HOUR_MS, bytes: 4 },
        { at: HOUR_MS, bytes: 2 },
        { at: 1, bytes: LARGE_BYTES },
      ];
      expect([answer.status, answer.body]).toEqual([200, { entries }]);
    }
    const young = await createMap(world);
    expect((await ask(world, `/api/maps/${young.id}/history`, { link: young.edit })).body).toEqual({ entries: [] });
  });

  it('[H17] hands out one state as bytes', async () => {
    const { world, map } = await startWithHistory();
    const get = (at: string, method = 'GET') =>
      fetch(`${world.http}/api/maps/${map.id}/history/${at}`, {
        method,
        headers: { Authorization: `Bearer ${tokenOf(map.edit)}` },
      });
    const answer = await get(String(2 * HOUR_MS));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '4',
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(STATE);
    const head = await get(String(2 * HOUR_MS), 'HEAD');
    expect([head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual(['4', 0]);
    for (const at of ['0', '2', String(3 * HOUR_MS), '999999999999999']) {
      const missing = await get(at);
      expect([missing.status, await missing.json()], at).toEqual([404, { error: 'no-such-state' }]);
    }
  });

  it.each([1, 3])(
    '[L-states] so many states are on their way out at once, here %i; whoever goes away makes room',
    async (most) => {
      const { world, map } = await startWithHistory({ stateDownloads: most, requestsBurst: 1e6 });
      const statusOf = async () => (await ask(world, `/api/maps/${map.id}/history/2`, { link: map.edit })).status;
      const socket = askAndNotRead(world, map, most);
      await until(() => socket.bytesRead > 0);
      expect(await statusOf()).toBe(429);
      socket.destroy();
      let status = 429;
      while (status === 429) status = await statusOf();
      expect(status).toBe(404);
    },
  );

  it('[L-answer] an answer that nobody takes is cut off, which makes room as well', async () => {
    const { world, map } = await startWithHistory({ answerMs: 1000, stateDownloads: 1, requestsBurst: 1e6 });
    const socket = askAndNotRead(world, map);
    await until(() => socket.bytesRead > 0);
    let status = 429;
    while (status === 429) status = (await ask(world, `/api/maps/${map.id}/history/2`, { link: map.edit })).status;
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.resume();
    await closed;
    expect(socket.bytesRead).toBeLessThan(LARGE_BYTES);
  });
});
