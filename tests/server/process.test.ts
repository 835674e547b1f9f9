/** The real process: started as a person starts it, killed as the worst day kills it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openNumberedWriter, readKeys } from '../support/numbered-writer.ts';
import { createMap, makeDataFolder, openRaw, tokenOf, until } from '../support/server-world.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Started {
  readonly process: ChildProcess;
  readonly http: string;
  readonly ws: string;
  /** Everything printed so far. */
  output(): string;
  errors(): string;
}

function run(env: Record<string, string>): Started & { exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const origin = (): string => /http:\/\/[^/]+/.exec(output)?.[0] ?? '';
  return {
    process: child,
    get http() {
      return origin();
    },
    get ws() {
      return origin().replace('http', 'ws');
    },
    output: () => output,
    errors: () => errors,
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}

async function start(dataFolder: string): Promise<ReturnType<typeof run>> {
  const started = run({ HERRINGBONE_DATA: dataFolder });
  await until(() => started.http !== '', 60_000);
  return started;
}

describe('process', () => {
  it('[D1] nothing acknowledged as saved is lost by kill -9 under load', { timeout: 400_000 }, async () => {
    const folder = await makeDataFolder();
    const rounds = Number(process.env.HERRINGBONE_TEST_KILLS ?? 20);
    const promised = new Map<string, string[]>();
    let running = await start(folder);
    const maps = [await createMap(running), await createMap(running)];
    for (let round = 1; round <= rounds; round++) {
      const writers = maps.flatMap(({ id, edit }) =>
        ['a', 'b', 'c'].map((name) => {
          const writer = openNumberedWriter({ ws: running.ws, mapId: id, link: edit }, `${round} ${name}`);
          return { id, writer };
        }),
      );
      await Promise.all(writers.map(({ writer }) => writer.joined));
      const enough = 20 * (1 + (round % 7));
      await until(() => {
        // Always something on its way: the kill comes in the middle of it.
        for (const { writer } of writers) writer.write(5);
        return writers.every(({ writer }) => writer.saved().length >= enough);
      });
      running.process.kill('SIGKILL');
      await running.exited;
      await Promise.all(writers.map(({ writer }) => writer.closed));
      for (const { id, writer } of writers) promised.set(id, [...(promised.get(id) ?? []), ...writer.saved()]);
      running = await start(folder);
      for (const { id, view } of maps) {
        const keys = await readKeys({ ws: running.ws, mapId: id, link: view });
        expect((promised.get(id) ?? []).filter((key) => !keys.has(key))).toEqual([]);
      }
    }
    expect([...promised.values()].flat().length).toBeGreaterThan(rounds * 6 * 20);
  });

  it('[D2] SIGTERM flushes, closes sockets with 1012 and exits 0; no token or map id was printed', async () => {
    const folder = await makeDataFolder();
    const running = await start(folder);
    const map = await createMap(running);
    const raw = openRaw(`${running.ws}/sync/${map.id}`, { protocols: ['herringbone.v1', `t.${tokenOf(map.edit)}`] });
    await until(() => raw.frames.length >= 2);
    running.process.kill('SIGTERM');
    expect(await raw.closed).toBe(1012);
    expect(await running.exited).toBe(0);
    expect(running.output()).toMatch(/^Herringbone is at http:\/\/127\.0\.0\.1:\d+\/\n/);
    expect(running.errors()).not.toContain(map.id);
    expect((await readdir(folder)).sort()).toEqual(['maps', 'secret']);
  });

  it('[D3] whatever is in the way of a start is one line on standard error, and exit code 1', async () => {
    const folder = await makeDataFolder();
    const running = await start(folder);
    const port = new URL(running.http).port;
    const file = join(folder, 'file');
    await writeFile(file, '');
    const brokenSecret = await makeDataFolder();
    await writeFile(join(brokenSecret, 'secret'), 'not a key');
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: port, HERRINGBONE_DATA: join(folder, 'other') }, /port \d+ is already in use/],
      [{ HERRINGBONE_DATA: folder }, /in use by another Herringbone/],
      [{ HERRINGBONE_DATA: join(file, 'data') }, /cannot write to the data folder/],
      [{ HERRINGBONE_DATA: '/proc/herringbone' }, /cannot write to the data folder/],
      [{ HERRINGBONE_DATA: brokenSecret }, /does not hold a signing key/],
      [{ PORT: 'http' }, /PORT must be a number/],
    ];
    const runs = cases.map(([env, message]) => ({ failed: run(env), message }));
    for (const { failed, message } of runs) {
      expect(await failed.exited).toBe(1);
      expect(failed.errors()).toMatch(message);
      expect(failed.errors().trimEnd().split('\n')).toHaveLength(1);
      expect(failed.output()).toBe('');
    }
  });

  it('[D7] a socket that is reset while the store is still being opened does not end the process', async () => {
    const held = new Set<Socket>();
    const database = createTcpServer((socket) => void held.add(socket.on('error', () => undefined)));
    onTestFinished(() => void database.close());
    database.listen(0, '127.0.0.1');
    await once(database, 'listening');
    const free = createTcpServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const running = run({
      PORT: String(port),
      HERRINGBONE_DATA: await makeDataFolder(),
      HERRINGBONE_SECRET: '0a'.repeat(32),
      HERRINGBONE_LOG: 'silent',
      HERRINGBONE_LIMITS: 'databaseStartMs=500 databaseRetryMs=500',
      DATABASE_URL: `postgres://u:p@127.0.0.1:${(database.address() as AddressInfo).port}/maps`,
    });
    await until(() => held.size > 0, 60_000);
    const dial = async (headers: string): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(`GET /sync/x HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
      return socket;
    };
    // Node answers this by itself: by then it has read what was said before.
    const hasRead = async (): Promise<void> => void (await once(await dial('Expect: 100-continue'), 'data'));
    for (let i = 0; i < 5; i++) {
      const caller = await dial('Connection: Upgrade\r\nUpgrade: websocket');
      await hasRead();
      caller.resetAndDestroy();
      await hasRead();
    }
    database.close();
    for (const socket of held) socket.destroy();
    expect(await running.exited).toBe(1);
    expect(running.errors()).toMatch(/^herringbone: [^\n]+\n$/);
  });

  it('[D4] start.mjs refuses a Node that is too old, before it needs any package', async () => {
    const own = ['start.mjs', 'installed.mjs'];
    for (const file of own) {
      const source = await readFile(join(ROOT, 'server', file), 'utf8');
      const names = [...source.matchAll(/^import .* from '([^']+)'/gm)].map((match) => match[1] ?? '');
      for (const name of names) if (!own.includes(name.slice('./'.length))) expect(name).toMatch(/^node:/);
    }
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.1' });`;
    const child = spawn(process.execPath, ['--import', `data:text/javascript,${old}`, 'server/start.mjs'], {
      cwd: ROOT,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(errors).toBe('herringbone: needs Node 20.19 or newer, this is 18.20.1\n');
  });
});
