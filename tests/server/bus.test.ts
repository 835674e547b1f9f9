/** One contract, two ways of waking each other up, and the ways in which each of them fails. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Bus } from '../../server/bus/bus.ts';
import { decodeEntries, encodeEntry } from '../../server/bus/bus-frame.ts';
import { NO_BUS } from '../../server/bus/no-bus.ts';
import { PostgresBus } from '../../server/bus/postgres-bus.ts';
import { RedisBus } from '../../server/bus/redis-bus.ts';
import { keyOf, shardOf } from '../../server/bus/redis-streams.ts';
import { DEFAULT_LIMITS, type Limits } from '../../server/limits.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { startRedis, type RedisServer } from '../support/redis.ts';
import { until } from '../support/server-world.ts';
import { openTcpWay, type TcpWay } from '../support/tcp-way.ts';
import { describeBus, listen, plain, presence } from './bus-contract.ts';

const MAP = 'BBBBBBBBBBBBBBBBBBBBBB';
const LIMITS: Limits = DEFAULT_LIMITS;
const log = (): void => undefined;

let postgres: Postgres;
let redis: RedisServer;
let url: string;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  url = await postgres.newDatabase();
}, 120_000);
afterAll(() => Promise.all([postgres.stop(), redis.stop()]), 120_000);

async function openRedis(limits: Partial<Limits> = {}): Promise<Bus> {
  const bus = await RedisBus.open({ url: redis.url, limits: { ...LIMITS, ...limits }, log });
  onTestFinished(() => bus.close());
  return bus;
}

/** The way falls silent; `bus`, which goes by it, hears the other one again all the same. */
async function expectFoundBack(bus: Bus, way: TcpWay, other: Bus): Promise<void> {
  onTestFinished(() => other.close());
  const { heard } = await listen(bus, MAP);
  const before = way.connections;
  way.silence();
  await until(() => way.connections > before);
  await until(() => {
    other.publish(MAP, { kind: 'who' });
    return heard.length > 0;
  });
}

describeBus('bus on PostgreSQL', () => ({
  open: () => PostgresBus.open({ url, limits: LIMITS, log }),
  cutConnections: () => postgres.cutConnections(url),
  halt: () => postgres.halt('kill'),
  start: () => postgres.start(),
}));

describeBus('bus on Redis', () => ({
  open: () => RedisBus.open({ url: redis.url, limits: LIMITS, log }),
  cutConnections: () => redis.cutConnections(),
  halt: () => redis.halt(),
  // Without what it held: only then is something lost.
  start: () => redis.restartEmpty(),
}));

describe('bus on PostgreSQL alone', () => {
  it('[W9] tells of the gap when its connection was cut', async () => {
    const bus = await PostgresBus.open({ url, limits: LIMITS, log });
    onTestFinished(() => bus.close());
    let gaps = 0;
    bus.onGap(() => void gaps++);
    await postgres.cutConnections(url);
    await until(() => gaps === 1);
  });

  it('[W6] leaves a connection that has gone silent', async () => {
    const way = await openTcpWay(url);
    onTestFinished(() => way.halt());
    const bus = await PostgresBus.open({ url: way.url, limits: { ...LIMITS, busHeartbeatMs: 500 }, log });
    onTestFinished(() => bus.close());
    await expectFoundBack(bus, way, await PostgresBus.open({ url, limits: LIMITS, log }));
  });

  it('[W10] a database that is not there is an error at the start', async () => {
    const away = 'postgres://herringbone@127.0.0.1:1/none';
    await expect(PostgresBus.open({ url: away, limits: LIMITS, log })).rejects.toThrow();
  });
});

