import { describe, expect, it, vi } from 'vitest';
import { layoutPowerMap, type PowerMapPlacement } from '../../../src/layout/index.ts';
import { LAYERS, type AccountMap, type Layer } from '../../../src/model/index.ts';
import { meetsRect, overlaps, throughCards } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap, type MapShape } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 12);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];

/** Maps of every shape with 0 to 24 people, every tenth up to 90; in every third some stand outside. */
function mapOf(seed: number): AccountMap {
  const random = seededRandom(seed);
  const map = randomMap(seed, Math.floor(random() ** 2 * (seed % 10 === 0 ? 90 : 24)), SHAPES[seed % SHAPES.length]);
  if (seed % 3 !== 0) return map;
  const people = [...map.people].map(
    ([id, person]) => [id, random() < 0.1 ? { ...person, layer: 'outside' as Layer } : person] as const,
  );
  return { ...map, people: new Map(people) };
}

const drawnBySeed = new Map<number, PowerMapPlacement>();

function everySeed(check: (map: AccountMap, drawn: PowerMapPlacement, seed: number) => void): void {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const map = mapOf(seed);
    const drawn = drawnBySeed.get(seed) ?? layoutPowerMap(map);
    drawnBySeed.set(seed, drawn);
    check(map, drawn, seed);
  }
}

vi.setConfig({ testTimeout: 30_000 + SEEDS * 1_000 });

describe('the power map of any organisation', () => {
  it('places everybody once and lets no cards overlap', () => {
    everySeed((map, { cards }, seed) => {
      expect(cards.map((card) => card.person).sort(), `seed ${seed}`).toEqual([...map.people.keys()].sort());
      expect(overlaps(cards), `seed ${seed}`).toEqual([]);
    });
  });

  it('keeps every card inside the band of its layer', () => {
    everySeed((map, { bands, cards }, seed) => {
      const strays = cards.filter(({ person, rect }) => {
        const band = bands.find(({ layer }) => layer === map.people.get(person)!.layer)!.rect;
        const isInside = rect.y >= band.y && rect.y + rect.height <= band.y + band.height;
        return !isInside || rect.x < band.x || rect.x + rect.width > band.x + band.width;
      });
      expect(strays, `seed ${seed}`).toEqual([]);
    });
  });

  it('runs no link through the card of somebody else', () => {
    everySeed((_, { cards, links }, seed) => expect(throughCards(links, cards), `seed ${seed}`).toEqual([]));
  });

  it('starts and ends links on the border of their own cards, and crosses neither', () => {
    everySeed((_, { cards, links }, seed) => {
      const rects = new Map(cards.map(({ person, rect }) => [person, rect]));
      for (const { from, id, points, to } of links) {
        for (const [person, at] of [[from, points[0]!] as const, [to, points.at(-1)!] as const]) {
          const { height, width, x, y } = rects.get(person)!;
          const onSides = (at.x === x || at.x === x + width) && at.y >= y && at.y <= y + height;
          const onEdges = (at.y === y || at.y === y + height) && at.x >= x && at.x <= x + width;
          expect(onSides || onEdges, `seed ${seed}: ${id} at ${person}`).toBe(true);
          const through = points.slice(1).some((q, i) => meetsRect(points[i]!, q, rects.get(person)!, 1));
          expect(through, `seed ${seed}: ${id} in ${person}`).toBe(false);
        }
      }
    });
  });

  it('draws each reporting line and each relation once, between people who are there', () => {
    everySeed((map, { cards, links }, seed) => {
      const there = new Set(cards.map((card) => card.person));
      expect(links.every(({ from, to }) => there.has(from) && there.has(to))).toBe(true);
      const bosses = [...map.people.values()].filter((p) => p.reportsTo !== null).map((p) => `reports:${p.id}`);
      expect(links.map((link) => link.id).sort(), `seed ${seed}`).toEqual([...bosses, ...map.relations.keys()].sort());
    });
  });

  it('stays within the page, on halves of a unit', () => {
    everySeed((_, { bands, cards, height, links, width }, seed) => {
      const corners = [...cards, ...bands].flatMap(({ rect: r }) => [r, { x: r.x + r.width, y: r.y + r.height }]);
      const stray = [...corners, ...links.flatMap((link) => link.points)].filter(
        ({ x, y }) =>
          !(
            x >= 0 &&
            x <= width &&
            y >= 0 &&
            y <= height &&
            x * 2 === Math.round(x * 2) &&
            y * 2 === Math.round(y * 2)
          ),
      );
      expect(stray, `seed ${seed}`).toEqual([]);
    });
  });

  it('is the same to the byte on repeat and for any order of the input', () => {
    everySeed((map, drawn, seed) => {
      const bytes = JSON.stringify(drawn);
      expect(JSON.stringify(layoutPowerMap(map)), `seed ${seed}`).toBe(bytes);
      expect(JSON.stringify(layoutPowerMap(shuffledMap(map, seed))), `seed ${seed}`).toBe(bytes);
    });
  });

  it('never lays two links between the same two people on one another', () => {
    everySeed((_, { links }, seed) => {
      const seen = new Set<string>();
      for (const { from, points, to } of links) {
        const key = `${[from, to].sort().join(' ')} ${JSON.stringify(from < to ? points : [...points].reverse())}`;
        expect(seen.has(key), `seed ${seed}: ${key}`).toBe(false);
        seen.add(key);
      }
    });
  });
});

describe('the bands of a power map', () => {
  it('are the three layers from the top, drawn even when empty', () => {
    const { bands, cards, links } = layoutPowerMap(randomMap(1, 0));
    expect(bands.map((band) => band.layer)).toEqual(LAYERS.slice(0, 3));
    expect(bands.every(({ rect }) => rect.height > 0 && rect.width > 0)).toBe(true);
    expect([cards, links]).toEqual([[], []]);
  });

  it('have an outside band at the bottom when somebody stands there', () => {
    const map = randomMap(1, 5);
    const [first, ...others] = [...map.people.values()];
    const people = new Map([...others, { ...first!, layer: 'outside' as const }].map((p) => [p.id, p]));
    expect(layoutPowerMap({ ...map, people }).bands.at(-1)!.layer).toBe('outside');
  });

  it('leave room for the layer’s name beside the cards', () => {
    const { bands, cards } = layoutPowerMap(randomMap(4, 40));
    for (const { label } of bands)
      for (const { rect } of cards) expect(rect.x).toBeGreaterThanOrEqual(label.x + label.width);
  });
});
