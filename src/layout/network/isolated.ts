/** People without ties stand in a tidy block below the others, by department, so that they do not look placed by anything. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';
import type { Places } from './places.ts';
import type { CardSize, Size } from './sizes.ts';
import { byDepartment } from './starts.ts';

export interface IsolatedInput {
  readonly map: AccountMap;
  readonly sizes: ReadonlyMap<PersonId, CardSize>;
  /** Of everybody already placed; the others' are added here. */
  readonly centres: Map<PersonId, Point>;
  readonly places: Places;
  readonly isolated: readonly PersonId[];
}

const GAP = { x: 20, y: 26 };
/** Between the tied people and the block. */
const BLOCK_AIR = 56;
const PAGE_ASPECT = 16 / 9;

/** Page area that a block of such cards takes. */
export function isolatedArea(cards: readonly Size[]): number {
  return cards.reduce((sum, { height, width }) => sum + (width + GAP.x) * (height + GAP.y), 0);
}

/** Gives everybody isolated without a place the next free one of the block. Mutates `centres` and `places`. */
export function placeIsolated({ centres, isolated, map, places, sizes }: IsolatedInput): void {
  const waiting = isolated.filter((id) => !centres.has(id));
  if (waiting.length === 0) return;
  const cell = {
    width: Math.max(...isolated.map((id) => sizes.get(id)!.width)) + GAP.x,
    height: Math.max(...isolated.map((id) => sizes.get(id)!.height)) + GAP.y,
  };
  const alone = new Set(isolated);
  const { anchor, columns } = blockOf({ centres, sizes, alone, cell, count: isolated.length });
  let slot = 0;
  for (const id of byDepartment(map, waiting)) {
    for (; ; slot++) {
      const at = {
        x: anchor.x + (slot % columns) * cell.width,
        y: anchor.y + Math.floor(slot / columns) * cell.height,
      };
      const box = { ...at, ...sizes.get(id)! };
      if (!places.isFree(box, { x: GAP.x, y: GAP.y })) continue;
      places.add(box);
      centres.set(id, at);
      break;
    }
  }
}

interface BlockInput {
  readonly centres: ReadonlyMap<PersonId, Point>;
  readonly sizes: ReadonlyMap<PersonId, CardSize>;
  readonly alone: ReadonlySet<PersonId>;
  readonly cell: Size;
  readonly count: number;
}

/** The centre of the block's first card, and its columns: aligned with the block that stands, as wide as the others. */
function blockOf({ alone, cell, centres, count, sizes }: BlockInput): { anchor: Point; columns: number } {
  const square = Math.max(1, Math.round(Math.sqrt((count * PAGE_ASPECT * cell.height) / cell.width)));
  const tied = [...centres].filter(([id]) => !alone.has(id));
  const [left, right, bottom] = tied.reduce(
    ([least, most, low], [id, { x, y }]) => {
      const { height, width } = sizes.get(id)!;
      return [Math.min(least, x - width / 2), Math.max(most, x + width / 2), Math.max(low, y + height / 2)];
    },
    [Infinity, -Infinity, -Infinity],
  );
  const standing = [...centres].filter(([id, { y }]) => alone.has(id) && !(y < bottom)).map(([, at]) => at);
  const columns = tied.length === 0 ? square : Math.max(1, Math.floor((right - left + GAP.x) / cell.width));
  const start = {
    x: tied.length === 0 ? 0 : Math.ceil(left + (cell.width - GAP.x) / 2),
    y: tied.length === 0 ? 0 : Math.ceil(bottom + BLOCK_AIR + (cell.height - GAP.y) / 2),
  };
  if (standing.length === 0) return { anchor: start, columns };
  return {
    anchor: { x: Math.min(...standing.map(({ x }) => x)), y: Math.min(...standing.map(({ y }) => y)) },
    columns,
  };
}
