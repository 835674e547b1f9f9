/** The document's commands bound to the open map. Refusals become notices; nothing is written on a read-only map. */
import type * as Y from 'yjs';
import {
  addPerson,
  addRelation,
  addUnit,
  editPerson,
  editRelation,
  editUnit,
  movePerson,
  moveUnit,
  removePeople,
  removeRelations,
  removeUnit,
  restorePeople,
  restorePerson,
  restoreRelations,
  restoreUnit,
  reverseRelation,
  setAccount,
  setAttitude,
  setMapName,
  setOpportunity,
  setScale,
  toggleMark,
  toggleRole,
  type Outcome,
} from '../document/index.ts';
import type { Layer, PersonId } from '../model/index.ts';

const COMMANDS = {
  setMapName,
  setAccount,
  setOpportunity,
  setScale,
  addPerson,
  editPerson,
  toggleRole,
  toggleMark,
  setAttitude,
  setLayer,
  movePerson,
  removePeople,
  restorePeople,
  restorePerson,
  addUnit,
  editUnit,
  moveUnit,
  removeUnit,
  restoreUnit,
  addRelation,
  editRelation,
  reverseRelation,
  removeRelations,
  restoreRelations,
};

type Bound<C> = C extends (doc: Y.Doc, ...values: infer A) => infer R ? (...values: A) => R : never;
export type MapCommands = { readonly [K in keyof typeof COMMANDS]: Bound<(typeof COMMANDS)[K]> };

/** Runs one command; decides about read-only maps, gestures and notices. */
export type CommandRunner = <T>(command: () => Outcome<T>) => Outcome<T>;

/** Every command without its first argument, run through `run`. */
export function bindCommands(doc: Y.Doc, run: CommandRunner): MapCommands {
  const bound = Object.entries(COMMANDS).map(([name, command]) => {
    const call = command as (doc: Y.Doc, ...values: unknown[]) => Outcome<unknown>;
    return [name, (...values: unknown[]) => run(() => call(doc, ...values))];
  });
  return Object.fromEntries(bound) as MapCommands;
}

/** Puts several people into one layer; the first refusal ends it. */
function setLayer(doc: Y.Doc, ids: readonly PersonId[], layer: Layer): Outcome {
  for (const id of ids) {
    const outcome = editPerson(doc, id, { layer });
    if (!outcome.ok) return outcome;
  }
  return { ok: true, value: undefined };
}
