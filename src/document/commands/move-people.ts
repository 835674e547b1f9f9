import type * as Y from 'yjs';
import { leaderOf, reportingTree, type PersonId, type UnitId } from '../../model/index.ts';
import { DONE, refused, type Outcome } from '../outcome.ts';
import { readMap } from '../read.ts';
import { isWithin, ordersAt, parentOf, type Place } from '../standing.ts';
import { put } from '../values.ts';
import { forEntities, liveEntity } from '../write.ts';

export interface PersonMove extends Place {
  /** The department they go to; absent: each stays in its own. */
  readonly unit?: UnitId | null;
  /** The boss they get; absent with `unit`: that department's leader; absent without: each keeps its own. */
  readonly reportsTo?: PersonId | null;
}

/**
 * Moves people to another department, boss or place in the order. People whose boss moves along keep that boss. A new
 * department or boss without a place puts them behind everybody. Refuses a boss who is one of them, or below them.
 */
export function movePerson(doc: Y.Doc, ids: PersonId | readonly PersonId[], move: PersonMove): Outcome {
  const movers = [...new Set([ids].flat())];
  return forEntities(doc, 'people', movers, (entities) => {
    const moving = new Set(movers);
    const { unit, reportsTo } = move;
    if (typeof unit === 'string' && !liveEntity(doc, 'units', unit)) return refused('missing');
    if (typeof reportsTo === 'string') {
      if (!liveEntity(doc, 'people', reportsTo)) return refused('missing');
      if (isWithin(doc, 'people', reportsTo, moving)) return refused('cycle');
    }
    const boss = reportsTo === undefined && unit !== undefined ? leaderFor(doc, unit, moving) : reportsTo;
    const tops = movers.map((id) => {
      const above = parentOf(doc, 'people', id);
      return above === null || !moving.has(above);
    });
    const changesPlace =
      move.before !== undefined || move.after !== undefined || unit !== undefined || boss !== undefined;
    const orders = changesPlace ? ordersAt(doc, 'people', movers, move) : null;
    if (orders && !orders.ok) return orders;
    entities.forEach((entity, i) => {
      if (unit !== undefined) put(entity, 'unit', unit);
      if (boss !== undefined && tops[i]) put(entity, 'reportsTo', boss);
      if (orders) put(entity, 'order', orders.value[i]);
    });
    return DONE;
  });
}

/**
 * Who leads the department, or else the one above it; undefined (keep the boss) when nobody does, or when that would be
 * somebody below the movers.
 */
function leaderFor(doc: Y.Doc, unit: UnitId | null, moving: ReadonlySet<PersonId>): PersonId | null | undefined {
  if (unit === null) return undefined;
  const { map } = readMap(doc);
  const tree = reportingTree(map);
  const seen = new Set<UnitId>();
  for (let at: UnitId | null = unit; at !== null && !seen.has(at); at = map.units.get(at)?.parent ?? null) {
    seen.add(at);
    const people = [...map.people.values()].filter((person) => person.unit === at && !moving.has(person.id));
    const leader = leaderOf(people, tree);
    if (leader !== null) return isWithin(doc, 'people', leader, moving) ? undefined : leader;
  }
  return undefined;
}
