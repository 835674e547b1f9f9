/** What only the PostgreSQL store does: several servers on one database, and a database that goes away. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../server/limits.ts';
import { Database } from '../../server/store/database.ts';
import { newMeta } from '../../server/store/map-meta.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import type { Store } from '../../server/store/store.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { until } from '../support/server-world.ts';
import { openTcpWay } from '../support/tcp-way.ts';
import { bytes, contentOf } from './store-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

async function openStore(url: string, limits: Partial<Limits> = {}, logged: string[] = []): Promise<PostgresStore> {
  const log = (level: string, event: string): void => void logged.push(`${level} ${event}`);
  const store = await PostgresStore.open({ url, limits: { ...DEFAULT_LIMITS, ...limits }, log });
  onTestFinished(() => store.close());
  return store;
}

/** Two servers on one new database. */
async function openTwo(): Promise<{ url: string; a: PostgresStore; b: PostgresStore }> {
  const url = await postgres.newDatabase();
  const [a, b] = await Promise.all([openStore(url), openStore(url)]);
  return { url, a, b };
}

/** A connection of nobody's, to look and to disturb. */
async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (updates: readonly Uint8Array[]): string[] => updates.map((update) => new TextDecoder().decode(update));
const range = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

describe('two servers on one PostgreSQL', () => {
  it('[T10] numbers have no holes, are seen in order, and each server keeps the order of its own', async () => {
    const { a, b } = await openTwo();
    const documents = ['x', 'y', 'z'];
    const total = 300;
    const written = [a, b].flatMap((store, who) =>
      range(total).flatMap((i) => documents.map((document) => store.append(document, [encode(`${who} ${i}`)]))),
    );
    // Somebody reads along from a cursor: what he has passed must be complete for ever.
    const seen: string[] = [];
    for (let seq = 0; seen.length < 2 * total;) {
      const since = await a.since('x', seq);
      seq = since?.seq ?? seq;
      seen.push(...decode(since?.updates ?? []));
      expect(seen.length).toBe(seq);
    }
    const numbers = await Promise.all(written);
    for (const [i, document] of documents.entries()) {
      const own = numbers.filter((_, place) => place % documents.length === i);
      expect([...own].sort((x, y) => x - y)).toEqual(range(2 * total));
      const { tail } = await b.load(document);
      for (const who of ['0', '1']) {
        expect(decode(tail).filter((text) => text.startsWith(who))).toEqual(range(total).map((n) => `${who} ${n}`));
      }
    }
    expect(seen).toEqual(decode((await b.load('x')).tail));
  });

  it('[T10] changes of one record on both come one after the other', async () => {
    const { a, b } = await openTwo();
    await a.createMap('m', newMeta(1));
    await Promise.all(
      range(40).map((i) =>
        (i % 2 ? a : b).updateMeta('m', (meta) => ({
          ...meta,
          epochs: { ...meta.epochs, view: meta.epochs.view + 1 },
        })),
      ),
    );
    expect((await b.readMeta('m'))?.epochs.view).toBe(40);
    await expect(b.createMap('m', newMeta(2))).rejects.toThrow('there is such a map already');
  });

  it('[T10] of two that write a snapshot at once, one does', async () => {
    const { a, b } = await openTwo();
    await a.append(
      'x',
      range(50).map((i) => bytes(i)),
    );
    const done = await Promise.all([a.compact('x', bytes(1), 40), b.compact('x', bytes(1), 40)]);
    expect(done.sort()).toEqual([false, true]);
    expect((await contentOf(b, 'x')).tail).toEqual(range(10).map((i) => [i + 40]));
  });

  it('[T10] who holds the lease keeps others from writing a snapshot, and nobody from editing', async () => {
    const { url, a } = await openTwo();
    await a.append('x', [bytes(1)]);
    const other = await connectTo(url);
    await other.query('BEGIN');
    await other.query(`SELECT pg_advisory_xact_lock(hashtextextended('x', 44))`);
    expect(await a.compact('x', bytes(1), 1)).toBe(false);
    expect(await a.append('x', [bytes(2)])).toBe(2);
    await other.query('ROLLBACK');
    expect(await a.compact('x', bytes(1), 1)).toBe(true);
  });

  it('[T5] keeps the snapshot before the last one', async () => {
    const { url, a, b } = await openTwo();
    await a.append('x', [bytes(1), bytes(2)]);
    await a.compact('x', bytes(10), 1);
    await b.compact('x', bytes(20), 2);
    const { rows } = await (await connectTo(url)).query('SELECT * FROM herringbone_snapshots');
    expect(rows).toEqual([
      { document: 'x', seq: '2', snapshot: Buffer.from([20]), previous_seq: '1', previous: Buffer.from([10]) },
    ]);
  });

  it('[T10] a snapshot is not written for a map that was erased meanwhile', async () => {
    const { a, b } = await openTwo();
    await a.append('x', [bytes(1)]);
    await b.erase('x');
    expect(await a.compact('x', bytes(1), 1)).toBe(false);
    expect(await contentOf(a, 'x')).toEqual({ snapshot: null, seq: 0, tail: [] });
  });
});

