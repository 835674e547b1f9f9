import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  BADGE_RESERVE,
  CARD_SIZES,
  layoutNetwork,
  type CardPlacement,
  type NetworkPlacement,
} from '../../../src/layout/index.ts';
import { emptyMap, type AccountMap, type Relation } from '../../../src/model/index.ts';
import { crossings, overlaps, throughCards } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap, type MapShape } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 20);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];

vi.setConfig({ testTimeout: 60_000 + SEEDS * 2_000 });

/** Maps of every shape with 0 to 30 people, every tenth up to 90; every fourth with three times the ties. */
function mapOf(seed: number): AccountMap {
  const random = seededRandom(seed);
  const map = randomMap(seed, Math.floor(random() ** 2 * (seed % 10 === 0 ? 90 : 30)), SHAPES[seed % SHAPES.length]);
  return seed % 4 === 0 ? withTies(map, map.people.size, seed) : map;
}

function withTies(map: AccountMap, count: number, seed: number): AccountMap {
  const random = seededRandom(seed);
  const ids = [...map.people.keys()];
  const relations = new Map(map.relations);
  for (let i = 0; i < count; i++) {
    const [from, to] = [ids[Math.floor(random() * ids.length)]!, ids[Math.floor(random() * ids.length)]!];
    if (from !== to) relations.set(`t${i}`, tie(`t${i}`, from, to));
  }
  return { ...map, relations };
}

function tie(id: string, from: string, to: string, change: Partial<Relation> = {}): Relation {
  return { id, from, to, kind: 'influence', direction: 'forward', strength: 2, note: '', extra: {}, ...change };
}

const grownByBadges = ({ rect, ...card }: CardPlacement): CardPlacement => ({
  ...card,
  rect: { ...rect, y: rect.y - BADGE_RESERVE, height: rect.height + 2 * BADGE_RESERVE },
});

const drawnBySeed = new Map<number, NetworkPlacement>();

function everySeed(check: (map: AccountMap, drawn: NetworkPlacement, seed: number) => void): void {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const map = mapOf(seed);
    const drawn = drawnBySeed.get(seed) ?? layoutNetwork(map);
    drawnBySeed.set(seed, drawn);
    check(map, drawn, seed);
  }
}

describe('the network of any organisation', () => {
  it('places everybody once and lets no cards overlap, badges included', () => {
    everySeed((map, { cards }, seed) => {
      expect(
        cards.map((card) => card.person),
        `seed ${seed}`,
      ).toEqual([...map.people.keys()].sort());
      expect(overlaps(cards.map(grownByBadges)), `seed ${seed}`).toEqual([]);
    });
  });

  it('runs no line through the card of somebody else', () => {
    everySeed((_, { cards, links }, seed) => expect(throughCards(links, cards), `seed ${seed}`).toEqual([]));
  });

  it('stays on its page, at whole and half units', () => {
    everySeed((_, { cards, height, links, width }, seed) => {
      const corners = cards.flatMap(({ rect }) => [
        { x: rect.x, y: rect.y },
        { x: rect.x + rect.width, y: rect.y + rect.height },
      ]);
      for (const { x, y } of [...corners, ...links.flatMap(({ points }) => points)]) {
        expect([Number.isInteger(2 * x), Number.isInteger(2 * y)], `seed ${seed}`).toEqual([true, true]);
        expect(Math.min(x, y, width - x, height - y), `seed ${seed}`).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('draws influence, personal ties and conflicts, each from the border of one card to that of the other', () => {
    everySeed((map, { cards, links }, seed) => {
      const drawn = ['influence', 'personal', 'conflict'];
      const wanted = [...map.relations.values()].filter(({ kind }) => drawn.includes(kind)).map(({ id }) => id);
      expect(
        links.map(({ id }) => id),
        `seed ${seed}`,
      ).toEqual(wanted.sort());
      const rects = new Map(cards.map(({ person, rect }) => [person, rect]));
      for (const { from, id, points, to } of links)
        for (const [person, { x, y }] of [[from, points[0]!] as const, [to, points.at(-1)!] as const]) {
          const rect = rects.get(person)!;
          const toSide = Math.min(Math.abs(x - rect.x), Math.abs(x - rect.x - rect.width));
          const toEnd = Math.min(Math.abs(y - rect.y), Math.abs(y - rect.y - rect.height));
          expect(Math.min(toSide, toEnd), `seed ${seed}: ${id}`).toBeLessThanOrEqual(0.5);
        }
    });
  });

  it('is the same for any order of the input, and on repeat', () => {
    everySeed((map, drawn, seed) => {
      expect(JSON.stringify(layoutNetwork(shuffledMap(map, seed))), `seed ${seed}`).toBe(JSON.stringify(drawn));
    });
  });

  it('never says NaN, whatever the relations', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 }), (pairs) => {
        const map = randomMap(1, 10);
        const relations = pairs.map(([a, b], i) => tie(`t${i}`, `p${a}`, `p${b}`));
        const drawn = layoutNetwork({ ...map, relations: new Map(relations.map((one) => [one.id, one])) });
        const { cards, height, links, record, width } = drawn;
        const numbers = [width, height, cards.map(({ rect }) => rect), links.map(({ points }) => points), record];
        expect(JSON.stringify(numbers)).not.toContain('null');
        expect(overlaps(drawn.cards.map(grownByBadges))).toEqual([]);
      }),
      { numRuns: SEEDS, seed: 31 },
    );
  });
});

