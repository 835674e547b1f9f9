/** Finds a place for everybody: who is fixed stays, ties pull the others, and who has no ties stands in the block below. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import { CARD_SIZES, type Density, type Point, type Rect } from '../types.ts';
import { pullTogether } from './forces.ts';
import { improvePlaces } from './improve.ts';
import { isolatedArea, placeIsolated } from './isolated.ts';
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
export const AIRY_GAP: Readonly<Record<Density, Gap>> = {
  comfortable: { x: 34, y: 40 },
  compact: { x: 30, y: 36 },
  dense: { x: 28, y: 34 },
};
/** Fixed cards that meet give way by this much at a time. */
const NUDGE: Gap = { x: 8, y: 6 };
/** Share of the tied people's room that their cells fill. */
const FILL = 0.62;
const PAGE_ASPECT = 16 / 9;
/** Tied people's own part of the page is neither a column nor a ribbon. */
const ASPECTS = [1, 3.2] as const;
/** New people up to this share of those who stand come beside their own; more of them are laid out by force. */
const FEW = 0.34;
const LATTICE = 4;

/** Centres of all cards in whole units, with no two cards closer than LEAST_GAP. The origin means nothing. */
export function arrange(input: ArrangeInput): ReadonlyMap<PersonId, Point> {
  return new Arranging(input).run();
}

class Arranging {
  readonly #places = new Places();
  readonly #centres = new Map<PersonId, Point>();
  readonly #cell: Gap;
  readonly #gap: Gap;

  constructor(readonly input: ArrangeInput) {
    const card = CARD_SIZES[input.density];
    this.#gap = AIRY_GAP[input.density];
    this.#cell = { x: card.width + this.#gap.x, y: card.height + this.#gap.y };
  }

  run(): ReadonlyMap<PersonId, Point> {
    this.#keepFixed();
    this.#placeTied();
    const { map, sizes, ties } = this.input;
    const tied = new Set(ties.tied);
    placeIsolated({
      map,
      sizes,
      centres: this.#centres,
      places: this.#places,
      isolated: [...map.people.keys()].filter((id) => !tied.has(id)).sort(),
    });
    return this.#centres;
  }

  /** By hand placed first, then by id: the earlier one keeps the place that two claim. */
  #keepFixed(): void {
    const { fixed, sizes } = this.input;
    const order = [...fixed].sort((a, b) => Number(b[1].pinned) - Number(a[1].pinned) || (a[0] < b[0] ? -1 : 1));
    for (const [id, wanted] of order)
      this.#put(id, this.#places.nearestFree(sizes.get(id)!, wanted, { gap: LEAST_GAP, step: NUDGE }));
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
    const { tied, ties } = this.input.ties;
    const standing = tied.filter((id) => this.#centres.has(id)).length;
    const fresh = tied.flatMap((id, i) => (this.#centres.has(id) ? [] : [i]));
    if (fresh.length === 0) return;
    const others = [...this.#centres.keys()].filter((id) => !tied.includes(id));
    if (fresh.length > standing * FEW) this.#placeByForce(fresh);
    else this.#placeBeside(fresh);
    const boxes = [...tied, ...others].map((id) => this.#boxOf(id));
    const better = improvePlaces({
      boxes,
      ties,
      movable: fresh,
      room: this.#roomOf(boxes),
      gap: this.#gap,
      cell: this.#cell,
    });
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
    const middle = middleOf([...standing.values()]);
    const toCells = ({ x, y }: Point) => ({ x: (x - middle.x) / cell.x, y: (y - middle.y) / cell.y });
    const pulled = pullTogether({
      starts: startPoints(map, ties.tied),
      ties: ties.ties,
      fixed: new Map([...standing].map(([i, at]) => [i, toCells(at)])),
      centre: { x: 0, y: 0 },
    });
    const wanted =
      standing.size > 0
        ? pulled.map(({ x, y }) => ({ x: middle.x + x * cell.x, y: middle.y + y * cell.y }))
        : stretched(pulled, this.#targetRoom());
    // From the middle outwards, so that whoever has to give way goes to where there is room.
    const away = (i: number) => Math.abs(wanted[i]!.x - middle.x) / cell.x + Math.abs(wanted[i]!.y - middle.y) / cell.y;
    for (const i of [...fresh].sort((a, b) => away(a) - away(b) || a - b)) this.#settle(ties.tied[i]!, wanted[i]!);
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
      const wanted =
        sum > 0
          ? {
              x: around.reduce((total, { weight, x }) => total + x * weight, 0) / sum,
              y: around.reduce((total, { weight, y }) => total + y * weight, 0) / sum,
            }
          : middleOf([...this.#centres.values()]);
      this.#settle(ties.tied[next]!, wanted);
    }
  }

  #settle(id: PersonId, { x, y }: Point): void {
    const step = { x: Math.round(this.#cell.x / LATTICE), y: Math.round(this.#cell.y / LATTICE) };
    const wanted = { x: Math.round(x / step.x) * step.x, y: Math.round(y / step.y) * step.y };
    this.#put(id, this.#places.nearestFree(this.input.sizes.get(id)!, wanted, { gap: this.#gap, step }));
  }

  /** Width and height that make the whole page, with the block of those without ties, about 16:9. */
  #targetRoom(): { width: number; height: number } {
    const { map, sizes, ties } = this.input;
    const tied = new Set(ties.tied);
    const cells = ties.tied.map((id) => sizes.get(id)!);
    const area =
      cells.reduce((sum, { height, width }) => sum + (width + this.#gap.x) * (height + this.#gap.y), 0) / FILL;
    const block = isolatedArea([...map.people.keys()].filter((id) => !tied.has(id)).map((id) => sizes.get(id)!));
    const width = Math.sqrt((area + block) * PAGE_ASPECT);
    const aspect = Math.min(ASPECTS[1], Math.max(ASPECTS[0], (width * width) / area));
    const height = Math.sqrt(area / aspect);
    return { width: Math.round(height * aspect), height: Math.round(height) };
  }

  /** Where centres may go: all that cards take up now, or what they should. */
  #roomOf(boxes: readonly Box[]): Rect {
    const [left, right] = [Math.min(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ x }) => x))];
    const [top, bottom] = [Math.min(...boxes.map(({ y }) => y)), Math.max(...boxes.map(({ y }) => y))];
    return { x: left, y: top, width: right - left, height: bottom - top };
  }
}

/** Stretched to fill a room of this size around (0, 0): crossings stay as they are. */
function stretched(points: readonly Point[], room: { width: number; height: number }): Point[] {
  const fit = (values: readonly number[], length: number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const factor = high > low ? length / (high - low) : 0;
    return values.map((value) => (value - (low + high) / 2) * factor);
  };
  const xs = fit(
    points.map(({ x }) => x),
    room.width,
  );
  const ys = fit(
    points.map(({ y }) => y),
    room.height,
  );
  return points.map((_, i) => ({ x: xs[i]!, y: ys[i]! }));
}

/** The middle of the points' bounding box, in whole units; (0, 0) for none. */
function middleOf(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 };
  const half = (values: readonly number[]) => Math.round((Math.min(...values) + Math.max(...values)) / 2);
  return { x: half(points.map(({ x }) => x)), y: half(points.map(({ y }) => y)) };
}
