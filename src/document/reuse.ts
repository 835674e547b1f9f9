/**
 * Most edits change what a person says and nothing about where they belong: then the map is the one before with that
 * person replaced, and the trees, the order and the relations need not be worked out again.
 */
import type { Assembled, Draft, FinishedCache, Person } from '../model/index.ts';

export interface ChangedPerson {
  readonly before: Draft<Person> | undefined;
  readonly after: Draft<Person> | undefined;
}

/**
 * The map after these people changed, or null when something that others depend on changed. `finished` learns whom it
 * made, so that a later assembly hands out the same objects. O(people), no sorting.
 */
export function reuseAssembled(
  previous: Assembled,
  changes: ReadonlyMap<string, ChangedPerson>,
  finished: FinishedCache,
): Assembled | null {
  if (changes.size === 0) return previous;
  const people = new Map(previous.map.people);
  for (const [id, { after, before }] of changes) {
    const shown = people.get(id);
    if (!before || !after || !shown || !isOnlyWords(before, after)) return null;
    people.set(id, finish(after, shown, finished));
  }
  return { ...previous, map: { ...previous.map, people } };
}

function finish(draft: Draft<Person>, { layer: shown, reportsTo, unit }: Person, finished: FinishedCache): Person {
  const { value } = draft;
  const layer = draft.layerGiven ? value.layer : shown;
  if (value.unit === unit && value.reportsTo === reportsTo && value.layer === layer) return value;
  const person = { ...value, unit, reportsTo, layer };
  finished.set(draft, person);
  return person;
}

function isOnlyWords(before: Draft<Person>, after: Draft<Person>): boolean {
  const [a, b] = [before.value, after.value];
  const isQuiet = before.dropped.length === 0 && after.dropped.length === 0 && !before.removed && !after.removed;
  const isSamePlace = a.unit === b.unit && a.reportsTo === b.reportsTo && a.order === b.order;
  // A layer that nobody gave is proposed from the title.
  const isSameLayer = after.layerGiven || (!before.layerGiven && a.title === b.title);
  return isQuiet && isSamePlace && isSameLayer;
}
