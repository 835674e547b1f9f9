import { describe, expect, it, vi } from 'vitest';
import { BADGE_RESERVE, CARD_SIZES, layoutOrgChart, type OrgChartPlacement } from '../../../src/layout/index.ts';
import { reportingTree, type AccountMap, type Person, type PersonId } from '../../../src/model/index.ts';
import { overlaps } from '../../support/drawing-measures.ts';
import { randomMap, shuffledMap, type MapShape } from '../../support/random-map.ts';
import { faultsOf, withBosses } from './org-chart-faults.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 20);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];

vi.setConfig({ testTimeout: 30_000 + SEEDS * 500 });

const sizeOf = (seed: number) => (seed % 10 === 0 ? 40 + (seed % 70) : seed % 25);

const cardOf = ({ cards }: OrgChartPlacement, person: PersonId) => cards.find((card) => card.person === person)!.rect;

describe('org chart', () => {
  it('keeps cards apart with their badges, lines off foreign cards and off the lines of other bosses', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, sizeOf(seed), SHAPES[seed % SHAPES.length]);
      const drawn = layoutOrgChart(map);
      expect(drawn.cards, `seed ${seed}`).toHaveLength(map.people.size);
      expect(faultsOf(drawn, map), `seed ${seed}`).toEqual([]);
    }
  });

  it('joins every report to the boss', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, sizeOf(seed), SHAPES[seed % SHAPES.length]);
      const { lines } = layoutOrgChart(map);
      const joined = new Set(lines.flatMap(({ people: [boss, ...reports] }) => reports.map((id) => `${boss} ${id}`)));
      const wanted = [...reportingTree(map).parent].flatMap(([id, boss]) => (boss === null ? [] : [`${boss} ${id}`]));
      expect([...joined].sort(), `seed ${seed}`).toEqual(wanted.sort());
    }
  });

  it('puts every boss above the reports', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, sizeOf(seed), SHAPES[seed % SHAPES.length]);
      const drawn = layoutOrgChart(map);
      const top = new Map(drawn.cards.map(({ person, rect }) => [person, rect.y]));
      for (const [id, boss] of reportingTree(map).parent)
        if (boss !== null) expect(top.get(boss)!, `seed ${seed}: ${id}`).toBeLessThan(top.get(id)!);
    }
  });

  it('draws the same whatever the order of the input', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, sizeOf(seed), SHAPES[seed % SHAPES.length]);
      expect(layoutOrgChart(shuffledMap(map, seed)), `seed ${seed}`).toEqual(layoutOrgChart(map));
    }
  });

  it('puts a boss of one straight above, joined by one line', () => {
    const drawn = layoutOrgChart(withBosses({ a: null, b: 'a' }));
    expect(cardOf(drawn, 'a').x).toBe(cardOf(drawn, 'b').x);
    expect(drawn.lines).toEqual([
      {
        id: 'a/0',
        people: ['a', 'b'],
        points: [
          { x: 66, y: 44 },
          { x: 66, y: cardOf(drawn, 'b').y },
        ],
      },
    ]);
  });

  it('stands siblings in their order from left to right', () => {
    const drawn = layoutOrgChart(withBosses({ top: null, c: 'top', a: 'top', b: 'top' }));
    const order = ['c', 'a', 'b'].map((id) => cardOf(drawn, id)).map(({ x, y }) => x + 10_000 * y);
    expect(order).toEqual([...order].sort((m, n) => m - n));
  });

  it('draws nobody on an empty page', () => {
    const drawn = layoutOrgChart(withBosses({}));
    expect([drawn.cards, drawn.lines, drawn.record]).toEqual([[], [], {}]);
    expect([drawn.width, drawn.height].every((length) => length > 0)).toBe(true);
  });

  it('cuts a cycle and takes a boss that is gone for none', () => {
    const map = withBosses({ a: 'b', b: 'c', c: 'a', d: 'gone', e: 'd', f: 'f' });
    const drawn = layoutOrgChart(map);
    expect(faultsOf(drawn, map)).toEqual([]);
    expect(drawn.cards).toHaveLength(6);
  });

  it('gathers people without boss and reports in a block', () => {
    const people = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${10 + i}`, null]));
    const map = withBosses({ ...people, boss: null, report: 'boss' });
    const drawn = layoutOrgChart(map);
    expect(faultsOf(drawn, map)).toEqual([]);
    const loners = drawn.cards.filter(({ person }) => person.startsWith('p'));
    expect(new Set(loners.map(({ rect }) => rect.y)).size).toBeGreaterThan(2);
    expect(new Set(loners.map(({ rect }) => rect.x)).size).toBeGreaterThan(2);
    expect(drawn.width / drawn.height).toBeLessThan(4);
  });

  it('tucks nobody in beside the head of a tree', () => {
    const drawn = layoutOrgChart(withBosses({ boss: null, a: 'boss', b: 'boss', c: 'boss', loner: null }));
    const [loner, team] = [cardOf(drawn, 'loner'), ['boss', 'a', 'b', 'c'].map((id) => cardOf(drawn, id))];
    const right = Math.max(...team.map(({ width, x }) => x + width));
    const bottom = Math.max(...team.map(({ height, y }) => y + height));
    expect(loner.x >= right || loner.y >= bottom).toBe(true);
  });

  it('lays several trees on shelves', () => {
    const bosses: Record<string, string | null> = {};
    for (let i = 0; i < 24; i++) Object.assign(bosses, { [`b${i}`]: null, [`r${i}`]: `b${i}`, [`s${i}`]: `b${i}` });
    const map = withBosses(bosses);
    const drawn = layoutOrgChart(map);
    expect(faultsOf(drawn, map)).toEqual([]);
    expect(drawn.width / drawn.height).toBeGreaterThan(0.8);
    expect(drawn.width / drawn.height).toBeLessThan(4);
  });

  it('draws a chain of forty, and one of two thousand', () => {
    for (const length of [40, 2_000]) {
      const chain = Object.fromEntries(
        Array.from({ length }, (_, i) => [`p${10_000 + i}`, i === 0 ? null : `p${9_999 + i}`]),
      );
      const drawn = layoutOrgChart(withBosses(chain));
      expect(new Set(drawn.cards.map(({ rect }) => rect.x)).size).toBe(1);
      expect(overlaps(drawn.cards)).toEqual([]);
    }
  });

  it('draws one boss of three hundred in a block', () => {
    const map = withBosses({
      boss: null,
      ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`p${100 + i}`, 'boss'])),
    });
    const drawn = layoutOrgChart(map);
    expect(faultsOf(drawn, map)).toEqual([]);
    expect(drawn.width / drawn.height).toBeGreaterThan(1.2);
    expect(drawn.width / drawn.height).toBeLessThan(2.5);
  });

  it('draws five thousand people', () => {
    const map = randomMap(1, 5_000);
    const drawn = layoutOrgChart(map);
    expect(drawn.cards).toHaveLength(5_000);
    expect(overlaps(drawn.cards)).toEqual([]);
  });

  it('keeps text large enough on a slide', () => {
    const scale = ({ height, width }: OrgChartPlacement) => Math.min(1920 / width, 1080 / height);
    const mean = (people: number, size: number) => {
      const sizes = Array.from({ length: 5 }, (_, i) => size * scale(layoutOrgChart(randomMap(i + 1, people))));
      return sizes.reduce((sum, px) => sum + px, 0) / sizes.length;
    };
    expect(mean(40, 14)).toBeGreaterThan(17);
    expect(mean(150, 13)).toBeGreaterThan(10);
    expect(mean(600, 12)).toBeGreaterThan(5);
  });

  it('draws cards of the density asked for, inside the page', () => {
    for (const density of ['comfortable', 'compact', 'dense'] as const) {
      const map = randomMap(4, 60);
      const drawn = layoutOrgChart(map, { density });
      expect(faultsOf(drawn, map)).toEqual([]);
      for (const { rect } of drawn.cards) expect(rect).toMatchObject(CARD_SIZES[density]);
    }
  });

  it('marks who leads a department', () => {
    const map = randomMap(2, 12);
    const drawn = layoutOrgChart(map);
    const units = new Set([...map.people.values()].flatMap(({ unit }) => unit ?? []));
    expect(drawn.cards.filter(({ leader }) => leader)).toHaveLength(units.size);
  });
});

describe('what counts as a fault of an org chart', () => {
  const map = withBosses({ a: null, b: 'a', c: null });
  const drawn = layoutOrgChart(map);
  const moved = (person: Person['id'], by: { x: number; y: number }): OrgChartPlacement => ({
    ...drawn,
    cards: drawn.cards.map((card) =>
      card.person === person ? { ...card, rect: { ...card.rect, x: card.rect.x + by.x, y: card.rect.y + by.y } } : card,
    ),
  });

  it('sees a card on the badges of another, and one on a foreign line', () => {
    const { height } = CARD_SIZES.comfortable;
    const [a, c] = [cardOf(drawn, 'a'), cardOf(drawn, 'c')];
    const onBadges = moved('c', { x: a.x - c.x, y: a.y + height + BADGE_RESERVE - c.y });
    expect(faultsOf(onBadges, map satisfies AccountMap)).not.toEqual([]);
  });
});
