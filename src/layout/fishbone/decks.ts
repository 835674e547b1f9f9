/**
 * Many small departments on one spine make a picture far too wide: their spine is folded into decks, each a spine of its
 * own, that a trunk joins to one head. Departments go by size to the narrowest half; the number of decks and of rows
 * is what gives the largest text.
 */
import { narrowestWithin, rowsOf, type Block } from './block.ts';
import { inOrder, type Choice } from './fish.ts';
import type { FishTask } from './search.ts';
import { settle, type Skeleton, type Wanted } from './settle.ts';

/** Fewer top departments stay on one spine, and so do those that make neither too wide nor too empty a picture. */
const MANY_TOPS = 16;
const WIDE = 2.4;
/** Share of the page that cards cover. */
const EMPTY = 0.12;
const MOST_DECKS = 6;
/** A second deck breaks the fish's outline: it must be worth it. */
const WORTH_IT = 1.08;

export function wantsDecks({ branches, measures }: FishTask, { above, below, width }: Skeleton): boolean {
  if (branches.length <= MANY_TOPS) return false;
  const height = above + below;
  const people = branches.reduce((sum, branch) => sum + branch.size, 0);
  const covered = (people * measures.cardWidth * measures.cardHeight) / (width * height);
  return width / height > WIDE || covered < EMPTY;
}

/** The best of these decks, or the single spine when none is better. */
export function foldIntoDecks(task: FishTask, single: Skeleton): Skeleton {
  const { branches, head, measures, shapes } = task;
  const highest = Math.max(...branches.flatMap((branch) => shapes(branch).map(rowsOf)));
  let best = single;
  let toBeat = single.scale * WORTH_IT;
  let before: readonly Block[] = [];
  for (let rows = 2; rows <= highest; rows++) {
    const blocks = branches.map((branch) => narrowestWithin(shapes(branch), rows));
    if (blocks.every((block, i) => block === before[i])) continue;
    before = blocks;
    for (let count = 2; count <= MOST_DECKS; count++) {
      const skeleton = settle(measures, head, deal(task, blocks, count));
      if (skeleton.scale <= toBeat) continue;
      best = skeleton;
      toBeat = skeleton.scale;
    }
  }
  return best;
}

/** Widest first to the half with the least width so far; pinned ones to their own. */
function deal({ branches, pins }: FishTask, blocks: readonly Block[], count: number): Wanted[] {
  const halves = Array.from({ length: 2 * count }, (_, i) => ({ above: i % 2 === 0, deck: i >> 1, width: 0 }));
  const choices: (Choice & { deck: number })[] = branches
    .map((branch, i) => ({ branch, block: blocks[i]! }))
    .sort((a, b) => b.block.width - a.block.width || (a.branch.key < b.branch.key ? -1 : 1))
    .map(({ block, branch }) => {
      const pin = pins.get(branch.key);
      const open = pin ? halves.filter((half) => half.deck === pin.deck % count && half.above === pin.above) : halves;
      const half = open.reduce((a, b) => (b.width < a.width ? b : a));
      half.width += block.width;
      return { branch, block, above: half.above, deck: half.deck, ...(pin && { pin: pin.index }) };
    });
  return halves.flatMap(({ above, deck }) =>
    inOrder(choices.filter((choice) => choice.above === above && choice.deck === deck)).map((choice) => ({
      ...choice,
      u: null,
    })),
  );
}
