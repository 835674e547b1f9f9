/**
 * The account map as plain data. Everything here is immutable by convention: functions return new values.
 * Words come from SPEC.md §1; the vocabulary of choices is in vocabulary.ts.
 */
import type { AttitudeScaleId, Layer, Mark, RelationKind, Role, ViewId } from './vocabulary.ts';

export type PersonId = string;
export type UnitId = string;
export type RelationId = string;

/** Fields we do not know (from a newer version, or another tool): carried through every round trip untouched. */
export type UnknownFields = Readonly<Record<string, unknown>>;

export interface Account {
  readonly name: string;
  readonly industry: string;
  /** Customer grade A-D, or '' when not graded. */
  readonly grade: '' | 'A' | 'B' | 'C' | 'D';
}

export interface Opportunity {
  readonly name: string;
  /** Procurement stage 1-6, or null when there is none yet. */
  readonly stage: number | null;
}

/** A department, or an outside organisation with a say. */
export interface Unit {
  readonly id: UnitId;
  readonly name: string;
  readonly parent: UnitId | null;
  /** Fractional key; siblings sort by (order, id). */
  readonly order: string;
  readonly outside: boolean;
  /** Index 0-15 into the department hues when a person chose one; null = by position. Only top units' hue shows. */
  readonly hue: number | null;
  readonly extra: UnknownFields;
}

export interface Person {
  readonly id: PersonId;
  /** '' for a seat not yet identified: then the title says which seat. */
  readonly name: string;
  readonly title: string;
  readonly unit: UnitId | null;
  readonly reportsTo: PersonId | null;
  /** Fractional key; siblings sort by (order, id). */
  readonly order: string;
  readonly layer: Layer;
  readonly roles: readonly Role[];
  readonly marks: readonly Mark[];
  /** A value of the map's attitude scale; null = not contacted. */
  readonly attitude: number | null;
  /** 1-5, null = not judged. */
  readonly power: number | null;
  /** How much the matter concerns them: 1-5, null = not judged. */
  readonly interest: number | null;
  /** Decision weight in percent, 0-100; null = not judged. */
  readonly weight: number | null;
  readonly notes: string;
  /** Custom columns, by their header. */
  readonly fields: Readonly<Record<string, string>>;
  readonly extra: UnknownFields;
}

/** An edge between two people other than reporting (reporting is `Person.reportsTo`). */
export interface Relation {
  readonly id: RelationId;
  readonly kind: Exclude<RelationKind, 'reports'>;
  /** For influence: `from` is listened to by `to`. */
  readonly from: PersonId;
  readonly to: PersonId;
  readonly direction: 'forward' | 'both';
  readonly strength: 1 | 2 | 3;
  readonly note: string;
  readonly extra: UnknownFields;
}

/**
 * What keeps a picture still: choices, not pixels. One JSON object per department or person, by view.
 * The layouts own the shape of their entries and must accept anything here (a peer may have written rubbish).
 */
export type LayoutRecord = Readonly<Record<string, unknown>>;
export type LayoutRecords = Readonly<Partial<Record<ViewId, LayoutRecord>>>;

export interface AccountMap {
  readonly name: string;
  readonly account: Account;
  readonly opportunity: Opportunity;
  readonly scale: AttitudeScaleId;
  /** Iteration order: by (order, id). Removed things are not here. */
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Only relations whose two ends are in `people`; iteration order: by id. */
  readonly relations: ReadonlyMap<RelationId, Relation>;
  readonly layouts: LayoutRecords;
  readonly extra: UnknownFields;
}

/** Something in outside data that could not be used as it stood. */
export interface Dropped {
  /** Where: a JSON-pointer-like path, e.g. `people/p3/attitude`. */
  readonly path: string;
  /** A stable code; the interface has a sentence for each. */
  readonly reason:
    | 'not-an-object'
    | 'wrong-type'
    | 'out-of-range'
    | 'unknown-value'
    | 'too-long'
    | 'missing'
    | 'dangling'
    | 'cycle'
    | 'duplicate'
    | 'forbidden-id';
}

export type Result<T, E = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: E };
