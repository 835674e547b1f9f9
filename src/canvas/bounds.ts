/** Bounding boxes of shapes and the questions a window or a pointer asks of a scene. Page units throughout. */
import type { Rect } from '../layout/index.ts';
import type { SceneItem, Shape } from '../scene/index.ts';

export interface PagePoint {
  readonly x: number;
  readonly y: number;
}

/** True when two rects share at least an edge. */
export function rectsMeet(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function isInside(rect: Rect, point: PagePoint, margin = 0): boolean {
  return (
    point.x >= rect.x - margin &&
    point.x <= rect.x + rect.width + margin &&
    point.y >= rect.y - margin &&
    point.y <= rect.y + rect.height + margin
  );
}

/** The rect grown by `margin` on every side. */
export function grow(rect: Rect, margin: number): Rect {
  return { x: rect.x - margin, y: rect.y - margin, width: rect.width + 2 * margin, height: rect.height + 2 * margin };
}

const cache = new WeakMap<SceneItem, Rect>();

/** Room around a card's body for badges, and around a link's corners for its heads and weight. */
const CARD_REACH = 20;
const LINK_REACH = 16;

/** A box that holds everything an item draws; generous for text, whose width it does not measure. Cached by item. */
export function itemBounds(item: SceneItem): Rect {
  let bounds = cache.get(item);
  if (!bounds) {
    bounds =
      item.kind === 'card'
        ? grow(item.rect, CARD_REACH)
        : item.kind === 'link'
          ? grow(boxOf(item.points), LINK_REACH)
          : item.kind === 'caption'
            ? boxOf([...cornersOf(item.rect), ...cornersOf(boundsOf(item.shapes) ?? item.rect)])
            : (boundsOf(item.shapes) ?? NOWHERE);
    cache.set(item, bounds);
  }
  return bounds;
}

/** The smallest rect that holds all points; at the origin without any. */
export function boxOf(points: readonly PagePoint[]): Rect {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return left > right ? NOWHERE : { x: left, y: top, width: right - left, height: bottom - top };
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

function cornersOf({ height, width, x, y }: Rect): PagePoint[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

/** Null: nothing is drawn. */
function boundsOf(shapes: readonly Shape[]): Rect | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  const add = (x: number, y: number, reach: number) => {
    left = Math.min(left, x - reach);
    top = Math.min(top, y - reach);
    right = Math.max(right, x + reach);
    bottom = Math.max(bottom, y + reach);
  };
  for (const shape of shapes) {
    const line = (shape.strokeWidth ?? 0) / 2 + 1;
    if (shape.type === 'rect') {
      add(shape.x, shape.y, line);
      add(shape.x + shape.width, shape.y + shape.height, line);
    } else if (shape.type === 'circle') add(shape.cx, shape.cy, shape.r + line);
    else if (shape.type === 'text') add(shape.x, shape.y, shape.size * (shape.text.length + 1));
    else for (const [x, y] of pathPoints(shape.d)) add(x, y, line);
  }
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Every coordinate pair of a path of absolute commands (control points too); an arc gives its end grown by its radii. */
function pathPoints(d: string): [number, number][] {
  const points: [number, number][] = [];
  for (const match of d.matchAll(/([MLQCAZ])([^MLQCAZ]*)/g)) {
    const numbers = (match[2]!.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    if (match[1] === 'A') {
      for (let i = 0; i + 6 < numbers.length; i += 7) {
        const reach = 2 * Math.max(numbers[i]!, numbers[i + 1]!);
        const [x, y] = [numbers[i + 5]!, numbers[i + 6]!];
        points.push([x - reach, y - reach], [x + reach, y + reach]);
      }
    } else for (let i = 0; i + 1 < numbers.length; i += 2) points.push([numbers[i]!, numbers[i + 1]!]);
  }
  return points;
}

export type Hit =
  | { readonly kind: 'card'; readonly id: string }
  | { readonly kind: 'unit'; readonly id: string }
  | { readonly kind: 'relation'; readonly id: string };

/** Shortest distance from a point to a polyline; Infinity for fewer than two corners. */
export function distanceToLine(line: readonly PagePoint[], point: PagePoint): number {
  let best = Infinity;
  for (let i = 1; i < line.length; i++) best = Math.min(best, distanceToSegment(line[i - 1]!, line[i]!, point));
  return best;
}

function distanceToSegment(a: PagePoint, b: PagePoint, point: PagePoint): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
