import { describe, expect, it } from 'vitest';
import { dropTarget } from '../../../src/canvas/drop-target.ts';
import type { CardPlacement, FishbonePlacement, PowerMapPlacement } from '../../../src/layout/types.ts';

const card = (person: string, x: number, y: number, more: Partial<CardPlacement> = {}): CardPlacement => ({
  person,
  rect: { x, y, width: 100, height: 40 },
  unit: 'u1',
  layer: 'execution',
  leader: false,
  inHead: false,
  ...more,
});

const FISHBONE: FishbonePlacement = {
  view: 'fishbone',
  width: 1000,
  height: 600,
  density: 'comfortable',
  cards: [card('p1', 0, 0), card('p2', 300, 0), card('p3', 600, 0, { unit: 'u2' })],
  bones: [
    {
      id: 'b2',
      kind: 'bone',
      unit: 'u2',
      depth: 0,
      points: [
        { x: 700, y: 400 },
        { x: 600, y: 200 },
      ],
      people: [],
    },
  ],
  captions: [{ unit: 'u2', depth: 0, rect: { x: 560, y: 160, width: 80, height: 30 } }],
  tints: [
    {
      unit: 'u3',
      depth: 1,
      polygon: [
        { x: 0, y: 300 },
        { x: 200, y: 300 },
        { x: 200, y: 500 },
        { x: 0, y: 500 },
      ],
    },
  ],
  joints: [],
  spine: { from: { x: 0, y: 400 }, to: { x: 800, y: 400 }, thickness: 8 },
  tail: { x: 0, y: 380, width: 40, height: 40 },
  head: {
    rect: { x: 800, y: 300, width: 200, height: 200 },
    title: { x: 820, y: 320, width: 160, height: 40 },
    titleSize: 17,
    titleLines: [],
  },
  record: {},
};
const POWER_MAP: PowerMapPlacement = {
  view: 'power-map',
  width: 1000,
  height: 600,
  density: 'comfortable',
  cards: [card('p1', 0, 20, { layer: 'decision' }), card('p2', 0, 320)],
  bands: [
    { layer: 'decision', rect: { x: 0, y: 0, width: 1000, height: 300 }, label: { x: 0, y: 0, width: 10, height: 10 } },
    {
      layer: 'execution',
      rect: { x: 0, y: 300, width: 1000, height: 300 },
      label: { x: 0, y: 0, width: 10, height: 10 },
    },
  ],
  links: [],
  record: {},
};
const P1 = new Set(['p1']);

describe('a dragged card over a fishbone', () => {
  it('reports to the card under the pointer', () => {
    expect(dropTarget(FISHBONE, P1, { x: 310, y: 10 })).toEqual({ kind: 'boss', person: 'p2' });
  });

  it('does not report to itself', () => {
    expect(dropTarget(FISHBONE, P1, { x: 10, y: 10 })).toBeNull();
  });

  it('goes into the department of a caption, a bone or a tinted area', () => {
    expect(dropTarget(FISHBONE, P1, { x: 555, y: 165 })).toEqual({ kind: 'unit', unit: 'u2' });
    expect(dropTarget(FISHBONE, P1, { x: 655, y: 300 })).toEqual({ kind: 'unit', unit: 'u2' });
    expect(dropTarget(FISHBONE, P1, { x: 100, y: 400 })).toEqual({ kind: 'unit', unit: 'u3' });
  });

  it('goes nowhere over its own department or empty ground', () => {
    expect(dropTarget(FISHBONE, new Set(['p3']), { x: 600, y: 170 })).toBeNull();
    expect(dropTarget(FISHBONE, P1, { x: 400, y: 550 })).toBeNull();
  });
});

describe('a dragged card over the power map', () => {
  it('changes to the layer of another band', () => {
    expect(dropTarget(POWER_MAP, P1, { x: 500, y: 500 })).toEqual({ kind: 'layer', layer: 'execution' });
  });

  it('springs back within its own band', () => {
    expect(dropTarget(POWER_MAP, P1, { x: 500, y: 100 })).toBeNull();
  });

  it('reports to the card under the pointer, whatever its band', () => {
    expect(dropTarget(POWER_MAP, P1, { x: 10, y: 330 })).toEqual({ kind: 'boss', person: 'p2' });
  });
});
