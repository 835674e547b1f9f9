import { describe, expect, it, vi } from 'vitest';
import { layoutPowerMap, type PowerMapPlacement } from '../../../src/layout/index.ts';
import { LAYERS, type AccountMap, type LayoutRecord, type Person } from '../../../src/model/index.ts';
import { overlaps, throughCards } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';

const SEEDS = Math.ceil(Number(process.env['HERRINGBONE_SEEDS'] ?? 30) / 10);
const EDITS = 50;

vi.setConfig({ testTimeout: 60_000 + SEEDS * 10_000 });

const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({
  ...map,
  layouts: { 'power-map': record },
});
const edited = (map: AccountMap, id: string, change: Partial<Person>): AccountMap => ({
  ...map,
  people: new Map(map.people).set(id, { ...map.people.get(id)!, ...change }),
});
const pin = (record: LayoutRecord, ids: readonly string[]): LayoutRecord => ({
  ...record,
  ...Object.fromEntries(ids.map((id) => [id, { ...(record[id] as object), pinned: true }])),
});

interface Edited {
  readonly map: AccountMap;
  /** The only person whose slot may change. */
  readonly subject: string | null;
}

/** One of: somebody new, a line more, another layer, another department, somebody gone, a line gone. */
function edit(map: AccountMap, random: () => number, step: number): Edited {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const ids = [...map.people.keys()];
  const someone = map.people.get(pick(ids))!;
  const kind = Math.floor(random() * 6);
  if (kind === 0 || ids.length < 6) {
    const id = `n${step}`;
    const people = new Map(map.people).set(id, { ...someone, id, reportsTo: someone.id, layer: pick(LAYERS) });
    return { map: { ...map, people }, subject: id };
  }
  if (kind === 1) {
    const line = { kind: 'influence', direction: 'forward', strength: 2, note: '', extra: {} } as const;
    const id = `x${step}`;
    const relations = new Map(map.relations).set(id, { ...line, id, from: someone.id, to: pick(ids) });
    return { map: { ...map, relations }, subject: null };
  }
  if (kind === 2) return { map: edited(map, someone.id, { layer: pick(LAYERS) }), subject: someone.id };
  if (kind === 3) return { map: edited(map, someone.id, { unit: pick([...map.units.keys(), null]) }), subject: null };
  if (kind === 4) {
    const people = new Map([...map.people].filter(([id]) => id !== someone.id));
    return { map: { ...map, people }, subject: null };
  }
  return { map: { ...map, relations: new Map([...map.relations].slice(1)) }, subject: null };
}

function expectSound(map: AccountMap, { bands, cards, links }: PowerMapPlacement, where: string): void {
  expect(cards).toHaveLength(map.people.size);
  expect(overlaps(cards), where).toEqual([]);
  expect(throughCards(links, cards), where).toEqual([]);
  const strays = cards.filter(({ person, rect }) => {
    const band = bands.find(({ layer }) => layer === map.people.get(person)!.layer)!.rect;
    return rect.y < band.y || rect.y + rect.height > band.y + band.height;
  });
  expect(strays, where).toEqual([]);
}

describe('a power map over fifty edits', () => {
  it('stays sound and moves nobody whom the edit is not about', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      let map = randomMap(seed, 14);
      let { record } = layoutPowerMap(map);
      for (let step = 0; step < EDITS; step++) {
        const next = edit(map, random, step);
        map = withRecord(next.map, record);
        const drawn = layoutPowerMap(map);
        const where = `seed ${seed}, edit ${step}`;
        expectSound(map, drawn, where);
        const moved = [...map.people.keys()].filter(
          (id) => id !== next.subject && JSON.stringify(drawn.record[id]) !== JSON.stringify(record[id]),
        );
        expect(moved, where).toEqual([]);
        record = drawn.record;
      }
      expect(layoutPowerMap(shuffledMap(map, seed)), `seed ${seed}`).toEqual(layoutPowerMap(map));
    }
  });
});

describe('tidying a power map', () => {
  it('leaves pinned people in their slots, and keeps them pinned, unless it is to release them', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 20);
      const ids = [...map.people.keys()].filter((_, i) => i % 4 === 0);
      const record = pin(layoutPowerMap(map).record, ids);
      const tidied = layoutPowerMap(withRecord(map, record), { mode: 'tidy' });
      expectSound(map, tidied, `seed ${seed}`);
      for (const id of ids) expect(tidied.record[id], `seed ${seed}`).toEqual(record[id]);
      const released = layoutPowerMap(withRecord(map, record), { mode: 'tidy', release: true });
      for (const id of map.people.keys()) expect(released.record[id]).not.toHaveProperty('pinned');
    }
  });

  it('leaves pinned people in their slots also where it chooses the grid afresh', () => {
    const map = randomMap(4, 30);
    // One column: so bad that it has to be given up.
    const entries = LAYERS.flatMap((layer) =>
      [...map.people.values()]
        .filter((person) => person.layer === layer)
        .map(({ id }, row) => [id, { layer, column: 0, row, ...(row === 2 && { pinned: true }) }] as const),
    );
    const record = { ...Object.fromEntries(entries), 'grid columns': { columns: 1 } };
    const tidied = layoutPowerMap(withRecord(map, record), { mode: 'tidy' });
    expect((tidied.record['grid columns'] as { columns: number }).columns).toBeGreaterThan(2);
    expectSound(map, tidied, 'one column');
    for (const [id, entry] of entries) if (entry.row === 2) expect(tidied.record[id]).toEqual(entry);
  });

  it('of one department moves nobody outside it', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 24);
      const { record } = layoutPowerMap(map);
      const within = [...map.units.values()].find(({ parent }) => parent === null)!.id;
      const inside = new Set([within]);
      for (const { id, parent } of map.units.values()) if (parent !== null && inside.has(parent)) inside.add(id);
      const tidied = layoutPowerMap(withRecord(map, record), { mode: 'tidy', within });
      expectSound(map, tidied, `seed ${seed}`);
      for (const { id, unit } of map.people.values())
        if (unit === null || !inside.has(unit)) expect(tidied.record[id], `seed ${seed}`).toEqual(record[id]);
    }
  });

  it('is the same to the byte for any order of the input', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 24);
      const known = withRecord(map, pin(layoutPowerMap(map).record, [[...map.people.keys()][seed]!]));
      const tidied = JSON.stringify(layoutPowerMap(known, { mode: 'tidy' }));
      expect(JSON.stringify(layoutPowerMap(shuffledMap(known, seed), { mode: 'tidy' })), `seed ${seed}`).toBe(tidied);
    }
  });
});

describe('cards by power', () => {
  it('are the larger the more power, centred in slots that leave room for the largest', () => {
    let map = randomMap(6, 12);
    const [a, b] = [...map.people.values()].filter(({ layer }) => layer === 'execution').map(({ id }) => id);
    const card = (id: string) => layoutPowerMap(map).cards.find(({ person }) => person === id)!;
    const sizes = [1, 2, 3, 4, 5].map((power) => {
      map = edited(map, a!, { power });
      return card(a!).rect.width;
    });
    expect(sizes).toEqual([...sizes].sort((x, y) => x - y));
    expect(sizes[0]! / sizes[4]!).toBeCloseTo(0.9 / 1.15, 1);
    map = edited(map, b!, { power: null });
    expect(card(b!)).toMatchObject({ scale: 1, rect: { width: 132, height: 44 } });
    for (const id of map.people.keys()) map = edited(map, id, { power: 5 });
    expectSound(map, layoutPowerMap(map), 'all of power 5');
  });
});
