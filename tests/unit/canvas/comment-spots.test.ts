import { describe, expect, it } from 'vitest';
import { boxOfTarget, pointAlong, spotOf, stepThroughSpots } from '../../../src/canvas/comment-spots.ts';
import type { CaptionItem, CardItem, LinkItem } from '../../../src/scene/index.ts';

const card = { rect: { x: 100, y: 50, width: 132, height: 44 } } as CardItem;
const dense = { rect: { x: 100, y: 50, width: 88, height: 22 } } as CardItem;
const caption = { rect: { x: 10, y: 10, width: 80, height: 24 } } as CaptionItem;
const link = {
  points: [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
  ],
} as unknown as LinkItem;
const index = {
  card: (id: string) => ({ ben: card, cleo: dense })[id],
  caption: (id: string) => (id === 'it' ? caption : undefined),
  link: (id: string) => (id === 'reports:ben' ? link : undefined),
};

describe('where a pin stands', () => {
  it('on a card: its lower left corner; the middle of the left edge where the card is one line', () => {
    expect(spotOf(index, { on: 'person', id: 'ben' })).toEqual({ x: 100, y: 94, scale: 1 });
    expect(spotOf(index, { on: 'person', id: 'cleo' })).toEqual({ x: 99, y: 62.76, scale: 0.72 });
  });

  it('on a department: under the left of its pill; on a link: before its middle', () => {
    expect(spotOf(index, { on: 'unit', id: 'it' })).toEqual({ x: 16, y: 37, scale: 1 });
    expect(spotOf(index, { on: 'relation', id: 'reports:ben' })).toEqual({ x: 72, y: 0, scale: 1 });
  });

  it('nowhere for what is not drawn and for the map itself', () => {
    expect(spotOf(index, { on: 'map' })).toBeNull();
    for (const on of ['person', 'unit', 'relation'] as const) {
      expect(spotOf(index, { on, id: 'nobody' })).toBeNull();
      expect(boxOfTarget(index, { on, id: 'nobody' })).toBeNull();
    }
  });

  it('the whole of a target is what is brought into the window', () => {
    expect(boxOfTarget(index, { on: 'person', id: 'ben' })).toEqual(card.rect);
    expect(boxOfTarget(index, { on: 'unit', id: 'it' })).toEqual(caption.rect);
    expect(boxOfTarget(index, { on: 'relation', id: 'reports:ben' })).toEqual({ x: 0, y: 0, width: 100, height: 100 });
    expect(boxOfTarget(index, { on: 'map' })).toBeNull();
  });

  it('a share of a line is measured along its corners; a line of one point has one', () => {
    expect(pointAlong(link.points, 0.75)).toEqual({ x: 100, y: 50 });
    expect(pointAlong(link.points, 0)).toEqual({ x: 0, y: 0 });
    expect(pointAlong([{ x: 3, y: 4 }], 0.5)).toEqual({ x: 3, y: 4 });
    expect(
      pointAlong(
        [
          { x: 3, y: 4 },
          { x: 3, y: 4 },
        ],
        0.5,
      ),
    ).toEqual({ x: 3, y: 4 });
  });
});

describe('the way of the arrow keys through the pins', () => {
  const spot = (key: string, x: number, y: number) => ({ at: { x, y }, pin: { key } });
  const spots = [spot('low', 0, 90), spot('right', 80, 10), spot('left', 20, 10)];
  const from = (key: string | null, press: string) => stepThroughSpots(spots, key, press)?.pin.key ?? null;

  it('goes as one reads, and round', () => {
    expect([from('left', 'ArrowRight'), from('right', 'ArrowDown'), from('low', 'ArrowRight')]).toEqual([
      'right',
      'low',
      'left',
    ]);
    expect([from('left', 'ArrowUp'), from('low', 'ArrowLeft')]).toEqual(['low', 'right']);
  });

  it('has a first and a last, and begins anew where a pin is gone', () => {
    expect([from('right', 'Home'), from('right', 'End'), from('gone', 'End')]).toEqual(['left', 'low', 'low']);
    expect([from('gone', 'ArrowLeft'), from(null, 'ArrowDown')]).toEqual(['left', 'left']);
  });

  it('is none for other keys, and without pins', () => {
    expect([from('left', 'Enter'), from('left', 'p')]).toEqual([null, null]);
    expect(stepThroughSpots([], null, 'ArrowDown')).toBeNull();
  });
});
