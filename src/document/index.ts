export { type PersonPatch } from './check-person.ts';
export { patchLayoutRecord, setLayoutRecord } from './commands/layout.ts';
export { applyChange, docFromMap, fillDoc, type FillOptions } from './commands/load.ts';
export { restoreState } from './commands/restore-state.ts';
export { setAccount, setMapName, setOpportunity, setScale } from './commands/map.ts';
export { movePerson, type PersonMove } from './commands/move-people.ts';
export {
  addPerson,
  editPerson,
  removePeople,
  restorePeople,
  restorePerson,
  setAttitude,
  toggleMark,
  toggleRole,
  type NewPerson,
} from './commands/people.ts';
export {
  addRelation,
  editRelation,
  removeRelations,
  restoreRelations,
  reverseRelation,
  type NewRelationArgs,
  type RelationPatch,
} from './commands/relations.ts';
export {
  addUnit,
  editUnit,
  moveUnit,
  removeUnit,
  restoreUnit,
  type NewUnitArgs,
  type UnitPatch,
} from './commands/units.ts';
export { newId } from './ids.ts';
export * from './origins.ts';
export type { CommandRefusal, Outcome } from './outcome.ts';
export type { ReadResult, Removed } from './read-result.ts';
export { createMapReader, readMap, type MapReader } from './read.ts';
export { createMapDoc, isReadOnly, SCHEMA, schemaOf } from './schema.ts';
export type { Place } from './standing.ts';
export { createUndo, type Undo, type UndoResult } from './undo.ts';
export { gesture } from './write.ts';
