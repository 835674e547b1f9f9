import { describe, expect, it } from 'vitest';
import { distanceToLine, itemBounds, type PagePoint } from '../../../src/canvas/bounds.ts';
import { SceneIndex } from '../../../src/canvas/scene-index.ts';
import type { Scene, SceneItem } from '../../../src/scene/index.ts';

const CARD: SceneItem = {
  kind: 'card',
  person: 'p1',
  layer: 'decision',
  rect: { x: 0, y: 0, width: 100, height: 40 },
  shapes: [{ type: 'rect', x: 0, y: 0, width: 100, height: 40 }],
  title: 'Zhang Wei',
};
const CAPTION: SceneItem = {
  kind: 'caption',
  unit: 'u1',
  rect: { x: 200, y: 0, width: 60, height: 20 },
  shapes: [],
  title: 'IT',
};
const LINK: SceneItem = {
  kind: 'link',
  relation: 'r1',
  relationKind: 'influence',
  from: 'p1',
  to: 'p2',
  points: [
    { x: 50, y: 40 },
    { x: 50, y: 100 },
    { x: 150, y: 100 },
  ],
  shapes: [],
  title: '',
};
const SCENE: Scene = {
  view: 'power-map',
  width: 400,
  height: 300,
  drawing: { x: 0, y: 0, width: 400, height: 300 },
  background: '#ffffff',
  items: [LINK, CAPTION, CARD],
  furniture: [],
  legend: [],
  fontFamily: 'sans-serif',
};

const hitTest = (scene: Scene, at: PagePoint, tolerance: number) => new SceneIndex(scene).hit(at, tolerance);

describe('what lies under a point', () => {
  it('finds cards, captions and links', () => {
    expect(hitTest(SCENE, { x: 10, y: 10 }, 6)).toEqual({ kind: 'card', id: 'p1' });
    expect(hitTest(SCENE, { x: 205, y: 5 }, 6)).toEqual({ kind: 'unit', id: 'u1' });
    expect(hitTest(SCENE, { x: 55, y: 70 }, 6)).toEqual({ kind: 'relation', id: 'r1' });
  });

  it('finds nothing beyond the tolerance', () => {
    expect(hitTest(SCENE, { x: 57, y: 70 }, 6)).toBeNull();
    expect(hitTest(SCENE, { x: 350, y: 250 }, 6)).toBeNull();
  });

  it('a card covers the link that ends on it', () => {
    expect(hitTest(SCENE, { x: 50, y: 39 }, 6)).toEqual({ kind: 'card', id: 'p1' });
  });
});

describe('distanceToLine', () => {
  it('measures to the nearest segment', () => {
    expect(distanceToLine(LINK.points, { x: 100, y: 110 })).toBe(10);
  });
  it('is infinite for a line of fewer than two corners', () => {
    expect(distanceToLine([], { x: 0, y: 0 })).toBe(Infinity);
  });
});

it('the bounds of an item hold its paths, arcs and lines', () => {
  const item: SceneItem = {
    kind: 'plain',
    name: 'tail',
    shapes: [
      { type: 'path', d: 'M 10 20 L -5,40.5 C 0 0 50 60 70 80 Z', stroke: '#000000', strokeWidth: 2 },
      { type: 'circle', cx: 100, cy: 0, r: 5 },
    ],
  };
  expect(itemBounds(item)).toEqual({ x: -7, y: -6, width: 113, height: 88 });
});
