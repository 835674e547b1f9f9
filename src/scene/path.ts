/** Path data from points, in page units. */
import type { Point } from '../layout/index.ts';

const MAX_RADIUS = 14;
const ARROW_LENGTH = 9;
const ARROW_HALF_WIDTH = 3.6;

/** At most two decimals, so that the same picture is the same bytes. */
export const round = (value: number): number => Math.round(value * 100) / 100;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

const towards = (from: Point, to: Point, distance: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
};
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** A line through the points with corners rounded by at most `radius`, less where a leg is short. */
export function roundedLine(points: readonly Point[], radius = MAX_RADIUS): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  let d = `M ${at(first)}`;
  points.forEach((corner, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before) return;
    if (!after) d += ` L ${at(corner)}`;
    else {
      const bend = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
      d += ` L ${at(towards(corner, before, bend))} Q ${at(corner)} ${at(towards(corner, after, bend))}`;
    }
  });
  return d;
}

export function polygon(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M ${points.map(at).join(' L ')} Z`;
}

/** The points with the given ends pulled in, so that a line stops inside its arrowhead. */
export function shortened(points: readonly Point[], { end, start }: { start: boolean; end: boolean }): Point[] {
  const out = [...points];
  const pull = ARROW_LENGTH * 0.75;
  if (start && out.length > 1) out[0] = towards(out[0]!, out[1]!, Math.min(pull, distance(out[0]!, out[1]!) / 2));
  if (end && out.length > 1)
    out[out.length - 1] = towards(out.at(-1)!, out.at(-2)!, Math.min(pull, distance(out.at(-1)!, out.at(-2)!) / 2));
  return out;
}

/** A filled arrowhead with its tip at `tip`, coming from `from`. */
export function arrowHead(tip: Point, from: Point, scale = 1): string {
  const length = distance(tip, from) || 1;
  const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const base = { x: tip.x - ux * ARROW_LENGTH * scale, y: tip.y - uy * ARROW_LENGTH * scale };
  const side = ARROW_HALF_WIDTH * scale;
  return polygon([
    tip,
    { x: base.x - uy * side, y: base.y + ux * side },
    { x: base.x + uy * side, y: base.y - ux * side },
  ]);
}

/** The point halfway along a polyline. */
export function middleOf(points: readonly Point[]): Point {
  let left = points.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(points[i - 1]!, point)), 0) / 2;
  for (let i = 1; i < points.length; i++) {
    const leg = distance(points[i - 1]!, points[i]!);
    if (leg >= left) return towards(points[i - 1]!, points[i]!, left);
    left -= leg;
  }
  return points[0] ?? { x: 0, y: 0 };
}
