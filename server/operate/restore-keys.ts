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
  checkKeys(keys, settings);
  if (settings.keyRing) return;
  const path = join(settings.dataFolder, SECRET_FILE);
  const there = (await exists(path)) ? hexOf(parseKeyRing(await readFile(path, 'utf8'), path)) : [];
  await replaceSecretFile(path, `${[...new Set([...keys, ...there])].join('\n')}\n`);
}

/** @throws OperateFailure `other-keys` when the keys come from the configuration, and these are not all among them. */
export function checkKeys(keys: readonly string[], { keyRing, secretFile }: Settings): void {
  const ring = keyRing ? hexOf(keyRing) : keys;
  if (!keys.every((key) => ring.includes(key)))
    throw new OperateFailure('other-keys', secretFile ?? 'HERRINGBONE_SECRET');
}

function hexOf({ keys }: KeyRing): string[] {
  return keys.map((key) => Buffer.from(key.bytes).toString('hex'));
}
