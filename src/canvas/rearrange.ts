/** What an edit did to the cards' places: how far the page moved as a whole, and who moved on it. Page units. */
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem } from '../scene/index.ts';
import type { PagePoint } from './bounds.ts';

export type Cards = ReadonlyMap<PersonId, CardItem>;

export function rectsOf(cards: Cards): Map<PersonId, Rect> {
  return new Map([...cards].map(([person, item]) => [person, item.rect]));
}

/** How many cards of the second picture are not drawn as in the first: 0 means that nothing moved. */
export function countChanged(before: Cards, after: Cards): number {
  let changed = 0;
  for (const [person, item] of after) if (before.get(person)?.rect !== item.rect) changed++;
  return changed;
}

/**
 * How far most cards moved together: a page that grows to the left or upwards pushes everything, and the window goes
 * along so that the picture stands still. The median, so that a few real moves do not count.
 */
export function commonShift(before: Cards, after: Cards): PagePoint {
  const dx: number[] = [];
  const dy: number[] = [];
  for (const [person, { rect }] of after) {
    const old = before.get(person)?.rect;
    if (!old) continue;
    dx.push(rect.x - old.x);
    dy.push(rect.y - old.y);
  }
  return { x: median(dx), y: median(dy) };
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

export function shifted(rects: ReadonlyMap<PersonId, Rect>, { x, y }: PagePoint): ReadonlyMap<PersonId, Rect> {
  if (x === 0 && y === 0) return rects;
  return new Map([...rects].map(([person, rect]) => [person, { ...rect, x: rect.x + x, y: rect.y + y }]));
}

/** True when a card moves by more than `near` page units, to the side or up and down; false for one not seen before. */
export function isFar(from: Rect | undefined, to: Rect, near: number): boolean {
  return from !== undefined && (Math.abs(from.x - to.x) > near || Math.abs(from.y - to.y) > near);
}
