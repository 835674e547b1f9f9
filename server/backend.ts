import { join } from 'node:path';
import type { Bus } from './bus/bus.ts';
import { NO_BUS } from './bus/no-bus.ts';
import type { Log } from './log.ts';
import type { Limits } from './limits.ts';
import { LevelStore } from './store/level-store.ts';
import type { Store } from './store/store.ts';

export interface BackendConfig {
  readonly dataFolder: string;
  /** `postgres://…`: maps are kept there instead of in the folder, and several servers may share them. */
  readonly databaseUrl: string | null;
  /** `redis://…`: servers wake each other up through it instead of through PostgreSQL. */
  readonly redisUrl: string | null;
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

/** Opens what keeps the maps. @throws what was in the way, with its `code`. */
export async function openBackend({ dataFolder }: BackendConfig): Promise<Backend> {
  const store = await LevelStore.open(join(dataFolder, 'maps'));
  return { store, bus: NO_BUS, kind: 'folder', close: () => store.close() };
}
