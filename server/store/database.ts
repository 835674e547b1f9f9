import type { Pool, PoolClient } from 'pg';
import { pauseBefore, sleep } from '../backoff.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';

export interface DatabaseOptions {
  readonly url: string;
  readonly limits: Limits;
  readonly log: Log;
}

type Row = Readonly<Record<string, unknown>>;

/** Classes of SQLSTATE (and whole codes) that say: not now, but the same statement may do later. */
const TRANSIENT_STATES = /^(08|40|53|57|58|25006|55P03)/;

/**
 * A pool of connections to PostgreSQL that outlives the database's restarts: what fails because the database or a
 * connection is away is tried again, with growing pauses, for `databaseRetryMs`.
 */
export class Database {
  readonly #pool: Pool;
  readonly #options: DatabaseOptions;

  private constructor(pool: Pool, options: DatabaseOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /** Connects to nothing yet. The driver is loaded here, so a server on a folder never does. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { Pool } = await import('pg');
    const { limits, log, url } = options;
    const pool = new Pool({
      connectionString: url,
      application_name: 'herringbone',
      max: limits.databaseConnections,
      connectionTimeoutMillis: limits.databaseStatementMs,
      // The server's own timeout frees its locks; the client's, a little later, is for a server that went silent.
      query_timeout: limits.databaseStatementMs + 1000,
      keepAlive: true,
      onConnect: (client) => prepare(client, limits),
    });
    // An idle connection that dies: the pool has dropped it already, the next query opens another.
    pool.on('error', (error) => log('warn', 'database-connection-lost', { error }));
    return new Database(pool, options);
  }

  /** One statement, prepared under `name`, tried again while the database is away: it must bear being done twice. */
  query<R extends Row>(name: string, text: string, values: unknown[] = []): Promise<R[]> {
    return this.retry(() => this.queryOnce<R>(name, text, values));
  }

  /** One statement, tried once. @throws what the database or the network says. */
  async queryOnce<R extends Row>(name: string, text: string, values: unknown[] = []): Promise<R[]> {
    const { rows } = await this.#pool.query<R>({ name: `herringbone-${name}`, text, values });
    return rows;
  }

  /** All of `run` or nothing of it. Tried again as a whole while the database is away. */
  transaction<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.retry(async () => {
      const client = await this.#pool.connect();
      // While it is ours the pool does not listen, and an error nobody hears ends the process. The query fails too.
      const ignore = (): void => undefined;
      client.on('error', ignore);
      let failure: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await run(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw failure;
      } finally {
        client.off('error', ignore);
        // With an error the connection is closed, which rolls back.
        client.release(failure);
      }
    });
  }

  /** @throws the last error when it is not one that time heals, or when time is up. */
  async retry<T>(run: () => Promise<T>): Promise<T> {
    const { limits, log } = this.#options;
    const end = performance.now() + limits.databaseRetryMs;
    for (let attempt = 0; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        const pauseMs = pauseBefore(attempt);
        if (!isTransient(error) || performance.now() + pauseMs > end) throw error;
        if (attempt === 0) log('warn', 'database-retry', { error: reasonOf(error) });
        await sleep(pauseMs);
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/**
 * What each connection starts with. As statements rather than start parameters, which connection poolers refuse. A
 * commit that does not wait for the disk would make "saved" a lie, whatever the database's default.
 */
async function prepare(client: Pick<PoolClient, 'query'>, limits: Limits): Promise<void> {
  await client.query(
    `SET statement_timeout = ${limits.databaseStatementMs};
     SET idle_in_transaction_session_timeout = ${limits.databaseStatementMs};
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';`,
  );
}

/** True for what a restart, a dead connection, a full disk or a lost race says; false for what will never work. */
export function isTransient(error: unknown): boolean {
  const { code, message = '', syscall } = (error ?? {}) as { code?: unknown; message?: string; syscall?: unknown };
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return TRANSIENT_STATES.test(code);
  // A name that is not found is not there yet, or not any more: where containers run, it comes and goes with its host.
  if (syscall !== undefined) return true;
  return /terminated|timeout|not queryable|connection/i.test(message);
}

/** The words of an error whose own message may be empty: several addresses were tried. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
