/** The parts of `npm run bench:server`, in their order, and how each is run: alone, and not for ever. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './report.ts';

/** Seconds after which a part is ended: some three times what it takes on two quiet cores. */
export const PARTS = {
  throughput: 600,
  cursors: 900,
  join: 300,
  idle: 400,
  hostile: 300,
  kill: 400,
  nodes: 180,
  sizing: 400,
  frames: 3_600,
} as const;

export type PartName = keyof typeof PARTS;

/** Only when named. */
export const ON_DEMAND: readonly string[] = ['frames'];

export function isPart(name: string): name is PartName {
  return Object.hasOwn(PARTS, name);
}

/**
 * What the part found; when it broke or was ended, what it had found by then and a row that says so. All that it
 * started ends with it: every server and client process watches the one that started it.
 */
export async function runPart(name: PartName): Promise<readonly Row[]> {
  const rows: Row[] = [];
  // Its servers' folders, so that those of a part that was ended go too. PostgreSQL comes here as another user.
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-bench-'));
  await chmod(folder, 0o755);
  const part = fork(join(import.meta.dirname, 'part.ts'), [name], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TMPDIR: folder },
  });
  part.on('message', (row: Row) => rows.push(row));
  const exited = once(part, 'exit') as Promise<[code: number | null]>;
  const timer = setTimeout(() => part.kill('SIGKILL'), PARTS[name] * 1_000);
  const [code] = await exited;
  clearTimeout(timer);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  if (code === 0) return rows;
  const why = code === null ? `ended after ${PARTS[name]} s` : `broke with ${code}`;
  return [...rows, { measure: `the part “${name}”`, ours: why, target: 'finishes', isMet: false }];
}
