/** The whole page: one tree, or several on shelves with those who have neither boss nor reports in a grid at the end. */
import type { PersonId } from '../../model/index.ts';
import { Outline, type Block, type Placed } from './block.ts';
import type { Measures } from './measures.ts';
import type { Wishes } from './pack.ts';
import { isSame, lowestWithin, narrowestWithin, paretoFront, spread } from './pareto.ts';
import type { Recipes } from './record.ts';
import { cutEvenly } from './shelve.ts';

const SLIDE = { width: 1920, height: 1080 };
const MAX_CAPS = 40;
/** From one number of shelves tried to the next. */
const SHELF_COUNT_STEP = 1.12;

export interface ForestInput {
  readonly measures: Measures;
  /** The shapes of each tree of two people or more, in sibling order of the roots. */
  readonly trees: readonly (readonly Block[])[];
  /** Whose trees these are, in the same order. */
  readonly roots: readonly PersonId[];
  readonly loners: readonly PersonId[];
  readonly recipes: Recipes;
}

/** How large a chart is drawn on a 16:9 slide; 1 = one page unit is one pixel. */
export function slideScale({ card, pitch }: Measures, { rows, width }: Block): number {
  return Math.min(SLIDE.width / width, SLIDE.height / (rows * pitch - (pitch - card.height)));
}

/** The arrangement that can be drawn largest on a slide; of equals the first. */
export function arrangeForest(input: ForestInput): Block {
  const { loners, measures, recipes, trees } = input;
  const isRemembered = input.roots.some((root) => recipes.shelves.has(root)) || recipes.loners !== null;
  const shapes = loners.length === 0 ? [...trees] : [...trees, lonerShapes(measures, loners, recipes)];
  const options =
    shapes.length === 1 ? shapes[0]! : isRemembered ? recordedForests(input, shapes) : freshForests(measures, shapes);
  return options.reduce((best, block) => (slideScale(measures, block) > slideScale(measures, best) ? block : best));
}

function lonerShapes(measures: Measures, people: readonly PersonId[], { loners }: Recipes): Block[] {
  if (loners) return [lonerGrid(measures, people, loners.columns)];
  const most = Math.min(people.length, 80);
  const columns = Array.from({ length: most }, (_, i) => i + 1);
  return paretoFront(
    columns.map((count) => lonerGrid(measures, people, count)),
    MAX_CAPS,
  );
}

/** Filled row by row, so that one more moves nobody. */
function lonerGrid({ card, near }: Measures, people: readonly PersonId[], columns: number): Block {
  const outline = new Outline();
  const wide = Math.min(columns, people.length);
  for (let row = 0; row * wide < people.length; row++) {
    const count = Math.min(wide, people.length - row * wide);
    outline.cover(row, 0, count * (card.width + near) - near);
  }
  return outline.finish({ kind: 'loners', people, columns: wide });
}

function freshForests(measures: Measures, shapes: readonly (readonly Block[])[]): Block[] {
  const forests: Block[] = [];
  const counts: number[] = [];
  for (let count = 1; count <= shapes.length; count = Math.max(count + 1, Math.round(count * SHELF_COUNT_STEP)))
    counts.push(count);
  for (const picks of picksOf(shapes))
    for (const count of counts) forests.push(forestOf(measures, cutEvenly(picks, count)));
  return forests;
}

function picksOf(shapes: readonly (readonly Block[])[]): Block[][] {
  const all = shapes.flat();
  const caps = spread(
    all.map(({ rows }) => rows),
    MAX_CAPS,
  );
  const widths = spread(
    all.map(({ width }) => width),
    MAX_CAPS / 4,
  );
  const picks = [
    ...caps.map((cap) => shapes.map((options) => narrowestWithin(options, cap))),
    ...widths.map((width) => shapes.map((options) => lowestWithin(options, width))),
  ];
  return picks.filter((pick, i) => i === 0 || !isSame(pick, picks[i - 1]!));
}

/** Trees on the shelves they had; new ones on the last shelf that holds trees. */
function recordedForests({ measures, recipes, roots }: ForestInput, shapes: readonly (readonly Block[])[]): Block[] {
  const known = roots.map((root) => recipes.shelves.get(root) ?? null);
  const last = Math.max(0, ...known.filter((shelf) => shelf !== null));
  const shelfOf = shapes.map((_, i) => (i < roots.length ? (known[i] ?? last) : (recipes.loners?.shelf ?? last)));
  const numbers = [...new Set(shelfOf)].sort((a, b) => a - b);
  return picksOf(shapes).map((picks) => {
    const shelves = numbers.map((number) => picks.filter((_, i) => shelfOf[i] === number));
    return forestOf(measures, shelves, wishesOf(measures, recipes, picks));
  });
}

function wishesOf({ card }: Measures, { at, loners }: Recipes, blocks: readonly Block[]): Wishes['at'] {
  const wishes = new Map<Block, number>();
  for (const block of blocks) {
    const cards = block.content.kind === 'team' ? at.get(block.content.person) : loners?.at;
    if (typeof cards === 'number' && cards >= 0) wishes.set(block, Math.round(cards * card.width));
  }
  return wishes;
}

/**
 * Shelf below shelf, all from the left. Trees stand clear of each other's whole width: somebody tucked in beside the head
 * of another tree, above that head's reports, would look like one more head.
 */
function forestOf({ gap }: Measures, shelves: readonly (readonly Block[])[], wishes: Wishes['at'] = new Map()): Block {
  const outline = new Outline();
  const units: Placed[] = [];
  shelves.forEach((blocks, shelf) => {
    const row = outline.left.length;
    let free = 0;
    for (const block of blocks) {
      const x = Math.max(wishes.get(block) ?? 0, free - block.minLeft);
      units.push({ block, x, row, shelf });
      outline.add(block, x, row);
      free = x + block.minLeft + block.width + 2 * gap;
    }
  });
  return outline.finish({ kind: 'forest', units });
}
