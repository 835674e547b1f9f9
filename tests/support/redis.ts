/** A real Redis of a test file: started in a folder of its own, gone with the file, or one that is running already. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './postgres.ts';
import { openTcpWay } from './tcp-way.ts';

export interface RedisServer {
  /** `redis://…` */
  readonly url: string;
  /** With what it held. One that was lent goes on; only the way to it is cut. */
  restart(): Promise<void>;
  /** With nothing in it: as a Redis that keeps nothing on disk. */
  restartEmpty(): Promise<void>;
  /** Away until `start`. */
  halt(): Promise<void>;
  start(): Promise<void>;
  cutConnections(): Promise<void>;
  /** Runs one command. */
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** HERRINGBONE_TEST_REDIS_URL lends a running one, whose content is lost. */
export function startRedis(): Promise<RedisServer> {
  const lent = process.env.HERRINGBONE_TEST_REDIS_URL;
  return lent ? lentRedis(lent) : ownRedis();
}

function findRedis(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null;
}

async function ownRedis(): Promise<RedisServer> {
  const program = findRedis();
  if (program === null) throw new Error('Redis is not installed (Debian: apt-get install redis-server)');
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    // The shell ends it, and removes its folder, when this process dies without a word: then `read` sees the end.
    const script = '"$@" & read -r word; kill -TERM $!; wait $!; [ "$word" = keep ] || rm -rf "$0"';
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
    child = spawn('sh', ['-c', script, folder, program, ...args], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // In a group of its own: whoever ends the tests' whole group does not end the one who clears up.
      detached: true,
      cwd: '/',
    });
    const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  };
  const end = async (word: 'keep' | 'remove'): Promise<void> => {
    if (child === null) return;
    const exited = once(child, 'exit');
    child.stdin?.end(`${word}\n`);
    child = null;
    await exited;
  };
  await start();
  return {
    ...callsTo(url),
    url,
    start,
    halt: () => end('keep'),
    async restart() {
      await end('keep');
      await start();
    },
    async restartEmpty() {
      await end('keep');
      await rm(join(folder, 'appendonlydir'), { recursive: true, force: true });
      await start();
    },
    async stop() {
      await end('remove');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function lentRedis(lent: string): Promise<RedisServer> {
  const way = await openTcpWay(lent);
  const calls = callsTo(lent);
  const restart = async (): Promise<void> => {
    await way.halt();
    await way.start();
  };
  return {
    ...calls,
    url: way.url,
    restart,
    halt: () => way.halt(),
    start: () => way.start(),
    stop: () => way.halt(),
    async restartEmpty() {
      await calls.call('FLUSHDB');
      await restart();
    },
  };
}

function callsTo(url: string) {
  const call = async (command: string, ...args: (string | number)[]): Promise<unknown> => {
    const client = new Redis(url);
    try {
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  };
  return {
    call,
    async cutConnections(): Promise<void> {
      await call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    },
  };
}
