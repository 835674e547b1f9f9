/** Whole maps and imports. */
import { generateNKeysBetween } from 'fractional-indexing';
import type * as Y from 'yjs';
import {
  DEFAULT_ORDER,
  isId,
  isOrderKey,
  MAX_PEOPLE,
  MAX_RELATIONS,
  MAX_UNITS,
  type AccountMap,
  type NewRelation,
  type ProposedChange,
  type Removed,
  type RawFields,
} from '../../model/index.ts';
import { newId } from '../ids.ts';
import type { Origin } from '../origins.ts';
import { DONE, refused, type Outcome } from '../outcome.ts';
import { personEntries, plainEntries } from '../raw.ts';
import { createMapDoc, entityOf, ENTITY_ROOTS, rootOf, SCHEMA, type EntityRoot } from '../schema.ts';
import { put } from '../values.ts';
import { command, createEntity, gesture, liveEntity, stampSchema } from '../write.ts';

export interface FillOptions {
  readonly removed?: Removed;
  /** A newer file's schema version, kept so that the document opens read-only too. Default: ours. */
  readonly schema?: number;
}

/** Writes a whole map into an empty document; refuses ('duplicate') when people, departments or relations are there. */
export function fillDoc(doc: Y.Doc, map: AccountMap, origin: Origin = 'load', options: FillOptions = {}): Outcome {
  if (ENTITY_ROOTS.some((root) => (rootOf(doc, root)?.size ?? 0) > 0)) return refused('duplicate');
  const { removed, schema = SCHEMA } = options;
  gesture(
    doc,
    () => {
      stampSchema(doc, schema);
      fillMeta(doc, map);
      for (const unit of map.units.values()) createEntity(doc, 'units', unit.id, plainEntries(unit), unit.extra);
      for (const person of map.people.values()) {
        createEntity(doc, 'people', person.id, personEntries(person), person.extra);
      }
      for (const line of map.relations.values()) {
        createEntity(doc, 'relations', line.id, plainEntries(line), line.extra);
      }
      if (removed) fillRemoved(doc, removed);
    },
    origin,
  );
  return DONE;
}

function fillRemoved(doc: Y.Doc, { units, people, relations }: Removed): void {
  const gone: [string, unknown] = ['removed', true];
  for (const unit of units) createEntity(doc, 'units', unit.id, [...plainEntries(unit), gone], unit.extra);
  for (const person of people) createEntity(doc, 'people', person.id, [...personEntries(person), gone], person.extra);
  for (const line of relations) createEntity(doc, 'relations', line.id, [...plainEntries(line), gone], line.extra);
}

function fillMeta(doc: Y.Doc, map: AccountMap): void {
  const meta = rootOf(doc, 'meta');
  const layout = rootOf(doc, 'layout');
  const fields: RawFields = {
    name: map.name,
    scale: map.scale,
    'account.name': map.account.name,
    'account.industry': map.account.industry,
    'account.grade': map.account.grade,
    'opportunity.name': map.opportunity.name,
    'opportunity.stage': map.opportunity.stage,
  };
  for (const [key, value] of Object.entries(map.extra)) meta?.set(key, value);
  if (meta) for (const [key, value] of Object.entries(fields)) put(meta, key, value);
  for (const [view, record] of Object.entries(map.layouts)) {
    for (const [entry, value] of Object.entries(record ?? {})) layout?.set(`${view}/${entry}`, value);
  }
}

/** A document holding the map, with its removed things and schema version when given. */
export function docFromMap(map: AccountMap, options: FillOptions = {}): Y.Doc {
  const doc = createMapDoc();
  fillDoc(doc, map, 'load', options);
  return doc;
}

/** Carries an import out, as one transaction of origin 'import', so that one undo takes it back. O(n log n). */
export function applyChange(doc: Y.Doc, change: ProposedChange): Outcome {
  return command(
    doc,
    () => {
      const ids = [...change.units, ...change.people, ...change.relations].map((item) => item.id ?? 'r');
      if (!ids.every(isId)) return refused('forbidden-id');
      const isTooMany =
        sizeAfter(doc, 'units', change.units) > MAX_UNITS ||
        sizeAfter(doc, 'people', change.people) > MAX_PEOPLE ||
        sizeAfter(doc, 'relations', change.relations) > MAX_RELATIONS;
      if (isTooMany) return refused('too-many');
      const meta = rootOf(doc, 'meta');
      if (change.name !== undefined && meta) put(meta, 'name', change.name);
      if (change.scale !== undefined && meta) put(meta, 'scale', change.scale);
      applyUnits(doc, change.units);
      applyPeople(doc, change.people);
      applyRelations(doc, change.relations);
      return DONE;
    },
    'import',
  );
}

function sizeAfter(doc: Y.Doc, root: EntityRoot, items: readonly { readonly id?: string }[]): number {
  const map = rootOf(doc, root);
  return (map?.size ?? 0) + items.filter((item) => item.id === undefined || !map?.has(item.id)).length;
}

/** `count` keys behind everything there is, removed things included. */
function ordersBehind(doc: Y.Doc, root: EntityRoot, count: number): string[] {
  let last: string | null = null;
  for (const id of rootOf(doc, root)?.keys() ?? []) {
    const order = entityOf(doc, root, id)?.get('order');
    const key = isOrderKey(order) ? order : DEFAULT_ORDER;
    if (last === null || key > last) last = key;
  }
  return generateNKeysBetween(last, null, count);
}

function applyUnits(doc: Y.Doc, units: ProposedChange['units']): void {
  const orders = ordersBehind(doc, 'units', units.length);
  units.forEach((unit, index) => {
    const there = entityOf(doc, 'units', unit.id);
    if (there) return put(there, 'removed', false);
    const { id, order = orders[index]!, ...rest } = unit;
    createEntity(doc, 'units', id, Object.entries({ ...rest, order }));
  });
}

function applyPeople(doc: Y.Doc, people: ProposedChange['people']): void {
  const orders = ordersBehind(doc, 'people', people.length);
  people.forEach(({ id, create, set }, index) => {
    const there = create ? entityOf(doc, 'people', id) : liveEntity(doc, 'people', id);
    if (there) {
      put(there, 'removed', false);
      for (const [key, value] of personEntries(set)) put(there, key, value);
    } else if (create) createEntity(doc, 'people', id, personEntries({ order: orders[index]!, ...set }));
  });
}

function applyRelations(doc: Y.Doc, relations: readonly NewRelation[]): void {
  const key = (kind: unknown, from: unknown, to: unknown) => JSON.stringify([kind, from, to]);
  const known = new Map<string, Y.Map<unknown>>();
  for (const id of [...(rootOf(doc, 'relations')?.keys() ?? [])].sort().reverse()) {
    const entity = liveEntity(doc, 'relations', id);
    if (entity) known.set(key(entity.get('kind'), entity.get('from'), entity.get('to')), entity);
  }
  for (const { id, kind, from, to, ...rest } of relations) {
    const there = known.get(key(kind, from, to)) ?? (id === undefined ? undefined : entityOf(doc, 'relations', id));
    if (there) {
      put(there, 'removed', false);
      for (const [field, value] of Object.entries(rest)) if (value !== undefined) put(there, field, value);
      continue;
    }
    const at = id ?? newId('r');
    const { direction = 'forward', strength = 1, note = '' } = rest;
    createEntity(doc, 'relations', at, Object.entries({ kind, from, to, direction, strength, note }));
    const created = entityOf(doc, 'relations', at);
    if (created) known.set(key(kind, from, to), created);
  }
}
