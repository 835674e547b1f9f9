/**
 * The map file `*.herringbone.json`: the map as plain JSON, described by static/schema/map-1.json. Unknown fields of
 * every level survive reading and writing; references may be broken, the reader mends and reports (SPEC.md M9-M14).
 */
import { assembleMap, type Drafts, type Removed } from './assemble.ts';
import { isId } from './limits.ts';
import { orderKey } from './order.ts';
import { isJson, isPlainObject, isSafeKey, parseMeta, parsePerson, parseRelation, parseUnit } from './parse.ts';
import type { Draft, RawFields } from './parse.ts';
import type { AccountMap, Dropped, LayoutRecord, LayoutRecords, Person, Relation, Result, Unit } from './types.ts';
import type { AttitudeScaleId } from './vocabulary.ts';

const FILE_FORMAT = 'herringbone-map';
/** The schema version this program writes; it reads every version up to it, and shows newer ones without changing them. */
export const SCHEMA = 1;

/** A map file as plain JSON; unknown fields stand beside the known ones. */
export interface MapFile {
  readonly format: typeof FILE_FORMAT;
  readonly schema: number;
  readonly name: string;
  readonly account: RawFields;
  readonly opportunity: RawFields;
  readonly scale: AttitudeScaleId;
  readonly units: readonly RawFields[];
  readonly people: readonly RawFields[];
  readonly relations: readonly RawFields[];
  readonly layouts: LayoutRecords;
  readonly [unknown: string]: unknown;
}

export interface ParsedFile {
  readonly map: AccountMap;
  readonly removed: Removed;
  readonly dropped: readonly Dropped[];
  readonly schema: number;
  /** Written by a newer version: to be shown, not changed. */
  readonly readOnly: boolean;
}

export type FileRefusal = 'empty' | 'not-json' | 'not-a-map';

