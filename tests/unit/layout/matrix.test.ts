import { describe, expect, it, vi } from 'vitest';
import {
  attitudeMatrixValues,
  interestMatrixValues,
  layoutAttitudeMatrix,
  layoutInterestMatrix,
} from '../../../src/layout/matrix/index.ts';
import type { LayoutOptions, MatrixPlacement, Rect } from '../../../src/layout/types.ts';
import { ATTITUDE_SCALES, emptyMap, type AccountMap, type Person } from '../../../src/model/index.ts';
import { overlaps } from '../../support/drawing-measures.ts';
import { outsideCells, ownCell } from '../../support/matrix-measures.ts';
import { randomMap, shuffledMap, type MapShape } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 20);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];
const MATRICES = [
  { view: 'attitude-matrix', layout: layoutAttitudeMatrix, valuesAt: attitudeMatrixValues, axis: 'attitude' },
  { view: 'interest-matrix', layout: layoutInterestMatrix, valuesAt: interestMatrixValues, axis: 'interest' },
] as const;

vi.setConfig({ testTimeout: 30_000 + SEEDS * 1_000 });

/** A map of the given people and nobody else, alike but for what is said. */
function mapOf(...changes: readonly Partial<Person>[]): AccountMap {
  const [like] = randomMap(1, 1).people.values();
  const people = changes.map((change, i): Person => ({
    ...like!,
    id: `p${i}`,
    attitude: 0,
    power: 3,
    interest: 3,
    ...change,
  }));
  return { ...emptyMap('Small'), people: new Map(people.map((person) => [person.id, person])) };
}
const crowd = (count: number, change: Partial<Person> = {}): Partial<Person>[] =>
  Array.from({ length: count }, (_, i) => ({ id: `p${String(i).padStart(4, '0')}`, ...change }));
const centre = ({ height, width, x, y }: Rect) => ({ x: x + width / 2, y: y + height / 2 });
const cellOf = ({ cells }: MatrixPlacement, id: string) => cells.find((cell) => cell.id === id);
const coordinates = (placement: MatrixPlacement): number[] =>
  (JSON.stringify({ ...placement, record: {} }).match(/"(?:x|y|width|height)":-?[\d.e+]+/g) ?? []).map((pair) =>
    Number(pair.split(':')[1]),
  );

describe.each(MATRICES)('the $view', ({ axis, layout, valuesAt, view }) => {
  it('seats everybody once in their own cell, below its heading, with no card on another', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, (seed * 13) % (seed % 10 === 0 ? 300 : 70), SHAPES[seed % SHAPES.length]);
      const drawn = layout(map);
      expect(
        drawn.cards.map(({ person }) => person),
        `seed ${seed}`,
      ).toEqual([...map.people.keys()].sort());
      expect(overlaps(drawn.cards), `seed ${seed}`).toEqual([]);
      expect(outsideCells(map, drawn), `seed ${seed}`).toEqual([]);
    }
  });

  it('gives finite halves of a unit within a page of 16:9, and one scale for all cards', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const drawn = layout(randomMap(seed, (seed * 17) % 130));
      expect(coordinates(drawn).filter((value) => !Number.isInteger(value * 2))).toEqual([]);
      const isOutside = ({ rect: { height, width, x, y } }: { rect: Rect }) =>
        !(x >= 0 && y >= 0 && x + width <= drawn.width && y + height <= drawn.height);
      expect([...drawn.cards, ...drawn.cells].filter(isOutside)).toEqual([]);
      expect(drawn.width / drawn.height).toBeGreaterThan(1.7);
      expect(drawn.width / drawn.height).toBeLessThan(1.85);
      const [scale, ...others] = new Set(drawn.cards.map((card) => card.scale));
      expect(others).toEqual([]);
      if (scale !== undefined) expect(scale).toBeGreaterThanOrEqual(0.3);
    }
  });

  it('is the same whatever the order of the people', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, (seed * 7) % 60);
      expect(JSON.stringify(layout(shuffledMap(map, seed)))).toBe(JSON.stringify(layout(map)));
    }
  });

  it('gives a card let go in the middle of its own cell its own values', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, (seed * 11) % 60);
      const drawn = layout(map);
      const led = new Set(drawn.leaders.map(({ person }) => person));
      for (const { person, rect } of drawn.cards) {
        const { [axis]: across, power } = map.people.get(person)!;
        if (!led.has(person)) expect(valuesAt(map, drawn, centre(rect)), person).toEqual({ [axis]: across, power });
      }
      for (const { from, person } of drawn.leaders) {
        const { [axis]: across, power } = map.people.get(person)!;
        expect(valuesAt(map, drawn, from), person).toEqual({ [axis]: across, power });
      }
    }
  });

  it('says nothing for a point outside the cells, or of another picture', () => {
    const map = randomMap(2, 20);
    const drawn = layout(map);
    for (const at of [
      { x: 0, y: 0 },
      { x: 5, y: 400 },
      { x: 500, y: drawn.height },
      { x: -9, y: 1e9 },
      { x: NaN, y: 5 },
    ])
      expect(valuesAt(map, drawn, at)).toBeNull();
    const other = MATRICES.find((matrix) => matrix.view !== view)!.layout(map);
    expect(valuesAt(map, other, centre(other.cards[0]!.rect))).toBeNull();
  });

  it('draws a map of nobody as an empty table', () => {
    const drawn = layout(emptyMap());
    expect(drawn.cards).toEqual([]);
    expect(drawn.cells.length).toBeGreaterThan(4);
    expect(Math.min(drawn.width, drawn.height)).toBeGreaterThan(500);
  });

  it('has a row for power not judged only while it is somebody’s', () => {
    const ids = (map: AccountMap) =>
      layout(map)
        .cells.map(({ id }) => id)
        .filter((id) => /\/none$|^power-not/.test(id));
    expect(ids(mapOf({}, {}))).toEqual([]);
    expect(ids(mapOf({}, { power: null })).length).toBeGreaterThan(0);
  });

  it('makes cards smaller, never below the floor, and counts who does not fit', () => {
    const map = mapOf(...crowd(6000));
    const drawn = layout(map);
    const [full] = drawn.cells.filter(({ rest }) => rest !== null);
    expect(drawn.cards[0]!.scale).toBeGreaterThanOrEqual(0.3);
    expect(drawn.cards.length + full!.rest!.people.length).toBe(6000);
    expect(new Set([...drawn.cards.map(({ person }) => person), ...full!.rest!.people]).size).toBe(6000);
    const chip = { ...drawn.cards[0]!, person: '+n', rect: full!.rest!.rect };
    expect(overlaps([...drawn.cards, chip])).toEqual([]);
    expect(layout({ ...map, layouts: { [view]: drawn.record } })).toEqual(drawn);
  });

  it.each(['comfortable', 'compact', 'dense'] as const)('draws %s cards when told to', (density) => {
    const map = randomMap(4, 40);
    const drawn = layout(map, { density } satisfies LayoutOptions);
    expect(drawn.density).toBe(density);
    expect(overlaps(drawn.cards)).toEqual([]);
    expect(outsideCells(map, drawn)).toEqual([]);
  });
});

