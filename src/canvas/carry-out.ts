/** Carries out what letting go means: one gesture, one undo step. */
import type { MatrixValues } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { OpenMap } from '../state/index.ts';
import type { Surface } from './surface.svelte.ts';

/** What the cards in the hand would do where they are; nothing without a target or when all of them are gone. */
export function dropCards({ drag, drop, open, placement }: Surface): void {
  if (!drag || !drop) return;
  const people = [...drag.people.keys()].filter((person) => open.map.people.has(person));
  if (people.length === 0) return;
  switch (drop.kind) {
    case 'boss': {
      const unit = open.map.people.get(drop.person)?.unit ?? null;
      const joins = placement?.view === 'fishbone' && unit !== null;
      open.commands.movePerson(people, { reportsTo: drop.person, ...(joins ? { unit } : {}) });
      return;
    }
    case 'unit':
      open.commands.movePerson(people, { unit: drop.unit });
      return;
    case 'layer':
      open.commands.setLayer(people, drop.layer);
      return;
    case 'values':
      setValues(open, people, drop.values);
      return;
    case 'slot':
      open.place({ people, grabbed: drag.grabbed, to: drop.to });
  }
}

function setValues(open: OpenMap, people: readonly PersonId[], values: MatrixValues): void {
  open.gesture(() => {
    for (const person of people) if (!open.commands.editPerson(person, values).ok) return;
  });
}

/** The pill goes where it is held: along the spine or a bone, or to the other half. */
export function dropPill(surface: Surface): void {
  const { index, open, pill } = surface;
  const rect = pill && index?.caption(pill.unit)?.rect;
  if (!pill || !rect) return;
  const centre = { x: rect.x + rect.width / 2 + pill.by.x, y: rect.y + rect.height / 2 + pill.by.y };
  open.place({ unit: pill.unit, to: surface.toPlacement(centre) });
}