/** The map as a file's content; with `removed`, what can be put back goes along. `schema` above ours keeps a newer file's. */
export function toFile(map: AccountMap, removed?: Removed, schema = SCHEMA): MapFile {
  const { nested, rest } = splitFlatKeys(map.extra);
  const all = <T>(there: Iterable<T>, gone: readonly T[] | undefined, write: (item: T) => RawFields) => [
    ...[...there].map(write),
    ...(gone ?? []).map((item) => ({ ...write(item), removed: true })),
  ];
  return {
    ...rest,
    format: FILE_FORMAT,
    schema: Math.max(schema, SCHEMA),
    name: map.name,
    account: { ...nested['account'], ...map.account },
    opportunity: { ...nested['opportunity'], ...map.opportunity },
    scale: map.scale,
    units: all(map.units.values(), removed?.units, ({ extra, ...unit }: Unit) => ({ ...extra, ...unit })),
    people: all(map.people.values(), removed?.people, personToRaw),
    relations: all(map.relations.values(), removed?.relations, ({ extra, ...line }: Relation) => ({
      ...extra,
      ...line,
    })),
    layouts: Object.fromEntries(Object.entries(map.layouts).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The file's text: UTF-8, indented by two spaces, a line feed at its end. The same map gives the same bytes. */
export function toFileText(map: AccountMap, removed?: Removed, schema = SCHEMA): string {
  return `${JSON.stringify(toFile(map, removed, schema), null, 2)}\n`;
}

/**
 * Reads a map file, given as text (with or without byte order mark) or as parsed JSON. Refuses only what is no map file
 * at all; everything else is mended and listed in `dropped`.
 */
export function parseFile(input: unknown): Result<ParsedFile, FileRefusal> {
  let value = input;
  if (typeof input === 'string') {
    const text = input.replace(/^\uFEFF/, '');
    if (text.trim() === '') return { ok: false, reason: 'empty' };
    try {
      value = JSON.parse(text);
    } catch {
      return { ok: false, reason: 'not-json' };
    }
  }
  if (!isPlainObject(value) || value['format'] !== FILE_FORMAT) return { ok: false, reason: 'not-a-map' };
  const schema = value['schema'];
  if (typeof schema !== 'number' || !Number.isInteger(schema) || schema < 1) return { ok: false, reason: 'not-a-map' };
  const dropped: Dropped[] = [];
  const assembled = assembleMap(readDrafts(value, dropped));
  return {
    ok: true,
    value: { ...assembled, dropped: [...dropped, ...assembled.dropped], schema, readOnly: schema > SCHEMA },
  };
}

/** Letters of a newer version, kept as `role:X`, go back into the list they came from. */
function personToRaw({ extra, ...person }: Person): RawFields {
  const rest: Record<string, unknown> = {};
  const lists: Record<string, string[]> = { role: [...person.roles], mark: [...person.marks] };
  for (const [key, value] of Object.entries(extra)) {
    const [prefix = '', name] = key.split(':', 2);
    if (name !== undefined && value === true && Object.hasOwn(lists, prefix))
      lists[prefix]!.push(key.slice(prefix.length + 1));
    else rest[key] = value;
  }
  return { ...rest, ...person, roles: lists['role'], marks: lists['mark'] };
}

const NESTED_KEY = /^(account|opportunity)\.(.+)$/;

/** Unknown fields of account and opportunity are kept flat (`account.vat`), as the document keeps them. */
function splitFlatKeys(extra: RawFields): { nested: Record<string, Record<string, unknown>>; rest: RawFields } {
  const nested: Record<string, Record<string, unknown>> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(extra)) {
    const match = NESTED_KEY.exec(key);
    if (match && isSafeKey(match[2]!)) (nested[match[1]!] ??= {})[match[2]!] = value;
    else rest[key] = value;
  }
  return { nested, rest };
}

const OWN_KEYS = new Set(['format', 'schema', 'units', 'people', 'relations', 'layouts']);

function readDrafts(file: RawFields, dropped: Dropped[]): Drafts {
  const flat: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(file)) {
    if (OWN_KEYS.has(key)) continue;
    if ((key === 'account' || key === 'opportunity') && isPlainObject(value)) {
      for (const [inner, item] of Object.entries(value)) flat[`${key}.${inner}`] = item;
    } else if (isSafeKey(key)) flat[key] = value;
  }
  const meta = parseMeta(flat);
  return {
    meta,
    units: readList(file['units'], 'units', dropped, (id, raw, order) => parseUnit(id, raw, order)),
    people: readList(file['people'], 'people', dropped, (id, raw, order) => parsePerson(id, raw, meta.scale, order)),
    relations: readList(file['relations'], 'relations', dropped, (id, raw) => parseRelation(id, raw)),
    layouts: readLayouts(file['layouts'], dropped),
  };
}

/** A list of objects with ids; one without `order` keeps its place in the list. */
function readList<T>(
  value: unknown,
  path: string,
  dropped: Dropped[],
  parse: (id: string, raw: RawFields, order: string) => Draft<T>,
): ReadonlyMap<string, Draft<T>> {
  const drafts = new Map<string, Draft<T>>();
  if (value === undefined || value === null) return drafts;
  if (!Array.isArray(value)) {
    dropped.push({ path, reason: 'wrong-type' });
    return drafts;
  }
  (value as unknown[]).forEach((raw, index) => {
    const at = `${path}/${index}`;
    if (!isPlainObject(raw)) dropped.push({ path: at, reason: 'not-an-object' });
    else if (raw['id'] === undefined) dropped.push({ path: at, reason: 'missing' });
    else if (!isId(raw['id'])) dropped.push({ path: at, reason: 'forbidden-id' });
    else if (drafts.has(raw['id'])) dropped.push({ path: at, reason: 'duplicate' });
    else drafts.set(raw['id'], parse(raw['id'], raw, orderKey(index)));
  });
  return drafts;
}

function readLayouts(value: unknown, dropped: Dropped[]): LayoutRecords {
  const layouts: Record<string, LayoutRecord> = {};
  if (value === undefined || value === null) return layouts;
  if (!isPlainObject(value)) {
    dropped.push({ path: 'layouts', reason: 'not-an-object' });
    return layouts;
  }
  for (const [view, record] of Object.entries(value)) {
    if (!isId(view) || view.includes('/')) dropped.push({ path: 'layouts', reason: 'forbidden-id' });
    else if (!isPlainObject(record)) dropped.push({ path: `layouts/${view}`, reason: 'not-an-object' });
    else {
      const entries = readRecord(view, record, dropped);
      // An empty record is no record: the document cannot tell them apart.
      if (Object.keys(entries).length > 0) layouts[view] = entries;
    }
  }
  return layouts;
}

/** The entries of one view's layout record that JSON can hold, by key order. */
function readRecord(view: string, record: RawFields, dropped: Dropped[]): LayoutRecord {
  const entries: Record<string, unknown> = {};
  for (const key of Object.keys(record).sort()) {
    if (!isSafeKey(key)) dropped.push({ path: `layouts/${view}`, reason: 'forbidden-id' });
    else if (!isJson(record[key])) dropped.push({ path: `layouts/${view}/${key}`, reason: 'wrong-type' });
    else entries[key] = record[key];
  }
  return entries;
}
