/**
 * From unknown values to departments, people and relations, field by field: what cannot be used is replaced by its
 * default and reported, what we do not know is carried along in `extra`. Used for the document and for files alike, so
 * that both obey the same rules (SPEC.md M2, M3). Nothing here throws.
 */
import { isId, MAX_FIELDS, MAX_NAME, MAX_NOTES } from './limits.ts';
import { DEFAULT_ORDER, isOrderKey } from './order.ts';
import type { Account, Dropped, Opportunity, Person, Relation, Unit } from './types.ts';
import {
  ATTITUDE_SCALES,
  HUE_COUNT,
  LAYERS,
  MARKS,
  INTEREST_RANGE,
  POWER_RANGE,
  RELATION_KINDS,
  ROLES,
  WEIGHT_RANGE,
  type AttitudeScaleId,
  type Layer,
} from './vocabulary.ts';

export type RawFields = Readonly<Record<string, unknown>>;

/** One parsed thing before it is fitted into its map: see assemble.ts. */
export interface Draft<T> {
  readonly value: T;
  readonly removed: boolean;
  readonly dropped: readonly Dropped[];
  /** False when nobody has given the person a layer: `value.layer` is then to be proposed. */
  readonly layerGiven: boolean;
}

export interface MetaDraft {
  readonly name: string;
  readonly account: Account;
  readonly opportunity: Opportunity;
  readonly scale: AttitudeScaleId;
  readonly extra: RawFields;
  readonly dropped: readonly Dropped[];
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** True for what JSON can hold, to a depth of 32. */
export function isJson(value: unknown, depth = 32): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth - 1));
  return isPlainObject(value) && Object.values(value).every((item) => isJson(item, depth - 1));
}

const META_KEYS = new Set(
  'name scale account opportunity account.name account.industry account.grade opportunity.name opportunity.stage'.split(
    ' ',
  ),
);
const UNIT_KEYS = new Set('id removed name parent order outside hue'.split(' '));
/** The document keeps roles, marks and custom columns under keys of their own, so that concurrent changes merge. */
export const ROLE_PREFIX = 'role:';
export const MARK_PREFIX = 'mark:';
export const FIELD_PREFIX = 'field:';

interface OwnKeys<T extends string> {
  readonly prefix: string;
  readonly known: readonly (readonly [T, string])[];
}

function ownKeys<T extends string>(prefix: string, choices: readonly T[]): OwnKeys<T> {
  return { prefix, known: choices.map((choice) => [choice, prefix + choice] as const) };
}
const ROLE_KEYS = ownKeys(ROLE_PREFIX, ROLES);
const MARK_KEYS = ownKeys(MARK_PREFIX, MARKS);

const PERSON_KEYS = new Set([
  ...'id removed name title unit reportsTo order layer roles marks attitude power interest weight notes fields'.split(
    ' ',
  ),
  ...[...ROLE_KEYS.known, ...MARK_KEYS.known].map(([, key]) => key),
]);
const RELATION_KEYS = new Set('id removed kind from to direction strength note'.split(' '));
const LAYER_CHOICES: readonly (Layer | null)[] = [...LAYERS, null];
const LINE_KINDS: readonly (Relation['kind'] | null)[] = [...RELATION_KINDS.filter((kind) => kind !== 'reports'), null];

/** Takes known fields off a raw object one by one; `rest` gives all others. */
class FieldReader {
  readonly dropped: Dropped[] = [];

  constructor(
    readonly raw: RawFields,
    readonly path: string,
  ) {}

  drop(key: string, reason: Dropped['reason']): void {
    this.dropped.push({ path: [this.path, key].filter((part) => part !== '').join('/'), reason });
  }

  take(key: string): unknown {
    return this.raw[key];
  }

  text(key: string, limit: number): string {
    const value = this.take(key);
    if (value === undefined || value === null) return '';
    if (typeof value !== 'string') return (this.drop(key, 'wrong-type'), '');
    if (value.length > limit) this.drop(key, 'too-long');
    return cutText(value, limit);
  }

  flag(key: string): boolean {
    const value = this.take(key);
    if (typeof value === 'boolean') return value;
    if (value !== undefined && value !== null) this.drop(key, 'wrong-type');
    return false;
  }

