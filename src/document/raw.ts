/** Between a thing's Y.Map and the plain fields that src/model parses and writes. */
import type * as Y from 'yjs';
import { MARKS, ROLES, type Person, type RawFields, type Relation, type Unit } from '../model/index.ts';
import { FIELD_PREFIX, MARK_PREFIX, ROLE_PREFIX } from './schema.ts';

const ROLE_KEYS = new Map<string, string>(ROLES.map((role) => [ROLE_PREFIX + role, role]));
const MARK_KEYS = new Map<string, string>(MARKS.map((mark) => [MARK_PREFIX + mark, mark]));

/** A peer's key `__proto__` becomes a key like any other, for the parser to refuse. */
function assign(raw: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') raw[key] = value;
  else Object.defineProperty(raw, key, { value, enumerable: true });
}

/** The fields of `meta`, a unit or a relation. */
export function rawFields(entity: Y.Map<unknown>): RawFields {
  const raw: Record<string, unknown> = {};
  entity.forEach((value, key) => assign(raw, key, value));
  return raw;
}

/** A person's fields, with role, mark and custom column keys gathered; unknown roles and marks stay keys of their own. */
export function rawPerson(entity: Y.Map<unknown>): RawFields {
  const raw: Record<string, unknown> = {};
  const roles: unknown[] = [];
  const marks: unknown[] = [];
  const fields: Record<string, unknown> = {};
  let hasFields = false;
  entity.forEach((value, key) => {
    if (!key.includes(':')) assign(raw, key, value);
    else if (ROLE_KEYS.has(key)) {
      if (value === true) roles.push(ROLE_KEYS.get(key));
    } else if (MARK_KEYS.has(key)) {
      if (value === true) marks.push(MARK_KEYS.get(key));
    } else if (key.startsWith(FIELD_PREFIX)) {
      assign(fields, key.slice(FIELD_PREFIX.length), value);
      hasFields = true;
    } else assign(raw, key, value);
  });
  raw['roles'] = roles;
  raw['marks'] = marks;
  if (hasFields) raw['fields'] = fields;
  else delete raw['fields'];
  return raw;
}

/** What a person is written as. Absent keys are left out; empty values are written only over earlier ones. */
export function personEntries(person: Partial<Person>): [string, unknown][] {
  const { id: _id, roles, marks, fields, extra, ...plain } = person;
  const entries: [string, unknown][] = Object.entries(extra ?? {});
  for (const [key, value] of Object.entries(plain)) if (value !== undefined) entries.push([key, value]);
  for (const role of ROLES) if (roles) entries.push([ROLE_PREFIX + role, roles.includes(role)]);
  for (const mark of MARKS) if (marks) entries.push([MARK_PREFIX + mark, marks.includes(mark)]);
  for (const [header, value] of Object.entries(fields ?? {})) entries.push([FIELD_PREFIX + header, value]);
  return entries;
}

export function unitEntries({ id: _id, extra, ...plain }: Unit): [string, unknown][] {
  return [...Object.entries(extra), ...Object.entries(plain)];
}

export function relationEntries({ id: _id, extra, ...plain }: Relation): [string, unknown][] {
  return [...Object.entries(extra), ...Object.entries(plain)];
}
