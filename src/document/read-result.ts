import type { AccountMap, Dropped, Person, Relation, Unit } from '../model/index.ts';

/** What was taken off the map and can be put back. */
export interface Removed {
  readonly people: readonly Person[];
  readonly units: readonly Unit[];
  /** Relations removed by themselves, both ends of which are known (on the map or removed). */
  readonly relations: readonly Relation[];
}

export interface ReadResult {
  readonly map: AccountMap;
  readonly dropped: readonly Dropped[];
  readonly removed: Removed;
  /** Schema version of the document; 1 for an empty one. */
  readonly schema: number;
  /** Written by a newer version of the program: show it, refuse to change it. */
  readonly readOnly: boolean;
}
