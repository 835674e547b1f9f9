/** Carries out a typed line: name, title, department, in one gesture. */
import type { PersonId, UnitId } from '../model/index.ts';
import type { Editing, OpenMap } from '../state/index.ts';
import { findUnit, formatPersonLine, parsePersonLine } from './person-line.ts';

/** The text the editor starts with. */
export function lineOf(open: OpenMap, person: PersonId): string {
  const found = open.map.people.get(person);
  return found ? formatPersonLine(found.name, found.title) : '';
}

/** Commits what was typed; an empty line on a fresh card takes the card away again. */
export function commitLine(open: OpenMap, editing: Editing, line: string): void {
  const person = open.map.people.get(editing.person);
  if (!person) {
    open.editing = null;
    return;
  }
  const { name, title, unitPath } = parsePersonLine(line);
  if (name === '' && title === null && editing.fresh) return cancelLine(open, editing);
  open.editing = null;
  open.gesture(() => {
    // A title that was in the line at first and is not any more was deleted on purpose.
    const patch = { name, title: title ?? (editing.fresh ? person.title : '') };
    if (patch.name !== person.name || patch.title !== person.title) open.commands.editPerson(person.id, patch);
    if (unitPath) moveTo(open, person.id, person.reportsTo, unitPath);
  });
}

/** Leaves the map as it was; a fresh card goes. */
export function cancelLine(open: OpenMap, editing: Editing): void {
  open.editing = null;
  if (!editing.fresh || !open.map.people.has(editing.person)) return;
  open.undo();
  if (editing.from !== undefined && open.selectionKind === 'none') open.select([editing.from]);
}

function moveTo(open: OpenMap, person: PersonId, reportsTo: PersonId | null, path: readonly string[]): void {
  const found = findUnit(open.map, path);
  let unit: UnitId | null = found.unit;
  for (const name of found.create) {
    const added = open.commands.addUnit({ name, parent: unit });
    if (!added.ok) return;
    unit = added.value;
  }
  if (unit !== open.map.people.get(person)?.unit) open.commands.movePerson([person], { unit, reportsTo });
}
