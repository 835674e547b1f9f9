import type { PoolClient } from 'pg';

/**
 * Steps 1, 2, 3 … without gaps; each brings the tables from the version before to its own. A step that has been
 * released is never changed.
 *
 * `herringbone_documents` is apart from the snapshots so that an append, which locks its document's row, never waits
 * for a snapshot of megabytes to be written. Its rows are updated all the time: the free room on each page (fillfactor)
 * lets PostgreSQL do that in place.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE herringbone_maps (
     id text COLLATE "C" PRIMARY KEY,
     version bigint NOT NULL DEFAULT 1,
     record json NOT NULL
   );
   CREATE TABLE herringbone_documents (
     name text COLLATE "C" PRIMARY KEY,
     seq bigint NOT NULL
   ) WITH (fillfactor = 50);
   CREATE TABLE herringbone_snapshots (
     document text COLLATE "C" PRIMARY KEY,
     seq bigint NOT NULL,
     snapshot bytea NOT NULL,
     previous_seq bigint,
     previous bytea
   );
   CREATE TABLE herringbone_log (
     document text COLLATE "C",
     seq bigint,
     update bytea NOT NULL,
     PRIMARY KEY (document, seq)
   );
   CREATE TABLE herringbone_history (
     document text COLLATE "C",
     at bigint,
     state bytea NOT NULL,
     PRIMARY KEY (document, at)
   );`,
];

/** The version of the tables that this server knows. */
export const SCHEMA_VERSION = STEPS.length;

/** Any fixed number: whoever migrates holds the advisory lock of this name. */
const MIGRATION_LOCK = 4_400_001;

/**
 * Makes or updates the tables, inside the caller's transaction. Servers that start together do it one after the other.
 * @throws Error with code `BAD_DATABASE` when the tables are of a newer version.
 */
export async function migrate(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS herringbone_settings (name text PRIMARY KEY, value text NOT NULL)');
  const { rows } = await client.query<{ value: string }>(
    `SELECT value FROM herringbone_settings WHERE name = 'schema'`,
  );
  const version = Number(rows[0]?.value ?? 0);
  if (version > STEPS.length) {
    const message = `the database was made by a newer Herringbone (its tables are of version ${version}, this one knows ${STEPS.length})`;
    throw Object.assign(new Error(message), { code: 'BAD_DATABASE' });
  }
  for (const step of STEPS.slice(version)) await client.query(step);
  if (version < STEPS.length) {
    await client.query(
      `INSERT INTO herringbone_settings (name, value) VALUES ('schema', $1)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [String(STEPS.length)],
    );
  }
}
