/** Cards as obstacles for lines, found quickly by where they stand. */
import type { PersonId } from '../../model/index.ts';
import type { CardPlacement, Point } from '../types.ts';

/** A card with its badges and a little air: lines of others stay out of it. */
export interface Obstacle {
  readonly person: PersonId;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Less than half of the least gap between cards, so that there is a way between any two. */
const AIR = { x: 5, y: 9 };
const CELL = 160;
const ROW_KEYS = 1_000_003;

export class Obstacles {
  readonly #cells = new Map<number, Obstacle[]>();
  readonly byPerson = new Map<PersonId, Obstacle>();

  constructor(cards: readonly CardPlacement[]) {
    for (const { person, rect } of cards) {
      const obstacle = {
        person,
        left: rect.x - AIR.x,
        right: rect.x + rect.width + AIR.x,
        top: rect.y - AIR.y,
        bottom: rect.y + rect.height + AIR.y,
      };
      this.byPerson.set(person, obstacle);
      for (let row = Math.floor(obstacle.top / CELL); row * CELL <= obstacle.bottom; row++)
        for (let column = Math.floor(obstacle.left / CELL); column * CELL <= obstacle.right; column++) {
          const key = row * ROW_KEYS + column;
          const cell = this.#cells.get(key);
          if (cell) cell.push(obstacle);
          else this.#cells.set(key, [obstacle]);
        }
    }
  }

  /** Obstacles that a straight line meets, but those of the people it may touch. */
  met(p: Point, q: Point, except: readonly (PersonId | null)[]): Obstacle[] {
    const found = new Set<Obstacle>();
    const [a, b] = p.x <= q.x ? [p, q] : [q, p];
    const last = Math.floor(b.x / CELL);
    for (let column = Math.floor(a.x / CELL); column <= last; column++) {
      const [from, to] = [Math.max(a.x, column * CELL), Math.min(b.x, (column + 1) * CELL)];
      const at = (x: number) => (b.x === a.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x));
      const [low, high] =
        b.x === a.x
          ? [Math.min(a.y, b.y), Math.max(a.y, b.y)]
          : [Math.min(at(from), at(to)), Math.max(at(from), at(to))];
      const bottom = Math.floor((high + 1) / CELL);
      for (let row = Math.floor((low - 1) / CELL); row <= bottom; row++)
        for (const obstacle of this.#cells.get(row * ROW_KEYS + column) ?? [])
          if (!except.includes(obstacle.person) && isMet(obstacle, p, q)) found.add(obstacle);
    }
    return [...found];
  }
}

/** True when the segment has a point inside the obstacle; its border does not count. */
export function isMet({ bottom, left, right, top }: Obstacle, p: Point, q: Point): boolean {
  if (Math.max(p.x, q.x) <= left || Math.min(p.x, q.x) >= right) return false;
  if (Math.max(p.y, q.y) <= top || Math.min(p.y, q.y) >= bottom) return false;
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const side = dx * ((top + bottom) / 2 - p.y) - dy * ((left + right) / 2 - p.x);
  return Math.abs(side) < ((right - left) / 2) * Math.abs(dy) + ((bottom - top) / 2) * Math.abs(dx);
}
