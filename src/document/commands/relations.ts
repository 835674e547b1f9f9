/** Relations of all five kinds. A reporting line has the id `reports:<who reports>` and lies in that person's field. */
import type * as Y from 'yjs';
import {
  isId,
  MAX_NOTES,
  MAX_RELATIONS,
  RELATION_KINDS,
  type PersonId,
  type Relation,
  type RelationId,
  type RelationKind,
} from '../../model/index.ts';
import { newId } from '../ids.ts';
import { DONE, done, refused, type Outcome } from '../outcome.ts';
import { rootOf } from '../schema.ts';
import { isWithin, parentOf } from '../standing.ts';
import { put } from '../values.ts';
import { command, createEntity, liveEntity, refuseId, restoreEntities } from '../write.ts';

const REPORTS_PREFIX = 'reports:';

/** The id under which a person's reporting line is drawn and edited. */
function reportsId(child: PersonId): RelationId {
  return REPORTS_PREFIX + child;
}

export type RelationPatch = Partial<Pick<Relation, 'direction' | 'strength' | 'note'>> & {
  readonly kind?: RelationKind;
};

export interface NewRelationArgs extends Omit<RelationPatch, 'kind'> {
  readonly id?: RelationId;
  readonly kind: RelationKind;
  /** For 'reports' the boss, for 'dotted' the second boss, for 'influence' the one who is listened to. */
  readonly from: PersonId;
  readonly to: PersonId;
}

interface Ends {
  readonly from: PersonId;
  readonly to: PersonId;
}

function checkRelation(patch: RelationPatch): Outcome<never> | null {
  if ((patch.note ?? '').length > MAX_NOTES) return refused('too-long');
  const isGood =
    (patch.kind === undefined || RELATION_KINDS.includes(patch.kind)) &&
    (patch.strength === undefined || [1, 2, 3].includes(patch.strength)) &&
    (patch.direction === undefined || ['forward', 'both'].includes(patch.direction));
  return isGood ? null : refused('out-of-range');
}

/** Adds a relation; the same kind between the same two is edited instead. Kind 'reports' makes `from` the boss of `to`. */
export function addRelation(doc: Y.Doc, relation: NewRelationArgs): Outcome<RelationId> {
  return command(doc, () => {
    const { id, kind, from, to, ...rest } = relation;
    const refusal = checkRelation(relation);
    if (refusal) return refusal;
    if (!liveEntity(doc, 'people', from) || !liveEntity(doc, 'people', to)) return refused('missing');
    if (from === to) return refused('same-person');
    if (kind === 'reports') return setBoss(doc, to, from);
    const [there] = sameRelations(doc, kind, { from, to });
    if (there === undefined) return createRelation(doc, id ?? newId('r'), kind, { from, to }, rest);
    putPatch(liveEntity(doc, 'relations', there)!, rest);
    return done(there);
  });
}

function setBoss(doc: Y.Doc, child: PersonId, boss: PersonId): Outcome<RelationId> {
  if (isWithin(doc, 'people', boss, new Set([child]))) return refused('cycle');
  put(liveEntity(doc, 'people', child)!, 'reportsTo', boss);
  return done(reportsId(child));
}

function createRelation(
  doc: Y.Doc,
  id: RelationId,
  kind: Relation['kind'],
  ends: Ends,
  patch: Omit<RelationPatch, 'kind'>,
): Outcome<RelationId> {
  if (!isId(id)) return refused('forbidden-id');
  const refusal = refuseId(doc, 'relations', id, MAX_RELATIONS);
  if (refusal) return refusal;
  const { direction = 'forward', strength = 1, note = '' } = patch;
  createEntity(doc, 'relations', id, Object.entries({ kind, ...ends, direction, strength, note }));
  return done(id);
}

function putPatch(entity: Y.Map<unknown>, patch: RelationPatch): void {
  for (const key of ['kind', 'direction', 'strength', 'note'] as const) {
    if (patch[key] !== undefined) put(entity, key, patch[key]);
  }
}

