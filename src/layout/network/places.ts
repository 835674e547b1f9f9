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

export class Places {
  readonly #cells = new Map<number, Box[]>();

  add(box: Box): void {
    const { height, width, x, y } = box;
    for (let row = Math.floor((y - height / 2) / CELL.y); row <= Math.floor((y + height / 2) / CELL.y); row++)
      for (
        let column = Math.floor((x - width / 2) / CELL.x);
        column <= Math.floor((x + width / 2) / CELL.x);
        column++
      ) {
        const key = row * ROW_KEYS + column;
        const cell = this.#cells.get(key);
        if (cell) cell.push(box);
        else this.#cells.set(key, [box]);
      }
  }

  clear(): void {
    this.#cells.clear();
  }

  /** True when `box` keeps the gap to everything that stands. */
  isFree({ height, width, x, y }: Box, gap: Gap): boolean {
    return this.#blocker(x, y, width / 2 + gap.x, height / 2 + gap.y) === null;
  }

  /**
   * The free place nearest to `wanted` on a lattice of `step` around it (the wanted place itself first); always finds
   * one, for beyond all cards everything is free. Distances count in steps. Cost grows with the square of the distance.
   */
  nearestFree(size: Size, wanted: Point, search: { readonly gap: Gap; readonly step: Gap }): Point {
    return this.freeWithin(size, wanted, { ...search, rings: Infinity })!;
  }

  /** The same within so many steps; null when there is none. */
  freeWithin(
    size: Size,
    wanted: Point,
    { gap, rings, step }: { readonly gap: Gap; readonly step: Gap; readonly rings: number },
  ): Point | null {
    const [reachX, reachY] = [size.width / 2 + gap.x, size.height / 2 + gap.y];
    let [bestColumn, bestRow] = [0, 0];
    let least = Infinity;
    for (let ring = 0; ring <= rings && ring * ring <= least; ring++) {
      for (let row = -ring; row <= ring; row++) {
        const isEdge = row === -ring || row === ring;
        for (let column = -ring; column <= ring; column += isEdge ? 1 : 2 * ring) {
          const away = column * column + row * row;
          if (away >= least) continue;
          const [x, y] = [wanted.x + column * step.x, wanted.y + row * step.y];
          const blocker = this.#blocker(x, y, reachX, reachY);
          if (blocker === null) [bestColumn, bestRow, least] = [column, row, away];
          else if (isEdge) {
            // Along a row everything up to the blocker's far side is blocked too.
            const clear = blocker.x + blocker.width / 2 + reachX;
            while (column < ring && wanted.x + (column + 1) * step.x < clear) column++;
          }
        }
      }
    }
    return least === Infinity ? null : { x: wanted.x + bestColumn * step.x, y: wanted.y + bestRow * step.y };
  }

  /** Something that stands closer to a centre than these reaches beyond its own half size; null when nothing does. */
  #blocker(x: number, y: number, reachX: number, reachY: number): Box | null {
    const [left, right] = [Math.floor((x - reachX) / CELL.x), Math.floor((x + reachX) / CELL.x)];
    const bottom = Math.floor((y + reachY) / CELL.y);
    for (let row = Math.floor((y - reachY) / CELL.y); row <= bottom; row++)
      for (let column = left; column <= right; column++) {
        const cell = this.#cells.get(row * ROW_KEYS + column);
        if (cell === undefined) continue;
        for (const box of cell)
          if (Math.abs(box.x - x) < reachX + box.width / 2 && Math.abs(box.y - y) < reachY + box.height / 2) return box;
      }
    return null;
  }
}
