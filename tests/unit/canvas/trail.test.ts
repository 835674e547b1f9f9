import { describe, expect, it } from 'vitest';
import { Trail, TRAIL_MS } from '../../../src/canvas/trail.ts';

const numbersOf = (path: string) => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

describe('the trail of a laser pointer', () => {
  it('is one closed shape along the way, as wide as asked where it is newest', () => {
    const trail = new Trail();
    for (let i = 0; i <= 10; i++) trail.add({ x: i * 10, y: 0 }, 1_000 + i * 10);
    const path = trail.outline(1_100, 8);
    expect(path).toMatch(/^M.*Z$/);
    const numbers = numbersOf(path);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    const ys = numbers.filter((_, i) => i % 2 === 1);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 100]);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([-4, 4]);
  });

  it('fades away from its oldest end and is then forgotten', () => {
    const trail = new Trail();
    for (let i = 0; i <= 10; i++) trail.add({ x: i * 10, y: 0 }, i * 10);
    expect(Math.min(...numbersOf(trail.outline(50 + TRAIL_MS, 8)).filter((_, i) => i % 2 === 0))).toBe(60);
    expect(trail.isEmpty).toBe(false);
    expect(trail.outline(100 + TRAIL_MS, 8)).toBe('');
    expect(trail.isEmpty).toBe(true);
  });

  it('of a pointer that stands still is nothing', () => {
    const trail = new Trail();
    expect(trail.outline(0, 8)).toBe('');
    for (let i = 0; i < 10; i++) trail.add({ x: 5, y: 5 }, i);
    expect(trail.outline(10, 8)).toBe('');
  });
});
