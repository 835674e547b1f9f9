/**
 * Looks for the fish with the largest text: every row budget, then coordinate descent over shapes, sides and swaps from
 * the best few. No clock, no chance.
 */
import { narrowestWithin, rowsOf, type Block } from './block.ts';
import { buildFish, splitSides, type Choice, type Fish, type HeadSize } from './fish.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';

const PASSES = 4;
const STARTS = 4;
/** Smaller gains are not worth another shape. */
const WORTH_IT = 0.999;
/** Bounds the descent on maps of very many top departments, in fishes built. */
const MOST_TRIES = 6_000;

interface State {
  readonly fish: Fish;
  readonly choices: readonly Choice[];
}

/** The best fish found for these departments, each in one of its `shapes`. */
export function searchFish(
  measures: Measures,
  head: HeadSize,
  branches: readonly Branch[],
  shapes: (branch: Branch) => readonly Block[],
): Fish {
  const build = (choices: readonly Choice[]): State => ({ fish: buildFish(measures, head, choices), choices });
  const starts = rowBudgets(branches, shapes)
    .map(build)
    .sort((a, b) => a.fish.cost - b.fish.cost)
    .slice(0, STARTS);
  let best = starts[0]!;
  for (const start of starts) {
    const end = descend(start, shapes, build);
    if (end.fish.scale > best.fish.scale) best = end;
  }
  return best.fish;
}

/** For each number of rows that changes anything: every department in its narrowest shape within it. */
function rowBudgets(branches: readonly Branch[], shapes: (branch: Branch) => readonly Block[]): Choice[][] {
  const highest = Math.max(2, ...branches.flatMap((branch) => shapes(branch).map(rowsOf)));
  const found: Choice[][] = [];
  let before: readonly Block[] | null = null;
  for (let rows = 2; rows <= highest; rows++) {
    const blocks: readonly Block[] = branches.map((branch) => narrowestWithin(shapes(branch), rows));
    if (before?.every((block, i) => block === blocks[i])) continue;
    before = blocks;
    found.push(splitSides(branches.map((branch, i) => ({ branch, block: blocks[i]! }))));
  }
  return found;
}

function descend(
  start: State,
  shapes: (branch: Branch) => readonly Block[],
  build: (choices: readonly Choice[]) => State,
): State {
  let state = start;
  let best = start;
  let tries = 0;
  const attempt = (choices: readonly Choice[]) => {
    if (tries++ > MOST_TRIES) return;
    const next = build(choices);
    if (next.fish.cost < state.fish.cost * WORTH_IT) state = next;
    if (next.fish.scale > best.fish.scale) best = next;
  };
  const count = start.choices.length;
  for (let pass = 0; pass < PASSES; pass++) {
    const before = state;
    for (let i = 0; i < count; i++) {
      for (const block of shapes(state.choices[i]!.branch))
        for (const above of [true, false])
          attempt(state.choices.map((choice, k) => (k === i ? { ...choice, block, above } : choice)));
    }
    for (let i = 0; i < count; i++) {
      for (let k = i + 1; k < count; k++) {
        const { above } = state.choices[i]!;
        if (above !== state.choices[k]!.above)
          attempt(state.choices.map((c, n) => (n === i || n === k ? { ...c, above: !c.above } : c)));
      }
    }
    if (state === before) break;
  }
  return best;
}
