import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceSecretFile } from './secret-file.ts';
import { isSecretLost, KEY_BYTES, parseKeyRing, SECRET_FILE, type KeyRing } from './secret.ts';

/**
 * Puts a new key first into `<dataFolder>/secret`: from the server's next start on it signs, and links signed before
 * stay good. With `isLost`, where there are maps without their key, it makes the only one: never unasked, since the key
 * may be with a service that is given it otherwise.
 * @throws Error with code `BAD_SECRET` when the file is not a key; the file system's own errors otherwise.
 */
export async function rotateSecret(dataFolder: string, { isLost = false } = {}): Promise<KeyRing> {
  const before = isLost && (await isSecretLost(dataFolder)) ? [] : await readLines(dataFolder);
  return write(dataFolder, [randomBytes(KEY_BYTES).toString('hex'), ...before]);
}

/** Keeps the first key only: links signed with the older ones are dead from the server's next start on. */
export async function dropOldSecrets(dataFolder: string): Promise<KeyRing> {
  return write(dataFolder, (await readLines(dataFolder)).slice(0, 1));
}

async function readLines(dataFolder: string): Promise<string[]> {
  const path = join(dataFolder, SECRET_FILE);
  const { keys } = parseKeyRing(await readFile(path, 'utf8'), path);
  return keys.map((key) => Buffer.from(key.bytes).toString('hex'));
}

async function write(dataFolder: string, lines: readonly string[]): Promise<KeyRing> {
  const path = join(dataFolder, SECRET_FILE);
  const text = `${lines.join('\n')}\n`;
  await replaceSecretFile(path, text);
  return parseKeyRing(text, path);
}