describe('the network', () => {
  it('of nobody is an empty page of a positive size', () => {
    const { cards, height, links, record, width } = layoutNetwork(emptyMap());
    expect({ cards, links, record }).toEqual({ cards: [], links: [], record: {} });
    expect(Math.min(width, height)).toBeGreaterThan(0);
  });

  it('draws a few people without a crossing where there is a way', () => {
    const ring = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
    const ties = ring.map((id, i) => tie(`t${i}`, id, ring[(i + 1) % ring.length]!));
    const drawn = layoutNetwork({ ...randomMap(2, 8), relations: new Map(ties.map((one) => [one.id, one])) });
    expect(crossings(drawn.links)).toBe(0);
  });

  it('makes cards larger by how much people are listened to', () => {
    const map = randomMap(4, 20);
    const ties = Array.from({ length: 9 }, (_, i) => tie(`t${i}`, 'p1', `p${i + 2}`));
    const { cards, density } = layoutNetwork({ ...map, relations: new Map(ties.map((one) => [one.id, one])) });
    const scales = new Map(cards.map(({ person, scale }) => [person, scale!]));
    expect(scales.get('p1')).toBe(Math.max(...scales.values()));
    expect(scales.get('p1')).toBeGreaterThan(1.2);
    for (const { rect, scale } of cards) {
      expect(scale).toBeGreaterThanOrEqual(0.9);
      expect(scale).toBeLessThanOrEqual(1.4);
      expect(Math.abs(rect.width - CARD_SIZES[density].width * scale!)).toBeLessThanOrEqual(0.5);
    }
  });

  it('makes all cards alike where little is known of influence', () => {
    const map = randomMap(4, 7);
    const ties = Array.from({ length: 5 }, (_, i) => tie(`t${i}`, 'p1', `p${i + 2}`));
    const { cards } = layoutNetwork({ ...map, relations: new Map(ties.map((one) => [one.id, one])) });
    expect(new Set(cards.map(({ scale }) => scale))).toEqual(new Set([1]));
  });

  it('stands people without ties in rows below the others', () => {
    const map = randomMap(6, 24);
    const ties = [tie('a', 'p1', 'p2'), tie('b', 'p2', 'p3'), tie('c', 'p4', 'p5', { kind: 'conflict' })];
    const { cards } = layoutNetwork({ ...map, relations: new Map(ties.map((one) => [one.id, one])) });
    const tied = cards.filter(({ person }) => ['p1', 'p2', 'p3'].includes(person));
    const alone = cards.filter(({ person }) => !['p1', 'p2', 'p3'].includes(person));
    const bottom = Math.max(...tied.map(({ rect }) => rect.y + rect.height));
    expect(Math.min(...alone.map(({ rect }) => rect.y))).toBeGreaterThan(bottom);
    expect(new Set(alone.map(({ rect }) => rect.y)).size).toBeLessThanOrEqual(4);
  });

  it('runs two lines of one pair beside each other', () => {
    const map = randomMap(1, 3);
    const ties = [tie('a', 'p0', 'p1'), tie('b', 'p1', 'p0', { kind: 'personal' })];
    const { links } = layoutNetwork({ ...map, relations: new Map(ties.map((one) => [one.id, one])) });
    const [a, b] = [links[0]!.points[0]!, links[1]!.points.at(-1)!];
    expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBeGreaterThan(6);
  });
});
