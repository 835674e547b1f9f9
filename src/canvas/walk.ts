/** Arrow keys walk the cards as they are drawn. */
import type { CardPlacement, Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { Direction } from './keyboard.ts';

/** A step aside costs this many times a step ahead, so that a row or column is followed before it is left. */
const ASIDE_COST = 2.5;

/**
 * The nearest card in a direction, or null at the edge of the drawing. A card counts as "to the right" when it
 * begins right of this one's centre (so the next row of a slanted bone is up or down, never sideways) and not far off
 * above or below. Ties break by id.
 */
export function nearestCard(
  cards: readonly Pick<CardPlacement, 'person' | 'rect'>[],
  from: PersonId,
  direction: Direction,
): PersonId | null {
  const start = cards.find((card) => card.person === from);
  if (!start) return null;
  const horizontal = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let best: { person: PersonId; cost: number } | null = null;
  for (const { person, rect } of cards) {
    if (person === from) continue;
    const dx = centre(rect).x - centre(start.rect).x;
    const dy = centre(rect).y - centre(start.rect).y;
    const ahead = sign * (horizontal ? dx : dy);
    const aside = Math.max(0, gap(rect, start.rect, horizontal));
    const nearEdge = ahead - (horizontal ? rect.width : rect.height) / 2;
    if (nearEdge < 0 || aside > ahead * 1.5) continue;
    const cost = ahead + aside * ASIDE_COST + Math.abs(horizontal ? dy : dx) * 0.1;
    if (!best || cost < best.cost || (cost === best.cost && person < best.person)) best = { person, cost };
  }
  return best?.person ?? null;
}

/** The card an arrow starts from when nothing is selected: the one nearest the top-left corner of the view. */
export function firstCard(cards: readonly Pick<CardPlacement, 'person' | 'rect'>[]): PersonId | null {
  const first = [...cards].sort(
    (a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x || (a.person < b.person ? -1 : 1),
  )[0];
  return first?.person ?? null;
}

function centre(rect: Rect): { x: number; y: number } {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

/** Distance between two rects across the walking direction; negative when they overlap there. */
function gap(a: Rect, b: Rect, horizontal: boolean): number {
  return horizontal
    ? Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height)
    : Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
}
