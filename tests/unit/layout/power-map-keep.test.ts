import { describe, expect, it, vi } from 'vitest';
import { layoutPowerMap, type PowerMapPlacement } from '../../../src/layout/index.ts';
import type { AccountMap, LayoutRecord, Person } from '../../../src/model/index.ts';
import { overlaps, throughCards } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 8);

const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({
  ...map,
  layouts: { 'power-map': record },
});
const withPerson = (map: AccountMap, person: Person): AccountMap => ({
  ...map,
  people: new Map([...map.people, [person.id, person]]),
});
const places = ({ cards, record }: PowerMapPlacement) => new Map(cards.map(({ person }) => [person, record[person]]));

vi.setConfig({ testTimeout: 30_000 + SEEDS * 1_000 });

describe('keeping a power map', () => {
  it('draws the same picture from its own record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 5 + (seed % (seed % 10 === 0 ? 90 : 20)));
      const fresh = layoutPowerMap(map);
      expect(layoutPowerMap(withRecord(map, fresh.record)), `seed ${seed}`).toEqual(fresh);
    }
  });

  it('moves nobody when people and links are added', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 14);
      const before = layoutPowerMap(map);
      let grown = withRecord(map, before.record);
      const boss = [...map.people.values()][seed % map.people.size]!;
      for (let i = 0; i < 10; i++)
        grown = withPerson(grown, { ...boss, id: `n${i}`, order: `z${i}`, reportsTo: boss.id, layer: 'execution' });
      const after = layoutPowerMap(grown);
      const now = places(after);
      for (const [person, slot] of places(before)) expect(now.get(person), `seed ${seed}: ${person}`).toEqual(slot);
      expect(overlaps(after.cards)).toEqual([]);
      expect(throughCards(after.links, after.cards)).toEqual([]);
    }
  });

  it('gives a person of another layer a place in the new band', () => {
    const map = randomMap(3, 20);
    const { record } = layoutPowerMap(map);
    const moved = [...map.people.values()].find((person) => person.layer === 'execution')!;
    const after = layoutPowerMap(withPerson(withRecord(map, record), { ...moved, layer: 'decision' }));
    const card = after.cards.find(({ person }) => person === moved.id)!;
    const band = after.bands.find(({ layer }) => layer === 'decision')!;
    expect(card.rect.y + card.rect.height).toBeLessThanOrEqual(band.rect.y + band.rect.height);
  });

  it('lets the smaller id keep a slot that two claim', () => {
    const map = randomMap(2, 12);
    const { record } = layoutPowerMap(map);
    const [a, b] = [...map.people.values()]
      .filter((person) => person.layer === 'execution')
      .map(({ id }) => id)
      .sort();
    const after = layoutPowerMap(withRecord(map, { ...record, [b!]: record[a!] }));
    expect(after.record[a!]).toEqual(record[a!]);
    expect(overlaps(after.cards)).toEqual([]);
  });

  it('takes any rubbish for a record, in any order of the input', () => {
    const rubbish: unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { column: -1 },
      { column: 1e9, row: 0 },
      { column: NaN, row: {} },
    ];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 12);
      const pick = () => rubbish[Math.floor(random() * rubbish.length)];
      const good = layoutPowerMap(map).record;
      const entries = [...map.people.keys()].map((id) => [id, random() < 0.5 ? good[id] : pick()] as const);
      const head = random() < 0.5 ? good['grid columns'] : pick();
      const broken = withRecord(map, { ...Object.fromEntries(entries), 'grid columns': head, gone: 1 });
      const drawn = layoutPowerMap(broken, { mode: 'keep' });
      expect(drawn.cards).toHaveLength(12);
      expect(overlaps(drawn.cards)).toEqual([]);
      expect(throughCards(drawn.links, drawn.cards)).toEqual([]);
      expect(layoutPowerMap(shuffledMap(broken, seed), { mode: 'keep' })).toEqual(drawn);
    }
  });
});
