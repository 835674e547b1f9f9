/** The taken places of a page: says whether a card fits somewhere, and finds the nearest place where it does. */
import type { Point } from '../types.ts';
import type { Size } from './sizes.ts';

export interface Gap {
  readonly x: number;
  readonly y: number;
}
/** A card by its centre. */
export interface Box extends Point, Size {}

const CELL = { x: 240, y: 120 };
/** Bucket numbers of one row stay apart for every coordinate a record may hold. */
const ROW_KEYS = 1_000_003;

/** True when two boxes keep the gap in at least one direction. */
export function isApart(a: Box, b: Box, gap: Gap): boolean {
  return (
    Math.abs(a.x - b.x) >= (a.width + b.width) / 2 + gap.x || Math.abs(a.y - b.y) >= (a.height + b.height) / 2 + gap.y
  );
}

export class Places {
  readonly #cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.#visit(box, { x: 0, y: 0 }, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
      return true;
    });
  }

  clear(): void {
    this.#cells.clear();
  }

  /** True when `box` keeps the gap to everything that stands. */
  isFree(box: Box, gap: Gap): boolean {
    return this.#visit(box, gap, (key) => (this.#cells.get(key) ?? []).every((other) => isApart(box, other, gap)));
  }

  /**
   * The free place nearest to `wanted` on a lattice of `step` around it (the wanted place itself first); always finds
   * one, for beyond all cards everything is free. Distances count in steps. Cost grows with the square of the distance.
   */
  nearestFree(size: Size, wanted: Point, { gap, step }: { readonly gap: Gap; readonly step: Gap }): Point {
    let best: Point | null = null;
    let least = Infinity;
    for (let ring = 0; ring * ring <= least; ring++) {
      for (let row = -ring; row <= ring; row++) {
        const stride = Math.abs(row) === ring || ring === 0 ? 1 : 2 * ring;
        for (let column = -ring; column <= ring; column += stride) {
          const away = column * column + row * row;
          if (away >= least) continue;
          const at = { x: wanted.x + column * step.x, y: wanted.y + row * step.y };
          if (this.isFree({ ...at, width: size.width, height: size.height }, gap)) [best, least] = [at, away];
        }
      }
    }
    return best!;
  }

  /** Calls `ask` with every cell the box and its gap touch, until it says false. */
  #visit({ height, width, x, y }: Box, gap: Gap, ask: (key: number) => boolean): boolean {
    const right = Math.floor((x + width / 2 + gap.x) / CELL.x);
    const bottom = Math.floor((y + height / 2 + gap.y) / CELL.y);
    for (let row = Math.floor((y - height / 2 - gap.y) / CELL.y); row <= bottom; row++)
      for (let column = Math.floor((x - width / 2 - gap.x) / CELL.x); column <= right; column++)
        if (!ask(row * ROW_KEYS + column)) return false;
    return true;
  }
}
