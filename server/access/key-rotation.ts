import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_BYTES, parseKeyRing, SECRET_FILE, type KeyRing } from './secret.ts';
import { syncFolder } from '../sync-folder.ts';

/**
 * Puts a new key first into `<dataFolder>/secret`: from the server's next start on it signs, and links signed before
 * stay good. @throws Error with code `BAD_SECRET` when the file is not a key; the file system's own errors otherwise.
 */
export async function rotateSecret(dataFolder: string): Promise<KeyRing> {
  return rewrite(dataFolder, (lines) => [randomBytes(KEY_BYTES).toString('hex'), ...lines]);
}

/** Keeps the first key only: links signed with the older ones are dead from the server's next start on. */
export async function dropOldSecrets(dataFolder: string): Promise<KeyRing> {
  return rewrite(dataFolder, (lines) => lines.slice(0, 1));
}

/** By way of a file beside it, so that whatever happens one of the two is there whole. */
async function rewrite(dataFolder: string, change: (lines: string[]) => string[]): Promise<KeyRing> {
  const path = join(dataFolder, SECRET_FILE);
  const ring = parseKeyRing(await readFile(path, 'utf8'), path);
  const lines = change(ring.keys.map((key) => Buffer.from(key.bytes).toString('hex')));
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  const text = `${lines.join('\n')}\n`;
  try {
    await writeSynced(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dataFolder);
  return parseKeyRing(text, path);
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
