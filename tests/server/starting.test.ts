/** A server whose database is not there yet. */
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { toSigningKey } from '../../server/access/secret.ts';
import { createServer, type HerringboneServer, type ServerConfig } from '../../server/index.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, makeDataFolder, until } from '../support/server-world.ts';

const KEY_RING = { keys: [toSigningKey(new Uint8Array(32).fill(3))] } as const;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

interface Starting {
  readonly server: HerringboneServer;
  readonly http: string;
  /** What `listen` came to: null as long as it has not ended. */
  outcome(): string | null;
  readonly logged: string[];
}

async function begin(databaseUrl: string, limits: ServerConfig['limits']): Promise<Starting> {
  const free = createTcpServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const logged: string[] = [];
  const log: ServerConfig['log'] = (level, event) => void logged.push(`${level} ${event}`);
  const config = { dataFolder: await makeDataFolder(), port, databaseUrl, keyRing: KEY_RING, log };
  const server = createServer(limits === undefined ? config : { ...config, limits });
  let outcome: string | null = null;
  server.listen().then(
    () => (outcome = 'listening'),
    (error: Error) => (outcome = error.message),
  );
  onTestFinished(() => server.destroy());
  return { server, http: `http://127.0.0.1:${port}`, outcome: () => outcome, logged };
}

const ask = async (url: string): Promise<[number, unknown]> => {
  const response = await fetch(url);
  return [response.status, await response.json()];
};

describe('a server whose database is away', () => {
  it('[H5] [H9] lives and is not ready, answers nothing else, and goes to work when it is there', async () => {
    const url = await postgres.newDatabase();
    await postgres.halt();
    const { http, outcome, logged } = await begin(url, { databaseRetryMs: 50 });
    await until(() => logged.length > 0);
    expect(await ask(`${http}/healthz`)).toEqual([200, { ok: true }]);
    expect(await ask(`${http}/readyz`)).toEqual([503, { error: 'starting' }]);
    expect(await ask(`${http}/api/server`)).toEqual([503, { error: 'starting' }]);
    const socket = new WebSocket(`${http.replace('http', 'ws')}/sync/x`);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.on('close', resolve));
    expect(outcome()).toBeNull();
    await postgres.start();
    await until(() => outcome() !== null);
    expect(outcome()).toBe('listening');
    expect(await ask(`${http}/readyz`)).toEqual([200, { ok: true }]);
    await createMap({ http });
    expect(logged.filter((line) => line === 'warn database-waited-for')).toHaveLength(1);
  });

  it('[D7] gives up after a while, and at once where waiting helps nothing', async () => {
    const limits = { databaseStartMs: 200, databaseRetryMs: 50 };
    const away = await begin('postgres://u:p@127.0.0.1:1/maps', limits);
    await until(() => away.outcome() !== null);
    expect(away.outcome()).toMatch(/cannot use the database at 127\.0\.0\.1:1\/maps/);
    const nothing = (await postgres.newDatabase()).replace(/\/[^/?]+(\?|$)/, '/nothing_here$1');
    const refused = await begin(nothing, {});
    await until(() => refused.outcome() !== null);
    expect(refused.outcome()).toMatch(/nothing_here/);
    expect(refused.logged).toEqual([]);
  });

  it('[D2] can be stopped while it waits', async () => {
    const { server, outcome, logged } = await begin('postgres://u:p@127.0.0.1:1/maps', {});
    await until(() => logged.length > 0);
    await server.destroy();
    await until(() => outcome() !== null);
    expect(outcome()).toMatch(/stopped before/);
  });
});
