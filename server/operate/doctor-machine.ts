import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SECRET_FILE } from '../access/secret.ts';
import type { Settings } from '../config.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { bad, good, warn, type Finding } from './findings.ts';
import { exists } from './open-store.ts';

const MIN_NODE = [20, 19] as const;
const APP_PAGE = fileURLToPath(new URL('../../dist/index.html', import.meta.url));
/** No server of this version ran before; a clock that says so would let expired links in. */
const EARLIEST = Date.UTC(2026, 0, 1);
const MAX_BEHIND_MS = 60_000;
/** Files of the process besides its sockets. */
const OTHER_FILES = 100;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isGood = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return isGood ? good('node', version) : bad('node-old', version);
}

export async function checkApp(): Promise<Finding> {
  return (await exists(APP_PAGE)) ? good('app') : warn('app-missing');
}

/** Tried out: only listening tells whether one may listen. */
export async function* checkPort({ host, port }: Settings): AsyncGenerator<Finding> {
  const where = `${host}:${port}`;
  const code = await tryListening(host, port);
  if (code === null) yield good('port', where);
  else if (code !== 'EADDRINUSE') yield bad('port-refused', `${where} (${code})`);
  else yield (await isOurs(host, port)) ? warn('port-ours', where) : bad('port-taken', where);
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

/** Whether it is a Herringbone that listens there already. */
async function isOurs(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${name}:${port}/api/server`, { signal: AbortSignal.timeout(2000) });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'storage' in answer;
  } catch {
    // Nobody who speaks HTTP and JSON: not ours.
    return false;
  }
}

/** Links expire by this machine's clock. */
export async function* checkClock({ dataFolder }: Settings): AsyncGenerator<Finding> {
  const now = Date.now();
  const secret = await stat(join(dataFolder, SECRET_FILE)).catch(() => null);
  const isBehind = now < EARLIEST || (secret !== null && secret.mtimeMs > now + MAX_BEHIND_MS);
  yield isBehind ? bad('clock-behind', new Date(now).toISOString()) : good('clock', new Date(now).toISOString());
}

/** Each socket is an open file. Only Linux tells the limit. */
export async function* checkFiles({ limits }: Settings): AsyncGenerator<Finding> {
  const needed = (limits?.connections ?? DEFAULT_LIMITS.connections) + OTHER_FILES;
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = Number(/^Max open files\s+(\d+)/m.exec(text)?.[1] ?? Infinity);
  if (soft < needed) yield warn('files-few', `${soft} < ${needed}`);
}
