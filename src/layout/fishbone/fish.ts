/**
 * The whole fish: which department stands above or below, in which order and shape, so that the text is as large as
 * possible on a 16:9 slide (scale = min(1920 / width, 1080 / height)). No clock, no chance: same input, same fish.
 */
import { Contour, type Block, type Span } from './block.ts';
import { rowCentre, SLOPE, type Measures } from './measures.ts';
import type { Branch } from './organisation.ts';

export const SLIDE = { width: 1920, height: 1080 } as const;

export interface Bone {
  readonly branch: Branch;
  readonly block: Block;
  /** Joint on the spine, in u of its half; 0 is the joint nearest the head, smaller is farther. */
  readonly u: number;
}
export interface Half {
  readonly bones: readonly Bone[];
  readonly rows: number;
  readonly contour: readonly Span[];
}
export interface Fish {
  readonly upper: Half;
  readonly lower: Half;
  /** Left edge of the head when each half is slid to it: x of a half's u = 0 joint, and the fish's left end, head at 0. */
  readonly shift: { readonly upper: number; readonly lower: number };
  readonly left: number;
  /** Left ends of the halves. */
  readonly ends: { readonly upper: number; readonly lower: number };
  readonly width: number;
  /** How far the drawing reaches from the spine. */
  readonly above: number;
  readonly below: number;
  readonly scale: number;
  /** What the search makes small: the larger of width and height on the slide, and a little of every extent that does not bind yet. */
  readonly cost: number;
}
export interface HeadSize {
  readonly width: number;
  readonly height: number;
}

/** One department's choice. */
export interface Choice {
  readonly branch: Branch;
  readonly block: Block;
  readonly above: boolean;
  /** Put on this half, and at this place from the head, by hand; absent = free. */
  readonly pin?: number;
}

/** Where somebody put a top department. */
export interface Pin {
  readonly above: boolean;
  readonly index: number;
  readonly deck: number;
}

function packHalf(measures: Measures, choices: readonly Choice[]): Half {
  const bones: Bone[] = [];
  const contour = new Contour();
  const joint = 2 * measures.clear + 10;
  const air = measures.gap * 1.6;
  let last = joint;
  for (const { branch, block } of choices) {
    const u = Math.min(last - joint, contour.beside(block, air));
    contour.addBlock(block, u, 0);
    bones.push({ branch, block, u });
    last = u;
  }
  return { bones, rows: contour.spans.length, contour: contour.spans };
}

/** Lets the search go on where one extent alone cannot make the whole larger; tried .15 and .35, all but flat. */
const SLACK_WEIGHT = 0.35;

/** Where a half's u = 0 stands when the half touches the head at x = 0 (head height given), and its leftmost x. */
function slide(measures: Measures, half: Half, head: HeadSize): { shift: number; left: number } {
  let shift = -measures.clear - measures.gap;
  half.contour.forEach((span, row) => {
    const y = rowCentre(measures, row);
    if (span.lo > span.hi) return;
    const isBesideHead = y - measures.pitch / 2 < head.height / 2;
    const limit = isBesideHead ? -measures.gap * 1.5 : head.width;
    shift = Math.min(shift, limit - (span.hi - y * SLOPE));
  });
  let left = 0;
  half.contour.forEach((span, row) => {
    if (span.lo <= span.hi) left = Math.min(left, span.lo - rowCentre(measures, row) * SLOPE + shift);
  });
  return { shift, left };
}

export function tailSize(measures: Measures): { width: number; height: number } {
  return { width: measures.cardHeight * 1.1, height: measures.cardHeight * 2.6 };
}

/** Left end of the tail: left of whatever stands in the rows beside it. */
function tailLeft(measures: Measures, half: Half, shift: number): number {
  const tail = tailSize(measures);
  let left = -measures.cardWidth;
  half.contour.forEach((span, row) => {
    const y = rowCentre(measures, row);
    if (span.lo <= span.hi && y - measures.pitch / 2 < tail.height / 2)
      left = Math.min(left, span.lo - y * SLOPE + shift - measures.gap);
  });
  return left - tail.width;
}

function joinFish(measures: Measures, head: HeadSize, upper: Half, lower: Half): Fish {
  const up = slide(measures, upper, head);
  const down = slide(measures, lower, head);
  const left = Math.min(up.left, down.left, tailLeft(measures, upper, up.shift), tailLeft(measures, lower, down.shift));
  const reach = (half: Half) =>
    Math.max(
      head.height / 2,
      tailSize(measures).height / 2,
      half.rows === 0 ? 0 : rowCentre(measures, half.rows - 1) + measures.pitch / 2,
    );
  const width = head.width - left;
  const above = reach(upper);
  const below = reach(lower);
  const height = above + below;
  const slack = (2 * head.width - up.left - down.left) / SLIDE.width + height / SLIDE.height;
  const scale = Math.min(SLIDE.width / width, SLIDE.height / height);
  return {
    upper,
    lower,
    shift: { upper: up.shift, lower: down.shift },
    left,
    ends: { upper: up.left, lower: down.left },
    width,
    above,
    below,
    scale,
    cost: 1 / scale + SLACK_WEIGHT * slack,
  };
}

/** Big departments near the head: the outline of a fish. */
const bySize = (a: Pick<Choice, 'branch'>, b: Pick<Choice, 'branch'>) =>
  b.branch.size - a.branch.size || (a.branch.key < b.branch.key ? -1 : 1);

/** From head to tail: by size, but who was put at a place by hand stands there. */
export function inOrder<T extends Pick<Choice, 'branch' | 'pin'>>(choices: readonly T[]): T[] {
  const order = choices.filter((choice) => choice.pin === undefined).sort(bySize);
  const pinned = choices
    .filter((choice) => choice.pin !== undefined)
    .sort((a, b) => a.pin! - b.pin! || (a.branch.key < b.branch.key ? -1 : 1));
  for (const choice of pinned) order.splice(Math.max(0, Math.ceil(choice.pin!)), 0, choice);
  return order;
}

export function buildFish(measures: Measures, head: HeadSize, choices: readonly Choice[]): Fish {
  const half = (above: boolean) => packHalf(measures, inOrder(choices.filter((choice) => choice.above === above)));
  return joinFish(measures, head, half(true), half(false));
}

/** What is pinned first, then widest first, each to the side that is narrower so far. */
export function splitSides(options: readonly Omit<Choice, 'above'>[], pins: ReadonlyMap<string, Pin>): Choice[] {
  let above = 0;
  let below = 0;
  return [...options]
    .sort(
      (a, b) =>
        Number(pins.has(b.branch.key)) - Number(pins.has(a.branch.key)) ||
        b.block.width - a.block.width ||
        bySize(a, b),
    )
    .map(({ branch, block }) => {
      const pin = pins.get(branch.key);
      const isAbove = pin?.above ?? above <= below;
      if (isAbove) above += block.width;
      else below += block.width;
      return { branch, block, above: isAbove, ...(pin && { pin: pin.index }) };
    });
}
