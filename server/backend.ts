import { join } from 'node:path';
import type { KeyRing } from './access/secret.ts';
import type { Bus } from './bus/bus.ts';
import { NO_BUS } from './bus/no-bus.ts';
import { PostgresBus } from './bus/postgres-bus.ts';
import { RedisBus } from './bus/redis-bus.ts';
import type { Log } from './log.ts';
import type { Limits } from './limits.ts';
import { LevelStore } from './store/level-store.ts';
import { PostgresStore } from './store/postgres-store.ts';
import type { Store } from './store/store.ts';

export interface BackendConfig {
  readonly dataFolder: string;
  /** `postgres://…`: maps are kept there instead of in the folder, and several servers may share them. */
  readonly databaseUrl: string | null;
  /** `redis://…`: servers wake each other up through it instead of through PostgreSQL. */
  readonly redisUrl: string | null;
  /** The keys of this server: all servers on one database need the same. Null (the default) = not compared. */
  readonly keyRing?: KeyRing | null;
  readonly limits: Limits;
  readonly log: Log;
}

export interface Backend {
  readonly store: Store;
  readonly bus: Bus;
  /** `folder`, or where maps are kept instead. */
  readonly kind: 'folder' | 'postgresql';
  close(): Promise<void>;
}

/**
 * Opens what keeps the maps.
 * @throws what was in the way, with its `code`: `BAD_CONFIG`, `BAD_SECRET` when the servers on the database have other
 * keys, `DATABASE_UNREACHABLE`, `BUS_UNREACHABLE`, `BAD_DATABASE`, `LEVEL_LOCKED`.
 */
export async function openBackend(config: BackendConfig): Promise<Backend> {
  const { dataFolder, databaseUrl, redisUrl } = config;
  if (databaseUrl !== null) return openShared(config, databaseUrl);
  if (redisUrl !== null) {
    const message = 'a Redis address needs a database address beside it: maps are kept in PostgreSQL, not in Redis';
    throw Object.assign(new Error(message), { code: 'BAD_CONFIG' });
  }
  const store = await LevelStore.open(join(dataFolder, 'maps'));
  return { store, bus: NO_BUS, kind: 'folder', close: () => store.close() };
}

async function openShared(config: BackendConfig, url: string): Promise<Backend> {
  const { limits, log, keyRing } = config;
  const store = await PostgresStore.open({ url, limits, log });
  try {
    if (keyRing) await compareKeys(store, keyRing);
    const { redisUrl } = config;
    const bus =
      redisUrl === null
        ? await PostgresBus.open({ url, limits, log })
        : await RedisBus.open({ url: redisUrl, limits, log });
    const close = async (): Promise<void> => {
      await bus.close();
      await store.close();
    };
    return { store, bus, kind: 'postgresql', close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * A server with other keys would refuse every link the others have made, and make links they refuse. The database
 * knows the id of the key that signs; it moves on when the keys are changed one by one.
 */
async function compareKeys(store: PostgresStore, { keys }: KeyRing): Promise<void> {
  const [signing] = keys;
  const known = await store.setting('signing-key', signing.id);
  if (!keys.some((key) => key.id === known)) {
    const message =
      'the servers on this database sign links with another key: give each of them the same HERRINGBONE_SECRET, or the same secret file';
    throw Object.assign(new Error(message), { code: 'BAD_SECRET' });
  }
  if (known !== signing.id) await store.changeSetting('signing-key', known, signing.id);
}
