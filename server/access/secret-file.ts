/**
 * How the key file comes to its name: whole and on disk, by way of a file beside it. Half a key would keep the server
 * from ever starting again, and a lost one would break every link.
 */
import { randomBytes } from 'node:crypto';
import { chown, constants, copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../sync-folder.ts';

/** Mode 0600. @throws the file system's own errors, `EEXIST` when there is one: it is never replaced. */
export async function createSecretFile(path: string, text: string): Promise<void> {
  await writeBeside(path, text, (beside) => nameOnce(beside, path));
}

/**
 * Mode 0600, and its owner's: `sudo herringbone rotate-key` must not lock out the user the server runs as. Where there
 * is none yet, the folder says whose it is. @throws the file system's own errors.
 */
export async function replaceSecretFile(path: string, text: string): Promise<void> {
  const { uid, gid } = await stat(path).catch(() => stat(dirname(path)));
  await writeBeside(path, text, async (beside) => {
    if (process.getuid?.() === 0) await chown(beside, uid, gid);
    await rename(beside, path);
  });
}

async function writeBeside(path: string, text: string, name: (beside: string) => Promise<void>): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await name(beside);
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(dirname(path));
}

/** What file systems without hard links (FAT, some shares; EISDIR is Windows' word) say. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR']);

/** A rename would replace what another process has just made. Where there are no hard links, a copy does as well as it can. */
async function nameOnce(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(beside, path, constants.COPYFILE_EXCL);
  }
}
