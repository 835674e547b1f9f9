/** Starts server-entry.ts: the real server, alone in its process, so that its CPU and memory are its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerConfig } from '../../server/index.ts';
import type { Ask, Usage } from './server-entry.ts';

export interface ServerChild {
  readonly process: ChildProcess;
  readonly http: string;
  readonly ws: string;
  readonly dataFolder: string;
  /** True until the process has ended, however that came. */
  readonly isAlive: boolean;
  /** Everything it has written to standard error. */
  errors(): string;
  usage(ask: 'cpu' | 'memory'): Promise<Usage>;
  /** Stops it in good order and removes its folder, unless `keepFolder`. Safe to call on one that was killed. */
  stop(options?: { readonly keepFolder?: boolean }): Promise<void>;
  /** kill -9; the folder stays. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  readonly execArgv?: readonly string[] | undefined;
  /** Another server that answers like server-entry.ts; default ours. */
  readonly entry?: string | undefined;
  /** Variables by which another server is told its folder. */
  readonly env?: ((dataFolder: string) => Record<string, string>) | undefined;
}

const ENTRY = join(import.meta.dirname, 'server-entry.ts');

/** What a process can be told in JSON; the folder is made when none is given. */
export type ChildConfig = Omit<Partial<ServerConfig>, 'dataFolder' | 'log' | 'meter' | 'keyRing'> & {
  readonly dataFolder?: string | undefined;
};

/** @throws what the server wrote to standard error when it does not start. */
export async function startServerChild(
  config: ChildConfig = {},
  { execArgv = [], entry = ENTRY, env = () => ({}) }: ChildOptions = {},
): Promise<ServerChild> {
  const dataFolder = config.dataFolder ?? (await mkdtemp(join(tmpdir(), 'herringbone-child-')));
  const child = fork(entry, {
    env: { ...process.env, ...env(dataFolder), HERRINGBONE_TEST_CHILD: JSON.stringify({ ...config, dataFolder }) },
    execArgv: [...(entry === ENTRY ? ['--import', 'tsx'] : []), '--expose-gc', ...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit');
  const started = await Promise.race([once(child, 'message'), exited.then(() => null)]);
  if (started === null) throw new Error(`the server did not start: ${errors}`);
  const { origin } = started[0] as { origin: string };
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const ask = (message: Ask): boolean => child.connected && child.send(message);

  return {
    process: child,
    http: origin,
    ws: origin.replace('http', 'ws'),
    dataFolder,
    get isAlive() {
      return isAlive();
    },
    errors: () => errors,
    async usage(what) {
      const answer = once(child, 'message');
      ask(what);
      const reply = await Promise.race([answer, exited.then(() => null)]);
      if (reply === null) throw new Error(`the server is gone: ${errors.slice(-2_000)}`);
      return (reply[0] as { usage: Usage }).usage;
    },
    async stop({ keepFolder = false } = {}) {
      if (isAlive() && ask('stop')) await exited;
      if (!keepFolder) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
