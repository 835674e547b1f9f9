/** Who stands in which slot while a search tries others, and what the lines of some people cost there. */
import type { PersonId } from '../../model/index.ts';
import { keyOf, type Geometry, type Slot, type Slots } from './grid.ts';
import { edgesByPerson, type Edge } from './network.ts';

/** Price of a column's length, in crossings, times the line's weight. */
const LENGTH_COST = 0.5;
export const ROW_COST = 0.6;
/** Breaks ties of collinear lines, in columns per row. */
const SHEAR = 0.0026;

/** Mutable; belongs to one search. */
export class Arrangement {
  readonly slots: Map<PersonId, Slot>;
  /** Rows of every band. */
  readonly rows = new Map<string, number>();
  readonly touching: ReadonlyMap<PersonId, readonly number[]>;
  /** People with at least one line, by id: moving others gains nothing. */
  readonly tied: readonly PersonId[];
  readonly #taken = new Map<string, PersonId>();
  /** Ends of every edge as numbers: x1 y1 x2 y2, and the people as indices. */
  readonly #line: Float64Array;
  readonly #ends: Int32Array;

  constructor(
    readonly geometry: Geometry,
    start: Slots,
    readonly edges: readonly Edge[],
  ) {
    this.slots = new Map(start);
    this.touching = edgesByPerson(edges);
    const ids = [...start.keys()].sort();
    this.tied = ids.filter((id) => this.touching.has(id));
    const index = new Map(ids.map((id, i) => [id, i]));
    this.#line = new Float64Array(edges.length * 4);
    this.#ends = new Int32Array(edges.length * 2);
    for (const band of geometry.grid.bands) this.rows.set(band.layer, band.rows);
    edges.forEach((edge, i) => {
      this.#ends[i * 2] = index.get(edge.from)!;
      this.#ends[i * 2 + 1] = index.get(edge.to)!;
    });
    this.restore(start);
  }

  /** Puts everybody where `slots` says. */
  restore(slots: Slots): void {
    this.#taken.clear();
    for (const [id, slot] of slots) {
      this.slots.set(id, slot);
      this.#taken.set(keyOf(slot), id);
    }
    for (const id of this.tied) this.#draw(id);
  }

  occupant(slot: Slot): PersonId | null {
    return this.#taken.get(keyOf(slot)) ?? null;
  }

  touchedBy(id: PersonId, other: PersonId | null): readonly number[] {
    const own = this.touching.get(id)!;
    const others = other === null ? [] : (this.touching.get(other) ?? []);
    return others.length === 0 ? own : [...own, ...others.filter((edge) => !own.includes(edge))];
  }

  /** Moves `id` from `from` to `to`, and `other` the opposite way. */
  put(id: PersonId, other: PersonId | null, to: Slot, from: Slot): void {
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
    for (const i of this.touching.get(id) ?? []) {
      const at = i * 4 + (this.edges[i]!.from === id ? 0 : 2);
      this.#line[at] = x;
      this.#line[at + 1] = y;
    }
  }

  /** Crossings of the touched edges with all others, and their weighted length. */
  cost(touched: readonly number[]): number {
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
