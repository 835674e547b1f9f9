/** Cards as obstacles for lines, found quickly by where they stand. */
import type { PersonId } from '../../model/index.ts';
import type { CardPlacement, Point } from '../types.ts';

/** A card with its badges and a little air: lines of others stay out of it. */
export interface Obstacle {
  readonly index: number;
  readonly person: PersonId;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Less than half of the least gap between cards, so that there is a way between any two. */
const AIR = { x: 5, y: 9 };
/** Corners stand this far outside the obstacle they belong to. */
const CLEAR = 1;
const CELL = 160;
const ROW_KEYS = 1_000_003;

export class Obstacles {
  readonly #cells = new Map<number, Obstacle[]>();
  readonly #corners = new Map<Obstacle, readonly Point[]>();

  constructor(cards: readonly CardPlacement[]) {
    for (const [index, { person, rect }] of cards.entries()) {
      const obstacle = {
        index,
        person,
        left: rect.x - AIR.x,
        right: rect.x + rect.width + AIR.x,
        top: rect.y - AIR.y,
        bottom: rect.y + rect.height + AIR.y,
      };
      for (let row = Math.floor(obstacle.top / CELL); row * CELL <= obstacle.bottom; row++)
        for (let column = Math.floor(obstacle.left / CELL); column * CELL <= obstacle.right; column++) {
          const key = row * ROW_KEYS + column;
          const cell = this.#cells.get(key);
          if (cell) cell.push(obstacle);
          else this.#cells.set(key, [obstacle]);
        }
    }
  }

  /** The first obstacle on the way from `p` to `q` but those of the people the line may touch; null = the way is open. */
  first(p: Point, q: Point, except: readonly PersonId[]): Obstacle | null {
    const [dx, dy] = [q.x - p.x, q.y - p.y];
    let found: Obstacle | null = null;
    let nearest = Infinity;
    const [low, high] = [Math.floor(Math.min(p.x, q.x) / CELL), Math.floor(Math.max(p.x, q.x) / CELL)];
    for (let i = 0; i <= high - low; i++) {
      const column = dx >= 0 ? low + i : high - i;
      const at = (x: number) =>
        dx === 0 ? p.y : p.y + (dy * (Math.min(Math.max(x, Math.min(p.x, q.x)), Math.max(p.x, q.x)) - p.x)) / dx;
      const [y0, y1] = dx === 0 ? [p.y, q.y] : [at(column * CELL), at((column + 1) * CELL)];
      // A hair more than the line, so that rounding never skips a row of cells.
      const bottom = Math.floor((Math.max(y0, y1) + 1) / CELL);
      for (let row = Math.floor((Math.min(y0, y1) - 1) / CELL); row <= bottom; row++)
        for (const obstacle of this.#cells.get(row * ROW_KEYS + column) ?? []) {
          if (except.includes(obstacle.person) || !isMet(obstacle, p, q)) continue;
          const away = entry(obstacle, p, dx, dy);
          if (away < nearest || (away === nearest && found !== null && obstacle.index < found.index))
            [found, nearest] = [obstacle, away];
        }
      // An obstacle of this column may reach beyond it, but none of a later one is nearer than two columns on.
      if (found !== null && nearest * Math.abs(dx) < (i - 1) * CELL) break;
    }
    return found;
  }

  /** The corners around an obstacle where a line can turn: outside of all others. */
  corners(obstacle: Obstacle): readonly Point[] {
    const known = this.#corners.get(obstacle);
    if (known) return known;
    const [x0, x1] = [obstacle.left - CLEAR, obstacle.right + CLEAR];
    const [y0, y1] = [obstacle.top - CLEAR, obstacle.bottom + CLEAR];
    const corners = [
      { x: x0, y: y0 },
      { x: x1, y: y0 },
      { x: x1, y: y1 },
      { x: x0, y: y1 },
    ].filter((corner) => !this.#isInside(corner));
    this.#corners.set(obstacle, corners);
    return corners;
  }

  #isInside({ x, y }: Point): boolean {
    const cell = this.#cells.get(Math.floor(y / CELL) * ROW_KEYS + Math.floor(x / CELL)) ?? [];
    return cell.some(({ bottom, left, right, top }) => x > left && x < right && y > top && y < bottom);
  }
}

/** How far along the line an obstacle that it meets begins: 0 to 1. */
function entry({ bottom, left, right, top }: Obstacle, p: Point, dx: number, dy: number): number {
  const across = dx === 0 ? 0 : ((dx > 0 ? left : right) - p.x) / dx;
  const down = dy === 0 ? 0 : ((dy > 0 ? top : bottom) - p.y) / dy;
  return Math.max(0, across, down);
}

/** True when the segment has a point inside the obstacle; its border does not count. */
function isMet({ bottom, left, right, top }: Obstacle, p: Point, q: Point): boolean {
  if (Math.max(p.x, q.x) <= left || Math.min(p.x, q.x) >= right) return false;
  if (Math.max(p.y, q.y) <= top || Math.min(p.y, q.y) >= bottom) return false;
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const side = dx * ((top + bottom) / 2 - p.y) - dy * ((left + right) / 2 - p.x);
  return Math.abs(side) < ((right - left) / 2) * Math.abs(dy) + ((bottom - top) / 2) * Math.abs(dx);
}
