import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasMaps, isSecretLost, parseKeyRing, SECRET_FILE } from '../access/secret.ts';
import type { Settings } from '../config.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { OperateFailure } from './failure.ts';
import { bad, good, reasonOf, warn, type Finding } from './findings.ts';
import { exists, withStore } from './open-store.ts';

const GIB = 1024 ** 3;
const LOW_SPACE = GIB;
const NO_SPACE = GIB / 10;

/** Whether the folder can be used; true when there is one. */
export async function* checkFolder(settings: Settings): AsyncGenerator<Finding, boolean> {
  const { dataFolder } = settings;
  if (!(await exists(dataFolder))) {
    const parent = await nearest(dataFolder);
    yield (await isWritable(parent)) ? good('folder-new', dataFolder) : bad('folder-unwritable', dataFolder);
    return false;
  }
  if (!(await isWritable(dataFolder))) {
    yield bad('folder-unwritable', dataFolder);
    return true;
  }
  yield (await hasMaps(dataFolder)) ? await tryOpening(settings) : good('folder-new', dataFolder);
  return true;
}

/** The lock is only known by trying, as the server itself would. */
async function tryOpening(settings: Settings): Promise<Finding> {
  try {
    await withStore(settings, { log: () => undefined }, (store) => store.ping());
    return good('folder', settings.dataFolder);
  } catch (error) {
    if (error instanceof OperateFailure && error.code === 'in-use') return warn('folder-in-use', settings.dataFolder);
    return bad('folder-broken', `${settings.dataFolder}: ${reasonOf(error)}`);
  }
}

export async function* checkSpace({ dataFolder, limits }: Settings): AsyncGenerator<Finding> {
  const { bavail, bsize } = await statfs(await nearest(dataFolder));
  const free = bavail * bsize;
  const size = free >= GIB ? `${(free / GIB).toFixed(0)} GiB` : `${(free / (GIB / 1024)).toFixed(0)} MiB`;
  // A map is rewritten whole now and then, beside what it replaces.
  const needed = Math.max(NO_SPACE, 3 * (limits?.hardMapBytes ?? DEFAULT_LIMITS.hardMapBytes));
  if (free < needed) yield bad('space-none', size);
  else yield free < LOW_SPACE ? warn('space-low', size) : good('space', size);
}

export async function* checkSecret({ dataFolder, keyRing }: Settings): AsyncGenerator<Finding> {
  if (keyRing) return;
  const path = join(dataFolder, SECRET_FILE);
  if (!(await exists(path))) {
    yield (await isSecretLost(dataFolder)) ? bad('secret-bad', `${path}: ENOENT`) : good('secret-new', path);
    return;
  }
  try {
    const { keys } = parseKeyRing(await readFile(path, 'utf8'), path);
    const isOpen = process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0;
    yield isOpen ? bad('secret-open', path) : good('secret', String(keys.length));
  } catch (error) {
    yield bad('secret-bad', `${path}: ${reasonOf(error)}`);
  }
}

/** The folder itself, or the first one above it that exists. */
async function nearest(path: string): Promise<string> {
  return (await exists(path)) || dirname(path) === path ? path : nearest(dirname(path));
}

async function isWritable(path: string): Promise<boolean> {
  const isFolder = (await stat(path)).isDirectory();
  return (
    isFolder &&
    access(path, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    )
  );
}
