/**
 * What crosses the border between the page and the layout worker: only what differs from the time before. Copying a
 * map of 2,000 people and its placement whole costs the page about 100 ms an edit, the differences well under one.
 * Both sides keep what they had; what did not change stays the same object on each side.
 */
import type { AccountMap, LayoutRecord, ViewId } from '../model/index.ts';
import type { Placement } from './types.ts';

/** A collection against the one before: all keys in order, or null when they are the same as before. */
export interface CollectionDelta<T> {
  readonly keys: readonly string[] | null;
  readonly changed: readonly (readonly [string, T])[];
}

type Collections = Pick<AccountMap, 'units' | 'people' | 'relations'>;

export interface MapDelta {
  /** Everything but the collections; of the records only the asked view's, as a collection. */
  readonly rest: Omit<AccountMap, keyof Collections | 'layouts'>;
  readonly view: ViewId;
  readonly units: CollectionDelta<unknown>;
  readonly people: CollectionDelta<unknown>;
  readonly relations: CollectionDelta<unknown>;
  /** Null: the view has no record. */
  readonly record: CollectionDelta<unknown> | null;
}

/** What one side of the border remembers of maps. */
export interface KnownMap {
  readonly units: ReadonlyMap<string, unknown>;
  readonly people: ReadonlyMap<string, unknown>;
  readonly relations: ReadonlyMap<string, unknown>;
  readonly records: Readonly<Partial<Record<ViewId, ReadonlyMap<string, unknown>>>>;
}

const NOTHING: ReadonlyMap<string, unknown> = new Map();
export const NO_MAP: KnownMap = { units: NOTHING, people: NOTHING, relations: NOTHING, records: {} };

/** The way from what the other side knows to `map`, and what it knows then. O(people + relations), by identity. */
export function mapDelta(known: KnownMap, map: AccountMap, view: ViewId): { delta: MapDelta; known: KnownMap } {
  const { units, people, relations, layouts, ...rest } = map;
  const record = layouts[view];
  const entries = record ? new Map(Object.entries(record)) : null;
  const delta: MapDelta = {
    rest,
    view,
    units: collectionDelta(known.units, units),
    people: collectionDelta(known.people, people),
    relations: collectionDelta(known.relations, relations),
    record: entries && collectionDelta(known.records[view] ?? NOTHING, entries),
  };
  const records = entries ? { ...known.records, [view]: entries } : known.records;
  return { delta, known: { units, people, relations, records } };
}

/** The map that `delta` leads to, from what is known here. */
export function applyMapDelta(known: KnownMap, delta: MapDelta): { map: AccountMap; known: KnownMap } {
  const units = applyCollection(known.units, delta.units);
  const people = applyCollection(known.people, delta.people);
  const relations = applyCollection(known.relations, delta.relations);
  const entries = delta.record && applyCollection(known.records[delta.view] ?? NOTHING, delta.record);
  const records = entries ? { ...known.records, [delta.view]: entries } : known.records;
  const layouts = entries ? { [delta.view]: Object.fromEntries(entries) as LayoutRecord } : {};
  const collections = { units, people, relations } as unknown as Collections;
  return { map: { ...delta.rest, ...collections, layouts }, known: { units, people, relations, records } };
}

function collectionDelta<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): CollectionDelta<T> {
  if (before === now) return { keys: null, changed: [] };
  const changed: (readonly [string, T])[] = [];
  const order = before.keys();
  let isSameOrder = before.size === now.size;
  for (const [key, value] of now) {
    if (isSameOrder && order.next().value !== key) isSameOrder = false;
    if (before.get(key) !== value || !before.has(key)) changed.push([key, value]);
  }
  return { keys: isSameOrder ? null : [...now.keys()], changed };
}

function applyCollection<T>(
  before: ReadonlyMap<string, T>,
  { keys, changed }: CollectionDelta<T>,
): ReadonlyMap<string, T> {
  if (keys === null) return changed.length === 0 ? before : new Map([...before, ...changed]);
  const news = new Map(changed);
  return new Map(keys.map((key) => [key, news.has(key) ? news.get(key)! : before.get(key)!]));
}

/** Elements of an array: an index into the array before, or a new element. */
type ListDelta = readonly (number | object)[];

export interface PlacementDelta {
  /** Without its long lists and its record. */
  readonly rest: Readonly<Record<string, unknown>>;
  readonly lists: Readonly<Record<string, ListDelta>>;
  readonly record: CollectionDelta<unknown>;
}

/** Elements of a placement's lists by what they say, for finding them again; belongs to the sending side. */
export interface SentPlacement {
  readonly lists: Readonly<Record<string, ReadonlyMap<string, number>>>;
  readonly record: ReadonlyMap<string, string>;
}

const NOTHING_SENT: SentPlacement = { lists: {}, record: new Map() };

/** What to send so that the other side, which has the placement `sent` tells of, gets `placement`. O(its size). */
export function placementDelta(
  placement: Placement,
  sent: SentPlacement = NOTHING_SENT,
): { delta: PlacementDelta; sent: SentPlacement } {
  const rest: Record<string, unknown> = {};
  const lists: Record<string, ListDelta> = {};
  const indexes: Record<string, ReadonlyMap<string, number>> = {};
  const { record, ...fields } = placement;
  for (const [field, value] of Object.entries(fields)) {
    if (!isListOfObjects(value)) {
      rest[field] = value;
      continue;
    }
    const texts = value.map((element) => JSON.stringify(element));
    lists[field] = texts.map((text, i) => sent.lists[field]?.get(text) ?? value[i]!);
    indexes[field] = new Map(texts.map((text, i) => [text, i]));
  }
  const entries = new Map(Object.entries(record).map(([key, value]) => [key, JSON.stringify(value)]));
  const { keys, changed } = collectionDelta(sent.record, entries);
  const values = { keys, changed: changed.map(([key]) => [key, record[key]] as const) };
  return { delta: { rest, lists, record: values }, sent: { lists: indexes, record: entries } };
}

/** The placement a delta leads to; what did not change since `before` is the same object. */
export function applyPlacementDelta(before: Placement | null, { lists, record, rest }: PlacementDelta): Placement {
  const old = (before ?? {}) as unknown as Readonly<Record<string, readonly object[]>>;
  const filled = Object.fromEntries(
    Object.entries(lists).map(([field, list]) => [
      field,
      list.map((element) => (typeof element === 'number' ? old[field]![element]! : element)),
    ]),
  );
  const entries = applyCollection(new Map(Object.entries(before?.record ?? {})), record);
  return { ...rest, ...filled, record: Object.fromEntries(entries) } as unknown as Placement;
}

function isListOfObjects(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'object' && element !== null);
}
