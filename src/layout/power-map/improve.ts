/**
 * Local search on the slots: fewer crossings first, then shorter lines (a quadratic assignment, solved by moves and
 * swaps). No clock, no chance: people in id order, a budget in passes.
 */
import type { PersonId } from '../../model/index.ts';
import { keyOf, type Geometry, type Slot, type Slots } from './grid.ts';
import { anneal } from './anneal.ts';
import { Arrangement, ROW_COST } from './arrangement.ts';
import type { Edge } from './network.ts';

const WORTH_IT = 1e-6;

interface Budget {
  readonly passes: number;
  readonly reach: number;
  readonly exact: number;
}

/** Lines of a person beyond which a map is dense: each comparison costs the square. */
const DENSE = 4;

function budgetFor(people: number, edges: number): Budget {
  if (edges > DENSE * people) return { passes: 2, reach: 4, exact: 4 };
  if (people <= 80) return { passes: 8, reach: 4, exact: 12 };
  if (people <= 250) return { passes: 5, reach: 4, exact: 7 };
  if (people <= 600) return { passes: 3, reach: 3, exact: 4 };
  return { passes: 2, reach: 2, exact: 3 };
}

/** Better slots for everybody, from a start: rounds of best moves, annealing out of their dead end, rounds again. */
export function improveSlots(geometry: Geometry, start: Slots, edges: readonly Edge[]): Slots {
  const arrangement = new Arrangement(geometry, start, edges);
  const search = new Search(arrangement, budgetFor(start.size, edges.length));
  search.run();
  anneal(arrangement);
  search.run();
  return arrangement.slots;
}

class Search {
  constructor(
    readonly arrangement: Arrangement,
    readonly budget: Budget,
  ) {}

  run(): void {
    for (let pass = 0; pass < this.budget.passes; pass++) if (this.pass() < 0.5) break;
  }

  /** One round over everybody; returns what was gained. */
  pass(): number {
    let gained = 0;
    for (const id of this.arrangement.tied) gained += this.#improve(id);
    return gained;
  }

  #improve(id: PersonId): number {
    const here = this.arrangement.slots.get(id)!;
    const candidates = this.#candidates(id, here)
      .map((slot) => ({ slot, length: this.#lengthAt(id, slot) }))
      .sort((a, b) => a.length - b.length || (keyOf(a.slot) < keyOf(b.slot) ? -1 : 1))
      .slice(0, this.budget.exact);
    let best: Slot | null = null;
    let gain = WORTH_IT;
    for (const { slot } of candidates) {
      const other = this.arrangement.occupant(slot);
      const touched = this.arrangement.touchedBy(id, other);
      const before = this.arrangement.cost(touched);
      this.arrangement.put(id, other, slot, here);
      const won = before - this.arrangement.cost(touched);
      this.arrangement.put(id, other, here, slot);
      if (won > gain) [gain, best] = [won, slot];
    }
    if (best === null) return 0;
    this.arrangement.put(id, this.arrangement.occupant(best), best, here);
    return gain;
  }

  #candidates(id: PersonId, here: Slot): Slot[] {
    const { columns } = this.arrangement.geometry.grid;
    const centres = [here.column, this.#medianColumn(id, here.column)];
    const found = new Map<string, Slot>();
    for (const centre of centres) {
      for (
        let column = Math.max(0, centre - this.budget.reach);
        column <= Math.min(columns - 1, centre + this.budget.reach);
        column++
      ) {
        for (let row = 0; row < this.arrangement.rows.get(here.layer)!; row++) {
          const slot = { layer: here.layer, column, row };
          if (column !== here.column || row !== here.row) found.set(keyOf(slot), slot);
        }
      }
    }
    return [...found.values()];
  }

  #medianColumn(id: PersonId, otherwise: number): number {
    const pulls = this.arrangement.touching
      .get(id)!
      .map((i) => ({
        column: this.arrangement.slots.get(this.#otherEnd(i, id))!.column,
        weight: this.arrangement.edges[i]!.weight,
      }))
      .sort((a, b) => a.column - b.column);
    let left = pulls.reduce((sum, pull) => sum + pull.weight, 0) / 2;
    for (const { column, weight } of pulls) if ((left -= weight) <= 0) return column;
    return otherwise;
  }

  #otherEnd(edge: number, id: PersonId): PersonId {
    const { from, to } = this.arrangement.edges[edge]!;
    return from === id ? to : from;
  }

  #lengthAt(id: PersonId, slot: Slot): number {
    const row = this.arrangement.geometry.rowOf(slot);
    let sum = 0;
    for (const i of this.arrangement.touching.get(id)!) {
      const other = this.arrangement.slots.get(this.#otherEnd(i, id))!;
      sum +=
        this.arrangement.edges[i]!.weight *
        (Math.abs(other.column - slot.column) + ROW_COST * Math.abs(this.arrangement.geometry.rowOf(other) - row));
    }
    return sum;
  }
}
