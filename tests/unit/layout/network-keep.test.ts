import { describe, expect, it, vi } from 'vitest';
import { layoutNetwork, type CardPlacement, type NetworkPlacement } from '../../../src/layout/index.ts';
import type { AccountMap, LayoutRecord, Person, Relation } from '../../../src/model/index.ts';
import { overlaps, throughCards } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 12);
/** Badges straddle the body by 9 above and below. */
const grownByBadges = ({ rect, ...card }: CardPlacement): CardPlacement => ({
  ...card,
  rect: { ...rect, y: rect.y - 9, height: rect.height + 18 },
});

vi.setConfig({ testTimeout: 60_000 + SEEDS * 3_000 });

const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({ ...map, layouts: { network: record } });
const withPerson = (map: AccountMap, person: Person): AccountMap => ({
  ...map,
  people: new Map([...map.people, [person.id, person]]),
});
const without = (map: AccountMap, gone: string): AccountMap => ({
  ...map,
  people: new Map([...map.people].filter(([id]) => id !== gone)),
  relations: new Map([...map.relations].filter(([, { from, to }]) => from !== gone && to !== gone)),
});
const withTie = (map: AccountMap, id: string, change: Partial<Relation>): AccountMap => {
  const plain = {
    kind: 'influence',
    direction: 'forward',
    strength: 2,
    note: '',
    extra: {},
    from: '',
    to: '',
  } as const;
  return { ...map, relations: new Map([...map.relations, [id, { ...plain, ...change, id }]]) };
};

function isSound(map: AccountMap, { cards, links }: NetworkPlacement, name: string): void {
  expect(
    cards.map(({ person }) => person),
    name,
  ).toEqual([...map.people.keys()].sort());
  expect(overlaps(cards.map(grownByBadges)), name).toEqual([]);
  expect(throughCards(links, cards), name).toEqual([]);
}

/** One edit by chance: somebody comes, goes or gets a tie. */
function edited(map: AccountMap, step: number, random: () => number): AccountMap {
  const ids = [...map.people.keys()];
  const pick = () => ids[Math.floor(random() * ids.length)]!;
  const chance = random();
  if (chance < 0.35 || ids.length < 4) {
    const like = map.people.get(pick())!;
    const grown = withPerson(map, { ...like, id: `n${step}`, order: `z${step}` });
    return random() < 0.6 ? withTie(grown, `n${step}`, { from: pick(), to: `n${step}` }) : grown;
  }
  if (chance < 0.55) return without(map, pick());
  const [from, to] = [pick(), pick()];
  return from === to ? map : withTie(map, `e${step}`, { from, to, kind: random() < 0.8 ? 'influence' : 'conflict' });
}

type Place = { x: number; y: number };
const placeOf = ({ record }: NetworkPlacement, id: string) => record[id] as Place;

function moved(before: NetworkPlacement, after: NetworkPlacement): string[] {
  const ids = Object.keys(before.record).filter((id) => id in after.record);
  return ids.filter((id) => JSON.stringify(before.record[id]) !== JSON.stringify(after.record[id]));
}

/** True when somebody now stands too near the place the person had: closer than 12 beside or 20 above. */
function isPushed(before: NetworkPlacement, after: NetworkPlacement, id: string): boolean {
  const own = after.cards.find(({ person }) => person === id)!.rect;
  const had = placeOf(before, id);
  return after.cards.some(({ person, rect }) => {
    const at = placeOf(after, person);
    const [dx, dy] = [Math.abs(at.x - had.x), Math.abs(at.y - had.y)];
    return person !== id && dx < (own.width + rect.width) / 2 + 12 && dy < (own.height + rect.height) / 2 + 20;
  });
}

