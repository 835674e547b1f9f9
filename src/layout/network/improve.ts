/**
 * Untangles a legal placement: people move, or change places, where that costs fewer crossings, fewer lines under
 * cards and less length. Threshold accepting (Dueck and Scheuer 1990, doi:10.1016/0021-9991(90)90201-B): annealing
 * without exponentials, so that every engine decides alike. Nobody ever overlaps anybody on the way.
 */
import type { Point } from '../types.ts';
import { seededRandom } from './forces.ts';
import type { Box, Gap } from './places.ts';
import { onLattice } from './lattice.ts';
import { Tangle } from './tangle.ts';
import type { Tie } from './ties.ts';

export interface ImproveInput {
  readonly boxes: readonly Box[];
  readonly ties: readonly Tie[];
  readonly movable: readonly number[];
  /** Centres of cards stay in here. */
  readonly gap: Gap;
  readonly cell: Gap;
  /** Lattice that moved centres stand on. */
  readonly step: Gap;
}

/** Geometry tests a search may spend: about 10 ns each. */
const BUDGET = 60_000_000;
const STEPS_PER_PERSON = 300;
const FIRST_THRESHOLD = 1.2;
/** Share of the steps at the end that accept only gains. */
const SETTLING = 0.3;

/** The improved centres, by index. O(STEPS_PER_PERSON × people × (people + ties)), within a fixed budget. */
export function improvePlaces(input: ImproveInput): Point[] {
  const { boxes, cell, movable, ties } = input;
  const tangle = new Tangle(boxes, ties, cell);
  if (movable.length > 0) new Search(tangle, input).run(stepsFor(input));
  return boxes.map((_, i) => ({ x: tangle.x[i]!, y: tangle.y[i]! }));
}

function stepsFor({ boxes, movable, ties }: ImproveInput): number {
  const ends = (2 * ties.length) / boxes.length;
  const perStep = 2 * (ends * (boxes.length + ties.length) + ties.length) + boxes.length;
  return Math.floor(Math.min(movable.length * STEPS_PER_PERSON, BUDGET / perStep));
}

class Search {
  readonly #random = seededRandom(7);
  readonly #room: ReturnType<typeof spanOf>;

  constructor(
    readonly tangle: Tangle,
    readonly input: ImproveInput,
  ) {
    this.#room = spanOf(input.boxes);
  }

  run(steps: number): void {
    const { movable } = this.input;
    for (let step = 0; step < steps; step++) {
      const left = 1 - step / (steps * (1 - SETTLING));
      const threshold = Math.max(0, FIRST_THRESHOLD * left);
      const person = movable[this.#below(movable.length)]!;
      const chance = this.#random();
      if (chance < 0.2) this.#swap(person, threshold);
      else
        this.#move(
          person,
          chance < 0.6 ? this.#nearOthers(person) : this.#nearby(person, 0.5 + 2.5 * Math.max(0, left)),
          threshold,
        );
    }
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #move(person: number, to: Point, threshold: number): void {
    const { tangle } = this;
    const [x, y] = [tangle.x[person]!, tangle.y[person]!];
    const at = onLattice(to, this.input.step);
    if ((at.x === x && at.y === y) || !this.#isInside(at)) return;
    [tangle.x[person], tangle.y[person]] = [at.x, at.y];
    if (tangle.isFree(person, this.input.gap)) {
      const after = tangle.costAround(person);
      [tangle.x[person], tangle.y[person]] = [x, y];
      const before = tangle.costAround(person);
      if (after - before >= threshold - 1e-9) return;
      [tangle.x[person], tangle.y[person]] = [at.x, at.y];
    } else [tangle.x[person], tangle.y[person]] = [x, y];
  }

  #swap(person: number, threshold: number): void {
    const { tangle } = this;
    const other = this.input.movable[this.#below(this.input.movable.length)]!;
    if (other === person) return;
    const before = tangle.costAround(person) + tangle.costAround(other);
    this.#exchange(person, other);
    const { gap } = this.input;
    if (tangle.isFree(person, gap) && tangle.isFree(other, gap)) {
      if (tangle.costAround(person) + tangle.costAround(other) - before < threshold - 1e-9) return;
    }
    this.#exchange(person, other);
  }

  #exchange(a: number, b: number): void {
    const { x, y } = this.tangle;
    [x[a], x[b]] = [x[b]!, x[a]!];
    [y[a], y[b]] = [y[b]!, y[a]!];
  }

  /** Around the middle of the people one is tied to. */
  #nearOthers(person: number): Point {
    const { ties, touching, x, y } = this.tangle;
    const own = touching[person]!;
    let [sx, sy, sum] = [0, 0, 0];
    for (const tie of own) {
      const { a, b, weight } = ties[tie]!;
      const other = a === person ? b : a;
      sx += x[other]! * weight;
      sy += y[other]! * weight;
      sum += weight;
    }
    if (sum === 0) return this.#nearby(person, 2);
    return this.#around({ x: sx / sum, y: sy / sum }, 1.5);
  }

  #nearby(person: number, cells: number): Point {
    return this.#around({ x: this.tangle.x[person]!, y: this.tangle.y[person]! }, cells);
  }

  #around({ x, y }: Point, cells: number): Point {
    const { cell } = this.input;
    return {
      x: x + (2 * this.#random() - 1) * cells * cell.x,
      y: y + (2 * this.#random() - 1) * cells * cell.y,
    };
  }

  #isInside({ x, y }: Point): boolean {
    const { bottom, left, right, top } = this.#room;
    return x >= left && x <= right && y >= top && y <= bottom;
  }
}

/** All that the centres span: moves must not make the page grow. */
function spanOf(boxes: readonly Box[]): { left: number; right: number; top: number; bottom: number } {
  return boxes.reduce(
    ({ bottom, left, right, top }, { x, y }) => ({
      left: Math.min(left, x),
      right: Math.max(right, x),
      top: Math.min(top, y),
      bottom: Math.max(bottom, y),
    }),
    { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity },
  );
}
