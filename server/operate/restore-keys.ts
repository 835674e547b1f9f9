import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceSecretFile } from '../access/secret-file.ts';
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
  await replaceSecretFile(path, `${[...new Set([...keys, ...there])].join('\n')}\n`);
}

function hexOf({ keys }: KeyRing): string[] {
  return keys.map((key) => Buffer.from(key.bytes).toString('hex'));
}
