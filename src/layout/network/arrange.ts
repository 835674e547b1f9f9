/** Finds a place for everybody: who is fixed stays, ties pull the others, and who has no ties stands in the block below. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import { CARD_SIZES, type Density, type Point } from '../types.ts';
import { pullTogether } from './forces.ts';
import { arrangeFresh } from './fresh.ts';
import { improvePlaces } from './improve.ts';
import { isolatedArea, placeIsolated } from './isolated.ts';
import { onLattice } from './lattice.ts';
import { Places, type Box, type Gap } from './places.ts';
import type { Recorded } from './record.ts';
import type { CardSize } from './sizes.ts';
import { startPoints } from './starts.ts';
import { neighboursOf, type Ties } from './ties.ts';

export interface ArrangeInput {
  readonly map: AccountMap;
  readonly density: Density;
  readonly sizes: ReadonlyMap<PersonId, CardSize>;
  readonly ties: Ties;
  readonly fixed: ReadonlyMap<PersonId, Recorded>;
}

/** What cards always keep between them: badges above and below, and a way for a line. */
export const LEAST_GAP: Gap = { x: 12, y: 20 };
/** What a chosen place keeps: room for cards to grow, and air for lines. */
const AIRY_GAP: Readonly<Record<Density, Gap>> = {
  comfortable: { x: 34, y: 40 },
  compact: { x: 30, y: 36 },
  dense: { x: 28, y: 34 },
};
/** Fixed cards that meet give way by this much at a time. */
const NUDGE: Gap = { x: 8, y: 6 };
/** So many times at most, then by whole cells: a thousand cards recorded in one place are no reason to search for minutes. */
const MOST_NUDGES = 40;
/** Steps of the lattice in a cell: coarse enough that cards line up, fine enough to let a line pass. */
const LATTICE = 4;
const PAGE_ASPECT = 16 / 9;
/** Tied people's own part of the page is neither a column nor a ribbon. */
const ASPECTS = [1, 3.2] as const;
/** How much more than their cells tied people take, for the share of the page. */
const LOOSENESS = 1.7;
/** New people up to this share of those who stand come beside their own; more of them are laid out by force. */
const FEW = 0.34;

/** Centres of all cards in whole units, with no two cards closer than LEAST_GAP. The origin means nothing. */
export function arrange(input: ArrangeInput): ReadonlyMap<PersonId, Point> {
  return new Arranging(input).run();
}

class Arranging {
  readonly #places = new Places();
  readonly #centres = new Map<PersonId, Point>();
  readonly #isolated: readonly PersonId[];
  readonly #cell: Gap;
  readonly #gap: Gap;
  readonly #step: Gap;

  constructor(readonly input: ArrangeInput) {
    const card = CARD_SIZES[input.density];
    const tied = new Set(input.ties.tied);
    this.#isolated = [...input.map.people.keys()].filter((id) => !tied.has(id)).sort();
    this.#gap = AIRY_GAP[input.density];
    this.#cell = { x: card.width + this.#gap.x, y: card.height + this.#gap.y };
    this.#step = { x: Math.ceil(this.#cell.x / LATTICE), y: Math.ceil(this.#cell.y / LATTICE) };
  }

  run(): ReadonlyMap<PersonId, Point> {
    this.#keepFixed();
    this.#placeTied();
    const { map, sizes } = this.input;
    placeIsolated({ map, sizes, centres: this.#centres, places: this.#places, isolated: this.#isolated });
    return this.#centres;
  }

  /** By hand placed first, then by id: the earlier one keeps the place that two claim. */
  #keepFixed(): void {
    const { fixed, sizes } = this.input;
    const order = [...fixed].sort((a, b) => Number(b[1].pinned) - Number(a[1].pinned) || (a[0] < b[0] ? -1 : 1));
    for (const [id, wanted] of order) {
      const size = sizes.get(id)!;
      const near = this.#places.freeWithin(size, wanted, { gap: LEAST_GAP, step: NUDGE, rings: MOST_NUDGES });
      this.#put(id, near ?? this.#places.nearestFree(size, wanted, { gap: LEAST_GAP, step: this.#cell }));
    }
  }

  #put(id: PersonId, { x, y }: Point): void {
    this.#centres.set(id, { x, y });
    this.#places.add(this.#boxOf(id));
  }

  #boxOf(id: PersonId): Box {
    const { height, width } = this.input.sizes.get(id)!;
    return { ...this.#centres.get(id)!, width, height };
  }

