/**
 * Fits parsed things into one valid map (SPEC.md M4-M8): removed things leave, those who stood below them move up to
 * the next that is there, references to nowhere count as none, missing layers are proposed. Pure; nothing throws.
 */
import { MAX_PEOPLE, MAX_RELATIONS, MAX_UNITS } from './limits.ts';
import type { Draft, MetaDraft } from './parse.ts';
import { proposeLayer } from './propose-layer.ts';
import { buildTree, bySiblingOrder, type Tree } from './tree.ts';
import type { AccountMap, Dropped, LayoutRecords, Person, Relation, Unit, UnitId } from './types.ts';
import type { Layer } from './vocabulary.ts';

export interface Drafts {
  readonly meta: MetaDraft;
  readonly units: ReadonlyMap<string, Draft<Unit>>;
  readonly people: ReadonlyMap<string, Draft<Person>>;
  readonly relations: ReadonlyMap<string, Draft<Relation | null>>;
  readonly layouts: LayoutRecords;
}

/** What was taken off the map and can be put back. */
export interface Removed {
  readonly people: readonly Person[];
  readonly units: readonly Unit[];
  /** Relations removed by themselves whose ends are on the map. */
  readonly relations: readonly Relation[];
}

export interface Assembled {
  readonly map: AccountMap;
  readonly removed: Removed;
  readonly dropped: readonly Dropped[];
}

/** Finished values by draft, so that whoever did not change stays the same object from read to read. */
export type FinishedCache = WeakMap<Draft<unknown>, Person | Unit>;

/** O(n log n). Collections beyond limits.ts keep their smallest ids. */
export function assembleMap(drafts: Drafts, finished: FinishedCache = new WeakMap()): Assembled {
  const dropped: Dropped[] = [...drafts.meta.dropped];
  const unitDrafts = withinLimit(drafts.units, MAX_UNITS, 'units', dropped);
  const personDrafts = withinLimit(drafts.people, MAX_PEOPLE, 'people', dropped);
  const relationDrafts = withinLimit(drafts.relations, MAX_RELATIONS, 'relations', dropped);
  for (const list of [unitDrafts, personDrafts, relationDrafts]) {
    for (const draft of list.values()) if (draft.dropped.length > 0) dropped.push(...draft.dropped);
  }
  const units = finishUnits(unitDrafts, finished, dropped);
  const people = finishPeople(personDrafts, unitDrafts, units, finished, dropped);
  const { relations, removedRelations } = finishRelations(relationDrafts, personDrafts, people, dropped);
  const { name, account, opportunity, scale, extra } = drafts.meta;
  return {
    map: { name, account, opportunity, scale, units, people, relations, layouts: drafts.layouts, extra },
    removed: { people: removedOf(personDrafts), units: removedOf(unitDrafts), relations: removedRelations },
    dropped,
  };
}

function withinLimit<T>(
  items: ReadonlyMap<string, T>,
  limit: number,
  path: string,
  dropped: Dropped[],
): ReadonlyMap<string, T> {
  if (items.size <= limit) return items;
  dropped.push({ path, reason: 'too-long' });
  return new Map(
    [...items.keys()]
      .sort()
      .slice(0, limit)
      .map((id) => [id, items.get(id)!]),
  );
}

function removedOf<T extends Person | Unit>(drafts: ReadonlyMap<string, Draft<T>>): T[] {
  return [...drafts.values()]
    .filter((draft) => draft.removed)
    .map((draft) => draft.value)
    .sort(bySiblingOrder);
}

/**
 * The nearest one on the map that `id` leads to: itself, or, while it is a removed one, whom that one stood below.
 * `missing` when the way ends at an id that is not known at all.
 */
function resolve<T>(
  drafts: ReadonlyMap<string, Draft<T>>,
  id: string | null,
  parentOf: (value: T) => string | null,
): { readonly id: string | null; readonly missing: boolean } {
  let at = id;
  let seen: Set<string> | null = null;
  while (at !== null) {
    const draft = drafts.get(at);
    if (!draft) return { id: null, missing: true };
    if (!draft.removed) return { id: at, missing: false };
    seen ??= new Set();
    if (seen.has(at)) break;
    seen.add(at);
    at = parentOf(draft.value);
  }
  return { id: null, missing: false };
}

function reportCycles<T extends { readonly id: string }>(tree: Tree<T>, path: string, key: string, dropped: Dropped[]) {
  for (const id of tree.cut) dropped.push({ path: `${path}/${id}/${key}`, reason: 'cycle' });
}

