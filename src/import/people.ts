/** Rows of a people list → drafts of people, each with the row it came from. Nothing is looked up in other rows yet. */
import {
  MAX_FIELDS,
  MAX_NAME,
  MAX_NOTES,
  INTEREST_RANGE,
  POWER_RANGE,
  WEIGHT_RANGE,
  type Layer,
  type Mark,
  type Role,
} from '../model/index.ts';
import {
  cutText,
  manyLines,
  oneLine,
  parseLayer,
  parseMarks,
  parseRanged,
  parseRoles,
  type ParsedList,
} from './cells.ts';
import { isSecondFor, recognisePeople, type Column, type PeopleField } from './headers.ts';
import { shown, type ProblemCode, type Report } from './problem.ts';
import type { Table, TableRow } from './table.ts';
import { NOTHING_WORDS, plainWord } from './words.ts';

/** A row of a people list, read. Null or '' = the cell was blank, missing or of no use. */
export interface PersonDraft {
  readonly row: number;
  readonly report: Report;
  readonly givenId: string;
  /** '' = a seat nobody has put a name to. */
  readonly name: string;
  readonly title: string;
  /** Department names from the top. */
  readonly path: readonly string[];
  /** The boss as written: an id or a name. */
  readonly boss: string;
  readonly layer: Layer | null;
  readonly roles: readonly Role[] | null;
  readonly marks: readonly Mark[] | null;
  /** As written; the scale is known only when every file was read. */
  readonly attitudeText: string;
  readonly power: number | null;
  readonly interest: number | null;
  readonly weight: number | null;
  readonly notes: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The file's header of a field, for messages. */
  readonly header: (field: PeopleField) => string | null;
}

export interface PeopleTable {
  readonly drafts: readonly PersonDraft[];
  readonly columns: readonly Column<PeopleField>[];
}

const MAX_DEPARTMENT_DEPTH = 20;
/** Custom headers that would damage the objects they key. */
const FORBIDDEN_HEADERS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Null (and a problem) when no column is a name or a title. `isKnownId` tells ids of the map that the list updates:
 * a row with one needs no name.
 */
export function readPeople(table: Table, report: Report, isKnownId: (id: string) => boolean): PeopleTable | null {
  const columns = recognisePeople(table.headers);
  const byField = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  if (!byField.has('name') && !byField.has('title')) {
    report({ row: null }, 'no-header', 'file-refused', { value: shown(table.headers.join(', ')) });
    return null;
  }
  if (table.rows.length === 0) report({ row: null }, 'no-rows', 'kept');
  const custom = customColumns(columns, table, report);
  const header = (field: PeopleField) => byField.get(field)?.header ?? null;
  const drafts: PersonDraft[] = [];
  for (const row of table.rows) {
    const reader = rowReader(row, byField, report);
    const draft: PersonDraft = { ...readRow(reader, custom), row: row.row, report, header };
    if (isUsable(draft, isKnownId)) drafts.push(draft);
  }
  return { drafts, columns };
}

/** Reports a missing name; false when the row names no seat either. */
function isUsable(draft: PersonDraft, isKnownId: (id: string) => boolean): boolean {
  if (draft.name !== '' || isKnownId(draft.givenId)) return true;
  const place = { row: draft.row, column: draft.header('name') };
  if (draft.title === '') {
    draft.report(place, 'missing-name', 'row-skipped');
    return false;
  }
  draft.report(place, 'missing-name', 'kept-as-seat', { other: shown(draft.title) });
  return true;
}

/** Columns kept as custom fields, with the header each is kept under. */
function customColumns(columns: readonly Column<PeopleField>[], table: Table, report: Report) {
  const kept: { index: number; header: string }[] = [];
  const used = new Set<string>();
  for (const { index, header, field } of columns) {
    if (field) continue;
    if (header === '') {
      const filled = table.rows.some((row) => (row.cells[index] ?? '') !== '');
      if (filled) report({ row: null }, 'column-without-header', 'column-ignored', { count: index + 1 });
      continue;
    }
    const key = cutText(oneLine(header), MAX_NAME);
    if (FORBIDDEN_HEADERS.has(key)) {
      report({ row: null, column: shown(header) }, 'forbidden-column', 'column-ignored');
    } else if (used.has(key)) {
      report({ row: null, column: shown(header) }, 'duplicate-column', 'column-ignored');
    } else if (kept.length === MAX_FIELDS) {
      report({ row: null, column: shown(header) }, 'too-many-columns', 'column-ignored', { count: MAX_FIELDS });
    } else {
      if (isSecondFor(header)) report({ row: null, column: shown(header) }, 'duplicate-column', 'kept-as-custom');
      used.add(key);
      kept.push({ index, header: key });
    }
  }
  return kept;
}

