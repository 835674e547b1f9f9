/**
 * Local search on the slots: fewer crossings first, then shorter lines (a quadratic assignment, solved by moves and
 * swaps). No clock, no chance: people in id order, a budget in passes.
 */
import type { PersonId } from '../../model/index.ts';
import type { Geometry, Slot, Slots } from './grid.ts';
import { edgesByPerson, type Edge } from './network.ts';

const LENGTH_COST = 0.9;
const ROW_COST = 0.6;
/** Breaks ties of collinear lines, in columns per row. */
const SHEAR = 0.0026;
const WORTH_IT = 1e-6;

interface Budget {
  readonly passes: number;
  readonly reach: number;
  readonly exact: number;
}

function budgetFor(people: number): Budget {
  if (people <= 80) return { passes: 8, reach: 4, exact: 12 };
  if (people <= 250) return { passes: 5, reach: 4, exact: 7 };
  if (people <= 600) return { passes: 3, reach: 3, exact: 4 };
  return { passes: 2, reach: 2, exact: 3 };
}

export function improveSlots(geometry: Geometry, start: Slots, edges: readonly Edge[]): Slots {
  const search = new Search(geometry, start, edges);
  const { passes } = search.budget;
  for (let pass = 0; pass < passes; pass++) if (search.pass() < 0.5) break;
  return search.slots;
}

class Search {
  readonly slots: Map<PersonId, Slot>;
  readonly budget: Budget;
  readonly #touching: ReadonlyMap<PersonId, readonly number[]>;
  readonly #ids: readonly PersonId[];
  readonly #taken = new Map<string, PersonId>();
  readonly #rows = new Map<string, number>();
  /** Ends of every edge as numbers: x1 y1 x2 y2, and the people as indices. */
  readonly #line: Float64Array;
  readonly #ends: Int32Array;

