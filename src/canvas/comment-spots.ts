/** Where a comment's pin stands on the page: at a corner that no badge uses. Page units; pure. */
import type { CommentTarget } from '../comments/index.ts';
import type { Rect } from '../layout/index.ts';
import { boxOf, type PagePoint } from './bounds.ts';
import type { SceneIndex } from './scene-index.ts';

/** From a pill's left end. A card's pin stands on its very corner: text begins right of it, badges are at the others. */
const PILL_INSET = 6;
const PILL_DROP = 3;
/** Along a link: clear of the sign in its middle and of the arrow at its end. */
const ALONG = 0.36;

/** Cards of one line are lower than this, in rows so close that a pin at the corner would lie on the next row's signs. */
const DENSE_BELOW = 30;
const COMPACT_BELOW = 40;

export interface Spot extends PagePoint {
  /** Of the pin, against its own size. */
  readonly scale: number;
}

type Drawn = Pick<SceneIndex, 'card' | 'caption' | 'link'>;

/** The middle of the pin; null where the target is not drawn. */
export function spotOf(index: Drawn, target: CommentTarget): Spot | null {
  if (target.on === 'map') return null;
  if (target.on === 'relation') {
    const points = index.link(target.id)?.points;
    return points && points.length > 0 ? { ...pointAlong(points, ALONG), scale: 1 } : null;
  }
  if (target.on === 'person') {
    const rect = index.card(target.id)?.rect;
    return rect ? cornerOf(rect) : null;
  }
  const rect = index.caption(target.id)?.rect;
  return rect
    ? { x: rect.x + Math.min(PILL_INSET, rect.width / 2), y: rect.y + rect.height + PILL_DROP, scale: 1 }
    : null;
}

function cornerOf({ height, x, y }: Rect): Spot {
  if (height < DENSE_BELOW) return { x: x - 1, y: y + height * 0.58, scale: 0.72 };
  return { x, y: y + height, scale: height < COMPACT_BELOW ? 0.9 : 1 };
}

/** What has to be in the window for a target to be seen; null where it is not drawn. */
export function boxOfTarget(index: Drawn, target: CommentTarget): Rect | null {
  if (target.on === 'map') return null;
  if (target.on === 'person') return index.card(target.id)?.rect ?? null;
  if (target.on === 'unit') return index.caption(target.id)?.rect ?? null;
  const points = index.link(target.id)?.points;
  return points && points.length > 0 ? boxOf(points) : null;
}

/** The point at a share (0-1) of a line's length. */
export function pointAlong(points: readonly PagePoint[], share: number): PagePoint {
  const lengths = points.slice(1).map((to, i) => Math.hypot(to.x - points[i]!.x, to.y - points[i]!.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) * share;
  for (const [i, length] of lengths.entries()) {
    if (left > length || length === 0) {
      left -= length;
      continue;
    }
    const [from, to] = [points[i]!, points[i + 1]!];
    const t = left / length;
    return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
  }
  return points.at(-1)!;
}

const STEPS: Readonly<Record<string, 1 | -1 | 'first' | 'last'>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: 'first',
  End: 'last',
};

/**
 * Where a key leads from the pin named by `from`, as one reads: down the page, in a row from left to right, and from the
 * last to the first. From a pin that is gone it leads to the first. Null for other keys and where there are no pins.
 */
export function stepThroughSpots<T extends { readonly at: PagePoint; readonly pin: { readonly key: string } }>(
  spots: readonly T[],
  from: string | null,
  key: string,
): T | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const sorted = [...spots].sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
  const at = sorted.findIndex(({ pin }) => pin.key === from);
  if (step === 'first' || (at < 0 && step !== 'last')) return sorted[0] ?? null;
  if (step === 'last') return sorted.at(-1) ?? null;
  return sorted[(at + step + sorted.length) % sorted.length] ?? null;
}
