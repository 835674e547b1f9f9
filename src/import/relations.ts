/** Rows of a relations list → relations between people of the files and of the map. */
import { MAX_NOTES, MAX_RELATIONS, type AccountMap, type NewRelation, type PersonId } from '../model/index.ts';
import type { BossWish } from './bosses.ts';
import { cutText, manyLines, oneLine, parseNumber } from './cells.ts';
import type { Directory, Found } from './directory.ts';
import { recogniseRelations, type Column, type RelationField } from './headers.ts';
import { contentHash, freeId } from './ids.ts';
import { shown, type Report } from './problem.ts';
import type { Table, TableRow } from './table.ts';
import { NOTHING_WORDS, plainWord, STRENGTH_WORDS, TYPE_WORDS, type TypeMeaning } from './words.ts';

/** What became of the relations of one type, by the word the files use for it. */
export interface TypeCount {
  readonly type: string;
  /** Null: a type that is not ours and was not explained. */
  readonly meaning: TypeMeaning | null;
  /** Relations that will be made; for an unexplained type, rows that wait for it. */
  readonly count: number;
}

export interface RelationsContext {
  readonly directory: Directory;
  readonly existing: AccountMap | undefined;
  readonly meanings: ReadonlyMap<string, TypeMeaning>;
  /** Reporting lines of the list are added here, unless the person has another boss already. */
  readonly wishes: Map<PersonId, BossWish>;
}

export interface RelationsResult {
  readonly relations: readonly NewRelation[];
  readonly types: readonly TypeCount[];
}

export interface RelationsTable {
  readonly rows: readonly TableRow[];
  readonly columns: readonly Column<RelationField>[];
  readonly report: Report;
}

/** Null (and a problem) without a column for each end. */
export function readRelationsTable(table: Table, report: Report): RelationsTable | null {
  const columns = recogniseRelations(table.headers);
  const fields = new Set(columns.map((column) => column.field));
  if (!fields.has('from') || !fields.has('to')) {
    report({ row: null }, 'no-ends', 'file-refused', { value: shown(table.headers.join(', ')) });
    return null;
  }
  if (table.rows.length === 0) report({ row: null }, 'no-rows', 'kept');
  return { rows: table.rows, columns, report };
}

interface TypeTally {
  readonly type: string;
  readonly meaning: TypeMeaning | null;
  count: number;
  readonly first: { readonly row: number; readonly column: string | null; readonly report: Report };
}

/** O(n). Types are compared as words: `Advice` and `advice` are one. */
export function readRelations(tables: readonly RelationsTable[], context: RelationsContext): RelationsResult {
  const meanings = new Map([...context.meanings].map(([word, meaning]) => [plainWord(word), meaning]));
  const taken = new Set(context.existing?.relations.keys());
  const made = new Map<string, NewRelation>();
  const tallies = new Map<string, TypeTally>();
  for (const table of tables) {
    const reader = cellReader(table.columns);
    for (const row of table.rows) {
      const type = oneLine(reader.text(row, 'type'));
      const word = plainWord(type);
      const meaning = meanings.get(word) ?? TYPE_WORDS.get(word) ?? null;
      const first = { row: row.row, column: reader.header('type'), report: table.report };
      const tally = tallies.get(word) ?? { type, meaning, count: 0, first };
      tallies.set(word, tally);
      if (!meaning) tally.count++;
      else if (made.size >= MAX_RELATIONS) {
        table.report({ row: row.row }, 'too-many-relations', 'rest-skipped', { count: MAX_RELATIONS });
        return finish(made, tallies);
      } else if (addRow({ row, table, reader, meaning }, context, made, taken)) tally.count++;
    }
  }
  return finish(made, tallies);
}

function finish(made: ReadonlyMap<string, NewRelation>, tallies: ReadonlyMap<string, TypeTally>): RelationsResult {
  for (const { type, meaning, count, first } of tallies.values()) {
    if (!meaning) first.report(first, 'unknown-type', 'type-skipped', { value: shown(type), count });
  }
  const types = [...tallies.values()].map(({ type, meaning, count }) => ({ type, meaning, count }));
  return { relations: [...made.values()], types };
}

