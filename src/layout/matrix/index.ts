/** The matrices: attitude × power, and power × interest with its four quadrants. See the notes at the head of each file. */
import type { AccountMap } from '../../model/index.ts';
import type {
  HandMove,
  LayoutOptions,
  MatrixPlacement,
  MatrixValues,
  Placement,
  Point,
  RecordPatch,
} from '../types.ts';
import { arrange } from './arrange.ts';
import { emitMatrix } from './emit.ts';
import { placeByHand, valuesAtPoint } from './move.ts';
import { ATTITUDE_PLAN, INTEREST_PLAN, type Plan } from './plan.ts';

/**
 * Places everybody in the cell of their attitude and power, in page units: 16:9 when chosen afresh, no card over
 * another or outside its cell. Same map, same placement, whatever the order of its collections. With `mode: 'keep'`
 * (the default) everybody recorded stays. Cost: O(people log people), about 20 ms at 600.
 */
export function layoutAttitudeMatrix(map: AccountMap, options: LayoutOptions = {}): MatrixPlacement {
  return layoutMatrix(ATTITUDE_PLAN, map, options);
}

/** The same for power × interest: a quadrant that is full at somebody's values seats them next to it, with a leader line. */
export function layoutInterestMatrix(map: AccountMap, options: LayoutOptions = {}): MatrixPlacement {
  return layoutMatrix(INTEREST_PLAN, map, options);
}

function layoutMatrix(plan: Plan, map: AccountMap, options: LayoutOptions): MatrixPlacement {
  return emitMatrix(map, arrange(plan, map, options));
}

/** Attitude and power of the cell at a point in page units, null = not contacted / not judged; null outside all cells. */
export function attitudeMatrixValues(_map: AccountMap, placement: Placement, at: Point): MatrixValues | null {
  return valuesAtPoint(ATTITUDE_PLAN, placement, at);
}

/** Interest and power at a point of a quadrant or strip, null = not judged; null outside all of them. */
export function interestMatrixValues(_map: AccountMap, placement: Placement, at: Point): MatrixValues | null {
  return valuesAtPoint(INTEREST_PLAN, placement, at);
}

/** What to write into the record when a card is let go within its own values; null elsewhere. */
export function placeInAttitudeMatrix(map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  return placeByHand(ATTITUDE_PLAN, map, placement, move);
}

/** As in the attitude matrix. */
export function placeInInterestMatrix(map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  return placeByHand(INTEREST_PLAN, map, placement, move);
}
