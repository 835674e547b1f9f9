import type { AccountMap, Dropped, Removed } from '../model/index.ts';

export type { Removed };

export interface ReadResult {
  readonly map: AccountMap;
  readonly dropped: readonly Dropped[];
  /** What was taken off the map and can be put back. */
  readonly removed: Removed;
  /** Schema version of the document; 1 for an empty one. */
  readonly schema: number;
  /** Written by a newer version of the program: show it, refuse to change it. */
  readonly readOnly: boolean;
}
