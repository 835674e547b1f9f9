/**
 * Simulated annealing on the slots (Kirkpatrick, Gelatt, Vecchi 1983, doi:10.1126/science.220.4598.671). Best moves
 * alone end a third above what this finds. Chance comes from a fixed seed and the budget counts operations, so the
 * result depends on the map only; no exp, pow or log, whose last bits differ between engines.
 */
import type { Arrangement } from './arrangement.ts';

export interface Schedule {
  /** Comparisons of two lines to spend, and trials at most. */
  readonly operations: number;
  readonly trials: number;
  /** What a move may cost at the start, in crossings. It sinks to nothing. */
  readonly heat: number;
  /** What a move has to gain, in crossings, when all is cold. */
  readonly worth: number;
  /** Only short moves, as at the end. */
  readonly isLocal: boolean;
}

/** Operations' worth of bookkeeping per trial. */
const TRIAL_OVERHEAD = 60;
/** Share of the trials that look for a place near the people somebody is tied to, not near the present one. */
const TOWARDS_TIES = 0.5;

/** Moves and swaps the people of `movable` (indices); everybody else stays. Ends cold, in best moves only. */
export function anneal(arrangement: Arrangement, movable: readonly number[], schedule: Schedule): void {
  const people = movable.filter((person) => arrangement.degree(person) > 0);
  if (people.length === 0) return;
  const mayMove = new Uint8Array(arrangement.ids.length);
  for (const person of movable) mayMove[person] = 1;
  const random = randomFrom(1);
  const start = arrangement.operations;
  for (let trial = 0; trial < schedule.trials; trial++) {
    const spent = (arrangement.operations - start + trial * TRIAL_OVERHEAD) / schedule.operations;
    const left = 1 - Math.max(trial / schedule.trials, spent);
    if (left <= 0) break;
    const person = people[Math.floor(random() * people.length)]!;
    const slot = somewhere(arrangement, person, schedule.isLocal ? 0 : left, random);
    const luck = random();
    const other = arrangement.personAt[slot]!;
    if (other === person || (other >= 0 && mayMove[other] === 0)) continue;
    arrangement.tryMove(person, slot, schedule.heat * left * left * exponential(luck) - schedule.worth);
  }
}

/** A slot of the same band, nearer and nearer as the search cools. */
function somewhere(arrangement: Arrangement, person: number, left: number, random: () => number): number {
  const { bandRows, bandStart, columns, slotOf } = arrangement;
  const towards = random() < TOWARDS_TIES;
  const centre = towards
    ? slotOf[arrangement.neighbour(person, Math.floor(random() * arrangement.degree(person)))]!
    : slotOf[person]!;
  const reach = towards ? 2 : Math.max(2, Math.round((columns / 2) * left));
  const column = (centre % columns) + Math.floor(random() * (2 * reach + 1)) - reach;
  const row = Math.floor(random() * bandRows[person]!);
  return bandStart[person]! + row * columns + Math.min(columns - 1, Math.max(0, column));
}

/** −ln(u) by its series in (1 − u)/(1 + u), cut after a few terms: an exponential chance, near enough. */
function exponential(u: number): number {
  const z = (1 - u) / (1 + u);
  const square = z * z;
  return 2 * z * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square / 9))));
}

/** Numerical Recipes' linear congruential generator: numbers in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