  choice<T>(key: string, choices: readonly T[], fallback: T): T {
    const value = this.take(key);
    if (value === undefined || value === null) return fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.drop(key, typeof value === typeof choices[0] ? 'unknown-value' : 'wrong-type');
    return found ?? fallback;
  }

  number(key: string, isGood: (value: number) => boolean): number | null {
    const value = this.take(key);
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number') return (this.drop(key, 'wrong-type'), null);
    if (!isGood(value)) return (this.drop(key, 'out-of-range'), null);
    return value === 0 ? 0 : value;
  }

  reference(key: string): string | null {
    const value = this.take(key);
    if (value === undefined || value === null || value === '') return null;
    if (isId(value)) return value;
    this.drop(key, typeof value === 'string' ? 'forbidden-id' : 'wrong-type');
    return null;
  }

  order(fallback: string): string {
    const value = this.take('order');
    if (isOrderKey(value)) return value;
    if (value !== undefined && value !== null) this.drop('order', 'wrong-type');
    return fallback;
  }

  /**
   * Members of a closed list, each once, in the list's order: listed under `key`, or true under a key of their own.
   * Unknown ones are kept in extra under such a key.
   */
  members<T extends string>(key: string, choices: OwnKeys<T>, extra: Record<string, unknown>): T[] {
    const value = this.raw[key] ?? [];
    if (!Array.isArray(value)) this.drop(key, 'wrong-type');
    const listed: readonly unknown[] = Array.isArray(value) ? value : [];
    for (const item of listed) {
      if (choices.known.some(([choice]) => choice === item)) continue;
      this.drop(key, typeof item === 'string' ? 'unknown-value' : 'wrong-type');
      if (isId(item)) extra[choices.prefix + item] = true;
    }
    return choices.known.filter(([choice, own]) => listed.includes(choice) || this.flag(own)).map(([choice]) => choice);
  }

  /** Texts of an object under `key`, and those under keys of their own. */
  texts(key: string, prefix: string): Readonly<Record<string, string>> {
    const value = this.raw[key] ?? {};
    if (!isPlainObject(value)) this.drop(key, 'not-an-object');
    const found: [string, unknown][] = isPlainObject(value) ? Object.entries(value) : [];
    for (const own in this.raw) if (own.startsWith(prefix)) found.push([own.slice(prefix.length), this.raw[own]]);
    const texts: Record<string, string> = {};
    let count = 0;
    for (const [header, text] of found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
      const path = `${key}/${header.slice(0, 128)}`;
      if (!isSafeKey(header)) this.drop(path, 'forbidden-id');
      else if (typeof text !== 'string') this.drop(path, 'wrong-type');
      else if (count++ >= MAX_FIELDS) this.drop(path, 'too-long');
      else {
        if (text.length > MAX_NOTES) this.drop(path, 'too-long');
        texts[header] = cutText(text, MAX_NOTES);
      }
    }
    return texts;
  }

  /** Everything but the known keys, by key order: what a newer version or another tool wrote. */
  rest(known: ReadonlySet<string>, extra: Record<string, unknown> = {}): Record<string, unknown> {
    const unknown: string[] = [];
    for (const key in this.raw) if (!known.has(key) && !key.startsWith(FIELD_PREFIX)) unknown.push(key);
    for (const key of unknown.sort()) {
      if (!isSafeKey(key)) this.drop(key.slice(0, 128), 'forbidden-id');
      else if (!isJson(this.raw[key])) this.drop(key, 'wrong-type');
      else extra[key] = this.raw[key];
    }
    return extra;
  }
}

/** Keys that may name a property of a plain object: any text but the names of Object.prototype's traps. */
export function isSafeKey(key: string): boolean {
  return (
    key.length > 0 && key.length <= MAX_NAME && key !== '__proto__' && key !== 'constructor' && key !== 'prototype'
  );
}

