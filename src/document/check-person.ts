import type * as Y from 'yjs';
import {
  ATTITUDE_SCALES,
  FIELD_PREFIX,
  isSafeKey,
  LAYERS,
  MARKS,
  MAX_FIELDS,
  MAX_NAME,
  MAX_NOTES,
  INTEREST_RANGE,
  POWER_RANGE,
  ROLES,
  WEIGHT_RANGE,
  type AttitudeScaleId,
  type Person,
} from '../model/index.ts';
import { refused, type Outcome } from './outcome.ts';
import { rootOf } from './schema.ts';

/** What the inspector edits. `fields` is merged header by header; null takes a header away. */
export interface PersonPatch extends Partial<
  Pick<Person, 'name' | 'title' | 'layer' | 'roles' | 'marks' | 'attitude' | 'power' | 'interest' | 'weight' | 'notes'>
> {
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** The scale the document's attitudes are values of. */
export function scaleOf(doc: Y.Doc): AttitudeScaleId {
  const scale = rootOf(doc, 'meta')?.get('scale');
  return scale === '+2..-2' ? scale : '3..-1';
}

/** Why the fields cannot be written, or null. `entity`: the person they go to, if there is one already. */
export function checkPerson(doc: Y.Doc, patch: PersonPatch, entity?: Y.Map<unknown>): Outcome<never> | null {
  if ([patch.name, patch.title].some((text) => (text ?? '').length > MAX_NAME)) return refused('too-long');
  if ((patch.notes ?? '').length > MAX_NOTES) return refused('too-long');
  const attitudes: readonly number[] = ATTITUDE_SCALES[scaleOf(doc)].values;
  const isGood =
    (patch.layer === undefined || LAYERS.includes(patch.layer)) &&
    (patch.roles ?? []).every((role) => ROLES.includes(role)) &&
    (patch.marks ?? []).every((mark) => MARKS.includes(mark)) &&
    ((patch.attitude ?? null) === null || attitudes.includes(patch.attitude!));
  if (!isGood) return refused('out-of-range');
  const isWithin =
    isWithinRange(patch.power, POWER_RANGE, true) &&
    isWithinRange(patch.interest, INTEREST_RANGE, true) &&
    isWithinRange(patch.weight, WEIGHT_RANGE, false);
  if (!isWithin) return refused('out-of-range');
  return checkFields(patch.fields ?? {}, entity);
}

function isWithinRange(value: number | null | undefined, range: readonly [number, number], isWhole: boolean): boolean {
  if (value === null || value === undefined) return true;
  return value >= range[0] && value <= range[1] && (!isWhole || Number.isInteger(value));
}

function checkFields(fields: Readonly<Record<string, string | null>>, entity?: Y.Map<unknown>): Outcome<never> | null {
  const headers = new Set<string>();
  for (const key of entity?.keys() ?? []) {
    if (key.startsWith(FIELD_PREFIX)) headers.add(key.slice(FIELD_PREFIX.length));
  }
  for (const [header, value] of Object.entries(fields)) {
    if (!isSafeKey(header)) return refused('forbidden-id');
    if ((value ?? '').length > MAX_NOTES) return refused('too-long');
    if (value === null) headers.delete(header);
    else headers.add(header);
  }
  return headers.size > MAX_FIELDS ? refused('too-many') : null;
}
