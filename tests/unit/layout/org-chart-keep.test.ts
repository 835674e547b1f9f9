import { describe, expect, it, vi } from 'vitest';
import { CARD_SIZES, layoutOrgChart, layoutView, type OrgChartPlacement } from '../../../src/layout/index.ts';
import { descendants, unitTree, type AccountMap, type LayoutRecord, type Person } from '../../../src/model/index.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';
import { faultsOf, withBosses } from './org-chart-faults.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 12);
const EDITS = 50;

vi.setConfig({ testTimeout: 30_000 + SEEDS * 2_000 });

const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({
  ...map,
  layouts: { 'org-chart': record },
});
const withPeople = (map: AccountMap, people: Iterable<Person>): AccountMap => ({
  ...map,
  people: new Map([...people].map((person) => [person.id, person])),
});
const forms = (record: LayoutRecord) =>
  Object.entries(record as Record<string, { form: string; columns: number }>).map(([id, { columns, form }]) => [
    id,
    form,
    columns,
  ]);
const places = ({ cards }: OrgChartPlacement) => new Map(cards.map(({ person, rect }) => [person, rect]));
const newcomer = (id: string, boss: Person): Person => ({
  ...boss,
  id,
  order: `z${id}`,
  reportsTo: boss.id,
  layer: 'execution',
});

/** Adds, removes, or gives another boss. */
function edited(map: AccountMap, step: number, random: () => number): AccountMap {
  const people = [...map.people.values()];
  const pick = () => people[Math.floor(random() * people.length)]!;
  const chance = random();
  if (chance < 0.5 || people.length < 4) return withPeople(map, [...people, newcomer(`n${step}`, pick())]);
  if (chance < 0.7) {
    const gone = pick().id;
    return withPeople(
      map,
      people.filter(({ id }) => id !== gone),
    );
  }
  const [moved, boss] = [pick(), chance < 0.8 ? null : pick().id];
  return withPeople(
    map,
    people.map((person) => (person === moved ? { ...person, reportsTo: boss } : person)),
  );
}