describe('keeping a network', () => {
  it('draws the same picture from its own record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 5 + (seed % (seed % 10 === 0 ? 90 : 20)));
      const fresh = layoutNetwork(map);
      expect(layoutNetwork(withRecord(map, fresh.record)), `seed ${seed}`).toEqual(fresh);
    }
  });

  it('moves nobody when a person comes with ties, and puts them near those', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 30);
      const before = layoutNetwork(map);
      const friend = [...map.relations.values()].find(({ kind }) => kind === 'influence')!.from;
      const grown = withTie(
        withPerson(withRecord(map, before.record), { ...map.people.get('p0')!, id: 'new' }),
        'new',
        { from: 'new', to: friend, kind: 'personal' },
      );
      const after = layoutNetwork(grown);
      const { new: added, ...others } = after.record as Record<string, { x: number; y: number }>;
      expect(others, `seed ${seed}`).toEqual(before.record);
      const at = others[friend]!;
      expect(Math.abs(added!.x - at.x) / 170 + Math.abs(added!.y - at.y) / 90, `seed ${seed}`).toBeLessThan(6);
      isSound(grown, after, `seed ${seed}`);
    }
  });

  it('moves only whom a larger card pushes, over fifty edits, and never lets cards overlap', () => {
    for (let seed = 1; seed <= Math.ceil(SEEDS / 2); seed++) {
      const random = seededRandom(seed);
      let map = randomMap(seed, 14);
      let drawn = layoutNetwork(map);
      for (let step = 0; step < 50; step++) {
        map = edited(withRecord(map, drawn.record), step, random);
        const next = layoutNetwork(map);
        isSound(map, next, `seed ${seed}, edit ${step}`);
        for (const id of moved(drawn, next))
          expect(isPushed(drawn, next, id), `seed ${seed}, edit ${step}: ${id}`).toBe(true);
        drawn = next;
      }
    }
  });

  it('gives way where two claim one place: the smaller id keeps it, by hand placed before others', () => {
    const map = randomMap(2, 12);
    const { record } = layoutNetwork(map);
    const claimed = layoutNetwork(withRecord(map, { ...record, p7: record['p3'] }));
    expect(claimed.record['p3']).toEqual(record['p3']);
    expect(claimed.record['p7']).not.toEqual(record['p3']);
    const pinned = layoutNetwork(withRecord(map, { ...record, p7: { ...(record['p3'] as object), pinned: true } }));
    expect(pinned.record['p7']).toEqual({ ...(record['p3'] as object), pinned: true });
    expect(pinned.record['p3']).not.toEqual(record['p3']);
    isSound(map, claimed, 'claimed');
    isSound(map, pinned, 'pinned');
  });

  it('parts a crowd recorded in one place, and draws that again from its own record', () => {
    const map = randomMap(7, 150);
    const crowd = Object.fromEntries([...map.people.keys()].map((id) => [id, { x: 40, y: -40 }]));
    const parted = layoutNetwork({ ...map, layouts: { network: crowd } });
    expect(overlaps(parted.cards)).toEqual([]);
    expect(Math.max(parted.width / 16, parted.height / 9)).toBeLessThan(400);
    expect(layoutNetwork({ ...map, layouts: { network: parted.record } })).toEqual(parted);
  });

  it('takes any rubbish for a record, in any order of the input', () => {
    const rubbish: unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { x: 1 },
      { x: 1e9, y: 0 },
      { x: NaN, y: {} },
      { x: 0.5, y: 0 },
      { x: 0, y: 0 },
    ];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 14);
      const good = layoutNetwork(map).record;
      const pick = () => rubbish[Math.floor(random() * rubbish.length)];
      const entries = [...map.people.keys()].map((id) => [id, random() < 0.5 ? good[id] : pick()] as const);
      const broken = withRecord(map, { ...Object.fromEntries(entries), gone: 1, 'page choices': 'x' });
      const drawn = layoutNetwork(broken, { mode: 'keep' });
      isSound(map, drawn, `seed ${seed}`);
      expect(JSON.stringify(layoutNetwork(shuffledMap(broken, seed))), `seed ${seed}`).toBe(JSON.stringify(drawn));
    }
  });
});

describe('tidying a network', () => {
  it('forgets the record but for whom a hand placed', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 16);
      const fresh = layoutNetwork(map);
      const spread = { ...fresh.record, p5: { x: 900, y: 40, pinned: true }, p6: { x: -300, y: 700 } };
      const tidied = layoutNetwork(withRecord(map, spread), { mode: 'tidy' });
      expect(tidied.record['p5'], `seed ${seed}`).toEqual({ x: 900, y: 40, pinned: true });
      isSound(map, tidied, `seed ${seed}`);
      const released = layoutNetwork(withRecord(map, spread), { mode: 'tidy', release: true });
      expect(released, `seed ${seed}`).toEqual(fresh);
    }
  });

  it('within a department moves nobody else', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 25);
      const { record } = layoutNetwork(map);
      const inside = (id: string) =>
        map.people.get(id)!.unit === 'u0' || map.units.get(map.people.get(id)!.unit!)?.parent === 'u0';
      const tidied = layoutNetwork(withRecord(map, record), { mode: 'tidy', within: 'u0' });
      for (const id of map.people.keys())
        if (!inside(id)) expect(tidied.record[id], `seed ${seed}: ${id}`).toEqual(record[id]);
      isSound(map, tidied, `seed ${seed}`);
      const gone = layoutNetwork(withRecord(map, record), { mode: 'tidy', within: 'gone' });
      expect(gone.record, `seed ${seed}`).toEqual(record);
    }
  });
});
