/** Where a comment's pin stands on the page: at a corner that no badge uses. Page units; pure. */
import type { CommentTarget } from '../comments/index.ts';
import type { Rect } from '../layout/index.ts';
import { boxOf, type PagePoint } from './bounds.ts';
import type { SceneIndex } from './scene-index.ts';

/** From a card's left corner. Roles and attitude stand on the upper edge, marks at the right of the lower one. */
const INSET = 10;
/** Along a link: clear of the sign in its middle and of the arrow at its end. */
const ALONG = 0.36;

type Drawn = Pick<SceneIndex, 'card' | 'caption' | 'link'>;

/** The middle of the pin; null where the target is not drawn. */
export function spotOf(index: Drawn, target: CommentTarget): PagePoint | null {
  if (target.on === 'map') return null;
  if (target.on === 'relation') {
    const points = index.link(target.id)?.points;
    return points && points.length > 0 ? pointAlong(points, ALONG) : null;
  }
  const rect = target.on === 'person' ? index.card(target.id)?.rect : index.caption(target.id)?.rect;
  return rect ? { x: rect.x + Math.min(INSET, rect.width / 2), y: rect.y + rect.height } : null;
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
