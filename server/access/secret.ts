import { createHash, randomBytes } from 'node:crypto';
import { access, chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecretFile } from './secret-file.ts';

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
 * Reads the keys in `<dataFolder>/secret`, or makes it (mode 0600) at the first start. Never overwrites a file that is
 * there, and makes none beside maps: a lost key would silently break every link ever shared.
 * @throws Error with code `BAD_SECRET` when the file is not a key, `SECRET_LOST` when there are maps without one; the
 * file system's own errors otherwise.
 */
export async function readOrCreateSecret(dataFolder: string): Promise<KeyRing> {
  const path = join(dataFolder, SECRET_FILE);
  if (await isSecretLost(dataFolder)) throw secretLost(dataFolder);
  if (!(await isThere(path))) {
    await createSecretFile(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`).catch((error: unknown) => {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
  await closeToOthers(path);
  return parseKeyRing(await readFile(path, 'utf8'), path);
}

/** Whether there are maps, and no key that opens them. In this order: a server makes its key before its maps. */
export async function isSecretLost(dataFolder: string): Promise<boolean> {
  return (await hasMaps(dataFolder)) && !(await isThere(join(dataFolder, SECRET_FILE)));
}

/** Whether a server has kept maps there. An empty folder of that name, as for a mount, holds none. */
export async function hasMaps(dataFolder: string): Promise<boolean> {
  return isThere(join(dataFolder, 'maps', 'CURRENT'));
}

function secretLost(dataFolder: string): Error {
  const message =
    `${dataFolder} holds maps, but no key: with another one no link to them would open. Put its file ${SECRET_FILE} back, ` +
    `or set HERRINGBONE_SECRET to its key; if that is lost, \`herringbone rotate-key --lost\` makes a new one`;
  return Object.assign(new Error(message), { code: 'SECRET_LOST' });
}

/** Left alone when it is right: then it may as well be somebody else's, or on a disk that takes no writes. */
async function closeToOthers(path: string): Promise<void> {
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
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