describe('a database that goes away', () => {
  /** Writes on both servers while `disturb` runs. Everything acknowledged must be there afterwards, in order. */
  async function writeWhile(disturb: (url: string) => Promise<void>): Promise<void> {
    const { url, a, b } = await openTwo();
    const acknowledged: string[] = [];
    let isOver = false;
    let count = 0;
    const write = async (store: Store, who: string): Promise<void> => {
      for (let i = 1; !isOver; i++) {
        await store.append('x', [encode(`${who} ${i}`)]);
        acknowledged.push(`${who} ${i}`);
        count += 1;
      }
    };
    const writing = [write(a, 'a'), write(b, 'b')];
    for (let round = 0; round < 3; round++) {
      const before = count;
      await until(() => count > before + 20);
      await disturb(url);
    }
    const before = count;
    await until(() => count > before + 20);
    isOver = true;
    await Promise.all(writing);
    const { tail, seq } = await b.load('x');
    const kept = decode(tail);
    expect(seq).toBe(tail.length);
    expect(acknowledged.filter((text) => !kept.includes(text))).toEqual([]);
    for (const who of ['a', 'b']) {
      // One whose acknowledgement was lost on the way may be there twice; its first place counts.
      const own = [...new Set(kept.filter((text) => text.startsWith(who)))];
      expect(own).toEqual(range(own.length).map((i) => `${who} ${i}`));
    }
  }

  it('[T11] nothing acknowledged is lost when every connection is cut', () =>
    writeWhile((url) => postgres.cutConnections(url)));

  it('[T11] nothing acknowledged is lost when it is restarted, or killed', async () => {
    let round = 0;
    await writeWhile(() => postgres.restart(round++ === 0 ? 'clean' : 'kill'));
  });

  it('[T11] an edit is not acknowledged before it is back, and then it is; reading waits too', async () => {
    const logged: string[] = [];
    const store = await openStore(await postgres.newDatabase(), {}, logged);
    await store.createMap('m', newMeta(1));
    await postgres.halt('kill');
    let isAcknowledged = false;
    const appending = store.append('x', [bytes(1)]).then((seq) => {
      isAcknowledged = true;
      return seq;
    });
    const reading = store.readMeta('m');
    await expect(store.ping()).rejects.toThrow();
    await until(() => logged.includes('warn database-retry'));
    expect(isAcknowledged).toBe(false);
    await postgres.start();
    expect([await appending, await reading]).toEqual([1, newMeta(1)]);
  });

  it('[T11] away for too long: what waits is refused, what waits behind it too, and later edits are kept', async () => {
    const store = await openStore(await postgres.newDatabase(), { databaseRetryMs: 300 });
    await store.append('x', [bytes(1)]);
    await postgres.halt();
    const first = store.append('x', [bytes(2)]);
    // The first is on its way, this one waits for the next commit.
    await Promise.resolve().then(() => undefined);
    const behind = store.append('x', [bytes(3)]);
    await Promise.all([expect(first).rejects.toThrow(), expect(behind).rejects.toThrow()]);
    await postgres.start();
    expect(await store.append('x', [bytes(4)])).toBe(2);
    expect((await contentOf(store, 'x')).tail).toEqual([[1], [4]]);
  });

  it('[T11] idle connections that die disturb nobody', async () => {
    const url = await postgres.newDatabase();
    const logged: string[] = [];
    const store = await openStore(url, {}, logged);
    await Promise.all(range(5).map(() => store.ping()));
    await postgres.cutConnections(url);
    await until(() => logged.includes('warn database-connection-lost'));
    expect(await contentOf(store, 'x')).toEqual({ snapshot: null, seq: 0, tail: [] });
  });

  it('[T11] a statement that hangs is ended by the database and sent again', async () => {
    const url = await postgres.newDatabase();
    const logged: string[] = [];
    const store = await openStore(url, { databaseStatementMs: 1_000 }, logged);
    await store.append('x', [bytes(1)]);
    const other = await connectTo(url);
    await other.query('BEGIN');
    await other.query('SELECT FROM herringbone_documents FOR UPDATE');
    const appending = store.append('x', [bytes(2)]);
    await until(() => logged.includes('warn database-retry'));
    await other.query('ROLLBACK');
    expect(await appending).toBe(2);
  });

  it('[T11] a connection that has gone silent is left for another', async () => {
    const way = await openTcpWay(await postgres.newDatabase());
    onTestFinished(() => way.halt());
    const store = await openStore(way.url, { databaseStatementMs: 1_000 });
    await store.append('x', [bytes(1)]);
    way.silence();
    // Nobody can know whether the silent one still wrote it: it may be there twice.
    await store.append('x', [bytes(2)]);
    const kept = (await contentOf(store, 'x')).tail;
    expect(kept.slice(0, 2)).toEqual([[1], [2]]);
  });

  it('[T11] a commit waits for the disk even where the database would not', async () => {
    const url = await postgres.newDatabase();
    await (await connectTo(url)).query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
    const database = await Database.open({ url, limits: DEFAULT_LIMITS, log: () => undefined });
    onTestFinished(() => database.close());
    expect(await database.query('show', 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });
});

describe('opening a database', () => {
  it('[T12] servers that start together make the tables once', async () => {
    const url = await postgres.newDatabase();
    const stores = await Promise.all(range(5).map(() => openStore(url)));
    await stores[0]?.append('x', [bytes(1)]);
    expect((await stores[4]?.load('x'))?.seq).toBe(1);
    const { rows } = await (await connectTo(url)).query('SELECT * FROM herringbone_settings');
    expect(rows).toEqual([{ name: 'schema', value: '1' }]);
  });

  it('[T12] tables of a newer version are refused', async () => {
    const { url } = await openTwo();
    await (await connectTo(url)).query(`UPDATE herringbone_settings SET value = '99' WHERE name = 'schema'`);
    await expect(openStore(url)).rejects.toMatchObject({ code: 'BAD_DATABASE', message: /newer Herringbone/ });
  });

  it('[T12] a database that is not there is an error that names the place, without user and password', async () => {
    const opening = openStore('postgres://somebody:geheim@127.0.0.1:1/maps', { databaseRetryMs: 100 });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', message: /127\.0\.0\.1:1\/maps/ });
    await expect(opening).rejects.not.toThrow(/geheim|somebody/);
  });

  it('[T12] a database that is still starting is waited for', async () => {
    const url = await postgres.newDatabase();
    await postgres.halt();
    const opening = openStore(url);
    await postgres.start();
    await (await opening).ping();
  });
});
