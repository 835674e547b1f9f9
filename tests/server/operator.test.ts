import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { Readiness } from '../../server/http/readiness.ts';
import { NO_BUS } from '../../server/bus/no-bus.ts';
import { hashMapId } from '../../server/log.ts';
import type { Store } from '../../server/store/store.ts';
import { createMap, makeDataFolder, openRaw, startWorld, tokenOf, until, type World } from '../support/server-world.ts';
import { serveProcess } from '../support/serve-process.ts';

const PASSWORD = 'correct-horse-battery';

/** `fetch` sets Host itself; this sends what it is told. */
function get(world: Pick<World, 'http'>, path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(world.http);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const bearer = (password: string) => ({ Authorization: `Bearer ${password}` });

describe('/readyz', () => {
  it('[H9] is 200 while store and bus answer', async () => {
    const world = await startWorld();
    const response = await fetch(`${world.http}/readyz`);
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each<[string, Partial<Store>, Partial<typeof NO_BUS>, string | null]>([
    ['both answer', { ping: () => Promise.resolve() }, {}, null],
    ['the store fails', { ping: () => Promise.reject(new Error('away')) }, {}, 'store'],
    ['the store is silent', { ping: () => new Promise(() => undefined) }, {}, 'store'],
    ['the bus fails', { ping: () => Promise.resolve() }, { ping: () => Promise.reject(new Error('away')) }, 'bus'],
  ])('[H9] says what is missing when %s', async (_when, store, bus, expected) => {
    const limits = { ...DEFAULT_LIMITS, readyMs: 20 };
    const readiness = new Readiness({ store: store as Store, bus: { ...NO_BUS, ...bus }, limits });
    expect(await Promise.all([readiness.check(), readiness.check()])).toEqual([expected, expected]);
    readiness.stop();
    expect(await readiness.check()).toBe('stopping');
  });
});

describe('/metrics', () => {
  it('[H18] is for this machine itself: not for what a proxy passes on, nor for a page of another host', async () => {
    const world = await startWorld();
    expect(await get(world, '/metrics')).toBe(200);
    expect(await get(world, '/metrics', { Host: 'localhost:1' })).toBe(200);
    const foreign: Record<string, string>[] = [
      { 'X-Forwarded-For': '203.0.113.5' },
      { Forwarded: 'for=203.0.113.5' },
      { Via: '1.1 proxy' },
      { Host: 'rebound.example.org' },
      { Origin: 'https://evil.example.org' },
    ];
    for (const headers of foreign) expect(await get(world, '/metrics', headers), JSON.stringify(headers)).toBe(404);
  });

  it('[H18] opens with the operator password from elsewhere', async () => {
    const world = await startWorld({ operatorPassword: PASSWORD });
    const elsewhere = { 'X-Forwarded-For': '203.0.113.5' };
    expect(await get(world, '/metrics', elsewhere)).toBe(401);
    expect(await get(world, '/metrics', { ...elsewhere, ...bearer(`${PASSWORD}!`) })).toBe(401);
    expect(await get(world, '/metrics', { ...elsewhere, ...bearer(PASSWORD) })).toBe(200);
  });

  it('[O1] wrong operator passwords are limited per address, and over the limit the right one waits too', async () => {
    const world = await startWorld({
      operatorPassword: PASSWORD,
      trustedProxies: ['127.0.0.1'],
      limits: { operatorTriesBurst: 3, operatorTriesPerMinute: 0.001 },
    });
    const ask = (address: string, password: string) =>
      get(world, '/metrics', { 'X-Forwarded-For': address, ...bearer(password) });
    for (let i = 0; i < 3; i++) expect(await ask('203.0.113.5', 'wrong')).toBe(401);
    expect(await ask('203.0.113.5', 'wrong')).toBe(429);
    expect(await ask('203.0.113.5', PASSWORD)).toBe(429);
    expect(await ask('203.0.113.6', PASSWORD)).toBe(200);
  });
});

describe('/api/operator/maps', () => {
  const list = async (world: Pick<World, 'http'>, password: string) => {
    const response = await fetch(`${world.http}/api/operator/maps`, { headers: bearer(password) });
    return { status: response.status, text: await response.text() };
  };

  it('[H19] lists every map under its hashed id: when it was made and deleted, bytes, sockets', async () => {
    const world = await startWorld({ operatorPassword: PASSWORD });
    expect(JSON.parse((await list(world, PASSWORD)).text)).toEqual({ maps: [] });
    const [open, deleted] = [await createMap(world), await createMap(world)];
    const raw = openRaw(`${world.ws}/sync/${open.id}`, { protocols: ['herringbone.v1', `t.${tokenOf(open.edit)}`] });
    await until(() => raw.frames.length >= 2);
    await fetch(`${world.http}/api/maps/${deleted.id}`, { method: 'DELETE', headers: bearer(tokenOf(deleted.own)) });
    const { text } = await list(world, PASSWORD);
    for (const secret of [open.id, deleted.id]) expect(text).not.toContain(secret);
    const { maps } = JSON.parse(text) as { maps: { map: string }[] };
    const entryOf = (id: string) => maps.find(({ map }) => map === hashMapId(id));
    expect(maps).toHaveLength(2);
    expect(entryOf(open.id)).toMatchObject({ created: expect.any(Number), deleted: null, bytes: 0, sockets: 1 });
    expect(entryOf(deleted.id)).toMatchObject({ deleted: expect.any(Number), bytes: 0, sockets: 0 });
  });

  it('[H19] is for the operator alone, from this machine too', async () => {
    expect((await list(await startWorld(), PASSWORD)).status).toBe(404);
    const world = await startWorld({ operatorPassword: PASSWORD });
    expect((await list(world, `${PASSWORD}!`)).status).toBe(401);
    expect((await fetch(`${world.http}/api/operator/maps`)).status).toBe(401);
    expect((await fetch(`${world.http}/api/operator/maps`, { method: 'POST' })).status).toBe(405);
  });
});

describe('stopping', () => {
  it('[D5] /readyz says no at once, sockets stay for the drain delay; a second signal ends the process with 1', async () => {
    const running = await serveProcess({ HERRINGBONE_DATA: await makeDataFolder(), HERRINGBONE_DRAIN_DELAY: '600' });
    const map = await createMap(running);
    const protocols = ['herringbone.v1', `t.${tokenOf(map.edit)}`];
    const raw = openRaw(`${running.ws}/sync/${map.id}`, { protocols });
    await until(() => raw.frames.length >= 2);
    running.process.kill('SIGTERM');
    await until(() => running.log().some((line) => line.event === 'draining'));
    const response = await fetch(`${running.http}/readyz`);
    expect([response.status, await response.json()]).toEqual([503, { error: 'stopping' }]);
    expect((await fetch(`${running.http}/healthz`)).status).toBe(200);
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    running.process.kill('SIGTERM');
    expect(await running.exited).toBe(1);
    const events = running.log().map((line) => line.event);
    expect(events).toEqual(['listening', 'map-created', 'draining', 'stop-cut-short']);
  });

  it('[D6] a stop that takes longer than stopMs is ended with 1', async () => {
    const env = { HERRINGBONE_DRAIN_DELAY: '0.1', HERRINGBONE_LIMITS: 'stopMs=1 drainMs=60000' };
    const running = await serveProcess({ HERRINGBONE_DATA: await makeDataFolder(), ...env });
    const map = await createMap(running);
    const protocols = ['herringbone.v1', `t.${tokenOf(map.edit)}`];
    const raw = openRaw(`${running.ws}/sync/${map.id}`, { protocols });
    await until(() => raw.frames.length >= 2);
    // A reader that has stopped reading never says goodbye.
    raw.socket.pause();
    running.process.kill('SIGINT');
    expect(await running.exited).toBe(1);
    expect(running.log().at(-1)).toMatchObject({ level: 'error', event: 'stop-timed-out' });
  });
});
