/** `herringbone serve` as a process of its own, told everything by its environment. Killed with its test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from './server-world.ts';

export interface Serving {
  readonly process: ChildProcess;
  readonly http: string;
  readonly ws: string;
  /** Everything printed so far. */
  output(): string;
  /** The log so far, a line each. */
  log(): { readonly level: string; readonly event: string; readonly detail?: string }[];
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

const ROOT = join(import.meta.dirname, '../..');

/** Resolves when it listens. @throws what it said when it ended before. */
export async function serveProcess(env: Record<string, string>): Promise<Serving> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  await until(() => /http:\/\/\S+\/\n/.test(output) || child.exitCode !== null, 60_000);
  if (child.exitCode !== null) throw new Error(`the server did not start: ${errors}`);
  const http = /http:\/\/[^/]+/.exec(output)?.[0] ?? '';
  const lines = (): string[] => errors.split('\n').filter((line) => line.startsWith('{'));
  return {
    process: child,
    http,
    ws: http.replace('http', 'ws'),
    output: () => output,
    log: () => lines().map((line) => JSON.parse(line) as { level: string; event: string }),
    exited,
  };
}
