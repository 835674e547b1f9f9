/**
 * Where blocks stand side by side, their tops in one row: teams first, then the stacks of those without reports, which
 * stay close together. A block goes where it is wished, or as little further right as clears what stands before it.
 */
import { Outline, type Block } from './block.ts';
import type { Measures } from './measures.ts';

/** Places remembered or aimed at; absent = as near as can be. */
export interface Wishes {
  readonly at: ReadonlyMap<Block, number>;
  /** The first stack. */
  readonly start: number | null;
}

export interface RowOfBlocks {
  readonly teams: readonly Block[];
  readonly stacks: readonly Block[];
  /** Teams that came when the stacks stood already: at their right, so that nobody moves over. */
  readonly late?: readonly Block[];
}

/** The x of every team, then of every stack, then of the late; the first stands at 0 when nothing is wished. */
export function placeAcross(
  { late = [], stacks, teams }: RowOfBlocks,
  { gap, near }: Measures,
  wishes: Wishes,
): number[] {
  const before = new Outline();
  const places: number[] = [];
  const place = (block: Block) => {
    const x = atLeast(wishes.at.get(block) ?? null, before.rightOf(block, 0, gap));
    before.add(block, x, 0);
    places.push(x);
  };
  teams.forEach(place);
  const beside = new Outline();
  stacks.forEach((block, i) => {
    const bound = Math.max(before.rightOf(block, 0, gap), beside.rightOf(block, 0, near));
    const x = atLeast(i === 0 ? wishes.start : null, bound);
    beside.add(block, x, 0);
    places.push(x);
  });
  stacks.forEach((block, i) => before.add(block, places[teams.length + i]!, 0));
  late.forEach(place);
  return places;
}

/** In their order, the teams up to the last one remembered at the left of the stacks; the others are late. */
export function withLate(teams: readonly Block[], stacks: readonly Block[], { at, start }: Wishes): RowOfBlocks {
  const isBefore = (block: Block) => (at.get(block) ?? Infinity) < (start ?? Infinity);
  const count = start === null ? teams.length : teams.findLastIndex(isBefore) + 1;
  return { teams: teams.slice(0, count), stacks, late: teams.slice(count) };
}

function atLeast(wish: number | null, bound: number): number {
  if (wish === null) return bound === -Infinity ? 0 : bound;
  return Math.max(wish, bound);
}

/**
 * As tight as can be, small blocks spread between large ones: packed from the left and from the right, everything
 * halfway between the two. Both obey the same distances, so their mean does. Whole numbers stay apart by whole numbers
 * when all are rounded down.
 */
export function packAcross(row: RowOfBlocks, measures: Measures): number[] {
  const fromLeft = placeAcross(row, measures, { at: new Map(), start: null });
  if (fromLeft.length <= 2) return fromLeft;
  const fromRight = packFromRight(row, measures, fromLeft.at(-1)!);
  const mean = (i: number) => Math.floor((fromLeft[i]! + fromRight[i]!) / 2);
  const at = new Map(row.teams.map((block, i) => [block, mean(i)]));
  return placeAcross(row, measures, { at, start: row.stacks.length === 0 ? null : mean(row.teams.length) });
}

function packFromRight({ stacks, teams }: RowOfBlocks, { gap, near }: Measures, last: number): number[] {
  const places: number[] = [];
  const [after, beside] = [new Outline(), new Outline()];
  for (let i = stacks.length - 1; i >= 0; i--) {
    const x = Math.min(beside.leftOf(stacks[i]!, 0, near), last);
    beside.add(stacks[i]!, x, 0);
    places.unshift(x);
  }
  for (let i = teams.length - 1; i >= 0; i--) {
    const x = Math.min(after.leftOf(teams[i]!, 0, gap), beside.leftOf(teams[i]!, 0, gap), last);
    after.add(teams[i]!, x, 0);
    places.unshift(x);
  }
  return places;
}

/** Teams outwards from x = 0, each clear of it by `clear`; wishes as above. */
export function placeOutwards(
  blocks: readonly Block[],
  { clear, gap, side, wishes }: { clear: number; gap: number; side: 'left' | 'right'; wishes: Wishes['at'] },
): number[] {
  const outline = new Outline();
  const places: number[] = [];
  const outwards = blocks.map((_, i) => (side === 'right' ? i : blocks.length - 1 - i));
  for (const i of outwards) {
    const block = blocks[i]!;
    const bound =
      side === 'right'
        ? Math.max(clear - block.minLeft, outline.rightOf(block, 0, gap))
        : Math.min(-clear - block.minLeft - block.width, outline.leftOf(block, 0, gap));
    const wish = wishes.get(block) ?? bound;
    places[i] = side === 'right' ? Math.max(wish, bound) : Math.min(wish, bound);
    outline.add(block, places[i], 0);
  }
  return places;
}
