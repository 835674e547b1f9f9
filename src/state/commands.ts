/** The document's commands bound to the open map: refused with a notice when it is read-only. */
import type { Outcome } from '../document/index.ts';
import type {
  Account,
  AttitudeScaleId,
  Layer,
  Mark,
  Opportunity,
  Person,
  PersonId,
  Relation,
  RelationId,
  RelationKind,
  Role,
  Unit,
  UnitId,
} from '../model/index.ts';

export interface NewPerson {
  readonly id?: PersonId;
  readonly name: string;
  readonly title: string;
  readonly unit: UnitId | null;
  readonly reportsTo: PersonId | null;
  readonly layer?: Layer;
  readonly after?: PersonId;
}

export interface MapCommands {
  setMapName(name: string): Outcome;
  setAccount(patch: Partial<Account>): Outcome;
  setOpportunity(patch: Partial<Opportunity>): Outcome;
  setScale(scale: AttitudeScaleId): Outcome;
  addPerson(person: NewPerson): Outcome<PersonId>;
  editPerson(id: PersonId, patch: Partial<Omit<Person, 'id' | 'extra' | 'order' | 'unit' | 'reportsTo'>>): Outcome;
  toggleRole(ids: readonly PersonId[], role: Role): Outcome;
  toggleMark(ids: readonly PersonId[], mark: Mark): Outcome;
  setAttitude(ids: readonly PersonId[], attitude: number | null): Outcome;
  setLayer(ids: readonly PersonId[], layer: Layer): Outcome;
  movePerson(
    ids: readonly PersonId[],
    to: { unit?: UnitId | null; reportsTo?: PersonId | null; before?: PersonId; after?: PersonId },
  ): Outcome;
  removePeople(ids: readonly PersonId[]): Outcome;
  restorePerson(id: PersonId): Outcome;
  addUnit(unit: { name: string; parent: UnitId | null; outside?: boolean; after?: UnitId }): Outcome<UnitId>;
  editUnit(id: UnitId, patch: Partial<Pick<Unit, 'name' | 'hue' | 'outside'>>): Outcome;
  moveUnit(id: UnitId, to: { parent: UnitId | null; before?: UnitId; after?: UnitId }): Outcome;
  removeUnit(id: UnitId): Outcome;
  restoreUnit(id: UnitId): Outcome;
  addRelation(relation: {
    kind: RelationKind;
    from: PersonId;
    to: PersonId;
    direction?: Relation['direction'];
    strength?: Relation['strength'];
    note?: string;
  }): Outcome<RelationId>;
  editRelation(
    id: RelationId,
    patch: { kind?: RelationKind } & Partial<Pick<Relation, 'direction' | 'strength' | 'note'>>,
  ): Outcome<RelationId>;
  reverseRelation(id: RelationId): Outcome;
  removeRelations(ids: readonly RelationId[]): Outcome;
}
