import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKeyRing, SECRET_FILE, type KeyRing } from '../access/secret.ts';
import type { Settings } from '../config.ts';
import { OperateFailure } from './failure.ts';
import { exists } from './open-store.ts';

/**
 * Makes a backup's links open here: its keys go first into `<data>/secret`, those that were there stay good behind
 * them. Where keys come from the configuration, they must be among those already.
 * @throws OperateFailure `other-keys` when they are not; nothing is written then.
 */
export async function restoreKeys(keys: readonly string[], settings: Settings): Promise<void> {
  if (settings.keyRing) {
    const ring = hexOf(settings.keyRing);
    if (keys.every((key) => ring.includes(key))) return;
    throw new OperateFailure('other-keys', settings.secretFile ?? 'HERRINGBONE_SECRET');
  }
  const path = join(settings.dataFolder, SECRET_FILE);
  const there = (await exists(path)) ? hexOf(parseKeyRing(await readFile(path, 'utf8'), path)) : [];
  await writeKeys([...new Set([...keys, ...there])], path);
}

/** A key a line, mode 0600, by way of a file beside it. */
async function writeKeys(keys: readonly string[], path: string): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(`${keys.join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function hexOf({ keys }: KeyRing): string[] {
  return keys.map((key) => Buffer.from(key.bytes).toString('hex'));
}
