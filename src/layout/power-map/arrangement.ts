/**
 * Who stands in which slot while a search tries others, and what the lines cost there. Crossings of every line are kept
 * up to date, so that a trial counts only what its own lines cross in the new place, and stops counting once it is lost.
 */
import type { PersonId } from '../../model/index.ts';
import type { Geometry, Slots } from './grid.ts';
import { edgesByPerson, type Edge } from './network.ts';

/** Price of a column's length, in crossings, times the line's weight. */
const LENGTH_COST = 0.35;
export const ROW_COST = 0.6;
/** What a line within a row costs for every column it has to arch over, in crossings. */
const ARCH_COST = 0.5;
/** Longer lines nearly always cross more: a move that lengthens them by more than this share of what it may cost is not worth counting. */
const TOO_LONG = 0.7;
/** Coordinates are whole halves of a page unit; every row is moved aside by one, so that lines along one another count neither always nor never. */
const UNITS = 2;
const STRIDE = 8;

/** Mutable; belongs to one search. People, slots and lines are numbers here: indices in id order, row × columns + column. */
export class Arrangement {
  readonly ids: readonly PersonId[];
  readonly columns: number;
  readonly slotOf: Int32Array;
  /** −1 in a free slot. */
  readonly personAt: Int32Array;
  /** First slot and number of rows of the person's band. */
  readonly bandStart: Int32Array;
  readonly bandRows: Int32Array;
  /** Comparisons of two lines so far: the measure of effort. */
  operations = 0;

  readonly #slotX: Int32Array;
  readonly #slotY: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #weight: Float64Array;
  readonly #touching: readonly Int32Array[];
  /** Per line its ends, and a, b, c of a·x + b·y + c = 0 through them: x1 y1 x2 y2 a b c. */
  readonly #lines: Int32Array;
  readonly #crossings: Int32Array;
  readonly #mark: Int32Array;
  #stamp = 0;
  readonly #touched: Int32Array;
  #touchedCount = 0;

  constructor(
    readonly geometry: Geometry,
    start: Slots,
    edges: readonly Edge[],
  ) {
    this.ids = [...start.keys()].sort();
    const index = new Map(this.ids.map((id, i) => [id, i]));
    this.columns = geometry.grid.columns;
    const pitch = geometry.card.width + geometry.gapX;
    const rowOf = (slot: number) => Math.floor(slot / this.columns);
    const slots = Array.from({ length: geometry.rowTops.length * this.columns }, (_, slot) => slot);
    this.#slotX = Int32Array.from(slots, (slot) => (slot % this.columns) * pitch * UNITS + rowOf(slot));
    this.#slotY = Int32Array.from(slots, (slot) => geometry.rowTops[rowOf(slot)]! * UNITS);
    this.slotOf = Int32Array.from(
      this.ids,
      (id) => geometry.rowOf(start.get(id)!) * this.columns + start.get(id)!.column,
    );
    this.personAt = new Int32Array(slots.length).fill(-1);
    this.slotOf.forEach((slot, person) => (this.personAt[slot] = person));
    const bands = geometry.bands.map(
      ({ firstRow, layer }, i) => [layer, firstRow, geometry.grid.bands[i]!.rows] as const,
    );
    const bandOf = this.ids.map((id) => bands.find(([layer]) => layer === start.get(id)!.layer)!);
    this.bandStart = Int32Array.from(bandOf, ([, firstRow]) => firstRow * this.columns);
    this.bandRows = Int32Array.from(bandOf, ([, , rows]) => rows);
    const touching = edgesByPerson(edges);
    this.#touching = this.ids.map((id) => Int32Array.from(touching.get(id) ?? []));
    this.#from = Int32Array.from(edges, (edge) => index.get(edge.from)!);
    this.#to = Int32Array.from(edges, (edge) => index.get(edge.to)!);
    this.#weight = Float64Array.from(edges, (edge) => edge.weight);
    this.#lines = new Int32Array(edges.length * STRIDE);
    this.#crossings = new Int32Array(edges.length);
    this.#mark = new Int32Array(edges.length).fill(-1);
    this.#touched = new Int32Array(edges.length);
    for (let edge = 0; edge < edges.length; edge++) this.#draw(edge);
    for (let edge = 0; edge < edges.length; edge++) this.#crossings[edge] = this.#count(edge);
  }

