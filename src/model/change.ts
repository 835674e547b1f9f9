/**
 * What an import proposes to do with a map. The import computes it, a person agrees to it, and the document carries it
 * out in one step (`applyChange`), so that one undo takes the whole of it back.
 */
import type { Person, PersonId, Relation, RelationId, Unit, UnitId } from './types.ts';
import type { AttitudeScaleId } from './vocabulary.ts';

/** A department to create. An id that is already in use leaves that department as it is. */
export interface NewUnit {
  readonly id: UnitId;
  readonly name: string;
  /** A unit of the map or of this change, in any order; null for a top department. */
  readonly parent: UnitId | null;
  /** Default false. */
  readonly outside?: boolean;
  readonly hue?: Unit['hue'];
  /** Default: behind the siblings that are there, in the order of the list. */
  readonly order?: string;
}

/** The fields of a person that a change may set. `fields` is merged header by header. */
export type PersonFields = Partial<Omit<Person, 'id' | 'extra'>>;

export interface PersonChange {
  readonly id: PersonId;
  /** True: make a new person (an id in use is edited instead); false: edit (an id not in use is skipped). */
  readonly create: boolean;
  /** Without `order`, a new person goes behind the siblings that are there, in the order of the list. */
  readonly set: PersonFields;
}

/** A relation to create; the same kind between the same two people is edited instead. */
export interface NewRelation {
  /** Default: a new random id. */
  readonly id?: RelationId;
  readonly kind: Relation['kind'];
  readonly from: PersonId;
  readonly to: PersonId;
  /** Default 'forward'. */
  readonly direction?: Relation['direction'];
  /** Default 1. */
  readonly strength?: Relation['strength'];
  /** Default ''. */
  readonly note?: string;
}

export interface ProposedChange {
  readonly units: readonly NewUnit[];
  readonly people: readonly PersonChange[];
  readonly relations: readonly NewRelation[];
  readonly scale?: AttitudeScaleId;
  readonly name?: string;
}