type CellReader = ReturnType<typeof cellReader>;

function cellReader(columns: readonly Column<RelationField>[]) {
  const byField = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  return {
    text: (row: TableRow, field: RelationField) => row.cells[byField.get(field)?.index ?? -1] ?? '',
    header: (field: RelationField) => byField.get(field)?.header ?? null,
  };
}

interface RelationRow {
  readonly row: TableRow;
  readonly table: RelationsTable;
  readonly reader: CellReader;
  readonly meaning: TypeMeaning;
}

/** True when the row became a relation or a reporting line. */
function addRow(
  at: RelationRow,
  context: RelationsContext,
  made: Map<string, NewRelation>,
  taken: Set<string>,
): boolean {
  const first = findEnd(at, 'from', context.directory);
  const second = findEnd(at, 'to', context.directory);
  if (first === null || second === null) return false;
  const { row, table, meaning } = at;
  const [from, to] = meaning.reverse ? [second, first] : [first, second];
  if (from === to) {
    table.report({ row: row.row }, 'self-relation', 'relation-skipped', {
      name: shown(context.directory.nameOf(from)),
    });
    return false;
  }
  if (meaning.kind === 'reports') return wishBoss(at, from, to, context);
  const key = JSON.stringify([meaning.kind, from, to]);
  if (made.has(key)) {
    const values = { name: shown(context.directory.nameOf(first)), other: shown(context.directory.nameOf(second)) };
    table.report({ row: row.row }, 'duplicate-relation', 'relation-skipped', values);
    return false;
  }
  const id = freeId(`r-${contentHash(meaning.kind, from, to)}`, (wish) => taken.has(wish));
  taken.add(id);
  made.set(key, { id, kind: meaning.kind, from, to, strength: readStrength(at), note: readNote(at) });
  return true;
}

function wishBoss(at: RelationRow, boss: PersonId, report: PersonId, context: RelationsContext): boolean {
  const { row, table, reader } = at;
  const earlier = context.wishes.get(report);
  if (earlier && earlier.boss !== boss) {
    const values = {
      name: shown(context.directory.nameOf(report)),
      other: shown(context.directory.nameOf(earlier.boss)),
    };
    table.report({ row: row.row }, 'second-boss', 'relation-skipped', values);
    return false;
  }
  if (!earlier) context.wishes.set(report, { boss, row: row.row, column: reader.header('type'), report: table.report });
  return true;
}

function findEnd({ row, table, reader }: RelationRow, field: 'from' | 'to', directory: Directory): PersonId | null {
  const text = oneLine(reader.text(row, field));
  const place = { row: row.row, column: reader.header(field) };
  if (text === '') {
    table.report(place, 'missing-end', 'relation-skipped');
    return null;
  }
  const found: Found = directory.find(text);
  if (found.ok) return found.id;
  const code = found.reason === 'unknown' ? 'unknown-person' : 'ambiguous-person';
  table.report(place, code, 'relation-skipped', { value: shown(text), count: found.count });
  return null;
}

function readStrength({ row, table, reader }: RelationRow): 1 | 2 | 3 {
  const text = reader.text(row, 'strength');
  if (NOTHING_WORDS.has(plainWord(text))) return 1;
  const value = parseNumber(text) ?? STRENGTH_WORDS.get(plainWord(text)) ?? null;
  if (value === 1 || value === 2 || value === 3) return value;
  const place = { row: row.row, column: reader.header('strength') };
  const code = value === null ? 'not-a-number' : 'out-of-range';
  table.report(place, code, 'lowest-used', { value: shown(text), allowed: '1–3' });
  return 1;
}

function readNote({ row, table, reader }: RelationRow): string {
  const text = manyLines(reader.text(row, 'note'));
  if (text.length > MAX_NOTES) {
    const place = { row: row.row, column: reader.header('note') };
    table.report(place, 'too-long', 'cut-short', { value: shown(text), count: MAX_NOTES });
  }
  return cutText(text, MAX_NOTES);
}
