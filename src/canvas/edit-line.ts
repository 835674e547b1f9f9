/** Carries out a typed line: name, title, department, in one gesture. */
import type { Person, PersonId, UnitId } from '../model/index.ts';
import type { App, Editing, OpenMap } from '../state/index.ts';
import { changeOfLine, findUnit, formatPersonLine, type LineChange } from './person-line.ts';

/** A line as it was when its editor opened, and as it was typed. */
export interface TypedLine {
  readonly before: string;
  readonly after: string;
}

/** The text the editor starts with. */
export function lineOf(open: OpenMap, person: PersonId): string {
  const found = open.map.people.get(person);
  return found ? formatPersonLine(found.name, found.title) : '';
}

/**
 * Writes what was typed into the map. Of somebody whom a colleague removed meanwhile a notice keeps the words, and
 * offers to bring both back.
 */
export function commitLine(app: App, open: OpenMap, id: PersonId, { before, after }: TypedLine): void {
  const change = changeOfLine(before, after);
  if (Object.keys(change).length === 0) return;
  const person = open.map.people.get(id);
  if (person) open.gesture(() => apply(open, person, change));
  else keepWords(app, open, id, after, change);
}

/** Closes the editor. Another one may be open by now: it stays. */
export function closeEditor(open: OpenMap, editing: Editing): void {
  if (open.editing === null || open.editing === editing) open.editing = null;
}

/** Takes a card off the map again that was made a moment ago and got no name, from nobody. */
export function takeAway(open: OpenMap, { from, person }: Editing): void {
  const found = open.map.people.get(person);
  if (!found || found.name !== '' || found.title !== '') return;
  open.undo();
  if (from !== undefined && open.selectionKind === 'none') open.select([from]);
}

function apply(open: OpenMap, person: Person, { unitPath, ...patch }: LineChange): void {
  if (Object.keys(patch).length > 0) open.commands.editPerson(person.id, patch);
  if (unitPath) moveTo(open, person, unitPath);
}

function keepWords(app: App, open: OpenMap, id: PersonId, line: string, change: LineChange): void {
  const text = app.t('notice.line.gone', line);
  const person = open.removed.people.find((removed) => removed.id === id);
  if (!person || open.readOnly) {
    app.notify({ kind: 'error', text });
    return;
  }
  const restore = () =>
    open.gesture(() => {
      if (open.commands.restorePerson(id).ok) apply(open, person, change);
    });
  // When the map is closed the notice stays with the words, and offers nothing any more.
  app.notify({ kind: 'error', text, action: { label: app.t('notice.line.restore'), run: restore }, on: open });
}

function moveTo(open: OpenMap, { id, reportsTo, unit: before }: Person, path: readonly string[]): void {
  const found = findUnit(open.map, path);
  let unit: UnitId | null = found.unit;
  for (const name of found.create) {
    const added = open.commands.addUnit({ name, parent: unit });
    if (!added.ok) return;
    unit = added.value;
  }
  if (unit !== before) open.commands.movePerson([id], { unit, reportsTo });
}
