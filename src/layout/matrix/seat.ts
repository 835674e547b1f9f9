/** Gives people slots: the free one nearest to their true point, first in their own field, then in the rest of their cell. */
import type { Person, PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';
import { spotKey, type Geometry, type Spot } from './grid.ts';
import { fieldKey, fieldOf, type Field } from './plan.ts';
import type { Seat, Seats } from './record.ts';

export interface Seated {
  readonly seats: Seats;
  /** People whose cell is full, in the order they would have been seated. */
  readonly standing: readonly Person[];
}

/**
 * Seats everybody who has no seat in `kept`: the least crowded fields first, then by power, then by id. Nobody of
 * `kept` moves. Cost: O(slots log slots) for each field that somebody is seated in.
 */
export function seatPeople(geometry: Geometry, people: readonly Person[], kept: Seats): Seated {
  const seats = new Map<PersonId, Seat>(kept);
  const taken = new Set([...kept.values()].map(({ spot }) => spotKey(spot)));
  const standing: Person[] = [];
  const cells = geometry.cells();
  for (const { field, members } of crowds(geometry, people)) {
    const missing = members.filter(({ id }) => !kept.has(id));
    if (missing.length === 0) continue;
    const spots = nearestSpots(geometry, field, cells.get(geometry.plan.cellOf(field)) ?? [field]);
    let next = 0;
    for (const person of missing) {
      while (next < spots.length && taken.has(spotKey(spots[next]!))) next++;
      const spot = spots[next];
      if (!spot) {
        standing.push(person);
        continue;
      }
      taken.add(spotKey(spot));
      seats.set(person.id, { spot, isPinned: false });
    }
  }
  return { seats, standing };
}

/** People by field, the least crowded first; within a field by power, then id. */
function crowds({ plan }: Geometry, people: readonly Person[]): { field: Field; members: Person[] }[] {
  const groups = new Map<string, { field: Field; members: Person[] }>();
  for (const person of people) {
    const field = fieldOf(plan, person);
    const key = fieldKey(field);
    const group = groups.get(key);
    if (group) group.members.push(person);
    else groups.set(key, { field, members: [person] });
  }
  for (const { members } of groups.values())
    members.sort((a, b) => (b.power ?? 0) - (a.power ?? 0) || (a.id < b.id ? -1 : 1));
  return [...groups]
    .sort(([a, { members: m }], [b, { members: n }]) => m.length - n.length || (a < b ? -1 : 1))
    .map(([, group]) => group);
}

/** The slots of a cell: those of the field itself first, then the others from the true point outwards, ties in reading order. */
function nearestSpots(geometry: Geometry, field: Field, cell: readonly Field[]): Spot[] {
  const point = geometry.truePoint(field);
  const key = fieldKey(field);
  const outwards = (fields: readonly Field[]) =>
    fields
      .flatMap((each) => geometry.spots(each))
      .map((spot) => ({ spot, distance: squaredDistance(geometry.at(spot), point) }))
      .sort((a, b) => a.distance - b.distance)
      .map(({ spot }) => spot);
  return [
    ...(geometry.plan.fill === 'reading' ? geometry.spots(field) : outwards([field])),
    ...outwards(cell.filter((other) => fieldKey(other) !== key)),
  ];
}

/** Squared, so exact: slots equally far away are so in every engine. */
export function squaredDistance(a: Point, b: Point): number {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}
