/** Who listens to whom: influence relations as plain directed edges. */
import type { AccountMap, PersonId } from '../model/index.ts';

export interface Listening {
  readonly listener: PersonId;
  readonly heard: PersonId;
  /** Strength 1-3. */
  readonly weight: number;
}

/** One entry per direction of influence between two different people of the map, by (listener, heard, weight). */
export function influenceRelations(map: AccountMap): Listening[] {
  const found: Listening[] = [];
  for (const { direction, from, kind, strength, to } of map.relations.values()) {
    if (kind !== 'influence' || from === to || !map.people.has(from) || !map.people.has(to)) continue;
    found.push({ listener: to, heard: from, weight: strength });
    if (direction === 'both') found.push({ listener: from, heard: to, weight: strength });
  }
  return found.sort(
    (a, b) => compare(a.listener, b.listener) || compare(a.heard, b.heard) || compare(a.weight, b.weight),
  );
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
