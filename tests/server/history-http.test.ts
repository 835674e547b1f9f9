import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LevelStore } from '../../server/store/level-store.ts';
import { documentName } from '../../server/store/document-name.ts';
import { ask } from '../support/api-world.ts';
import { createMap, startWorld, tokenOf, type NewMap, type World } from '../support/server-world.ts';

const HOUR_MS = 3_600_000;
const STATE = new Uint8Array([0, 1, 254, 255]);

/** A server with a map of which two states are kept, and one of its comments. */
async function startWithHistory(): Promise<{ world: World; map: NewMap }> {
  const before = await startWorld();
  const map = await createMap(before);
  await before.server.destroy();
  const store = await LevelStore.open(join(before.dataFolder, 'maps'));
  await store.putHistory(documentName(map.id, 'map'), HOUR_MS, new Uint8Array([0, 0]));
  await store.putHistory(documentName(map.id, 'map'), 2 * HOUR_MS, STATE);
  await store.putHistory(documentName(map.id, 'comments'), 3 * HOUR_MS, STATE);
  await store.close();
  return { world: await startWorld({ dataFolder: before.dataFolder }), map };
}

describe('history', () => {
  it('[H16] lists the states of the map, newest first', async () => {
    const { world, map } = await startWithHistory();
    for (const link of [map.own, map.edit]) {
      const answer = await ask(world, `/api/maps/${map.id}/history`, { link });
      const entries = [
        { at: 2 * HOUR_MS, bytes: 4 },
        { at: HOUR_MS, bytes: 2 },
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
    for (const at of ['0', '1', String(3 * HOUR_MS), '999999999999999']) {
      const missing = await get(at);
      expect([missing.status, await missing.json()], at).toEqual([404, { error: 'no-such-state' }]);
    }
  });
});
