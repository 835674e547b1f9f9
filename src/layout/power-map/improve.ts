/** Better slots: fewer crossings first, then shorter lines (a quadratic assignment). No clock: a budget in operations. */
import type { PersonId } from '../../model/index.ts';
import { anneal, type Schedule } from './anneal.ts';
import { Arrangement } from './arrangement.ts';
import type { Geometry, Slots } from './grid.ts';
import type { Edge } from './network.ts';

/** Comparisons of two lines at 60 people; grows with their square. */
const OPERATIONS_AT_60 = 5e6;
const [LEAST_GROWTH, MAX_GROWTH] = [0.35, 45];
/** Small maps have found their best long before the operations are spent. */
const TRIALS_PER_PERSON = 6000;
/** In crossings, at 60 people; grows with the root of their number, as a line's crossings do. */
const HEAT_AT_60 = 2;
/** Tidying what stands already: this share of the effort, from this share of the heat; a move has to gain this much. */
const TOUCH_UP = { effort: 0.3, heat: 0.1, worth: 0.4 };

export interface Improved {
  readonly slots: Slots;
  /** Crossings and weighted length: comparable between arrangements of one map. */
  readonly cost: number;
}

export interface Freedom {
  /** Everybody else stays in their slot. Default: all move. */
  readonly movable?: ReadonlySet<PersonId>;
  /** Stay near the start, which is a picture people know. */
  readonly isGentle?: boolean;
}

/** Same start, same result. Cost: about 0.08 s at 60 people, growing with the square to some 3 s at 400 and beyond. */
export function improveSlots(
  geometry: Geometry,
  start: Slots,
  edges: readonly Edge[],
  { isGentle = false, movable }: Freedom = {},
): Improved {
  const arrangement = new Arrangement(geometry, start, edges);
  const people = [...arrangement.ids.keys()].filter((person) => movable?.has(arrangement.ids[person]!) ?? true);
  anneal(arrangement, people, scheduleFor(people.length, isGentle));
  return { slots: arrangement.slots(), cost: arrangement.cost() };
}

function scheduleFor(people: number, isGentle: boolean): Schedule {
  const size = people / 60;
  const growth = Math.min(MAX_GROWTH, Math.max(LEAST_GROWTH, size * size));
  const heat = HEAT_AT_60 * Math.sqrt(Math.max(1, size));
  return {
    operations: OPERATIONS_AT_60 * growth * (isGentle ? TOUCH_UP.effort : 1),
    trials: TRIALS_PER_PERSON * people,
    heat: heat * (isGentle ? TOUCH_UP.heat : 1),
    worth: isGentle ? TOUCH_UP.worth : 0,
    isLocal: isGentle,
  };
}
