import { chmod, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { examine, type Finding, type FindingCode } from '../../server/index.ts';
import { checkNode } from '../../server/operate/doctor-machine.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { startRedis, type RedisServer } from '../support/redis.ts';
import { makeDataFolder, startWorld } from '../support/server-world.ts';

const SECRET = '0a'.repeat(32);

let postgres: Postgres;
let redis: RedisServer;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(() => Promise.all([postgres.stop(), redis.stop()]));

async function examined(env: Record<string, string>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of examine({ PORT: '0', ...env }, await makeDataFolder())) findings.push(finding);
  return findings;
}

const troubles = (findings: Finding[]): [Finding['level'], FindingCode][] =>
  findings.flatMap(({ level, code }) => (level === 'good' || code === 'app-missing' ? [] : [[level, code]]));
const codes = (findings: Finding[]): FindingCode[] => findings.map(({ code }) => code);

describe('examine', () => {
  it('[O5] finds nothing wrong with an empty folder, and makes nothing there', async () => {
    const folder = join(await makeDataFolder(), 'data');
    const findings = await examined({ HERRINGBONE_DATA: folder });
    expect(troubles(findings)).toEqual([]);
    expect(codes(findings)).toEqual(
      expect.arrayContaining<FindingCode>(['node', 'settings', 'folder-new', 'space', 'port', 'clock']),
    );
    await expect(makeAgain(folder)).resolves.toBeUndefined();
  });

  it('[O5] knows the folder of a server that has run, and one that is running', async () => {
    const world = await startWorld();
    const port = new URL(world.http).port;
    const running = await examined({ HERRINGBONE_DATA: world.dataFolder, PORT: port });
    expect(troubles(running)).toEqual([
      ['warn', 'folder-in-use'],
      ['warn', 'port-ours'],
    ]);
    await world.server.destroy();
    const stopped = await examined({ HERRINGBONE_DATA: world.dataFolder, PORT: port });
    expect(troubles(stopped)).toEqual([]);
    expect(stopped).toContainEqual({ level: 'good', code: 'secret', about: '1' });
  });

  it('[O5] names wrong settings and goes no further; a misspelt variable is looked at', async () => {
    const wrong = await examined({ PORT: 'http' });
    expect(wrong.at(-1)).toEqual({
      level: 'bad',
      code: 'settings-bad',
      about: 'PORT must be a number from 0 to 65535, not "http"',
    });
    const misspelt = await examined({ HERRINGBONE_DATA: await makeDataFolder(), HERRINGBONE_ORIGIN: 'x' });
    expect(misspelt).toContainEqual({ level: 'warn', code: 'setting-unknown', about: 'HERRINGBONE_ORIGIN' });
  });

  it('[O5] finds keys that others may read, that are broken, that are gone', async () => {
    const open = await makeDataFolder();
    await writeFile(join(open, 'secret'), SECRET);
    await chmod(join(open, 'secret'), 0o644);
    expect(troubles(await examined({ HERRINGBONE_DATA: open }))).toEqual([['bad', 'secret-open']]);
    const broken = await makeDataFolder();
    await writeFile(join(broken, 'secret'), 'not a key', { mode: 0o600 });
    expect(troubles(await examined({ HERRINGBONE_DATA: broken }))).toEqual([['bad', 'secret-bad']]);
    const { dataFolder: gone, server } = await startWorld();
    await server.destroy();
    await rm(join(gone, 'secret'));
    expect(troubles(await examined({ HERRINGBONE_DATA: gone }))).toEqual([['bad', 'secret-bad']]);
  });

  it('[O5] finds a file where the folder should be, and a store that cannot be opened', async () => {
    const folder = await makeDataFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(troubles(await examined({ HERRINGBONE_DATA: file }))).toContainEqual(['bad', 'folder-unwritable']);
    expect(troubles(await examined({ HERRINGBONE_DATA: join(file, 'data') }))).toEqual([['bad', 'folder-unwritable']]);
    await mkdir(join(folder, 'maps'));
    await writeFile(join(folder, 'maps', 'CURRENT'), 'nonsense');
    expect(troubles(await examined({ HERRINGBONE_DATA: folder }))).toContainEqual(['bad', 'folder-broken']);
  });

  it('[O5] finds a port that another program holds, and a host that is none of ours', async () => {
    const other = createServer((socket) => socket.end('not http\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const data = { HERRINGBONE_DATA: await makeDataFolder() };
    const { port } = other.address() as AddressInfo;
    expect(troubles(await examined({ ...data, PORT: String(port) }))).toEqual([['bad', 'port-taken']]);
    expect(troubles(await examined({ ...data, HOST: '192.0.2.1' }))).toContainEqual(['bad', 'port-refused']);
  });

  it('[O5] asks for https, and for create tokens, as soon as others can reach the server', async () => {
    const data = { HERRINGBONE_DATA: await makeDataFolder() };
    const reachable = { ...data, HOST: '0.0.0.0' };
    expect(troubles(await examined(reachable))).toEqual([
      ['warn', 'url-missing'],
      ['warn', 'open-creation'],
    ]);
    const plain = {
      ...reachable,
      HERRINGBONE_URL: 'http://maps.example.org',
      HERRINGBONE_CREATE_TOKENS: 'long-enough',
    };
    expect(troubles(await examined(plain))).toEqual([['warn', 'url-plain']]);
    const good = { ...plain, HERRINGBONE_URL: 'https://maps.example.org' };
    expect(troubles(await examined(good))).toEqual([]);
  });

  it('[O5] finds a clock that is behind what it wrote itself', async () => {
    const folder = await makeDataFolder();
    const path = join(folder, 'secret');
    await writeFile(path, SECRET, { mode: 0o600 });
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(path, tomorrow, tomorrow);
    expect(troubles(await examined({ HERRINGBONE_DATA: folder }))).toEqual([['bad', 'clock-behind']]);
  });

  it('[O5] looks at database and Redis instead of the folder', async () => {
    const url = await postgres.newDatabase();
    const env = { DATABASE_URL: url, REDIS_URL: redis.url, HERRINGBONE_SECRET: SECRET };
    const client = new Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    // A database of tests may well write without fsync, and the doctor has to say so.
    const { rows } = await client.query<{ fsync: string }>('SHOW fsync');
    const unsafe = rows[0]?.fsync === 'off' ? [['bad', 'database-no-fsync']] : [];
    const findings = await examined(env);
    expect(troubles(findings)).toEqual(unsafe);
    expect(codes(findings)).toEqual(expect.arrayContaining<FindingCode>(['database', 'redis']));
    expect(codes(findings)).not.toContain('folder');
    await client.query(
      `CREATE TABLE herringbone_settings (name text, value text); INSERT INTO herringbone_settings VALUES ('schema', '999')`,
    );
    expect(troubles(await examined(env))).toEqual([...unsafe, ['bad', 'database-newer-tables']]);
  });

  it('[O5] says which of them is away, without a password', async () => {
    const nobody = 'u:hidden@127.0.0.1:1';
    const env = {
      DATABASE_URL: `postgres://${nobody}/maps`,
      REDIS_URL: `redis://${nobody}`,
      HERRINGBONE_SECRET: SECRET,
    };
    const findings = await examined(env);
    expect(troubles(findings)).toEqual([
      ['bad', 'database-away'],
      ['bad', 'redis-away'],
    ]);
    expect(JSON.stringify(findings)).not.toContain('hidden');
  });

  it('[O5] knows a Node that is too old', () => {
    expect(['18.20.1', '20.18.3', '20.19.0', '22.1.0'].map((version) => checkNode(version).code)).toEqual([
      'node-old',
      'node-old',
      'node',
      'node',
    ]);
  });
});

/** Fails when there is such a folder already. */
async function makeAgain(path: string): Promise<void> {
  await mkdir(path);
}
