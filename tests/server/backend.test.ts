/** What the settings open: a folder, or PostgreSQL with itself or Redis as the bus. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { toSigningKey, type KeyRing, type SigningKey } from '../../server/access/secret.ts';
import { openBackend, type Backend, type BackendConfig } from '../../server/backend.ts';
import { DEFAULT_LIMITS } from '../../server/limits.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { startRedis, type RedisServer } from '../support/redis.ts';
import { makeDataFolder, until } from '../support/server-world.ts';

const MAP = 'CCCCCCCCCCCCCCCCCCCCCC';
let postgres: Postgres;
let redis: RedisServer;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
}, 120_000);
afterAll(() => Promise.all([postgres.stop(), redis.stop()]), 120_000);

async function open(config: Partial<BackendConfig>): Promise<Backend> {
  const backend = await openBackend({
    dataFolder: await makeDataFolder(),
    databaseUrl: null,
    redisUrl: null,
    limits: DEFAULT_LIMITS,
    log: () => undefined,
    ...config,
  });
  onTestFinished(() => backend.close());
  return backend;
}

const key = (seed: number): SigningKey => toSigningKey(new Uint8Array(32).fill(seed));
const ring = (first: number, ...others: number[]): KeyRing => ({ keys: [key(first), ...others.map(key)] });

/** True once what one server says reaches the other. */
async function expectConnected(a: Backend, b: Backend): Promise<void> {
  let hasHeard = false;
  onTestFinished(await b.bus.subscribe(MAP, () => (hasHeard = true)));
  a.bus.publish(MAP, { kind: 'who' });
  await until(() => hasHeard);
}

describe('the backend', () => {
  it('[N6] is the folder without a bus when nothing else is said', async () => {
    const { kind, bus } = await open({});
    expect([kind, bus.isShared]).toEqual(['folder', false]);
  });

  it('[N6] is PostgreSQL, which is its own bus', async () => {
    const databaseUrl = await postgres.newDatabase();
    const [a, b] = [await open({ databaseUrl }), await open({ databaseUrl })];
    expect([a.kind, a.bus.isShared]).toEqual(['postgresql', true]);
    await expectConnected(a, b);
    await a.store.append(MAP, [new Uint8Array([1])]);
    expect((await b.store.load(MAP)).seq).toBe(1);
  });

  it('[N6] is PostgreSQL with Redis as the bus', async () => {
    const config = { databaseUrl: await postgres.newDatabase(), redisUrl: redis.url };
    await expectConnected(await open(config), await open(config));
  });

  it('[N6] is refused with Redis alone, and with a Redis that is not there', async () => {
    await expect(open({ redisUrl: redis.url })).rejects.toMatchObject({ code: 'BAD_CONFIG' });
    const databaseUrl = await postgres.newDatabase();
    await expect(open({ databaseUrl, redisUrl: 'redis://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'BUS_UNREACHABLE',
    });
  });

  it('[N7] a server whose links the others would refuse does not start', async () => {
    const databaseUrl = await postgres.newDatabase();
    await open({ databaseUrl, keyRing: ring(1) });
    await open({ databaseUrl, keyRing: ring(1) });
    await expect(open({ databaseUrl, keyRing: ring(2) })).rejects.toMatchObject({
      code: 'BAD_SECRET',
      message: /HERRINGBONE_SECRET/,
    });
  });

  it('[N7] keys are changed one by one: known everywhere, then signing, then alone', async () => {
    const databaseUrl = await postgres.newDatabase();
    for (const keyRing of [ring(1), ring(1, 2), ring(2, 1), ring(1, 2), ring(2, 1), ring(2)]) {
      await open({ databaseUrl, keyRing });
    }
    await expect(open({ databaseUrl, keyRing: ring(1) })).rejects.toMatchObject({ code: 'BAD_SECRET' });
  });

  it('[N6] a server on a folder loads neither driver: both are imported only when they are needed', () => {
    const folder = resolve(import.meta.dirname, '../../server');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const eager = files.filter((file) =>
      /^import (?!type ).*from '(pg|ioredis)'/m.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(eager).toEqual([]);
  });
});
