/**
 * Simulated annealing on the slots (Kirkpatrick, Gelatt, Vecchi 1983, doi:10.1126/science.220.4598.671). Best moves
 * alone end a third above what this finds. Chance comes from a fixed seed and the budget counts operations, so the
 * result depends on the map only; no exp or pow, whose last bits differ between engines.
 */
import type { Slot } from './grid.ts';
import type { Arrangement } from './arrangement.ts';

/** Pairs of lines compared at 60 people; grows with people^1.5 up to MAX_GROWTH times. Measured: about 4 ns each. */
const OPERATIONS_AT_60 = 14e6;
const [LEAST_GROWTH, MAX_GROWTH] = [0.4, 10];
/** Operations' worth of bookkeeping per trial. */
const TRIAL_OVERHEAD = 50;
/** Small maps have found their best long before the budget ends. */
const MAX_TRIALS_PER_PERSON = 700;
/** In crossings. */
const [HOT, COLD] = [2, 0.15];

/** Ends cold: what follows only needs best moves. Keeping the cheapest state met cost more time than it won. */
export function anneal(arrangement: Arrangement): void {
  const { tied } = arrangement;
  if (tied.length < 2) return;
  const random = randomFrom(1);
  const trials = trialsFor(tied.length, arrangement.edges.length);
  for (let trial = 0; trial < trials; trial++) {
    const left = 1 - trial / trials;
    const id = tied[Math.floor(random() * tied.length)]!;
    const here = arrangement.slots.get(id)!;
    const slot = somewhere(arrangement, here, left, random);
    const luck = random();
    if (slot.column === here.column && slot.row === here.row) continue;
    const other = arrangement.occupant(slot);
    const touched = arrangement.touchedBy(id, other);
    const before = arrangement.cost(touched);
    arrangement.put(id, other, slot, here);
    const worse = arrangement.cost(touched) - before;
    if (worse > 0 && luck >= likelihood(worse / (COLD + (HOT - COLD) * left * left))) {
      arrangement.put(id, other, here, slot);
    }
  }
}

/** A slot of the same band, nearer and nearer as the search cools. */
function somewhere({ geometry, rows }: Arrangement, here: Slot, left: number, random: () => number): Slot {
  const { columns } = geometry.grid;
  const reach = Math.max(2, Math.round((columns / 2) * left));
  const column = here.column + Math.floor(random() * (2 * reach + 1)) - reach;
  return {
    layer: here.layer,
    column: Math.min(columns - 1, Math.max(0, column)),
    row: Math.floor(random() * rows.get(here.layer)!),
  };
}

function trialsFor(people: number, edges: number): number {
  const size = people / 60;
  const growth = Math.min(MAX_GROWTH, Math.max(LEAST_GROWTH, size * Math.sqrt(size)));
  // A trial compares the lines of two people, twice, with all others.
  const perTrial = ((8 * edges) / people) * edges;
  const affordable = (OPERATIONS_AT_60 * growth) / (perTrial + TRIAL_OVERHEAD);
  return Math.floor(Math.min(affordable, MAX_TRIALS_PER_PERSON * people));
}

/** Taylor's e^-x, near enough for a chance. */
function likelihood(x: number): number {
  return 1 / (1 + x * (1 + (x / 2) * (1 + (x / 3) * (1 + x / 4))));
}

/** Numerical Recipes' linear congruential generator: numbers in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