describe('the attitude matrix', () => {
  it('runs from not contacted over against to for, and from high power to low', () => {
    for (const scale of ['3..-1', '+2..-2'] as const) {
      const { axes } = layoutAttitudeMatrix({ ...mapOf({}), scale });
      expect(axes[0]!.ticks.map(({ value }) => value)).toEqual([null, ...[...ATTITUDE_SCALES[scale].values].reverse()]);
      expect(axes[1]!.ticks.map(({ value }) => value)).toEqual([5, 4, 3, 2, 1]);
      expect(axes[0]!.from.x).toBeLessThan(axes[0]!.to.x);
      expect(axes[1]!.from.y).toBeGreaterThan(axes[1]!.to.y);
    }
  });

  it('sets “not contacted” further apart than other columns', () => {
    const { cells } = layoutAttitudeMatrix(mapOf({}));
    const [none, against, neutral] = cells.slice(0, 3).map(({ rect }) => rect);
    const gap = (a: Rect, b: Rect) => b.x - a.x - a.width;
    expect(gap(none!, against!)).toBeGreaterThan(2 * gap(against!, neutral!));
  });

  it('gives an attitude of another scale a column of its own', () => {
    const map = mapOf({ attitude: -2 });
    const drawn = layoutAttitudeMatrix(map);
    expect(drawn.axes[0]!.ticks.map(({ value }) => value)).toEqual([null, -2, -1, 0, 1, 2, 3]);
    expect(outsideCells(map, drawn)).toEqual([]);
  });
});

describe('the interest matrix', () => {
  it('counts 3 as high on both axes', () => {
    const drawn = layoutInterestMatrix(mapOf({}));
    const cell = cellOf(drawn, 'manage-closely')!;
    expect(cell.quadrant).toBe('manage-closely');
    expect(
      interestMatrixValues(emptyMap(), drawn, { x: cell.rect.x + 9, y: cell.rect.y + cell.rect.height - 9 }),
    ).toEqual({
      interest: 3,
      power: 3,
    });
  });

  it('has the four quadrants, power up and interest to the right', () => {
    const drawn = layoutInterestMatrix(mapOf({}));
    const [closely, satisfied, informed, monitor] = (
      ['manage-closely', 'keep-satisfied', 'keep-informed', 'monitor'] as const
    ).map((id) => centre(cellOf(drawn, id)!.rect));
    expect(closely!.x).toBeGreaterThan(satisfied!.x);
    expect(closely!.y).toBeLessThan(informed!.y);
    expect([monitor!.x, monitor!.y]).toEqual([satisfied!.x, informed!.y]);
  });

  it('keeps who is not judged out of the quadrants', () => {
    const map = mapOf({ interest: null }, { power: null }, { interest: null, power: null });
    const drawn = layoutInterestMatrix(map);
    expect([...map.people.values()].map((person) => ownCell('interest-matrix', person))).toEqual([
      'interest-not-judged',
      'power-not-judged',
      'interest-not-judged',
    ]);
    expect(outsideCells(map, drawn)).toEqual([]);
  });

  it('leads a line to their values from who stands beside them', () => {
    const map = mapOf(...crowd(12));
    const { record } = layoutInterestMatrix(map);
    const drawn = layoutInterestMatrix({ ...mapOf(...crowd(40)), layouts: { 'interest-matrix': record } });
    expect(drawn.leaders.length).toBeGreaterThan(0);
    const cards = new Map(drawn.cards.map(({ person, rect }) => [person, rect]));
    for (const { from, person, to } of drawn.leaders) {
      const rect = cards.get(person)!;
      expect(interestMatrixValues(map, drawn, from)).toEqual({ interest: 3, power: 3 });
      expect(to.x >= rect.x && to.x <= rect.x + rect.width && to.y >= rect.y && to.y <= rect.y + rect.height).toBe(
        true,
      );
      expect(Math.hypot(centre(rect).x - from.x, centre(rect).y - from.y)).toBeGreaterThan(14);
    }
    expect(overlaps(drawn.cards)).toEqual([]);
  });
});
