import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedItems, overlap, stripsAround } from '../../../src/canvas/ground-painter.ts';
import type { Rect } from '../../../src/layout/index.ts';
import type { SceneItem } from '../../../src/scene/index.ts';

const RUNS = { seed: 7, numRuns: Number(process.env.HERRINGBONE_SEEDS ?? 60) };
const BITMAP = { width: 600, height: 400 };
const WINDOW = { width: 300, height: 200 };
const windowAt = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 200 }) });

const holds = (a: Rect, b: Rect) =>
  a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;
const area = ({ height, width }: Rect) => width * height;

describe('the strips that a pan paints', () => {
  it('complete the painted rect without painting any of it again, and stay on the bitmap', () => {
    fc.assert(
      fc.property(windowAt, windowAt, (from, to) => {
        const painted = { ...from, ...WINDOW };
        const wanted = { ...to, ...WINDOW };
        const strips = stripsAround(painted, wanted, BITMAP);
        const last = strips.at(-1)?.[1] ?? painted;
        expect(holds(last, wanted)).toBe(true);
        expect(holds({ x: 0, y: 0, ...BITMAP }, last)).toBe(true);
        const sum = strips.reduce((total, [strip]) => total + area(strip), area(painted));
        expect(sum).toBe(area(last));
      }),
      RUNS,
    );
  });

  it('are none while the window stays on what is painted', () => {
    expect(stripsAround({ x: 0, y: 0, width: 400, height: 300 }, { x: 20, y: 30, ...WINDOW }, BITMAP)).toEqual([]);
  });
});

describe('what of a picture changed', () => {
  const item = (name: 'tail' | 'head'): SceneItem => ({ kind: 'plain', name, shapes: [] });

  it('is the old and the new object of each place', () => {
    const [a, b, c] = [item('tail'), item('head'), item('tail')];
    expect(changedItems([a, b], [a, c])).toEqual([b, c]);
    expect(changedItems([a, b], [a, b])).toEqual([]);
  });

  it('is what came and what went when there are more or fewer', () => {
    const [a, b, c] = [item('tail'), item('head'), item('tail')];
    expect(changedItems([a, b], [a])).toEqual([b]);
    expect(changedItems([a], [c, a, b])).toEqual([c, b]);
  });
});

describe('the common part of two rects', () => {
  it('is null when they only touch', () => {
    expect(overlap({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 5, height: 5 })).toBeNull();
    expect(overlap({ x: 0, y: 0, width: 10, height: 10 }, { x: 8, y: 6, width: 5, height: 5 })).toEqual({
      x: 8,
      y: 6,
      width: 2,
      height: 4,
    });
  });
});