  #placeTied(): void {
    const { map, sizes, ties } = this.input;
    const fresh = ties.tied.flatMap((id, i) => (this.#centres.has(id) ? [] : [i]));
    if (fresh.length === 0) return;
    if (this.#centres.size === 0) {
      const aspect = this.#targetAspect();
      const layout = { map, sizes, ties, gap: this.#gap, cell: this.#cell, step: this.#step, aspect };
      for (const [id, at] of arrangeFresh(layout)) this.#put(id, at);
      return;
    }
    if (fresh.length > (ties.tied.length - fresh.length) * FEW) this.#placeByForce(fresh);
    else this.#placeBeside(fresh);
    this.#improve(fresh);
  }

  /** Only the new people move; everybody else stands in their way. */
  #improve(fresh: readonly number[]): void {
    const { tied, ties } = this.input.ties;
    const others = this.#isolated.filter((id) => this.#centres.has(id));
    const boxes = [...tied, ...others].map((id) => this.#boxOf(id));
    const better = improvePlaces({ boxes, ties, movable: fresh, gap: this.#gap, cell: this.#cell, step: this.#step });
    for (const i of fresh) this.#centres.set(tied[i]!, better[i]!);
    this.#places.clear();
    for (const id of this.#centres.keys()) this.#places.add(this.#boxOf(id));
  }

  #placeByForce(fresh: readonly number[]): void {
    const { map, ties } = this.input;
    const cell = this.#cell;
    const standing = new Map(
      ties.tied.flatMap((id, i) => (this.#centres.has(id) ? [[i, this.#centres.get(id)!]] : [])),
    );
    const middle = middleOf([...(standing.size > 0 ? standing : this.#centres).values()]);
    const pulled = pullTogether({
      starts: startPoints(map, ties.tied),
      ties: ties.ties,
      fixed: new Map(
        [...standing].map(([i, { x, y }]) => [i, { x: (x - middle.x) / cell.x, y: (y - middle.y) / cell.y }]),
      ),
      centre: { x: 0, y: 0 },
    });
    const away = (i: number) => Math.abs(pulled[i]!.x) + Math.abs(pulled[i]!.y);
    for (const i of [...fresh].sort((a, b) => away(a) - away(b) || a - b)) {
      const { x, y } = pulled[i]!;
      this.#settle(ties.tied[i]!, { x: middle.x + x * cell.x, y: middle.y + y * cell.y });
    }
  }

  /** Next to the people they are tied to, those with the most of them first. */
  #placeBeside(fresh: readonly number[]): void {
    const { ties } = this.input;
    const near = neighboursOf(ties);
    const waiting = new Set(fresh);
    const known = (i: number) => near[i]!.filter(({ to }) => this.#centres.has(ties.tied[to]!));
    while (waiting.size > 0) {
      const next = [...waiting].reduce((best, i) => (known(i).length > known(best).length ? i : best));
      waiting.delete(next);
      const around = known(next).map(({ to, weight }) => ({ ...this.#centres.get(ties.tied[to]!)!, weight }));
      const sum = around.reduce((total, { weight }) => total + weight, 0);
      const mean = (of: (at: Point) => number) =>
        around.reduce((total, at) => total + of(at) * at.weight, 0) / Math.max(1, sum);
      const wanted = sum > 0 ? { x: mean(({ x }) => x), y: mean(({ y }) => y) } : middleOf([...this.#centres.values()]);
      this.#settle(ties.tied[next]!, wanted);
    }
  }

  #settle(id: PersonId, wanted: Point): void {
    const [gap, step] = [this.#gap, this.#step];
    this.#put(id, this.#places.nearestFree(this.input.sizes.get(id)!, onLattice(wanted, step), { gap, step }));
  }

  /** The aspect of tied people's part that makes the whole page, with the block of those without ties, about 16:9. */
  #targetAspect(): number {
    const { sizes, ties } = this.input;
    const area = ties.tied
      .map((id) => sizes.get(id)!)
      .reduce((sum, { height, width }) => sum + (width + this.#gap.x) * (height + this.#gap.y) * LOOSENESS, 0);
    const block = isolatedArea(this.#isolated.map((id) => sizes.get(id)!));
    return Math.min(ASPECTS[1], Math.max(ASPECTS[0], ((area + block) * PAGE_ASPECT) / area));
  }
}

/** The middle of the points' bounding box, in whole units; (0, 0) for none. */
function middleOf(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 };
  const half = (values: readonly number[]) =>
    Math.round(
      (values.reduce((least, value) => Math.min(least, value)) +
        values.reduce((most, value) => Math.max(most, value))) /
        2,
    );
  return { x: half(points.map(({ x }) => x)), y: half(points.map(({ y }) => y)) };
}
