import { describe, expect, it } from 'vitest';
import { firstCard, nearestCard } from '../../../src/canvas/walk.ts';

const card = (person: string, x: number, y: number) => ({ person, rect: { x, y, width: 132, height: 44 } });
/** Two slanted columns of a fishbone, and a lone card far right. */
const CARDS = [
  card('a1', 60, 0),
  card('a2', 30, 60),
  card('a3', 0, 120),
  card('b1', 260, 0),
  card('b2', 230, 60),
  card('far', 900, 62),
];

describe('nearestCard', () => {
  it('follows a slanted column down and up', () => {
    expect(nearestCard(CARDS, 'a1', 'down')).toBe('a2');
    expect(nearestCard(CARDS, 'a2', 'down')).toBe('a3');
    expect(nearestCard(CARDS, 'a3', 'up')).toBe('a2');
  });

  it('steps to the neighbour in the same row', () => {
    expect(nearestCard(CARDS, 'a2', 'right')).toBe('b2');
    expect(nearestCard(CARDS, 'b1', 'left')).toBe('a1');
    expect(nearestCard(CARDS, 'b2', 'right')).toBe('far');
  });

  it('stops at the edge of the drawing', () => {
    expect(nearestCard(CARDS, 'a1', 'up')).toBeNull();
    expect(nearestCard(CARDS, 'far', 'right')).toBeNull();
  });

  it('is null for somebody who is not drawn', () => {
    expect(nearestCard(CARDS, 'gone', 'left')).toBeNull();
    expect(nearestCard([], 'a1', 'left')).toBeNull();
  });

  it('does not depend on the order of the cards', () => {
    const reversed = [...CARDS].reverse();
    for (const from of CARDS)
      for (const direction of ['left', 'right', 'up', 'down'] as const)
        expect(nearestCard(reversed, from.person, direction)).toBe(nearestCard(CARDS, from.person, direction));
  });
});

it('the first card is the top-left one', () => {
  expect(firstCard(CARDS)).toBe('a1');
  expect(firstCard([])).toBeNull();
});
