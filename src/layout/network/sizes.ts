/** How large everybody's card is: by how much they are listened to. */
import { isInfluenceKnown, realInfluence } from '../../analysis/index.ts';
import type { AccountMap, PersonId } from '../../model/index.ts';
import { CARD_SIZES, type Density } from '../types.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface CardSize extends Size {
  readonly scale: number;
}

const SMALLEST = 0.9;
const LARGEST = 1.4;
/** Steps, so that a small change elsewhere on the map resizes nobody. */
const STEP = 0.05;

/**
 * 0.9 to 1.4 from an influence with a mean of 1. By its root, so that the area tells; a fixed measure and not a share
 * of the greatest, so that one person's rise shrinks nobody.
 */
export function scaleOf(influence: number): number {
  const scale = 0.7 + 0.3 * Math.sqrt(influence);
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, scale)) / STEP) / (1 / STEP);
}

/** Card bodies in whole page units; all of one size where too little is known of influence. */
export function sizesOf(map: AccountMap, density: Density): ReadonlyMap<PersonId, CardSize> {
  const influence = isInfluenceKnown(map) ? realInfluence(map) : null;
  const { height, width } = CARD_SIZES[density];
  return new Map(
    [...map.people.keys()].sort().map((id) => {
      const scale = influence ? scaleOf(influence.get(id)!) : 1;
      return [id, { scale, width: Math.round(width * scale), height: Math.round(height * scale) }];
    }),
  );
}