/** Live relations of a kind between two people, smallest id first; concurrent additions can leave more than one. */
function sameRelations(doc: Y.Doc, kind: unknown, { from, to }: Ends): RelationId[] {
  const found: RelationId[] = [];
  for (const id of rootOf(doc, 'relations')?.keys() ?? []) {
    const entity = liveEntity(doc, 'relations', id);
    if (entity?.get('from') === from && entity.get('to') === to && entity.get('kind') === kind) found.push(id);
  }
  return found.sort();
}

/** The ends of a relation that is on the map, or null. */
function endsOf(doc: Y.Doc, id: RelationId): Ends | null {
  if (id.startsWith(REPORTS_PREFIX)) {
    const to = id.slice(REPORTS_PREFIX.length);
    const from = liveEntity(doc, 'people', to) ? parentOf(doc, 'people', to) : null;
    return from === null ? null : { from, to };
  }
  const entity = liveEntity(doc, 'relations', id);
  const [from, to] = [entity?.get('from'), entity?.get('to')];
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : null;
}

/**
 * Changes kind, direction, strength or note; gives the id the relation has then: a reporting line that becomes another
 * kind is a new relation, and one that becomes a reporting line takes the place of the one there was.
 */
export function editRelation(doc: Y.Doc, id: RelationId, patch: RelationPatch): Outcome<RelationId> {
  return command(doc, () => {
    const ends = endsOf(doc, id);
    const refusal = ends ? checkRelation(patch) : refused('missing');
    if (refusal || !ends) return refusal ?? refused('missing');
    const wasReports = id.startsWith(REPORTS_PREFIX);
    const { kind, ...rest } = patch;
    if (kind === 'reports') {
      if (wasReports) return done(id);
      const outcome = setBoss(doc, ends.to, ends.from);
      return outcome.ok ? (removeOne(doc, id), outcome) : outcome;
    }
    if (wasReports) {
      if (kind === undefined) return done(id);
      removeOne(doc, id);
      return addRelation(doc, { kind, ...ends, ...rest });
    }
    const entity = liveEntity(doc, 'relations', id)!;
    if (kind !== undefined && kind !== entity.get('kind')) {
      for (const other of sameRelations(doc, kind, ends)) removeOne(doc, other);
    }
    putPatch(entity, patch);
    return done(id);
  });
}

/** Turns a relation round. Turning a reporting line makes the report the boss, under whom the boss stood before. */
export function reverseRelation(doc: Y.Doc, id: RelationId): Outcome<RelationId> {
  return command(doc, () => {
    const ends = endsOf(doc, id);
    if (!ends) return refused('missing');
    if (id.startsWith(REPORTS_PREFIX)) {
      put(liveEntity(doc, 'people', ends.to)!, 'reportsTo', parentOf(doc, 'people', ends.from));
      put(liveEntity(doc, 'people', ends.from)!, 'reportsTo', ends.to);
      return done(reportsId(ends.from));
    }
    const entity = liveEntity(doc, 'relations', id)!;
    for (const other of sameRelations(doc, entity.get('kind'), { from: ends.to, to: ends.from })) removeOne(doc, other);
    put(entity, 'from', ends.to);
    put(entity, 'to', ends.from);
    return done(id);
  });
}

/** Marks relations as removed; `reports:<person>` takes the boss away. Equal ones from concurrent additions go along. */
export function removeRelations(doc: Y.Doc, ids: readonly RelationId[]): Outcome {
  return command(doc, () => {
    if (ids.some((id) => !endsOf(doc, id))) return refused('missing');
    for (const id of ids) removeOne(doc, id);
    return DONE;
  });
}

/** Puts removed relations back. */
export function restoreRelations(doc: Y.Doc, ids: readonly RelationId[]): Outcome {
  return restoreEntities(doc, 'relations', ids);
}

function removeOne(doc: Y.Doc, id: RelationId): void {
  const ends = endsOf(doc, id);
  if (!ends) return;
  if (id.startsWith(REPORTS_PREFIX)) put(liveEntity(doc, 'people', ends.to)!, 'reportsTo', null);
  else {
    const kind = liveEntity(doc, 'relations', id)!.get('kind');
    for (const same of sameRelations(doc, kind, ends)) liveEntity(doc, 'relations', same)!.set('removed', true);
  }
}
