/** A real PostgreSQL of a test file: started in a folder of its own, gone with the file, or one that is running already. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { openTcpWay } from './tcp-way.ts';

export interface Postgres {
  /** An empty database of its own: `postgres://…`. */
  newDatabase(): Promise<string>;
  /** `kill`: without a word to anybody. One that was lent goes on; only the way to it is cut. */
  restart(how?: 'clean' | 'kill'): Promise<void>;
  /** Away until `start`. */
  halt(how?: 'clean' | 'kill'): Promise<void>;
  start(): Promise<void>;
  /** Cuts every connection to that database. */
  cutConnections(url: string): Promise<void>;
  stop(): Promise<void>;
}

const run = promisify(execFile);

export interface PostgresOptions {
  /**
   * False (the default): PostgreSQL leaves it to the system when bytes reach the disk. What it wrote survives that it is
   * killed, only not that the machine stops; and it starts and restarts ten times as fast. True where time is measured.
   */
  readonly waitsForDisk?: boolean;
}

/** HERRINGBONE_TEST_DATABASE_URL lends a running one; its user must be allowed to make databases. */
export function startPostgres({ waitsForDisk = false }: PostgresOptions = {}): Promise<Postgres> {
  const lent = process.env.HERRINGBONE_TEST_DATABASE_URL;
  return lent ? lentPostgres(lent) : ownPostgres(waitsForDisk);
}

/** The folder of PostgreSQL's programs: on the PATH, or where Debian keeps them. Null when there are none. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((name) => join(debian, name, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

async function ownPostgres(waitsForDisk: boolean): Promise<Postgres> {
  const programs = findPostgres();
  if (programs === null) throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql)');
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const asUser = (program: string, args: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', join(programs, program), ...args]] : [join(programs, program), args];
  const call = async (program: string, ...args: string[]): Promise<void> => {
    await run(...asUser(program, args), { cwd: folder });
  };
  if (isRoot) await run('chown', ['postgres', folder]);
  await chmod(folder, 0o755);
  await call('initdb', '-D', data, '--no-sync', '--no-locale', '-E', 'UTF8', '-A', 'trust', '-U', 'herringbone');
  const guard = stopWithUs(folder, asUser('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']));
  const options = `-p ${port} -h 127.0.0.1 -k ${folder} -c fsync=${waitsForDisk ? 'on' : 'off'} -c shared_buffers=32MB -c max_connections=60`;
  const server = `postgres://herringbone@127.0.0.1:${port}`;

  const start = async (): Promise<void> => {
    // Its output goes to the file: a pipe of ours would stay open as long as the server runs.
    await call('pg_ctl', '-D', data, '-o', options, '-l', join(folder, 'log'), '-w', '-s', 'start').catch(
      async (error: unknown) => {
        throw new Error(await readFile(join(folder, 'log'), 'utf8').catch(() => ''), { cause: error });
      },
    );
  };
  const halt = (how: 'clean' | 'kill' = 'clean'): Promise<void> =>
    call('pg_ctl', '-D', data, '-m', how === 'clean' ? 'fast' : 'immediate', '-w', '-s', 'stop');
  await start();
  return {
    ...databasesOf(`${server}/postgres`),
    start,
    halt,
    async restart(how) {
      await halt(how);
      await start();
    },
    async stop() {
      await halt('kill').catch(() => undefined);
      guard();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function lentPostgres(url: string): Promise<Postgres> {
  const way = await openTcpWay(url);
  const { dropAll, ...databases } = databasesOf(url, way.url);
  return {
    ...databases,
    halt: () => way.halt(),
    start: () => way.start(),
    async restart() {
      await way.halt();
      await way.start();
    },
    async stop() {
      await way.halt();
      await dropAll();
    },
  };
}

/** `publicUrl` is the way that those who use the databases go; the tests' own commands go by `adminUrl`. */
function databasesOf(adminUrl: string, publicUrl = adminUrl) {
  const made: string[] = [];
  const admin = async (text: string, values: unknown[] = []): Promise<void> => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    try {
      await client.query(text, values);
    } finally {
      await client.end();
    }
  };
  return {
    async newDatabase(): Promise<string> {
      const name = `herringbone_${randomBytes(6).toString('hex')}`;
      await admin(`CREATE DATABASE ${name}`);
      const url = new URL(publicUrl);
      url.pathname = `/${name}`;
      made.push(url.href);
      return url.href;
    },
    cutConnections: (url: string): Promise<void> =>
      admin('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [nameOf(url)]),
    async dropAll(): Promise<void> {
      for (const url of made) await admin(`DROP DATABASE ${nameOf(url)} WITH (FORCE)`);
    },
  };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** Ends the server and removes its folder when this process dies without a word. Gives back the way to call it off. */
function stopWithUs(folder: string, [command, args]: [string, string[]]): () => void {
  const script = 'read -r word; [ "$word" = done ] && exit; folder=$1; shift; "$@"; rm -rf "$folder"';
  const guard = spawn('sh', ['-c', script, 'guard', folder, command, ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  guard.unref();
  return () => void guard.stdin.end('done\n');
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
