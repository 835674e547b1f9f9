/**
 * The finished skeleton: every joint on its spine, in page units from the head's edge (with decks: from the trunk).
 * A joint stands where it is wanted, or as far tailward of it as those before it need; so one that was placed before
 * moves only when it is really pushed. A half is settled head to tail, by contours.
 */
import { Contour, type Block } from './block.ts';
import { SLIDE, tailSize, type HeadSize } from './fish.ts';
import { rowCentre, SLOPE, type Measures } from './measures.ts';
import type { Branch } from './organisation.ts';

/** One department's place; `u` is where its joint is wanted, null = as near to the head as it fits. */
export interface Wanted {
  readonly branch: Branch;
  readonly block: Block;
  readonly above: boolean;
  readonly deck: number;
  readonly u: number | null;
}

export interface Joint {
  readonly branch: Branch;
  readonly block: Block;
  readonly u: number;
}
export interface Side {
  readonly bones: readonly Joint[];
  readonly rows: number;
  /** Left end, as seen on the page. */
  readonly left: number;
}
/** One spine. `y` is its distance below the head's middle. */
export interface Deck {
  readonly above: Side;
  readonly below: Side;
  readonly y: number;
  /** Left end of its tail. */
  readonly tail: number;
}
export interface Skeleton {
  readonly decks: readonly Deck[];
  /** The head's left edge: 0, or beyond the trunk that stands at 0. */
  readonly headLeft: number;
  readonly left: number;
  readonly width: number;
  /** How far the drawing reaches above and below the head's middle. */
  readonly above: number;
  readonly below: number;
  /** Text size on a 1920 × 1080 slide against the page's own. */
  readonly scale: number;
}

/** Holes longer than this, in cards and all of a half together, are nothing anybody wants to keep. */
const LONGEST_HOLES = 60;
const floorHalf = (value: number) => Math.floor(value * 2) / 2;
const ceilHalf = (value: number) => Math.ceil(value * 2) / 2;

/** In the order given, head to tail, on each side of each deck. */
export function settle(measures: Measures, head: HeadSize, wanted: readonly Wanted[]): Skeleton {
  const count = 1 + Math.max(0, ...wanted.map((one) => one.deck));
  const hasTrunk = count > 1;
  const sides = Array.from({ length: count }, (_, deck) => {
    const side = (above: boolean) =>
      settleSide(measures, { wanted: wanted.filter((w) => w.deck === deck && w.above === above), head, hasTrunk });
    return { above: side(true), below: side(false) };
  });
  const heights = spineHeights(measures, sides);
  const decks = sides.map(({ above, below }, i): Deck => ({
    above,
    below,
    y: heights[i]!,
    tail: tailLeft(measures, above, below),
  }));
  const headLeft = hasTrunk ? trunkRoom(measures) : 0;
  const left = floorHalf(Math.min(...decks.flatMap(({ above, below, tail }) => [above.left, below.left, tail])));
  const width = headLeft + head.width - left;
  const above = ceilHalf(Math.max(head.height / 2, ...decks.map((deck) => reach(measures, deck.above) - deck.y)));
  const below = Math.max(head.height / 2, ...decks.map((deck) => reach(measures, deck.below) + deck.y));
  const scale = Math.min(SLIDE.width / width, SLIDE.height / (above + below));
  return { decks, headLeft, left, width, above, below, scale };
}

/** From the trunk's middle to the head. */
function trunkRoom(measures: Measures): number {
  return measures.cardHeight * 1.2;
}

function settleSide(
  measures: Measures,
  { hasTrunk, head, wanted }: { wanted: readonly Wanted[]; head: HeadSize; hasTrunk: boolean },
): Side {
  const bones: Joint[] = [];
  const contour = new Contour();
  const { clear, gap, pitch } = measures;
  let next = -clear - gap;
  let holes = LONGEST_HOLES * measures.cardWidth;
  for (const { block, branch, u: want } of wanted) {
    let bound = Math.min(next, contour.beside(block, gap * 1.6));
    block.spans.forEach((span, row) => {
      if (span.lo > span.hi) return;
      const y = rowCentre(measures, row);
      const wall = hasTrunk ? -gap : y - pitch / 2 < head.height / 2 ? -gap * 1.5 : head.width;
      bound = Math.min(bound, wall - (span.hi - y * SLOPE));
    });
    const u = floorHalf(Math.max(Math.min(bound, want ?? bound), bound - holes));
    holes = Math.max(0, holes - (bound - u));
    contour.addBlock(block, u, 0);
    bones.push({ branch, block, u });
    next = u - 2 * clear - 10;
  }
  let left = 0;
  contour.spans.forEach((span, row) => {
    if (span.lo <= span.hi) left = Math.min(left, span.lo - rowCentre(measures, row) * SLOPE);
  });
  return { bones, rows: contour.spans.length, left };
}

function reach(measures: Measures, side: Side): number {
  const tail = tailSize(measures).height / 2;
  return Math.max(tail, side.rows === 0 ? 0 : rowCentre(measures, side.rows - 1) + measures.pitch / 2);
}

/** The spines' distances below the head's middle: with an odd number the middle one runs straight into the head. */
function spineHeights(measures: Measures, sides: readonly { above: Side; below: Side }[]): number[] {
  const heights: number[] = [0];
  for (let i = 1; i < sides.length; i++)
    heights.push(
      ceilHalf(
        heights[i - 1]! + reach(measures, sides[i - 1]!.below) + reach(measures, sides[i]!.above) + measures.pitch / 2,
      ),
    );
  const last = heights.length - 1;
  const middle = last % 2 === 0 ? heights[last / 2]! : ceilHalf(heights[last]! / 2);
  return heights.map((y) => y - middle);
}

/** Left end of the tail: left of whatever stands in the rows beside it. */
function tailLeft(measures: Measures, above: Side, below: Side): number {
  const tail = tailSize(measures);
  let left = -measures.cardWidth;
  for (const { bones } of [above, below]) {
    for (const { block, u } of bones) {
      block.spans.forEach((span, row) => {
        const y = rowCentre(measures, row);
        if (span.lo <= span.hi && y - measures.pitch / 2 < tail.height / 2)
          left = Math.min(left, span.lo + u - y * SLOPE - measures.gap);
      });
    }
  }
  return floorHalf(left - tail.width);
}
