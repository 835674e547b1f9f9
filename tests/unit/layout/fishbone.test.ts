import { describe, expect, it, vi } from 'vitest';
import { layoutFishbone, type FishbonePlacement } from '../../../src/layout/index.ts';
import type { AccountMap } from '../../../src/model/index.ts';
import { faults } from '../../support/fishbone-measures.ts';
import { randomMap, seededRandom, shuffledMap, type MapShape } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 30);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];
/** Maps of every shape with 0 to 160 people. */
function mapOf(seed: number): AccountMap {
  const random = seededRandom(seed);
  return randomMap(seed, Math.floor(random() ** 2 * 160), SHAPES[seed % SHAPES.length]);
}

const drawnBySeed = new Map<number, FishbonePlacement>();

function everySeed(check: (map: AccountMap, drawn: FishbonePlacement, seed: number) => void): void {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const map = mapOf(seed);
    const drawn = drawnBySeed.get(seed) ?? layoutFishbone(map);
    drawnBySeed.set(seed, drawn);
    check(map, drawn, seed);
  }
}

vi.setConfig({ testTimeout: 30_000 + SEEDS * 2_000 });

describe('the fishbone of any organisation', () => {
  it('places everybody once', () => {
    everySeed((map, { cards }, seed) =>
      expect(cards.map((card) => card.person).sort(), `seed ${seed}`).toEqual([...map.people.keys()].sort()),
    );
  });

  it('covers no card, pill or head, and runs no line through a stranger', () => {
    everySeed((_, drawn, seed) => expect(faults(drawn), `seed ${seed}`).toEqual([]));
  });

  it('stays within the page, on halves of a unit', () => {
    everySeed((_, drawn, seed) => {
      const { bones, captions, cards, head, height, joints, spine, tail, tints, width } = drawn;
      const boxes = [...cards.map((c) => c.rect), ...captions.map((c) => c.rect), head.rect, tail];
      const points = [
        ...boxes.flatMap((r) => [r, { x: r.x + r.width, y: r.y + r.height }]),
        ...bones.flatMap((bone) => bone.points),
        ...tints.flatMap((tint) => tint.polygon),
        ...joints.map((joint) => joint.at),
        spine.from,
        spine.to,
      ];
      const stray = points.filter(
        ({ x, y }) => !(x >= 0 && x <= width && y >= 0 && y <= height && (x * 2) % 1 === 0 && (y * 2) % 1 === 0),
      );
      expect(stray, `seed ${seed}`).toEqual([]);
    });
  });

  it('is the same to the byte on repeat and for any order of the input', () => {
    everySeed((map, drawn, seed) => {
      const bytes = JSON.stringify(drawn);
      expect(JSON.stringify(layoutFishbone(map)), `seed ${seed}`).toBe(bytes);
      expect(JSON.stringify(layoutFishbone(shuffledMap(map, seed))), `seed ${seed}`).toBe(bytes);
    });
  });

  it('is the same again when built from its own record', () => {
    everySeed((map, drawn, seed) => {
      const kept = layoutFishbone({ ...map, layouts: { fishbone: drawn.record } });
      expect(JSON.stringify(kept), `seed ${seed}`).toBe(JSON.stringify(drawn));
    });
  });
});

describe('a fishbone kept by its record', () => {
  const RUBBISH: readonly unknown[] = [
    null,
    7,
    'b1.1.3',
    [],
    {},
    { form: 'b0.0.0', half: 'above', index: 1 },
    { form: 'b999999.1.1', half: 'sideways', index: NaN },
    { form: 'g0', half: 'below', index: -1e300 },
    { form: 's999', half: 'above', index: 2 },
    { form: 'eb2.2.-4', half: 'below', index: 0 },
    { form: 'c1.99999', half: 'above', index: 0 },
    { form: 'cc', half: 'above', index: '3' },
    { form: 'eb1.1.1', half: 'above', index: Infinity },
  ];

  it('accepts anything in the record and still lets nothing overlap', () => {
    everySeed((map, _, seed) => {
      const random = seededRandom(seed);
      const pick = () => RUBBISH[Math.floor(random() * RUBBISH.length)];
      const record = Object.fromEntries([
        ['', 1],
        ['gone', pick()],
        ...[...map.units.keys()].map((id) => [id, pick()]),
      ]);
      const drawn = layoutFishbone({ ...map, layouts: { fishbone: record } }, { mode: 'keep' });
      expect(faults(drawn), `seed ${seed}`).toEqual([]);
      expect(drawn.cards).toHaveLength(map.people.size);
    });
  });

  it('leaves every department on its half when somebody joins', () => {
    const map = randomMap(5, 60);
    const drawn = layoutFishbone(map);
    const last = [...map.people.values()].at(-1)!;
    const people = new Map([...map.people, ['new', { ...last, id: 'new', order: 'z' }]]);
    const kept = layoutFishbone({ ...map, people, layouts: { fishbone: drawn.record } });
    const halves = (record: object) =>
      Object.entries(record).map(([id, entry]) => [id, (entry as { half?: string }).half]);
    expect(Object.fromEntries(halves(kept.record))).toEqual(Object.fromEntries(halves(drawn.record)));
    expect(faults(kept)).toEqual([]);
  });
});

describe('a fishbone at its edges', () => {
  it('is head, short spine and tail for nobody', () => {
    const { bones, cards, head, spine, tail, width } = layoutFishbone(randomMap(1, 0));
    expect([bones, cards]).toEqual([[], []]);
    expect(spine.from.x).toBeLessThan(spine.to.x);
    expect(tail.x + tail.width).toBeLessThanOrEqual(head.rect.x);
    expect(width).toBeGreaterThan(0);
  });

  it('caps pills and head for names of 2,000 characters', () => {
    const map = randomMap(2, 30);
    const name = '很长'.repeat(1_000);
    const units = new Map([...map.units].map(([id, unit]) => [id, { ...unit, name }]));
    const people = new Map([...map.people].map(([id, person]) => [id, { ...person, name }]));
    const drawn = layoutFishbone({ ...map, units, people, account: { ...map.account, name } });
    expect(faults(drawn)).toEqual([]);
    expect(Math.max(...drawn.captions.map((caption) => caption.rect.width))).toBeLessThan(500);
    expect(drawn.head.titleLines.length).toBeLessThanOrEqual(2);
  });

  it('gives every department its pill, however deep', () => {
    const { captions } = layoutFishbone(randomMap(1, 90, 'chain'));
    expect(new Set(captions.map((caption) => caption.unit)).size).toBe(40);
  });

  it('draws departments nested 40 deep and one of 300 beside one of a single person', () => {
    expect(faults(layoutFishbone(randomMap(1, 90, 'chain')))).toEqual([]);
    expect(faults(layoutFishbone(randomMap(1, 302, 'fat')))).toEqual([]);
  });

  it('gives an empty department its bone and pill', () => {
    const map = randomMap(1, 20, 'empty-units');
    expect(
      layoutFishbone(map)
        .captions.map((caption) => caption.unit)
        .sort(),
    ).toEqual([...map.units.keys()].sort());
  });

  it('draws any number of people in the head without overlap', () => {
    const map = randomMap(3, 40);
    const people = new Map(
      [...map.people].map(([id, person], i) => [id, i < 25 ? { ...person, unit: null, reportsTo: null } : person]),
    );
    const drawn = layoutFishbone({ ...map, people });
    expect(drawn.cards.filter((card) => card.inHead).length).toBeGreaterThanOrEqual(25);
    expect(faults(drawn)).toEqual([]);
  });
});