/** At most `limit` UTF-16 units, never half a surrogate pair. */
function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** The map's own fields; account and opportunity come as nested objects or as flat `account.name` keys. */
export function parseMeta(raw: RawFields): MetaDraft {
  const reader = new FieldReader(raw, '');
  for (const key of ['account', 'opportunity']) {
    const nested = raw[key];
    if (nested !== undefined && !isPlainObject(nested)) reader.drop(key, 'not-an-object');
  }
  const scales = Object.keys(ATTITUDE_SCALES) as AttitudeScaleId[];
  const meta = {
    name: reader.text('name', MAX_NAME),
    account: {
      name: reader.text('account.name', MAX_NAME),
      industry: reader.text('account.industry', MAX_NAME),
      grade: reader.choice<Account['grade']>('account.grade', ['', 'A', 'B', 'C', 'D'], ''),
    },
    opportunity: {
      name: reader.text('opportunity.name', MAX_NAME),
      stage: reader.number('opportunity.stage', (n) => Number.isInteger(n) && n >= 1 && n <= 6),
    },
    scale: reader.choice<AttitudeScaleId>('scale', scales, '3..-1'),
  };
  return { ...meta, extra: reader.rest(META_KEYS), dropped: reader.dropped };
}

export function parseUnit(id: string, raw: RawFields, order = DEFAULT_ORDER): Draft<Unit> {
  const reader = new FieldReader(raw, `units/${id}`);
  const removed = reader.flag('removed');
  const fields = {
    id,
    name: reader.text('name', MAX_NAME),
    parent: reader.reference('parent'),
    order: reader.order(order),
    outside: reader.flag('outside'),
    hue: reader.number('hue', (n) => Number.isInteger(n) && n >= 0 && n < HUE_COUNT),
  };
  return { value: { ...fields, extra: reader.rest(UNIT_KEYS) }, removed, dropped: reader.dropped, layerGiven: true };
}

export function parsePerson(id: string, raw: RawFields, scale: AttitudeScaleId, order = DEFAULT_ORDER): Draft<Person> {
  const reader = new FieldReader(raw, `people/${id}`);
  const removed = reader.flag('removed');
  const unknown: Record<string, unknown> = {};
  const values: readonly number[] = ATTITUDE_SCALES[scale].values;
  const layer = reader.choice('layer', LAYER_CHOICES, null);
  const fields = {
    id,
    name: reader.text('name', MAX_NAME),
    title: reader.text('title', MAX_NAME),
    unit: reader.reference('unit'),
    reportsTo: reader.reference('reportsTo'),
    order: reader.order(order),
    layer: layer ?? 'execution',
    roles: reader.members('roles', ROLE_KEYS, unknown),
    marks: reader.members('marks', MARK_KEYS, unknown),
    attitude: reader.number('attitude', (n) => values.includes(n)),
    power: reader.number('power', (n) => Number.isInteger(n) && n >= POWER_RANGE[0] && n <= POWER_RANGE[1]),
    interest: reader.number('interest', (n) => Number.isInteger(n) && n >= INTEREST_RANGE[0] && n <= INTEREST_RANGE[1]),
    weight: reader.number('weight', (n) => n >= WEIGHT_RANGE[0] && n <= WEIGHT_RANGE[1]),
    notes: reader.text('notes', MAX_NOTES),
    fields: reader.texts('fields', FIELD_PREFIX),
  };
  const value = { ...fields, extra: reader.rest(PERSON_KEYS, unknown) };
  return { value, removed, dropped: reader.dropped, layerGiven: layer !== null };
}

/** Null when it is no relation: no kind of ours, an end missing, or both ends the same. */
export function parseRelation(id: string, raw: RawFields): Draft<Relation | null> {
  const reader = new FieldReader(raw, `relations/${id}`);
  const removed = reader.flag('removed');
  const kind = reader.choice('kind', LINE_KINDS, null);
  const from = reader.reference('from');
  const to = reader.reference('to');
  const fields = {
    direction: reader.choice<Relation['direction']>('direction', ['forward', 'both'], 'forward'),
    strength: reader.choice<Relation['strength']>('strength', [1, 2, 3], 1),
    note: reader.text('note', MAX_NOTES),
  };
  const value =
    kind && from && to && from !== to ? { id, kind, from, to, ...fields, extra: reader.rest(RELATION_KEYS) } : null;
  if (value === null && reader.dropped.length === 0)
    reader.drop('', from !== null && from === to ? 'cycle' : 'missing');
  return { value, removed, dropped: reader.dropped, layerGiven: true };
}
