/** What must not happen in a fishbone's placement, and how far people moved from one placement to the next. */
import { CARD_SIZES, type FishbonePlacement, type Point, type Rect } from '../../src/layout/index.ts';
import { meetsRect } from './drawing-measures.ts';

/** Badges straddle the card's edges; at least this much of them must stay free. */
const BADGE = 4;
/** A line may touch another within this: both ends are rounded to half a unit. */
const TOUCH = 1.5;

const meet = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const withBadges = (rect: Rect): Rect => ({ ...rect, y: rect.y - BADGE, height: rect.height + 2 * BADGE });

/** Pairs of boxes, by name, that share area. */
function meetings(boxes: readonly { name: string; rect: Rect }[]): string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (meet(a.rect, b.rect) ? [`${a.name} on ${b.name}`] : [])),
  );
}

/** Whether two lines cross, each going on for more than a touch on both sides of the other. */
function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const apart = (p: Point, q: Point, from: Point, to: Point) => {
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const away = (r: Point) => ((to.x - from.x) * (r.y - from.y) - (to.y - from.y) * (r.x - from.x)) / length;
    return Math.min(away(p), away(q)) < -TOUCH && Math.max(away(p), away(q)) > TOUCH;
  };
  return apart(a, b, c, d) && apart(c, d, a, b);
}

/** What is wrong with a placement, in words; nothing for a good one. */
export function faults({ bones, captions, cards, head }: FishbonePlacement): string[] {
  const boxes = [
    ...cards.map(({ person, rect }) => ({ name: person, rect: withBadges(rect) })),
    ...captions.map(({ rect, unit }) => ({ name: `pill ${unit}`, rect })),
  ];
  const found = meetings(boxes);
  const onHead = (rect: Rect) => meet(rect, head.rect);
  for (const { inHead, person, rect } of cards) {
    if (!inHead && onHead(rect)) found.push(`${person} on the head`);
    if (inHead && meet(rect, head.title)) found.push(`${person} on the title`);
  }
  for (const { rect, unit } of captions) if (onHead(rect)) found.push(`pill ${unit} on the head`);
  bones.forEach((bone, i) => {
    const [p, q] = [bone.points[0]!, bone.points.at(-1)!];
    for (const { person, rect } of cards)
      if (!bone.people.includes(person) && meetsRect(p, q, rect, 1)) found.push(`${bone.id} through ${person}`);
    for (const { rect, unit } of captions)
      if (unit !== bone.unit && meetsRect(p, q, rect, 1)) found.push(`${bone.id} through pill ${unit}`);
    for (const other of bones.slice(i + 1))
      if (cross(p, q, other.points[0]!, other.points.at(-1)!)) found.push(`${bone.id} over ${other.id}`);
  });
  return found;
}

export interface Movement {
  /** Mean way of the people in both, in card widths. */
  readonly mean: number;
  /** Share of them who moved at all. */
  readonly share: number;
  /** Share of pairs that are still on the same side of each other, over both axes. */
  readonly order: number;
}

/**
 * From one placement to the next, after taking away what all have in common: the screen follows that. `moved` are those
 * whom the edit itself moved.
 */
export function movement(
  before: FishbonePlacement,
  after: FishbonePlacement,
  moved: ReadonlySet<string> = new Set(),
): Movement {
  const was = new Map(before.cards.map((card) => [card.person, card.rect]));
  const both = after.cards.flatMap(({ person, rect }) => {
    const old = was.get(person);
    return old && !moved.has(person) ? [{ old, now: rect }] : [];
  });
  if (both.length === 0) return { mean: 0, share: 0, order: 1 };
  const common = (axis: 'x' | 'y') => median(both.map(({ now, old }) => now[axis] - old[axis]));
  const [dx, dy] = [common('x'), common('y')];
  const ways = both.map(({ now, old }) => Math.hypot(now.x - old.x - dx, now.y - old.y - dy));
  const width = CARD_SIZES[after.density].width;
  return {
    mean: ways.reduce((sum, way) => sum + way, 0) / ways.length / width,
    share: ways.filter((way) => way > 1).length / ways.length,
    order: orderKept(both),
  };
}

function orderKept(both: readonly { old: Rect; now: Rect }[]): number {
  let [kept, pairs] = [0, 0];
  both.forEach((a, i) => {
    for (const b of both.slice(i + 1)) {
      for (const axis of ['x', 'y'] as const) {
        pairs++;
        if (Math.sign(a.old[axis] - b.old[axis]) === Math.sign(a.now[axis] - b.now[axis])) kept++;
      }
    }
  });
  return pairs === 0 ? 1 : kept / pairs;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
