import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperateFailure, type FailureCode } from './failure.ts';
import { exists } from './open-store.ts';
import { verifyBackup, type VerifiedBackup } from './restore.ts';
import { syncFolder } from '../sync-folder.ts';

/**
 * Writes a backup to `path` (mode 0600: it holds the keys of every link), reads it back, and only then gives it its
 * name: a file of that name is always a whole file. Where maps could not be read, an earlier backup of that name stays,
 * because it may be the last in which they are; then this one is called `<path>.damaged`, and so is `path` in the answer.
 * @throws OperateFailure when it came damaged; the file system's own errors. Nothing is left behind then.
 */
export async function saveBackup(chunks: AsyncIterable<Uint8Array>, path: string): Promise<VerifiedBackup> {
  const part = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    const backup = await verifyBackup(part);
    const name = backup.counts.damaged > 0 && (await exists(path)) ? `${path}.damaged` : path;
    await rename(part, name);
    await syncFolder(dirname(name));
    return { ...backup, path: name };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** What the server calls it, and what we do. */
const REFUSALS: Readonly<Record<string, FailureCode>> = {
  'operator-password': 'wrong-password',
  'not-found': 'no-operator',
  'too-many-tries': 'too-many-tries',
  'no-such-map': 'no-such-map',
  deleted: 'map-deleted',
};

/** Asks a running server, as the operator. @throws OperateFailure unless it answers 200. */
export async function askServer(from: string, path: string, password: string | null): Promise<Response> {
  if (password === null) throw new OperateFailure('no-password', from);
  const headers = { Authorization: `Bearer ${password}` };
  const response = await fetch(new URL(path, from), { headers, redirect: 'error' }).catch((error: unknown) => {
    throw new OperateFailure('unreachable', from, { cause: error });
  });
  if (response.status === 200) return response;
  const refusal = (await response.json().catch(() => null)) as { error?: string } | null;
  throw new OperateFailure(REFUSALS[refusal?.error ?? ''] ?? 'unexpected-answer', from);
}

/** The backup of a running server, as it arrives. @throws OperateFailure, also when it is cut off in the middle. */
export async function* fetchBackup(from: string, password: string | null): AsyncGenerator<Uint8Array> {
  const { body } = await askServer(from, '/api/operator/backup', password);
  if (body === null) throw new OperateFailure('unexpected-answer', from);
  try {
    yield* body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new OperateFailure('cut-off', from, { cause: error });
  }
}