  get edgeCount(): number {
    return this.#from.length;
  }

  /** Lines of a person; moving somebody without any gains nothing. */
  degree(person: number): number {
    return this.#touching[person]!.length;
  }

  /** The person at the other end of a person's `i`th line. */
  neighbour(person: number, i: number): number {
    const edge = this.#touching[person]![i]!;
    return this.#from[edge] === person ? this.#to[edge]! : this.#from[edge]!;
  }

  slots(): Slots {
    const { bands, grid } = this.geometry;
    return new Map(
      this.ids.map((id, person) => {
        const row = Math.floor(this.slotOf[person]! / this.columns);
        const band = bands.findIndex(({ firstRow }, i) => row < firstRow + grid.bands[i]!.rows);
        const { firstRow, layer } = bands[band]!;
        return [id, { layer, column: this.slotOf[person]! % this.columns, row: row - firstRow }];
      }),
    );
  }

  /** Crossings and lengths of everything. */
  cost(): number {
    let cost = 0;
    for (let edge = 0; edge < this.edgeCount; edge++) cost += this.#crossings[edge]! / 2 + this.#length(edge);
    return cost;
  }

  /** Moves a person to a slot, who stands there the opposite way, unless that costs more than `allowed`. */
  tryMove(person: number, slot: number, allowed: number): boolean {
    const here = this.slotOf[person]!;
    const other = this.personAt[slot]!;
    this.#touch(person, other);
    const lengthBefore = this.#lengthOfTouched();
    this.#seat(person, other, here, slot);
    const length = this.#lengthOfTouched();
    if (length - lengthBefore > TOO_LONG * (allowed + 1)) {
      this.#seat(person, other, slot, here);
      return false;
    }
    let limit = allowed + lengthBefore - this.#crossingsWithin(person, other);
    for (let i = 0; i < this.#touchedCount; i++) limit += this.#crossings[this.#touched[i]!]!;
    this.#drawTouched();
    let cost = length - this.#crossingsWithin(person, other);
    for (let i = 0; i < this.#touchedCount && cost < limit; i++) cost += this.#count(this.#touched[i]!);
    const isBetter = cost < limit;
    this.#seat(person, other, slot, here);
    this.#drawTouched();
    if (!isBetter) return false;
    this.#tally(-1);
    this.#seat(person, other, here, slot);
    this.#drawTouched();
    this.#tally(1);
    return true;
  }

  #touch(person: number, other: number): void {
    const stamp = ++this.#stamp;
    let count = 0;
    for (const edge of this.#touching[person]!) {
      this.#mark[edge] = stamp;
      this.#touched[count++] = edge;
    }
    if (other >= 0) {
      for (const edge of this.#touching[other]!) {
        if (this.#mark[edge] === stamp) continue;
        this.#mark[edge] = stamp;
        this.#touched[count++] = edge;
      }
    }
    this.#touchedCount = count;
  }

  #seat(person: number, other: number, from: number, to: number): void {
    this.slotOf[person] = to;
    this.personAt[to] = person;
    this.personAt[from] = other;
    if (other >= 0) this.slotOf[other] = from;
  }

  #drawTouched(): void {
    for (let i = 0; i < this.#touchedCount; i++) this.#draw(this.#touched[i]!);
  }

  #draw(edge: number): void {
    const [p, q] = [this.slotOf[this.#from[edge]!]!, this.slotOf[this.#to[edge]!]!];
    const lines = this.#lines;
    const at = edge * STRIDE;
    const x1 = (lines[at] = this.#slotX[p]!);
    const y1 = (lines[at + 1] = this.#slotY[p]!);
    const x2 = (lines[at + 2] = this.#slotX[q]!);
    const y2 = (lines[at + 3] = this.#slotY[q]!);
    lines[at + 4] = y1 - y2;
    lines[at + 5] = x2 - x1;
    lines[at + 6] = x1 * y2 - x2 * y1;
  }

  #length(edge: number): number {
    const [p, q] = [this.slotOf[this.#from[edge]!]!, this.slotOf[this.#to[edge]!]!];
    const across = Math.abs((p % this.columns) - (q % this.columns));
    const down = Math.abs(((p / this.columns) | 0) - ((q / this.columns) | 0));
    const arch = down === 0 && across > 1 ? ARCH_COST * (across - 1) : 0;
    return LENGTH_COST * this.#weight[edge]! * (across + ROW_COST * down) + arch;
  }

  #lengthOfTouched(): number {
    let sum = 0;
    for (let i = 0; i < this.#touchedCount; i++) sum += this.#length(this.#touched[i]!);
    return sum;
  }

  /** Crossings of touched lines with one another, which summing over lines counts twice. Lines of one person never cross. */
  #crossingsWithin(person: number, other: number): number {
    if (other < 0) return 0;
    let count = 0;
    for (const a of this.#touching[person]!) for (const b of this.#touching[other]!) if (this.#doCross(a, b)) count++;
    return count;
  }

  /** Adds the touched lines' crossings to the numbers of all others, or takes them away; then their own are counted. */
  #tally(sign: 1 | -1): void {
    for (let i = 0; i < this.#touchedCount; i++) {
      const edge = this.#touched[i]!;
      let count = 0;
      for (let k = 0; k < this.edgeCount; k++) {
        if (!this.#doCross(edge, k)) continue;
        count++;
        if (this.#mark[k] !== this.#stamp) this.#crossings[k]! += sign;
      }
      this.#crossings[edge] = count;
    }
    this.operations += this.#touchedCount * this.edgeCount;
  }

  /** The lines that a line crosses, those that share an end aside. Where nearly all time goes: no branches, whole numbers. */
  #count(i: number): number {
    const lines = this.#lines;
    const end = lines.length | 0;
    const own = i * STRIDE;
    const x1 = lines[own]!;
    const y1 = lines[own + 1]!;
    const x2 = lines[own + 2]!;
    const y2 = lines[own + 3]!;
    const a = lines[own + 4]!;
    const b = lines[own + 5]!;
    const c = lines[own + 6]!;
    let count = 0;
    // Every `| 0` spares the engine a check: half the time.
    for (let at = 0; at < end; at = (at + STRIDE) | 0) {
      const s1 = (((Math.imul(a, lines[at]!) + Math.imul(b, lines[at + 1]!)) | 0) + c) | 0;
      const s2 = (((Math.imul(a, lines[at + 2]!) + Math.imul(b, lines[at + 3]!)) | 0) + c) | 0;
      const otherA = lines[at + 4]!;
      const otherB = lines[at + 5]!;
      const otherC = lines[at + 6]!;
      const s3 = (((Math.imul(otherA, x1) + Math.imul(otherB, y1)) | 0) + otherC) | 0;
      const s4 = (((Math.imul(otherA, x2) + Math.imul(otherB, y2)) | 0) + otherC) | 0;
      // Two numbers of different sign differ in the highest bit.
      count = (count + (((s1 ^ s2) & (s3 ^ s4)) >>> 31)) | 0;
    }
    this.operations += this.edgeCount;
    return count - this.#crossingsAt(i, this.#from[i]!) - this.#crossingsAt(i, this.#to[i]!);
  }

  /** Lines that share an end never cross, but by rounding to one side they may have been counted. */
  #crossingsAt(i: number, person: number): number {
    let count = 0;
    for (const k of this.#touching[person]!) count += this.#isCounted(i, k);
    return count;
  }

  #isCounted(i: number, k: number): number {
    const lines = this.#lines;
    const [p, q] = [i * STRIDE, k * STRIDE];
    const across = sideOf(lines, p, q) ^ sideOf(lines, p, q + 2);
    return (across & (sideOf(lines, q, p) ^ sideOf(lines, q, p + 2))) >>> 31;
  }

  #doCross(i: number, k: number): boolean {
    const [from, to, f, t] = [this.#from[i]!, this.#to[i]!, this.#from[k]!, this.#to[k]!];
    return f !== from && f !== to && t !== from && t !== to && this.#isCounted(i, k) === 1;
  }
}

/** On which side of a line an end lies, as a number's sign. */
function sideOf(lines: Int32Array, line: number, end: number): number {
  return (
    (Math.imul(lines[line + 4]!, lines[end]!) + Math.imul(lines[line + 5]!, lines[end + 1]!) + lines[line + 6]!) | 0
  );
}