interface RowReader {
  readonly row: number;
  readonly report: Report;
  readonly cells: readonly string[];
  /** The cell's text, '' when blank or when the file has no such column. */
  readonly text: (field: PeopleField) => string;
  readonly header: (field: PeopleField) => string | null;
}

function rowReader(row: TableRow, byField: ReadonlyMap<PeopleField, Column<PeopleField>>, report: Report): RowReader {
  return {
    row: row.row,
    report,
    cells: row.cells,
    text: (field) => row.cells[byField.get(field)?.index ?? -1] ?? '',
    header: (field) => byField.get(field)?.header ?? null,
  };
}

function readRow(reader: RowReader, custom: readonly { index: number; header: string }[]) {
  const name = limited(reader, 'name', oneLine(reader.text('name')), MAX_NAME);
  return {
    givenId: oneLine(reader.text('id')),
    name: NOTHING_WORDS.has(plainWord(name)) && isSeatSign(name) ? '' : name,
    title: limited(reader, 'title', oneLine(reader.text('title')), MAX_NAME),
    path: readPath(reader),
    boss: bossText(reader),
    layer: readLayer(reader),
    roles: readList(reader, 'roles', parseRoles, 'unknown-role'),
    marks: readList(reader, 'marks', parseMarks, 'unknown-mark'),
    attitudeText: oneLine(reader.text('attitude')),
    power: readNumber(reader, 'power', POWER_RANGE, true),
    interest: readNumber(reader, 'interest', INTEREST_RANGE, true),
    weight: readNumber(reader, 'weight', WEIGHT_RANGE, false),
    notes: limited(reader, 'notes', manyLines(reader.text('notes')), MAX_NOTES),
    fields: readCustom(reader, custom),
  };
}

/** Signs for "who that is we do not know"; 无 or `none` may be somebody's name. */
function isSeatSign(name: string): boolean {
  return /^[?？—–－/-]+$|^(unknown|tbd|n\/a|未知|待定|不详)$/i.test(name);
}

function limited(reader: RowReader, field: PeopleField, text: string, limit: number): string {
  if (text.length > limit) {
    const place = { row: reader.row, column: reader.header(field) };
    reader.report(place, 'too-long', 'cut-short', { value: shown(text), count: limit });
  }
  return cutText(text, limit);
}

function readPath(reader: RowReader): string[] {
  const text = reader.text('department');
  if (NOTHING_WORDS.has(plainWord(text))) return [];
  const names = text
    .split(/[/／]/)
    .map(oneLine)
    .filter((name) => name !== '');
  if (names.length > MAX_DEPARTMENT_DEPTH) {
    const place = { row: reader.row, column: reader.header('department') };
    reader.report(place, 'department-too-deep', 'cut-short', { value: shown(text), count: MAX_DEPARTMENT_DEPTH });
  }
  return names.slice(0, MAX_DEPARTMENT_DEPTH).map((name) => limited(reader, 'department', name, MAX_NAME));
}

function bossText(reader: RowReader): string {
  const text = oneLine(reader.text('reports_to'));
  return NOTHING_WORDS.has(plainWord(text)) ? '' : text;
}

function readLayer(reader: RowReader): Layer | null {
  const text = reader.text('layer');
  if (NOTHING_WORDS.has(plainWord(text))) return null;
  const layer = parseLayer(text);
  if (layer === null) {
    reader.report({ row: reader.row, column: reader.header('layer') }, 'unknown-layer', 'value-ignored', {
      value: shown(text),
    });
  }
  return layer;
}

function readList<T>(
  reader: RowReader,
  field: 'roles' | 'marks',
  parse: (text: string) => ParsedList<T>,
  code: ProblemCode,
): readonly T[] | null {
  const text = reader.text(field);
  if (text === '') return null;
  const { known, unknown } = parse(text);
  for (const word of unknown) {
    reader.report({ row: reader.row, column: reader.header(field) }, code, 'value-ignored', { value: shown(word) });
  }
  return known.length > 0 || unknown.length === 0 ? known : null;
}

function readNumber(
  reader: RowReader,
  field: 'power' | 'interest' | 'weight',
  range: readonly [number, number],
  whole: boolean,
): number | null {
  const text = reader.text(field);
  const parsed = parseRanged(text, range, whole);
  if (parsed.ok) return parsed.value;
  const values = { value: shown(text), allowed: `${range[0]}–${range[1]}` };
  reader.report({ row: reader.row, column: reader.header(field) }, parsed.wrong, 'value-ignored', values);
  return null;
}

function readCustom(reader: RowReader, custom: readonly { index: number; header: string }[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { index, header } of custom) {
    const text = manyLines(reader.cells[index] ?? '');
    if (text === '') continue;
    if (text.length > MAX_NOTES) {
      const values = { value: shown(text), count: MAX_NOTES };
      reader.report({ row: reader.row, column: shown(header) }, 'too-long', 'cut-short', values);
    }
    fields[header] = cutText(text, MAX_NOTES);
  }
  return fields;
}
