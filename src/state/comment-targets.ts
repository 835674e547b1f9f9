/** What a thread stands on, in words. */
import type { CommentTarget } from '../comments/index.ts';
import type { AccountMap, Person } from '../model/index.ts';
import type { SelectedRelation } from './selection.svelte.ts';
import type { Speaker } from './types.ts';

const REPORTS = 'reports:';

/** What a target is called now; null when it is gone. */
export function nameOfTarget(speaker: Pick<Speaker, 't'>, map: AccountMap, target: CommentTarget): string | null {
  if (target.on === 'map') return speaker.t('comments.on.map');
  if (target.on === 'unit') return map.units.get(target.id)?.name ?? null;
  if (target.on === 'person') return nameOf(speaker, map.people.get(target.id));
  const ends = endsOf(map, target.id);
  const [from, to] = [
    nameOf(speaker, map.people.get(ends?.from ?? '')),
    nameOf(speaker, map.people.get(ends?.to ?? '')),
  ];
  return from !== null && to !== null ? speaker.t('comments.on.relation', from, to) : null;
}

/** What is selected as something to comment on: of several people the last; the map itself without any. */
export function targetOf(
  people: readonly Person[],
  relation: SelectedRelation | null,
  unit: { readonly id: string } | null,
): CommentTarget {
  const person = people.at(-1);
  if (person) return { on: 'person', id: person.id };
  if (relation) return { on: 'relation', id: relation.id };
  return unit ? { on: 'unit', id: unit.id } : { on: 'map' };
}

function endsOf(map: AccountMap, id: string): { readonly from: string; readonly to: string } | null {
  if (!id.startsWith(REPORTS)) return map.relations.get(id) ?? null;
  const to = id.slice(REPORTS.length);
  const from = map.people.get(to)?.reportsTo ?? null;
  return from === null ? null : { from, to };
}

function nameOf(speaker: Pick<Speaker, 't'>, person: Person | undefined): string | null {
  if (!person) return null;
  return person.name.trim() || `? ${person.title.trim() || speaker.t('seat.unknown')}`;
}
