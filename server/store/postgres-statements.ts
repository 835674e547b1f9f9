/**
 * The statements of the PostgreSQL store. `float8` instead of `bigint` in answers: the driver gives a bigint as text,
 * and numbers of a document stay far below 2^53.
 */
export const SQL = {
  setting: 'SELECT value FROM herringbone_settings WHERE name = $1',
  putSetting: 'INSERT INTO herringbone_settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
  changeSetting: 'UPDATE herringbone_settings SET value = $3 WHERE name = $1 AND value = $2',

  readMap: 'SELECT version::float8, record::text FROM herringbone_maps WHERE id = $1',
  createMap: 'INSERT INTO herringbone_maps (id, record) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
  changeMap:
    'UPDATE herringbone_maps SET record = $3, version = version + 1 WHERE id = $1 AND version = $2 RETURNING 1',
  mapIds: 'SELECT id FROM herringbone_maps WHERE id > $1 ORDER BY id LIMIT $2',

  /**
   * Parameters: documents (sorted) and how many updates each gets; per update its document, place (from 1), start
   * (from 1) and length in the last parameter, which holds all bytes. The row of a document is locked until the commit,
   * so numbers are given, and become visible, in order and without holes.
   */
  append: `
    WITH grown AS (
      INSERT INTO herringbone_documents AS d (name, seq)
      SELECT name, n FROM unnest($1::text[], $2::int[]) AS wanted (name, n) ORDER BY name COLLATE "C"
      ON CONFLICT (name) DO UPDATE SET seq = d.seq + excluded.seq
      RETURNING name, seq
    ), logged AS (
      INSERT INTO herringbone_log (document, seq, update)
      SELECT u.name, grown.seq - wanted.n + u.place, substring($7::bytea FROM u.start FOR u.length)
      FROM unnest($3::text[], $4::int[], $5::int[], $6::int[]) AS u (name, place, start, length)
      JOIN unnest($1::text[], $2::int[]) AS wanted (name, n) ON wanted.name = u.name
      JOIN grown ON grown.name = u.name
    )
    SELECT name, seq::float8 FROM grown`,

  load: `
    SELECT seq::float8, snapshot AS bytes, true AS is_snapshot FROM herringbone_snapshots WHERE document = $1
    UNION ALL SELECT seq::float8, update, false FROM herringbone_log WHERE document = $1
    ORDER BY seq`,
  /**
   * With a row of the document itself, without bytes: its last number. With a row of the snapshot when it is ahead of the
   * asked number: the log no longer reaches back that far.
   */
  since: `
    SELECT seq::float8, NULL::bytea AS bytes, false AS is_snapshot FROM herringbone_documents WHERE name = $1
    UNION ALL SELECT seq::float8, NULL, true FROM herringbone_snapshots WHERE document = $1 AND seq > $2
    UNION ALL SELECT seq::float8, update, false FROM herringbone_log WHERE document = $1 AND seq > $2
    ORDER BY seq`,
  /**
   * The lease is an advisory lock that ends with the statement. The document's row is held against erasing only:
   * appends go on meanwhile.
   */
  compact: `
    WITH leased AS MATERIALIZED (
      SELECT name FROM herringbone_documents
      WHERE name = $1 AND seq >= $2 AND pg_try_advisory_xact_lock(hashtextextended($1, 44))
      FOR KEY SHARE
    ), kept AS (
      INSERT INTO herringbone_snapshots AS s (document, seq, snapshot)
      SELECT name, $2, $3 FROM leased
      ON CONFLICT (document) DO UPDATE
        SET seq = excluded.seq, snapshot = excluded.snapshot, previous_seq = s.seq, previous = s.snapshot
        WHERE s.seq < excluded.seq
      RETURNING 1
    ), dropped AS (
      DELETE FROM herringbone_log WHERE document = $1 AND seq <= $2 AND EXISTS (SELECT FROM kept)
    )
    SELECT 1 FROM kept`,

  putHistory: `
    INSERT INTO herringbone_history (document, at, state) VALUES ($1, $2, $3)
    ON CONFLICT (document, at) DO UPDATE SET state = excluded.state`,
  listHistory:
    'SELECT at::float8, length(state) AS bytes FROM herringbone_history WHERE document = $1 ORDER BY herringbone_history.at',
  readHistory: 'SELECT state FROM herringbone_history WHERE document = $1 AND at = $2',
  dropHistory: 'DELETE FROM herringbone_history WHERE document = $1 AND at = ANY($2::bigint[])',

  /** In this order: the first takes the locks that hold appends off, the others then see all that came before. */
  erase: [
    'DELETE FROM herringbone_documents WHERE name = ANY($1)',
    'DELETE FROM herringbone_snapshots WHERE document = ANY($1)',
    'DELETE FROM herringbone_log WHERE document = ANY($1)',
    'DELETE FROM herringbone_history WHERE document = ANY($1)',
  ],
} as const;
