import { pauseBefore, sleep } from './backoff.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { Database, isTransient, reasonOf } from './store/database.ts';

export interface WaitOptions {
  readonly url: string;
  readonly limits: Limits;
  readonly log: Log;
  /** Ends the waiting: the server is to stop before it has begun. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the database answers: it may start after its servers, or be away for maintenance just then. Gives up after
 * `databaseStartMs`, and at once where time heals nothing (a wrong password): opening the store then says why.
 */
export async function waitForDatabase({ url, limits, log, signal }: WaitOptions): Promise<void> {
  const database = await Database.open({ url, limits: { ...limits, databaseConnections: 1 }, log });
  const end = performance.now() + limits.databaseStartMs;
  try {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const error = await database.queryOnce('here', 'SELECT 1').then(
        () => null,
        (reason: unknown) => reason,
      );
      const pauseMs = pauseBefore(attempt);
      if (error === null || !isTransient(error) || performance.now() + pauseMs > end) return;
      if (attempt === 0) log('warn', 'database-waited-for', { error: reasonOf(error) });
      await sleep(pauseMs);
    }
  } finally {
    await database.close();
  }
}
