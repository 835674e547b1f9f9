import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKeyRing, SECRET_FILE, type KeyRing } from '../access/secret.ts';
import { openBackend } from '../backend.ts';
import type { Settings } from '../config.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { OperateFailure } from './failure.ts';

export interface OpenStoreOptions {
  readonly log: Log;
  /** Makes the data folder when there is none; otherwise that is an error. */
  readonly isNew?: boolean;
}

/**
 * Runs `use` with the store of the settings, and closes it whatever happens.
 * @throws OperateFailure `in-use` or `nothing-there` for a folder; whatever `use` throws.
 */
export async function withStore<T>(
  settings: Settings,
  { log, isNew = false }: OpenStoreOptions,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const { dataFolder, databaseUrl } = settings;
  if (!databaseUrl && isNew) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (!databaseUrl && !isNew && !(await exists(join(dataFolder, 'maps')))) {
    throw new OperateFailure('nothing-there', dataFolder);
  }
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  // Without Redis: commands read and write, and wake nobody up.
  const config = { dataFolder, databaseUrl: databaseUrl ?? null, redisUrl: null, limits, log };
  const backend = await openBackend(config).catch((error: unknown) => {
    if (isLocked(error)) throw new OperateFailure('in-use', dataFolder, { cause: error });
    throw error;
  });
  try {
    return await use(backend.store);
  } finally {
    await backend.close();
  }
}

/** The keys of the settings, or those in the data folder. @throws OperateFailure `nothing-there` when there are none. */
export async function readKeyRing({ keyRing, dataFolder }: Settings): Promise<KeyRing> {
  if (keyRing) return keyRing;
  const path = join(dataFolder, SECRET_FILE);
  if (!(await exists(path))) throw new OperateFailure('nothing-there', path);
  return parseKeyRing(await readFile(path, 'utf8'), path);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as NodeJS.ErrnoException).code === 'LEVEL_LOCKED' || isLocked(error.cause);
}
