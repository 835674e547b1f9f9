/** People: added, described, judged, moved, removed and restored. */
import type * as Y from 'yjs';
import {
  FIELD_PREFIX,
  isId,
  MARK_PREFIX,
  MARKS,
  MAX_PEOPLE,
  ROLE_PREFIX,
  ROLES,
  type Layer,
  type Mark,
  type PersonId,
  type Role,
  type UnitId,
} from '../../model/index.ts';
import { checkPerson, type PersonPatch } from '../check-person.ts';
import { newId } from '../ids.ts';
import { DONE, done, refused, type Outcome } from '../outcome.ts';
import { layerFor } from '../proposed-layer.ts';
import { personEntries } from '../raw.ts';
import { ordersAt, type Place } from '../standing.ts';
import { put } from '../values.ts';
import { command, createEntity, forEntities, liveEntity, refuseId, restoreEntities } from '../write.ts';

export interface NewPerson extends Place {
  /** Default: a new random id. */
  readonly id?: PersonId;
  /** '' or absent: a seat not yet identified. */
  readonly name?: string;
  readonly title?: string;
  readonly unit?: UnitId | null;
  readonly reportsTo?: PersonId | null;
  /** Default: proposed from title and depth, once there is a title. */
  readonly layer?: Layer;
}

/** Adds a person, behind everybody unless a place is given. A title lets the layer be proposed, and written. */
export function addPerson(doc: Y.Doc, person: NewPerson): Outcome<PersonId> {
  return command(doc, () => {
    const { id = newId('p'), name = '', title = '', unit = null, reportsTo = null, layer } = person;
    if (!isId(id)) return refused('forbidden-id');
    const refusal =
      refuseId(doc, 'people', id, MAX_PEOPLE) ?? checkPerson(doc, { name, title, ...(layer && { layer }) });
    if (refusal) return refusal;
    if (unit !== null && !liveEntity(doc, 'units', unit)) return refused('missing');
    if (reportsTo !== null && !liveEntity(doc, 'people', reportsTo)) return refused('missing');
    const orders = ordersAt(doc, 'people', [id], person);
    if (!orders.ok) return orders;
    const written = layer ?? (title.trim() === '' ? undefined : layerFor(doc, { title, unit, reportsTo }));
    const fields = { name, title, unit, reportsTo, order: orders.value[0]! };
    createEntity(doc, 'people', id, personEntries({ ...fields, ...(written && { layer: written }) }));
    return done(id);
  });
}

/** Changes the given fields. A first title lets the layer be proposed, and written, when nobody has chosen one. */
export function editPerson(doc: Y.Doc, id: PersonId, patch: PersonPatch): Outcome {
  return command(doc, () => {
    const entity = liveEntity(doc, 'people', id);
    if (!entity) return refused('missing');
    const refusal = checkPerson(doc, patch, entity);
    if (refusal) return refusal;
    const { fields, ...plain } = patch;
    for (const [key, value] of personEntries(plain)) put(entity, key, value);
    for (const [header, value] of Object.entries(fields ?? {})) {
      if (value === null) entity.delete(FIELD_PREFIX + header);
      else put(entity, FIELD_PREFIX + header, value);
    }
    if ((patch.title ?? '').trim() !== '' && !entity.has('layer')) put(entity, 'layer', layerFor(doc, id));
    return DONE;
  });
}

/** Gives all of them the role, or takes it from all when all have it. */
export function toggleRole(doc: Y.Doc, ids: PersonId | readonly PersonId[], role: Role): Outcome {
  return ROLES.includes(role) ? toggle(doc, ids, ROLE_PREFIX + role) : refused('out-of-range');
}

/** Gives all of them the mark, or takes it from all when all have it. */
export function toggleMark(doc: Y.Doc, ids: PersonId | readonly PersonId[], mark: Mark): Outcome {
  return MARKS.includes(mark) ? toggle(doc, ids, MARK_PREFIX + mark) : refused('out-of-range');
}

function toggle(doc: Y.Doc, ids: PersonId | readonly PersonId[], key: string): Outcome {
  return forEntities(doc, 'people', [ids].flat(), (entities) => {
    const isOn = entities.every((entity) => entity.get(key) === true);
    for (const entity of entities) put(entity, key, !isOn);
    return DONE;
  });
}

/** Sets the attitude, a value of the map's scale; null = not contacted. */
export function setAttitude(doc: Y.Doc, ids: PersonId | readonly PersonId[], attitude: number | null): Outcome {
  return forEntities(doc, 'people', [ids].flat(), (entities) => {
    const refusal = checkPerson(doc, { attitude });
    if (refusal) return refusal;
    for (const entity of entities) put(entity, 'attitude', attitude);
    return DONE;
  });
}

/** Marks people as removed: kept and restorable. Their reports read as reporting to whom they reported to. */
export function removePeople(doc: Y.Doc, ids: readonly PersonId[]): Outcome {
  return forEntities(doc, 'people', [ids].flat(), (entities) => {
    for (const entity of entities) entity.set('removed', true);
    return DONE;
  });
}

/** Puts removed people back where they were, with their reports and relations. */
export function restorePeople(doc: Y.Doc, ids: readonly PersonId[]): Outcome {
  return restoreEntities(doc, 'people', ids);
}

export function restorePerson(doc: Y.Doc, id: PersonId): Outcome {
  return restorePeople(doc, [id]);
}
