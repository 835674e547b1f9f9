/** Carries out what a key asked for. */
import { targetOf, type App, type OpenMap } from '../state/index.ts';
import type { Action } from './keyboard.ts';
import { shiftSelected } from './shift-selected.ts';
import type { Surface } from './surface.svelte.ts';
import { firstCard, nearestCard } from './walk.ts';

const ZOOM_STEP = 1.25;

/** Runs an action on what is selected; does nothing when it has nothing to work on. */
export function runAction(action: Action, surface: Surface, app: App): void {
  const { open } = surface;
  const people = open.selectedPeople.map((person) => person.id);
  switch (action.type) {
    case 'add-report':
      return addBeside(open, 'report');
    case 'add-peer':
      return addBeside(open, 'peer');
    case 'rename':
      return startEditing(open);
    case 'remove':
      return removeSelected(open);
    case 'undo':
      return open.undo();
    case 'redo':
      return open.redo();
    case 'clear':
      return letGo(open);
    case 'help':
      open.dialog = 'help';
      return;
    case 'select-all':
      return open.select((surface.placement?.cards ?? []).map((card) => card.person));
    case 'fit':
      surface.camera.touch();
      return surface.fit({ animate: true });
    case 'zoom-in':
      return surface.camera.zoomBy(ZOOM_STEP);
    case 'zoom-out':
      return surface.camera.zoomBy(1 / ZOOM_STEP);
    case 'relation':
      return openRelation(open);
    case 'select-focused':
      if (surface.focused !== null) open.select([surface.focused]);
      return;
    case 'walk':
      return walk(surface, action);
    case 'shift':
      return shiftSelected(surface, action.direction);
    case 'fold':
      return fold(open);
    case 'view':
      return open.setView(action.view);
    case 'present':
      open.presenting = !open.presenting;
      return;
    case 'leave-presenting':
      open.presenting = false;
      return;
    case 'comment':
      return open.comments.composeOn(targetOf(open.selectedPeople, open.selectedRelation, open.selectedUnit));
    case 'discreet':
      return app.toggleDiscreet();
    case 'attitude':
      open.commands.setAttitude(people, action.value);
      return;
    case 'role':
      open.commands.toggleRole(people, action.role);
      return;
    case 'mark':
      open.commands.toggleMark(people, action.mark);
      return;
  }
}

/** What is selected first, then the comments at the side. */
function letGo(open: OpenMap): void {
  if (open.selectionKind === 'none') open.comments.panel.close();
  else open.clearSelection();
}

/** A new empty card under or beside the selected one, with the inline editor on it. */
function addBeside(open: OpenMap, where: 'report' | 'peer'): void {
  const person = open.selectedPeople.at(-1);
  if (!person) return;
  const added = open.commands.addPerson({
    name: '',
    title: '',
    unit: person.unit,
    reportsTo: where === 'report' ? person.id : person.reportsTo,
    ...(where === 'peer' ? { after: person.id } : {}),
  });
  if (!added.ok) return;
  open.select([added.value]);
  open.editing = { person: added.value, field: 'line', fresh: true, from: person.id };
}

function startEditing(open: OpenMap): void {
  const person = open.selectedPeople.at(-1);
  if (person && !open.readOnly) open.editing = { person: person.id, field: 'line', fresh: false };
}

function removeSelected(open: OpenMap): void {
  const { selectedPeople, selectedRelation, selectedUnit } = open;
  if (selectedPeople.length > 0) open.commands.removePeople(selectedPeople.map((person) => person.id));
  else if (selectedRelation) open.commands.removeRelations([selectedRelation.id]);
  else if (selectedUnit) open.commands.removeUnit(selectedUnit.id);
}

/** The selected department, or that of the person selected last. Folding is a choice of the fishbone. */
function fold(open: OpenMap): void {
  const unit = open.selectedUnit?.id ?? open.selectedPeople.at(-1)?.unit ?? null;
  if (unit === null || open.view !== 'fishbone' || open.readOnly) return;
  open.toggleFold(unit);
  open.select([unit]);
}

/** With two people selected, the dialog starts with both ends. */
function openRelation(open: OpenMap): void {
  const [from, to] = open.selectedPeople;
  if (!from || open.readOnly) return;
  open.relationDraft = { from: from.id, to: to?.id ?? null, kind: 'influence' };
  open.dialog = 'relation';
}

function walk(surface: Surface, { direction, add }: Extract<Action, { type: 'walk' }>): void {
  const { open } = surface;
  const cards = surface.placement?.cards ?? [];
  const at = open.selectedPeople.at(-1);
  const next = at ? nearestCard(cards, at.id, direction) : firstCard(cards);
  if (next === null) return;
  if (add) open.select([...[...open.selection].filter((id) => id !== next), next]);
  else open.select([next]);
  surface.revealLast();
}
