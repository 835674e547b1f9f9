import { describe, expect, it } from 'vitest';
import {
  layoutPowerMap,
  LAYOUTS,
  type HandMove,
  type PowerMapPlacement,
  type RecordPatch,
} from '../../../src/layout/index.ts';
import type { AccountMap, LayoutRecord } from '../../../src/model/index.ts';
import { overlaps } from '../../support/drawing-measures.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';

const SEEDS = Math.ceil(Number(process.env['HERRINGBONE_SEEDS'] ?? 30) / 5);

const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({
  ...map,
  layouts: { 'power-map': record },
});
const place = (map: AccountMap, drawn: PowerMapPlacement, move: HandMove): RecordPatch | null =>
  LAYOUTS['power-map'].place!(map, drawn, move);
const patched = (record: LayoutRecord, patch: RecordPatch): LayoutRecord => ({ ...record, ...patch });
const middle = (drawn: PowerMapPlacement, person: string) => {
  const { height, width, x, y } = drawn.cards.find((card) => card.person === person)!.rect;
  return { x: x + width / 2, y: y + height / 2 };
};
const slot = (record: LayoutRecord, person: string) => {
  const { column, layer, row } = record[person] as { column: number; layer: string; row: number };
  return { column, layer, row };
};

/** A drawn map, two of its people who share a layer, and one of another layer. */
function scene(seed: number) {
  const map = randomMap(seed, 16);
  const drawn = layoutPowerMap(map);
  const [a, b] = [...map.people.values()].filter(({ layer }) => layer === 'execution').map(({ id }) => id);
  const other = [...map.people.values()].find(({ layer }) => layer !== 'execution')!.id;
  return { map, drawn, a: a!, b: b!, other };
}

describe('letting a card go on the power map', () => {
  it('swaps two people of a band and pins the moved one only', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { a, b, drawn, map } = scene(seed);
      const patch = place(map, drawn, { people: [a], grabbed: a, to: middle(drawn, b) });
      expect(patch, `seed ${seed}`).toEqual({
        [a]: { ...slot(drawn.record, b), pinned: true },
        [b]: slot(drawn.record, a),
      });
      const after = layoutPowerMap(withRecord(map, patched(drawn.record, patch!)));
      expect(middle(after, a)).toEqual(middle(drawn, b));
      expect(middle(after, b)).toEqual(middle(drawn, a));
    }
  });

  it('takes a free slot without moving anybody', () => {
    const map = randomMap(5, 9);
    const drawn = layoutPowerMap(map);
    const ids = [...map.people.values()].filter(({ layer }) => layer === 'execution').map(({ id }) => id);
    const at = middle(drawn, ids[0]!);
    const columns = (drawn.record['grid columns'] as { columns: number }).columns;
    const held = new Set(ids.map((id) => JSON.stringify(slot(drawn.record, id))));
    const pitch = 164;
    const { column, row } = slot(drawn.record, ids[0]!);
    const free = Array.from({ length: columns }, (_, c) => c).find(
      (c) => !held.has(JSON.stringify({ column: c, layer: 'execution', row })),
    )!;
    const to = { x: at.x + (free - column) * pitch + 20, y: at.y - 15 };
    expect(place(map, drawn, { people: [ids[0]!], grabbed: ids[0]!, to })).toEqual({
      [ids[0]!]: { column: free, layer: 'execution', row, pinned: true },
    });
  });

  it('means nothing in another band, off the page, on its own slot, or for a department', () => {
    const { a, drawn, map, other } = scene(2);
    const at = middle(drawn, a);
    const to = (x: number, y: number) => place(map, drawn, { people: [a], grabbed: a, to: { x, y } });
    expect(place(map, drawn, { people: [a], grabbed: a, to: middle(drawn, other) })).toBeNull();
    expect(to(at.x, drawn.height + 50)).toBeNull();
    expect(to(-30, at.y)).toBeNull();
    expect(to(at.x + 4, at.y - 4)).toBeNull();
    expect(to(NaN, NaN)).toBeNull();
    expect(place(map, drawn, { unit: 'u0', to: at })).toBeNull();
    expect(place(map, drawn, { people: ['gone'], grabbed: 'gone', to: at })).toBeNull();
  });

  it('moves a whole hand, with nobody lost and nobody on another', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 24);
      const drawn = layoutPowerMap(map);
      const ids = [...map.people.keys()];
      const pick = () => ids[Math.floor(random() * ids.length)]!;
      const grabbed = pick();
      const move = { people: [grabbed, pick(), pick(), pick()], grabbed, to: middle(drawn, pick()) };
      const patch = place(map, drawn, move);
      expect(place(shuffledMap(map, seed), drawn, { ...move, people: [...move.people].reverse() })).toEqual(patch);
      if (patch === null) continue;
      const record = patched(drawn.record, patch);
      const after = layoutPowerMap(withRecord(map, record));
      expect(after.record, `seed ${seed}`).toEqual(record);
      expect(overlaps(after.cards)).toEqual([]);
    }
  });

  it('reads any placement record without throwing', () => {
    const { a, b, drawn, map } = scene(3);
    for (const rubbish of [null, 7, 'x', [], {}, { columns: -1 }, { columns: 1e9 }]) {
      const move = { people: [a], grabbed: a, to: middle(drawn, b) };
      expect(place(map, { ...drawn, record: { 'grid columns': rubbish } }, move)).toBeNull();
      expect(place(map, { ...drawn, record: { ...drawn.record, [a]: rubbish } }, move)).toBeNull();
    }
  });
});

describe('hands that move cards at the same time', () => {
  it('end in one picture whatever order their entries arrive in', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { a, b, drawn, map } = scene(seed);
      const last = [...map.people.values()].filter(({ layer }) => layer === 'execution').at(-1)!.id;
      const to = middle(drawn, b);
      const one = place(map, drawn, { people: [a], grabbed: a, to });
      const two = place(map, drawn, { people: [last], grabbed: last, to });
      // Entry by entry: what both wrote (the one swapped out) comes from either.
      const merges = [
        { ...drawn.record, ...one, ...two },
        { ...drawn.record, ...two, ...one },
      ];
      for (const record of merges) {
        const here = layoutPowerMap(withRecord(map, record));
        const there = layoutPowerMap(
          withRecord(shuffledMap(map, seed), Object.fromEntries(Object.entries(record).reverse())),
        );
        expect(there, `seed ${seed}`).toEqual(here);
        expect(overlaps(here.cards)).toEqual([]);
        const keeper = [a, last].sort()[0]!;
        if (a !== last && b !== last) expect(slot(here.record, keeper), `seed ${seed}`).toEqual(slot(drawn.record, b));
        const moved = Object.keys(record).filter(
          (id) => JSON.stringify(here.record[id]) !== JSON.stringify(record[id]),
        );
        expect(moved.length, `seed ${seed}: ${moved.join()}`).toBeLessThanOrEqual(2);
      }
    }
  });
});
