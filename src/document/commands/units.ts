/** Departments and outside organisations. */
import type * as Y from 'yjs';
import { HUE_COUNT, isId, MAX_NAME, MAX_UNITS, type Unit, type UnitId } from '../../model/index.ts';
import { newId } from '../ids.ts';
import { DONE, done, refused, type Outcome } from '../outcome.ts';
import { isWithin, ordersAt, type Place } from '../standing.ts';
import { put } from '../values.ts';
import { command, createEntity, forEntities, liveEntity, refuseId, restoreEntities } from '../write.ts';

export interface NewUnitArgs extends Place {
  /** Default: a new random id. */
  readonly id?: UnitId;
  readonly name: string;
  /** Default null: a top department. */
  readonly parent?: UnitId | null;
  readonly outside?: boolean;
  readonly hue?: Unit['hue'];
}

export type UnitPatch = Partial<Pick<Unit, 'name' | 'hue' | 'outside'>>;

function checkUnit(patch: UnitPatch): Outcome<never> | null {
  if ((patch.name ?? '').length > MAX_NAME) return refused('too-long');
  const hue = patch.hue ?? 0;
  return Number.isInteger(hue) && hue >= 0 && hue < HUE_COUNT ? null : refused('out-of-range');
}

/** Adds a department, behind its siblings unless a place is given. */
export function addUnit(doc: Y.Doc, unit: NewUnitArgs): Outcome<UnitId> {
  return command(doc, () => {
    const { id = newId('u'), name, parent = null, outside = false, hue = null } = unit;
    if (!isId(id)) return refused('forbidden-id');
    const refusal = refuseId(doc, 'units', id, MAX_UNITS) ?? checkUnit({ name, hue });
    if (refusal) return refusal;
    if (parent !== null && !liveEntity(doc, 'units', parent)) return refused('missing');
    const orders = ordersAt(doc, 'units', [id], unit);
    if (!orders.ok) return orders;
    createEntity(doc, 'units', id, Object.entries({ name, parent, outside, hue, order: orders.value[0]! }));
    return done(id);
  });
}

/** Changes name, hue (null: by position) or whether it is outside the customer. */
export function editUnit(doc: Y.Doc, id: UnitId, patch: UnitPatch): Outcome {
  return forEntities(doc, 'units', [id], ([entity]) => {
    const refusal = checkUnit(patch);
    if (refusal) return refusal;
    for (const key of ['name', 'hue', 'outside'] as const) {
      if (patch[key] !== undefined) put(entity!, key, patch[key]);
    }
    return DONE;
  });
}

/** Moves a department under another one or to another place among its siblings; never below itself. */
export function moveUnit(doc: Y.Doc, id: UnitId, move: Place & { readonly parent?: UnitId | null }): Outcome {
  return forEntities(doc, 'units', [id], ([entity]) => {
    const { parent } = move;
    if (typeof parent === 'string') {
      if (!liveEntity(doc, 'units', parent)) return refused('missing');
      if (isWithin(doc, 'units', parent, new Set([id]))) return refused('cycle');
    }
    const orders = ordersAt(doc, 'units', [id], move);
    if (!orders.ok) return orders;
    if (parent !== undefined) put(entity!, 'parent', parent);
    put(entity!, 'order', orders.value[0]);
    return DONE;
  });
}

/** Marks a department as removed: kept and restorable. Its people and departments read as the parent's meanwhile. */
export function removeUnit(doc: Y.Doc, id: UnitId): Outcome {
  return forEntities(doc, 'units', [id], ([entity]) => {
    entity!.set('removed', true);
    return DONE;
  });
}

/** Puts a removed department back, with the people and departments that were in it and have not moved since. */
export function restoreUnit(doc: Y.Doc, id: UnitId): Outcome {
  return restoreEntities(doc, 'units', [id]);
}
