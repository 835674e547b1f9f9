/** Who stands in the circle that a dropped entry names. Pure. */
import type { AccountMap, Dropped, PersonId, UnitId } from '../../model/index.ts';

export interface CircleMember {
  readonly id: PersonId | UnitId;
  /** '' for somebody without a name. */
  readonly name: string;
}

/**
 * The people who report to each other in a circle, or the departments that lie in each other, from the one where the
 * circle was cut upwards; null for any other entry, and when the circle is gone meanwhile.
 */
export function circleOf({ path, reason }: Dropped, map: AccountMap): readonly CircleMember[] | null {
  const [kind, id, key] = path.split('/');
  if (reason !== 'cycle' || id === undefined) return null;
  if (kind === 'people' && key === 'reportsTo') return walk(id as PersonId, map.people, (person) => person.reportsTo);
  if (kind === 'units' && key === 'parent') return walk(id as UnitId, map.units, (unit) => unit.parent);
  return null;
}

function walk<Id extends PersonId | UnitId, T extends { readonly id: Id; readonly name: string }>(
  start: Id,
  all: ReadonlyMap<Id, T>,
  above: (item: T) => Id | null,
): readonly CircleMember[] | null {
  const circle: CircleMember[] = [];
  let at = all.get(start);
  while (at && !(circle.length > 0 && at.id === start)) {
    // Each stands in it once: whoever is met again before the start is on another circle above.
    const { id, name } = at;
    if (circle.some((member) => member.id === id)) return null;
    circle.push({ id, name });
    const next = above(at);
    at = next === null ? undefined : all.get(next);
  }
  return at ? circle : null;
}