describe('bus on Redis alone', () => {
  it('[W11] loses nothing over a disconnection or a restart that keeps the data, and tells of no gap', async () => {
    const [a, b] = [await openRedis(), await openRedis()];
    const { heard } = await listen(b, MAP);
    let gaps = 0;
    b.onGap(() => void gaps++);
    for (let i = 0; i < 200; i++) {
      a.publish(MAP, presence(i));
      if (i === 50 || i === 120) await redis.cutConnections();
      if (i === 150) await redis.restart();
      if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => new Set(plain(heard).map((message) => JSON.stringify(message))).size === 200);
    expect(gaps).toBe(0);
  });

  it('[W6] leaves a connection that has gone silent', async () => {
    const way = await openTcpWay(redis.url);
    onTestFinished(() => way.halt());
    const bus = await RedisBus.open({ url: way.url, limits: { ...LIMITS, busHeartbeatMs: 500 }, log });
    onTestFinished(() => bus.close());
    await expectFoundBack(bus, way, await openRedis());
  });

  it('[W12] tells of the gap when more was said than is kept', async () => {
    const b = await openRedis({ busKeptEntries: 20 });
    const { heard } = await listen(b, MAP);
    let gaps = 0;
    b.onGap(() => void gaps++);
    // In one step: the reader cannot keep up.
    const many = Array.from({ length: 100 }, () => `redis.call('XADD', KEYS[1], 'MAXLEN', 20, '*', 'h', '')`);
    await redis.call('EVAL', many.join('\n'), 1, keyOf(shardOf(MAP)));
    await until(() => gaps > 0);
    const a = await openRedis();
    a.publish(MAP, presence(1));
    await until(() => heard.length > 0);
  });

  it('[W12] tells of the gap when a room could not wait for it to begin', async () => {
    const bus = await openRedis({ busSubscribeMs: 1 });
    let gaps = 0;
    bus.onGap(() => void gaps++);
    // Its first attempt succeeds, and too late.
    await redis.call('CLIENT', 'PAUSE', 1000, 'WRITE');
    await listen(bus, MAP);
    await until(() => gaps === 1);
  });

  it('[W10] a Redis that is not there is an error at the start that names the place, without the password', async () => {
    const opening = RedisBus.open({ url: 'redis://:geheim@127.0.0.1:1', limits: LIMITS, log });
    await expect(opening).rejects.toMatchObject({ code: 'BUS_UNREACHABLE', message: /127\.0\.0\.1:1/ });
    await expect(opening).rejects.not.toThrow(/geheim/);
  });

  it('[W13] passes over what is no message of ours', async () => {
    const [a, b] = [await openRedis(), await openRedis()];
    const { heard } = await listen(b, MAP);
    for (const rubbish of ['', 'x', 'x'.repeat(100)]) {
      await redis.call('XADD', keyOf(shardOf(MAP)), '*', 'm', rubbish);
      await redis.call('XADD', keyOf(shardOf(MAP)), '*', rubbish || 'y', rubbish);
    }
    a.publish(MAP, { kind: 'who' });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'who' }]);
  });
});

describe('messages of the bus', () => {
  it('[W13] every broken or shortened message is passed over, without throwing', () => {
    const before = { document: MAP, message: { kind: 'log', seq: 5 } } as const;
    const whole = encodeEntry({ document: MAP, message: presence(1, 2, 3) });
    for (let end = 0; end < whole.length; end++) {
      expect(decodeEntries(Buffer.concat([encodeEntry(before), whole.subarray(0, end)]))).toEqual([before]);
    }
    for (let at = 0; at < whole.length; at++) {
      const broken = Uint8Array.from(whole);
      broken[at] = 255;
      expect(() => decodeEntries(broken)).not.toThrow();
    }
  });

  it('[W13] a message of a kind that a newer server knows is passed over, the next one is read', () => {
    const known = encodeEntry({ document: MAP, message: { kind: 'who' } });
    const newer = Uint8Array.from(known);
    newer[newer.length - 1] = 77;
    expect(decodeEntries(Buffer.concat([newer, known]))).toEqual([{ document: MAP, message: { kind: 'who' } }]);
  });
});

describe('no bus', () => {
  it('[W14] a server alone tells nobody, and nothing is lost by it', async () => {
    const { heard, stop } = await listen(NO_BUS);
    NO_BUS.publish(MAP, { kind: 'who' });
    await NO_BUS.ping();
    stop();
    NO_BUS.onGap(() => undefined)();
    await NO_BUS.close();
    expect([NO_BUS.isShared, heard]).toEqual([false, []]);
  });
});