  constructor(
    readonly geometry: Geometry,
    start: Slots,
    readonly edges: readonly Edge[],
  ) {
    this.slots = new Map(start);
    this.budget = budgetFor(start.size);
    this.#touching = edgesByPerson(edges);
    this.#ids = [...start.keys()].sort();
    const index = new Map(this.#ids.map((id, i) => [id, i]));
    this.#line = new Float64Array(edges.length * 4);
    this.#ends = new Int32Array(edges.length * 2);
    for (const band of geometry.grid.bands) this.#rows.set(band.layer, band.rows);
    for (const [id, slot] of this.slots) this.#taken.set(keyOf(slot), id);
    edges.forEach((edge, i) => {
      this.#ends[i * 2] = index.get(edge.from)!;
      this.#ends[i * 2 + 1] = index.get(edge.to)!;
    });
    for (const id of this.#ids) this.#draw(id);
  }

  /** One round over everybody; returns what was gained. */
  pass(): number {
    let gained = 0;
    for (const id of this.#ids) if ((this.#touching.get(id)?.length ?? 0) > 0) gained += this.#improve(id);
    return gained;
  }

  #improve(id: PersonId): number {
    const here = this.slots.get(id)!;
    const candidates = this.#candidates(id, here)
      .map((slot) => ({ slot, length: this.#lengthAt(id, slot) }))
      .sort((a, b) => a.length - b.length || (keyOf(a.slot) < keyOf(b.slot) ? -1 : 1))
      .slice(0, this.budget.exact);
    let best: Slot | null = null;
    let gain = WORTH_IT;
    for (const { slot } of candidates) {
      const other = this.#taken.get(keyOf(slot)) ?? null;
      const touched = this.#touchedBy(id, other);
      const before = this.#cost(touched);
      this.#put(id, other, slot, here);
      const won = before - this.#cost(touched);
      this.#put(id, other, here, slot);
      if (won > gain) [gain, best] = [won, slot];
    }
    if (best === null) return 0;
    this.#put(id, this.#taken.get(keyOf(best)) ?? null, best, here);
    return gain;
  }

  #candidates(id: PersonId, here: Slot): Slot[] {
    const { columns } = this.geometry.grid;
    const centres = [here.column, this.#medianColumn(id, here.column)];
    const found = new Map<string, Slot>();
    for (const centre of centres) {
      for (
        let column = Math.max(0, centre - this.budget.reach);
        column <= Math.min(columns - 1, centre + this.budget.reach);
        column++
      ) {
        for (let row = 0; row < this.#rows.get(here.layer)!; row++) {
          const slot = { layer: here.layer, column, row };
          if (column !== here.column || row !== here.row) found.set(keyOf(slot), slot);
        }
      }
    }
    return [...found.values()];
  }

  #medianColumn(id: PersonId, otherwise: number): number {
    const pulls = this.#touching
      .get(id)!
      .map((i) => ({ column: this.slots.get(this.#otherEnd(i, id))!.column, weight: this.edges[i]!.weight }))
      .sort((a, b) => a.column - b.column);
    let left = pulls.reduce((sum, pull) => sum + pull.weight, 0) / 2;
    for (const { column, weight } of pulls) if ((left -= weight) <= 0) return column;
    return otherwise;
  }

  #otherEnd(edge: number, id: PersonId): PersonId {
    const { from, to } = this.edges[edge]!;
    return from === id ? to : from;
  }

  #lengthAt(id: PersonId, slot: Slot): number {
    const row = this.geometry.rowOf(slot);
    let sum = 0;
    for (const i of this.#touching.get(id)!) {
      const other = this.slots.get(this.#otherEnd(i, id))!;
      sum +=
        this.edges[i]!.weight *
        (Math.abs(other.column - slot.column) + ROW_COST * Math.abs(this.geometry.rowOf(other) - row));
    }
    return sum;
  }

  #touchedBy(id: PersonId, other: PersonId | null): readonly number[] {
    const own = this.#touching.get(id)!;
    const others = other === null ? [] : (this.#touching.get(other) ?? []);
    return others.length === 0 ? own : [...own, ...others.filter((edge) => !own.includes(edge))];
  }

  /** Moves `id` from `from` to `to`, and `other` the opposite way. */
  #put(id: PersonId, other: PersonId | null, to: Slot, from: Slot): void {
    this.slots.set(id, to);
    this.#taken.set(keyOf(to), id);
    if (other === null || other === id) this.#taken.delete(keyOf(from));
    else {
      this.slots.set(other, from);
      this.#taken.set(keyOf(from), other);
      this.#draw(other);
    }
    this.#draw(id);
  }

  #draw(id: PersonId): void {
    const slot = this.slots.get(id)!;
    const y = this.geometry.rowOf(slot);
    const x = slot.column + SHEAR * y;
    for (const i of this.#touching.get(id) ?? []) {
      const at = i * 4 + (this.edges[i]!.from === id ? 0 : 2);
      this.#line[at] = x;
      this.#line[at + 1] = y;
    }
  }

  /** Crossings of the touched edges with all others, and their weighted length. */
  #cost(touched: readonly number[]): number {
    let cost = 0;
    for (const i of touched) {
      const at = i * 4;
      const dx = Math.abs(this.#line[at]! - this.#line[at + 2]!);
      const dy = Math.abs(this.#line[at + 1]! - this.#line[at + 3]!);
      cost += LENGTH_COST * this.edges[i]!.weight * (dx + ROW_COST * dy) + this.#crossingsOf(i);
    }
    return cost;
  }

  #crossingsOf(i: number): number {
    const line = this.#line;
    const ends = this.#ends;
    const [ax, ay, bx, by] = [line[i * 4]!, line[i * 4 + 1]!, line[i * 4 + 2]!, line[i * 4 + 3]!];
    const [from, to] = [ends[i * 2]!, ends[i * 2 + 1]!];
    const [left, right, top, bottom] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
    let count = 0;
    for (let k = 0, at = 0; k < this.edges.length; k++, at += 4) {
      const cx = line[at]!;
      const dx = line[at + 2]!;
      if ((cx < left && dx < left) || (cx > right && dx > right)) continue;
      const cy = line[at + 1]!;
      const dy = line[at + 3]!;
      if ((cy < top && dy < top) || (cy > bottom && dy > bottom)) continue;
      const [f, t] = [ends[k * 2]!, ends[k * 2 + 1]!];
      if (f === from || f === to || t === from || t === to) continue;
      const s1 = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
      const s2 = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
      if (s1 > 0 === s2 > 0) continue;
      const s3 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
      const s4 = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
      if (s3 > 0 !== s4 > 0) count++;
    }
    return count;
  }
}

function keyOf(slot: Slot): string {
  return `${slot.layer}/${slot.column}/${slot.row}`;
}
