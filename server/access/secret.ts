import { createHash, randomBytes } from 'node:crypto';
import { chmod, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key that signs every link of this data folder. */
export interface SigningKey {
  /** First 8 base64url characters of the key's SHA-256: says which key signed, tells nothing about it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first key signs; links signed with any of them are good. */
export interface KeyRing {
  readonly keys: readonly [SigningKey, ...SigningKey[]];
}

export const KEY_BYTES = 32;
export const SECRET_FILE = 'secret';

/**
 * Reads the keys in `<dataFolder>/secret`, or makes it (mode 0600) at the first start. Never overwrites a file that is there:
 * a lost key would silently break every link ever shared.
 * @throws Error with code `BAD_SECRET` when the file is not a key; the file system's own errors otherwise.
 */
export async function readOrCreateSecret(dataFolder: string): Promise<KeyRing> {
  const path = join(dataFolder, SECRET_FILE);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await chmod(path, 0o600);
  }
  return parseKeyRing(await readFile(path, 'utf8'), path);
}

/** One key a line (or comma), 64 hexadecimal digits each; the first signs. @throws Error with code `BAD_SECRET`. */
export function parseKeyRing(text: string, where: string): KeyRing {
  const lines = text.split(/[\s,]+/).filter((line) => line !== '');
  const [first, ...others] = lines.map((line) => toSigningKey(Buffer.from(line, 'hex')));
  if (first === undefined || !lines.every((line) => /^[0-9a-f]{64}$/.test(line))) {
    throw Object.assign(new Error(`${where} does not hold a signing key`), { code: 'BAD_SECRET' });
  }
  return { keys: [first, ...others] };
}

export function toSigningKey(bytes: Uint8Array): SigningKey {
  return { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8), bytes };
}
