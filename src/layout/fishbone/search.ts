/**
 * Looks for the fish with the largest text: every row budget, then coordinate descent over shapes, sides and swaps from
 * the best few. No clock, no chance.
 */
import { narrowestWithin, rowsOf, type Block } from './block.ts';
import { buildFish, splitSides, tailSize, type Choice, type Fish, type HeadSize, type Pin } from './fish.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';
import type { Wanted } from './settle.ts';

const PASSES = 4;
const STARTS = 4;
/** Smaller gains are not worth another shape. */
const WORTH_IT = 0.999;
/** A gap may be opened by this many card gaps. */
const WIDEST_GAP = 4;
/** Bounds the descent on maps of very many top departments, in fishes built. */
const MOST_TRIES = 6_000;

interface State {
  readonly fish: Fish;
  readonly choices: readonly Choice[];
}

export interface FishTask {
  readonly measures: Measures;
  readonly head: HeadSize;
  readonly branches: readonly Branch[];
  readonly shapes: (branch: Branch) => readonly Block[];
  /** Top departments that stay on their half and at their place. */
  readonly pins: ReadonlyMap<string, Pin>;
}

/** The best fish found for these departments, each in one of its `shapes`, head to tail. */
export function searchFish(task: FishTask): Wanted[] {
  const { head, measures, shapes } = task;
  const build = (choices: readonly Choice[]): State => ({ fish: buildFish(measures, head, choices), choices });
  const starts = rowBudgets(task)
    .map(build)
    .sort((a, b) => a.fish.cost - b.fish.cost)
    .slice(0, STARTS);
  let best = starts[0]!;
  for (const start of starts) {
    const end = descend(start, shapes, build);
    if (end.fish.scale > best.fish.scale) best = end;
  }
  return placesIn(measures, best);
}

/** For each number of rows that changes anything: every department in its narrowest shape within it. */
function rowBudgets({ branches, pins, shapes }: FishTask): Choice[][] {
  const highest = Math.max(2, ...branches.flatMap((branch) => shapes(branch).map(rowsOf)));
  const found: Choice[][] = [];
  let before: readonly Block[] | null = null;
  for (let rows = 2; rows <= highest; rows++) {
    const blocks: readonly Block[] = branches.map((branch) => narrowestWithin(shapes(branch), rows));
    if (before?.every((block, i) => block === blocks[i])) continue;
    before = blocks;
    found.push(
      splitSides(
        branches.map((branch, i) => ({ branch, block: blocks[i]! })),
        pins,
      ),
    );
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
        for (const above of sidesOf(state.choices[i]!))
          attempt(state.choices.map((choice, k) => (k === i ? { ...choice, block, above } : choice)));
    }
    for (let i = 0; i < count; i++) {
      for (let k = i + 1; k < count; k++) {
        const [a, b] = [state.choices[i]!, state.choices[k]!];
        if (a.above !== b.above && a.pin === undefined && b.pin === undefined)
          attempt(state.choices.map((c, n) => (n === i || n === k ? { ...c, above: !c.above } : c)));
      }
    }
    if (state === before) break;
  }
  return best;
}

const sidesOf = ({ above, pin }: Choice): readonly boolean[] => (pin === undefined ? [true, false] : [above]);

/** Where the joints stand: the shorter half's gaps are opened a little, so that both halves end together. */
function placesIn(measures: Measures, { fish }: State): Wanted[] {
  const outermost = Math.max(
    Math.min(fish.ends.upper, fish.ends.lower),
    fish.left + tailSize(measures).width + measures.gap,
  );
  return (['upper', 'lower'] as const).flatMap((half) => {
    const { bones } = fish[half];
    const slack = Math.max(0, fish.ends[half] - outermost) / Math.max(1, bones.length - 1);
    const extra = Math.min(slack, WIDEST_GAP * measures.gap);
    return bones.map(({ block, branch, u }, i) => ({
      branch,
      block,
      above: half === 'upper',
      deck: 0,
      u: fish.shift[half] + u - i * extra,
    }));
  });
}