function finishUnits(
  drafts: ReadonlyMap<string, Draft<Unit>>,
  finished: FinishedCache,
  dropped: Dropped[],
): ReadonlyMap<UnitId, Unit> {
  const units: Unit[] = [];
  for (const draft of drafts.values()) {
    if (draft.removed) continue;
    const parent = resolve(drafts, draft.value.parent, (unit) => unit.parent);
    if (parent.missing) dropped.push({ path: `units/${draft.value.id}/parent`, reason: 'dangling' });
    let unit = (finished.get(draft) as Unit | undefined) ?? draft.value;
    if (unit.parent !== parent.id) {
      unit = { ...draft.value, parent: parent.id };
      finished.set(draft, unit);
    }
    units.push(unit);
  }
  reportCycles(
    buildTree(units, (unit) => unit.parent),
    'units',
    'parent',
    dropped,
  );
  return new Map(units.sort(bySiblingOrder).map((unit) => [unit.id, unit]));
}

function finishPeople(
  drafts: ReadonlyMap<string, Draft<Person>>,
  unitDrafts: ReadonlyMap<string, Draft<Unit>>,
  units: ReadonlyMap<UnitId, Unit>,
  finished: FinishedCache,
  dropped: Dropped[],
): ReadonlyMap<string, Person> {
  const placed: { draft: Draft<Person>; id: string; order: string; unit: UnitId | null; boss: string | null }[] = [];
  for (const draft of drafts.values()) {
    if (draft.removed) continue;
    const { id, order } = draft.value;
    const unit = resolve(unitDrafts, draft.value.unit, (value) => value.parent);
    const boss = resolve(drafts, draft.value.reportsTo, (value) => value.reportsTo);
    if (unit.missing) dropped.push({ path: `people/${id}/unit`, reason: 'dangling' });
    if (boss.missing) dropped.push({ path: `people/${id}/reportsTo`, reason: 'dangling' });
    placed.push({ draft, id, order, unit: unit.id, boss: boss.id });
  }
  const tree = buildTree(placed, (item) => item.boss);
  reportCycles(tree, 'people', 'reportsTo', dropped);
  const outside = outsideUnits(units);
  const people = placed.sort(bySiblingOrder).map(({ draft, id, unit, boss }): [string, Person] => {
    const layer: Layer = draft.layerGiven
      ? draft.value.layer
      : unit !== null && outside.has(unit)
        ? 'outside'
        : proposeLayer(tree.depth.get(id)!, draft.value.title, tree.children.get(id)!.length);
    let person = (finished.get(draft) as Person | undefined) ?? draft.value;
    if (person.unit !== unit || person.reportsTo !== boss || person.layer !== layer) {
      person = { ...draft.value, unit, reportsTo: boss, layer };
      finished.set(draft, person);
    }
    return [id, person];
  });
  return new Map(people);
}

/** Outside organisations with everything below them. */
export function outsideUnits(units: ReadonlyMap<UnitId, Unit>): ReadonlySet<UnitId> {
  const outside = new Set<UnitId>();
  const inside = new Set<UnitId>();
  for (const start of units.keys()) {
    const path = new Set<UnitId>();
    let at: UnitId | null = start;
    let isOutside = false;
    while (at !== null && !path.has(at) && !inside.has(at)) {
      path.add(at);
      isOutside = outside.has(at) || units.get(at)?.outside === true;
      if (isOutside) break;
      at = units.get(at)?.parent ?? null;
    }
    for (const id of path) (isOutside ? outside : inside).add(id);
  }
  return outside;
}

function finishRelations(
  drafts: ReadonlyMap<string, Draft<Relation | null>>,
  personDrafts: ReadonlyMap<string, Draft<Person>>,
  people: ReadonlyMap<string, Person>,
  dropped: Dropped[],
): { relations: ReadonlyMap<string, Relation>; removedRelations: readonly Relation[] } {
  const relations = new Map<string, Relation>();
  const removedRelations: Relation[] = [];
  const seen = new Set<string>();
  for (const id of [...drafts.keys()].sort()) {
    const draft = drafts.get(id)!;
    const relation = draft.value;
    if (relation === null) continue;
    const bothThere = people.has(relation.from) && people.has(relation.to);
    if (draft.removed) {
      if (bothThere) removedRelations.push(relation);
      continue;
    }
    const key = `${relation.kind} ${relation.from} ${relation.to}`;
    if (!personDrafts.has(relation.from) || !personDrafts.has(relation.to)) {
      dropped.push({ path: `relations/${id}`, reason: 'dangling' });
    } else if (bothThere && seen.has(key)) dropped.push({ path: `relations/${id}`, reason: 'duplicate' });
    else if (bothThere) {
      seen.add(key);
      relations.set(id, relation);
    }
  }
  return { relations, removedRelations };
}
