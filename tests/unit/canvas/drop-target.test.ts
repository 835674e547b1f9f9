import { describe, expect, it } from 'vitest';
import { isInside } from '../../../src/canvas/bounds.ts';
import { dropTarget, type DropTarget } from '../../../src/canvas/drop-target.ts';
import type {
  CardPlacement,
  FishbonePlacement,
  MatrixPlacement,
  MatrixValues,
  NetworkPlacement,
  Placement,
  Point,
  PowerMapPlacement,
} from '../../../src/layout/types.ts';
import { randomMap } from '../../support/random-map.ts';

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
const MAP = randomMap(3, 4);
const P1 = new Set(['p1']);

/** The card in the hand stands with its middle under the pointer. */
function drop(placement: Placement, people: ReadonlySet<string>, at: Point, values: MatrixValues | null = null) {
  const own = placement.cards.filter((card) => people.has(card.person));
  const cardAt = (point: Point) =>
    placement.cards.find((card) => !people.has(card.person) && isInside(card.rect, point, 2))?.person ?? null;
  const ground = { map: MAP, placement, cardAt, valuesAt: () => values };
  return dropTarget(ground, { own, grabbed: [...people][0]!, pointer: at, centre: at });
}

describe('a dragged card over a fishbone', () => {
  it('reports to the card under the pointer', () => {
    expect(drop(FISHBONE, P1, { x: 310, y: 10 })).toEqual({ kind: 'boss', person: 'p2' });
  });

  it('does not report to itself', () => {
    expect(drop(FISHBONE, P1, { x: 10, y: 10 })).toBeNull();
  });

  it('goes into the department of a caption, a bone or a tinted area', () => {
    expect(drop(FISHBONE, P1, { x: 555, y: 165 })).toEqual({ kind: 'unit', unit: 'u2' });
    expect(drop(FISHBONE, P1, { x: 655, y: 300 })).toEqual({ kind: 'unit', unit: 'u2' });
    expect(drop(FISHBONE, P1, { x: 100, y: 400 })).toEqual({ kind: 'unit', unit: 'u3' });
  });

  it('goes nowhere over its own department or empty ground', () => {
    expect(drop(FISHBONE, new Set(['p3']), { x: 600, y: 170 })).toBeNull();
    expect(drop(FISHBONE, P1, { x: 400, y: 550 })).toBeNull();
  });
});

describe('a dragged card over the power map', () => {
  it('changes to the layer of another band', () => {
    expect(drop(POWER_MAP, P1, { x: 500, y: 500 })).toMatchObject({ kind: 'layer', layer: 'execution' });
  });

  it('takes a place within its own band, and shows the slot of the row', () => {
    expect(drop(POWER_MAP, P1, { x: 500, y: 100 })).toEqual<DropTarget>({
      kind: 'slot',
      to: { x: 500, y: 100 },
      rect: { x: 0, y: 20, width: 100, height: 40 },
    });
  });

  it('reports to the card under the pointer, whatever its band', () => {
    expect(drop(POWER_MAP, P1, { x: 10, y: 330 })).toEqual({ kind: 'boss', person: 'p2' });
  });
});

const FIELD = { width: 400, height: 300, density: 'comfortable', cards: [card('p1', 0, 0)], record: {} } as const;
const NETWORK: NetworkPlacement = { ...FIELD, view: 'network', links: [] };
const CELL = { x: 200, y: 0, width: 200, height: 300 };
const MATRIX: MatrixPlacement = {
  ...FIELD,
  view: 'interest-matrix',
  cells: [{ id: 'c', column: 1, row: 0, rect: CELL, title: null, quadrant: null, rest: null }],
  axes: [],
  leaders: [],
};

describe('a dragged card elsewhere', () => {
  it('takes any place of the network', () => {
    expect(drop(NETWORK, P1, { x: 300, y: 200 })).toEqual<DropTarget>({
      kind: 'slot',
      to: { x: 300, y: 200 },
      rect: { x: 250, y: 180, width: 100, height: 40 },
    });
  });

  it('takes on the values of a matrix cell, and nothing outside of the cells', () => {
    const values = { power: 5, interest: 1 };
    expect(drop(MATRIX, P1, { x: 300, y: 100 }, values)).toEqual<DropTarget>({ kind: 'values', values, rect: CELL });
    expect(drop(MATRIX, P1, { x: 20, y: 100 })).toBeNull();
  });

  it('takes a place where the cell says what the person has already', () => {
    const [id, person] = [...MAP.people][0]!;
    const own = { ...MATRIX, cards: [card(id, 0, 0)] };
    expect(drop(own, new Set([id]), { x: 300, y: 100 }, { power: person.power })).toMatchObject({ kind: 'slot' });
  });
});
