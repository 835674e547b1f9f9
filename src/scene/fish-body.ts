/** What the bones hang on: spine, tail and head, on either side of the page; with decks, the trunk that joins them. */
import type { FishbonePlacement, Point, Rect, SpinePlacement } from '../layout/index.ts';
import { polygon, round } from './path.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';
import type { BoneItem, PlainItem, Shape } from './types.ts';

/** At the tail's end, of the thickness at the head. */
const THIN = 0.36;
const BEND = 22;

/** Spine and tail; of several decks each, and the trunk. */
export function skeleton(theme: Theme, { decks, spine, tail }: FishbonePlacement): (BoneItem | PlainItem)[] {
  const towards = Math.sign(spine.to.x - spine.from.x) || 1;
  if (!decks) return [spineItem('spine', theme, [taper(spine, towards)]), tailItem(theme, tail, towards)];
  return [
    spineItem('spine', theme, [beam(spine, towards), ...trunk(decks, towards)]),
    ...decks.spines.map((one, i) => {
      // The outermost spines run into the bends of the trunk.
      const isOuter = i === 0 || i === decks.spines.length - 1;
      const to = isOuter ? { ...one.to, x: one.to.x - towards * BEND } : one.to;
      return spineItem(`spine:${i}`, theme, [taper({ ...one, to }, towards)]);
    }),
    ...decks.spines.map((one) => tailItem(theme, one.tail, towards)),
  ];
}

const spineItem = (bone: string, theme: Theme, paths: readonly string[]): BoneItem => ({
  kind: 'bone',
  bone,
  people: [],
  shapes: paths.map((d) => ({ type: 'path', d, fill: theme.spine })),
});

/** Tapers towards the tail; a little longer than the line, into what it joins. */
function taper({ from, thickness, to }: SpinePlacement, towards: number): string {
  const [thin, thick] = [(thickness * THIN) / 2, thickness / 2];
  const end = to.x + towards * 6;
  return polygon([
    { x: from.x, y: from.y - thin },
    { x: end, y: to.y - thick },
    { x: end, y: to.y + thick },
    { x: from.x, y: from.y + thin },
  ]);
}

function beam({ from, thickness, to }: SpinePlacement, towards: number): string {
  const half = thickness * 0.7;
  return polygon([
    { x: from.x, y: from.y - half },
    { x: to.x + towards * 6, y: to.y - half * 1.2 },
    { x: to.x + towards * 6, y: to.y + half * 1.2 },
    { x: from.x, y: from.y + half },
  ]);
}

/** A bracket with rounded ends, from the first spine to the last. */
function trunk({ trunk: { from, thickness, to } }: NonNullable<FishbonePlacement['decks']>, towards: number): string[] {
  const half = thickness / 2;
  const x = from.x;
  const p = (dx: number, y: number) => `${round(x + towards * dx)} ${round(y)}`;
  const bend = (y: number, inward: 1 | -1) => {
    const [outer, inner] = [y - inward * half, y + inward * half];
    const end = y + inward * BEND;
    return `M ${p(-BEND, outer)} Q ${p(half, outer)} ${p(half, end)} L ${p(-half, end)} Q ${p(-half, inner)} ${p(-BEND, inner)} Z`;
  };
  const straight = polygon([
    { x: x - half, y: from.y + BEND - 1 },
    { x: x + half, y: from.y + BEND - 1 },
    { x: x + half, y: to.y - BEND + 1 },
    { x: x - half, y: to.y - BEND + 1 },
  ]);
  return [bend(from.y, 1), straight, bend(to.y, -1)];
}

function tailItem(theme: Theme, { height, width, x, y }: Rect, towards: number): PlainItem {
  const middle = y + height / 2;
  const start = towards === 1 ? x : x + width;
  const p = (dx: number, py: number) => `${round(start + towards * dx * width)} ${round(py)}`;
  const d = `M ${p(1, middle - 2)} Q ${p(0.42, middle - height * 0.12)} ${p(0, y)} Q ${p(0.42, middle)} ${p(0, y + height)} Q ${p(0.42, middle + height * 0.12)} ${p(1, middle + 2)} Z`;
  return { kind: 'plain', name: 'tail', shapes: [{ type: 'path', d, fill: theme.spine }] };
}

/** Concave at the gill, pointed at the nose, with the account's name. */
export function fishHead(theme: Theme, { head, spine }: FishbonePlacement): PlainItem {
  const { rect, title, titleLines, titleSize } = head;
  const isLeft = spine.to.x < spine.from.x;
  const lines = titleLines.map((line, i): Shape => ({
    type: 'text',
    x: title.x,
    y: title.y + titleSize * (0.9 + i * 1.25),
    text: cleanText(line),
    size: titleSize,
    weight: 700,
    fill: theme.headText,
  }));
  return {
    kind: 'plain',
    name: 'head',
    shapes: [{ type: 'path', d: headPath(rect, isLeft), fill: theme.head }, ...lines],
  };
}

function headPath({ height, width, x, y }: Rect, isLeft: boolean): string {
  const middle = y + height / 2;
  const gill: Point = { x: isLeft ? x + width : x, y };
  const p = (dx: number, py: number) => `${round(gill.x + (isLeft ? -dx : dx))} ${round(py)}`;
  const [shoulder, nose] = [width * 0.66, width * 0.9];
  return `M ${p(0, y)} C ${p(shoulder, y)} ${p(nose, middle - height * 0.3)} ${p(width, middle)} C ${p(nose, middle + height * 0.3)} ${p(shoulder, y + height)} ${p(0, y + height)} Q ${p(20, middle)} ${p(0, y)} Z`;
}
