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

/** The centre of the block's first card, and its columns: aligned with the block that stands, and good for the page. */
function blockOf({ alone, cell, centres, count, sizes }: BlockInput): { anchor: Point; columns: number } {
  const others = extentOf(
    [...centres].filter(([id]) => !alone.has(id)),
    sizes,
  );
  const columns = bestColumns(count, cell, others);
  const standing = [...centres].filter(([id, { y }]) => alone.has(id) && !(y < others.bottom)).map(([, at]) => at);
  if (standing.length > 0) {
    const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
    return { anchor: { x: least(standing.map(({ x }) => x)), y: least(standing.map(({ y }) => y)) }, columns };
  }
  if (others.width === 0) return { anchor: { x: 0, y: 0 }, columns };
  return {
    anchor: {
      x: Math.ceil(others.left + (cell.width - GAP.x) / 2),
      y: Math.ceil(others.bottom + BLOCK_AIR + (cell.height - GAP.y) / 2),
    },
    columns,
  };
}

interface Extent extends Size {
  readonly left: number;
  readonly bottom: number;
}

function extentOf(centres: readonly (readonly [PersonId, Point])[], sizes: ReadonlyMap<PersonId, CardSize>): Extent {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [id, { x, y }] of centres) {
    const { height, width } = sizes.get(id)!;
    [left, right] = [Math.min(left, x - width / 2), Math.max(right, x + width / 2)];
    [top, bottom] = [Math.min(top, y - height / 2), Math.max(bottom, y + height / 2)];
  }
  return centres.length === 0
    ? { left: 0, bottom: -Infinity, width: 0, height: 0 }
    : { left, bottom, width: right - left, height: bottom - top };
}

/** The columns with which the page is drawn largest on a slide; of equals the widest that adds no width. */
function bestColumns(count: number, cell: Size, others: Extent): number {
  let [best, most] = [1, 0];
  for (let columns = 1; columns <= count; columns++) {
    const width = Math.max(others.width, columns * cell.width);
    const height = others.height + BLOCK_AIR + Math.ceil(count / columns) * cell.height;
    const scale = Math.min(PAGE_ASPECT / width, 1 / height);
    if (scale >= most) [best, most] = [columns, scale];
  }
  return best;
}
