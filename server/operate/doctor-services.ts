import type { Client } from 'pg';
import type { Redis } from 'ioredis';
import { withoutPassword } from '../config-summary.ts';
import { SCHEMA_VERSION } from '../store/postgres-schema.ts';
import { bad, good, reasonOf, warn, type Finding } from './findings.ts';

const TIMEOUT_MS = 5000;
/** The oldest PostgreSQL that is still looked after by its makers at the time of this version. */
const MIN_POSTGRES = 14;
/** Streams came with it. */
const MIN_REDIS = 5;
const MAX_CLOCK_DIFFERENCE_MS = 5000;

/** Reads, and changes nothing: the tables are made by the server. */
export async function* checkDatabase(url: string): AsyncGenerator<Finding> {
  const place = withoutPassword(url);
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
  // A connection that dies fails the query too, which is where it is heard.
  client.on('error', () => undefined);
  try {
    await client.connect();
    yield* describeDatabase(client, place);
  } catch (error) {
    yield bad('database-away', `${place} (${reasonOf(error)})`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface DatabaseFacts {
  readonly version: number;
  readonly fsync: string;
  readonly standby: boolean;
  readonly now: number;
  readonly tables: boolean;
}

async function* describeDatabase(client: Client, place: string): AsyncGenerator<Finding> {
  const before = Date.now();
  const { rows } = await client.query<DatabaseFacts>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('fsync') AS fsync,
            pg_is_in_recovery() AS standby, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
            to_regclass('herringbone_settings') IS NOT NULL AS tables`,
  );
  const [facts] = rows;
  if (facts === undefined) return;
  if (facts.version < MIN_POSTGRES) yield bad('database-old', String(facts.version));
  else yield good('database', `${place}, PostgreSQL ${facts.version}`);
  if (facts.fsync === 'off') yield bad('database-no-fsync', place);
  if (facts.standby) yield bad('database-standby', place);
  if (facts.tables) {
    const schema = await client.query<{ value: string }>(
      `SELECT value FROM herringbone_settings WHERE name = 'schema'`,
    );
    const version = Number(schema.rows[0]?.value ?? 0);
    if (version > SCHEMA_VERSION) yield bad('database-newer-tables', `${version} > ${SCHEMA_VERSION}`);
  }
  const difference = Math.abs(Number(facts.now) - (before + Date.now()) / 2);
  if (difference > MAX_CLOCK_DIFFERENCE_MS) yield warn('clock-differs', `${Math.round(difference / 1000)} s`);
}

export async function* checkRedis(url: string): AsyncGenerator<Finding> {
  const place = withoutPassword(url);
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What is wrong comes out of `connect` as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    yield* describeRedis(client, place);
  } catch (error) {
    yield bad('redis-away', `${place} (${reasonOf(error)})`);
  } finally {
    client.disconnect();
  }
}

async function* describeRedis(client: Redis, place: string): AsyncGenerator<Finding> {
  const info = `${await client.info('server')}\n${await client.info('memory')}`;
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? '?';
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
  if (Number.parseInt(version, 10) < MIN_REDIS) yield bad('redis-old', version);
  else yield good('redis', `${place}, Redis ${version}`);
  // An evicted stream loses wake-ups; the next look into the database makes up for them, seconds later.
  if (policy.startsWith('allkeys-')) yield warn('redis-evicts', policy);
}
