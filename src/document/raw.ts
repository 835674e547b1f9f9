/** Between a thing's Y.Map and the plain fields that src/model parses and writes. */
import type * as Y from 'yjs';
import { FIELD_PREFIX, MARK_PREFIX, MARKS, ROLE_PREFIX, ROLES, type Person, type RawFields } from '../model/index.ts';

/** A peer's key `__proto__` becomes a key like any other, for the parser to refuse. */
function assign(raw: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') raw[key] = value;
  else Object.defineProperty(raw, key, { value, enumerable: true });
}

/** The fields of `meta` or of a thing. */
export function rawFields(entity: Y.Map<unknown>): RawFields {
  const raw: Record<string, unknown> = {};
  entity.forEach((value, key) => assign(raw, key, value));
  return raw;
}

/** What a person's known fields are written as; absent ones are left out. */
export function personEntries(person: Partial<Person>): [string, unknown][] {
  const { id: _id, roles, marks, fields, extra: _extra, ...plain } = person;
  const entries: [string, unknown][] = Object.entries(plain).filter(([, value]) => value !== undefined);
  for (const role of ROLES) if (roles) entries.push([ROLE_PREFIX + role, roles.includes(role)]);
  for (const mark of MARKS) if (marks) entries.push([MARK_PREFIX + mark, marks.includes(mark)]);
  for (const [header, value] of Object.entries(fields ?? {})) entries.push([FIELD_PREFIX + header, value]);
  return entries;
}

/** What the known fields of a unit or relation are written as. */
export function plainEntries(thing: object): [string, unknown][] {
  return Object.entries(thing).filter(([key]) => key !== 'id' && key !== 'extra');
}