describe('keeping an org chart', () => {
  it('draws the same picture from its own record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 3 + (seed % (seed % 10 === 0 ? 120 : 30)), seed % 4 === 0 ? 'flat' : 'normal');
      const fresh = layoutOrgChart(map);
      expect(layoutOrgChart(withRecord(map, fresh.record)), `seed ${seed}`).toEqual(fresh);
    }
  });

  it('draws several trees and loners the same from their own record', () => {
    const bosses: Record<string, string | null> = {};
    for (let i = 0; i < 9; i++)
      Object.assign(bosses, { [`b${i}`]: null, [`r${i}`]: `b${i % 4}`, [`s${i}`]: `r${i % 3}` });
    const map = withBosses(bosses);
    const fresh = layoutOrgChart(map);
    expect(layoutOrgChart(withRecord(map, fresh.record))).toEqual(fresh);
  });

  it('stays without faults through fifty edits, each kept from the last record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      let map = randomMap(seed, seed % 25);
      for (let step = 0; step < EDITS && map.people.size > 0; step++) {
        const drawn = layoutOrgChart(map);
        map = withRecord(edited(map, step, random), drawn.record);
      }
      const last = layoutOrgChart(map, { mode: 'keep' });
      expect(faultsOf(last, map), `seed ${seed}`).toEqual([]);
      expect(layoutOrgChart(shuffledMap(map, seed), { mode: 'keep' }), `seed ${seed}`).toEqual(last);
    }
  });

  it('keeps every form when somebody joins, and moves few', () => {
    let [cards, moved, people] = [0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 40);
      const before = layoutOrgChart(map);
      const bosses = [...map.people.values()].filter(({ id }) => Object.hasOwn(before.record, id));
      const grown = withPeople(map, [...map.people.values(), newcomer('new', bosses[seed % bosses.length]!)]);
      const after = layoutOrgChart(withRecord(grown, before.record));
      expect(forms(after.record), `seed ${seed}`).toEqual(forms(before.record));
      const now = places(after);
      for (const [person, { x, y }] of places(before)) {
        people++;
        cards += Math.hypot(now.get(person)!.x - x, now.get(person)!.y - y) / CARD_SIZES.comfortable.width;
        if (now.get(person)!.x !== x || now.get(person)!.y !== y) moved++;
      }
    }
    expect(moved / people).toBeLessThan(0.25);
    expect(cards / people).toBeLessThan(0.15);
  });

  it('stands a new team beside the stack its boss stood in, and nobody before moves', () => {
    const bosses = { boss: null, a: 'boss', b: 'boss', c: 'boss', d: 'boss', e: 'boss', f: 'boss' };
    const record = { boss: { form: 'row', columns: 2, start: 0 } };
    const before = places(layoutOrgChart(withRecord(withBosses(bosses), record)));
    const after = places(layoutOrgChart(withRecord(withBosses({ ...bosses, new: 'f' }), record)));
    for (const id of ['boss', 'a', 'b', 'c', 'd', 'e']) expect(after.get(id), id).toEqual(before.get(id));
    expect(after.get('f')!.x).toBeGreaterThan(after.get('d')!.x);
  });

  it('chooses afresh only within the department asked for', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 60);
      const wrong = layoutOrgChart(map).record;
      const stretched = Object.fromEntries(Object.keys(wrong).map((id) => [id, { form: 'row', columns: 0 }]));
      const units = unitTree(map);
      const within = units.roots[seed % units.roots.length]!.id;
      const inside = new Set([within, ...descendants(units, within)]);
      const drawn = layoutOrgChart(withRecord(map, stretched), { mode: 'tidy', within });
      expect(faultsOf(drawn, map)).toEqual([]);
      for (const [id, entry] of Object.entries(drawn.record))
        if (!inside.has(map.people.get(id)!.unit ?? ''))
          expect(entry, `seed ${seed}: ${id}`).toMatchObject(stretched[id]!);
    }
  });

  it('closes up a page of holes, and draws that again from its own record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 30, seed % 3 === 0 ? 'flat' : 'normal');
      const far = () => Math.round((random() - 0.5) * 2e5);
      const { record, width } = layoutOrgChart(map);
      const holes = Object.entries(record).map(([id, entry]) => [
        id,
        { ...(entry as object), form: 'row', at: far(), start: far() },
      ]);
      const drawn = layoutOrgChart(withRecord(map, Object.fromEntries(holes) as LayoutRecord));
      expect(drawn.width, `seed ${seed}: ${width}`).toBeLessThanOrEqual(100 * 160);
      expect(faultsOf(drawn, map), `seed ${seed}`).toEqual([]);
      expect(layoutOrgChart(withRecord(map, drawn.record)), `seed ${seed}`).toEqual(drawn);
    }
  });

  it('takes any rubbish for a record', () => {
    const rubbish: unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { form: 'row' },
      { form: 'list', columns: -1 },
      { form: 'heap', columns: 2 },
      { form: 'shelves', columns: 1e9 },
      { form: 'row', columns: 300 },
      { form: 'shelves', columns: 0, shelf: 12, side: 'left' },
      { form: 'shelves', columns: 3, shelf: NaN, side: 'up' },
      { shelf: 3, side: 'right' },
    ];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 30, seed % 2 === 0 ? 'flat' : 'normal');
      const pick = () => rubbish[Math.floor(random() * rubbish.length)];
      const entries = [...map.people.keys(), 'loners grid', 'page choices', '__proto__', 'gone'].map((id) => [
        id,
        pick(),
      ]);
      const broken = withRecord(map, Object.fromEntries(entries) as LayoutRecord);
      const drawn = layoutView('org-chart', broken, { mode: 'keep' }) as OrgChartPlacement;
      expect(drawn.cards).toHaveLength(30);
      expect(faultsOf(drawn, map), `seed ${seed}`).toEqual([]);
    }
  });
});
