import { describe, expect, it, vi } from 'vitest';
import { layoutFishbone, type FishbonePlacement } from '../../../src/layout/index.ts';
import type { AccountMap, LayoutRecord, Person, Unit } from '../../../src/model/index.ts';
import { faults, movement, type Movement } from '../../support/fishbone-measures.ts';
import { randomMap, seededRandom, type MapShape } from '../../support/random-map.ts';

const SEEDS = Math.max(4, Math.ceil(Number(process.env['HERRINGBONE_SEEDS'] ?? 30) / 5));
const SHAPES: readonly MapShape[] = ['normal', 'star', 'normal', 'flat', 'normal', 'empty-units'];
const EDITS = 50;

vi.setConfig({ testTimeout: 30_000 + SEEDS * 8_000 });

const kept = (map: AccountMap, record: LayoutRecord): FishbonePlacement =>
  layoutFishbone({ ...map, layouts: { fishbone: record } }, { mode: 'keep' });

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function joined(map: AccountMap, id: string, mate: Person): AccountMap {
  const person: Person = { ...mate, id, order: `z${id}`, layer: 'execution', reportsTo: mate.reportsTo ?? mate.id };
  return { ...map, people: new Map([...map.people, [id, person]]) };
}

function without(map: AccountMap, id: string): AccountMap {
  const people = new Map(
    [...map.people]
      .filter(([key]) => key !== id)
      .map(([key, person]) => [key, person.reportsTo === id ? { ...person, reportsTo: null } : person]),
  );
  return { ...map, people };
}

/** One of what people do to a map: somebody joins, leaves, moves, gets another boss, or a department is new. */
function edited(map: AccountMap, step: number, random: () => number): AccountMap {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const people = [...map.people.values()];
  const one = pick(people);
  const unit = pick([...map.units.values()]);
  const kind = Math.floor(random() * 6);
  if (!one || kind <= 1) return one ? joined(map, `new${step}`, one) : map;
  if (kind === 2) return without(map, one.id);
  if (kind === 3 && unit) return { ...map, people: new Map([...map.people, [one.id, { ...one, unit: unit.id }]]) };
  if (kind === 4) {
    const boss = people.find((person) => person.reportsTo === null && person.id !== one.id);
    return { ...map, people: new Map([...map.people, [one.id, { ...one, reportsTo: boss?.id ?? null }]]) };
  }
  const parent = unit && random() < 0.6 ? unit.id : null;
  const added: Unit = {
    id: `unit${step}`,
    name: `新部门${step}`,
    parent,
    order: `z${step}`,
    outside: false,
    hue: null,
    extra: {},
  };
  return {
    ...map,
    units: new Map([...map.units, [added.id, added]]),
    people: new Map([...map.people, [one.id, { ...one, unit: added.id }]]),
  };
}

/** Those whom an edit puts elsewhere. */
const movedBy = (before: AccountMap, after: AccountMap): Set<string> =>
  new Set([...after.people].filter(([id, person]) => person.unit !== before.people.get(id)?.unit).map(([id]) => id));

describe('a fishbone that is kept', () => {
  it('moves next to nobody when one person joins', () => {
    for (const people of [12, 40, 150]) {
      const moves: Movement[] = [];
      for (let seed = 1; seed <= SEEDS; seed++) {
        const map = randomMap(seed, people);
        const before = layoutFishbone(map);
        const mates = [...map.people.values()];
        for (let i = 0; i < 6; i++) {
          const after = kept(joined(map, 'new', mates[(seed * 5 + i * 7) % mates.length]!), before.record);
          moves.push(movement(before, after));
        }
      }
      const note = `${people} people`;
      expect(mean(moves.map((move) => move.mean)), note).toBeLessThanOrEqual(0.06);
      expect(mean(moves.map((move) => move.share)), note).toBeLessThanOrEqual(0.1);
      expect(mean(moves.map((move) => move.order)), note).toBeGreaterThanOrEqual(0.985);
    }
  });

  it('covers nothing through fifty edits, and mostly holds still', () => {
    const moves: Movement[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const shape = SHAPES[seed % SHAPES.length];
      let map = randomMap(seed, 20 + Math.floor(random() * 60), shape);
      let before = layoutFishbone(map);
      for (let step = 0; step < EDITS; step++) {
        const next = edited(map, step, random);
        const after = kept(next, before.record);
        expect(faults(after), `seed ${seed} step ${step}`).toEqual([]);
        // Without departments, who stands in the head decides everything, and leaving changes that.
        if (shape !== 'flat') moves.push(movement(before, after, movedBy(map, next)));
        map = next;
        before = after;
      }
    }
    expect(mean(moves.map((move) => move.mean))).toBeLessThanOrEqual(0.08);
    expect(mean(moves.map((move) => move.share))).toBeLessThanOrEqual(0.1);
    expect(mean(moves.map((move) => move.order))).toBeGreaterThanOrEqual(0.985);
  });

  it('keeps every joint that nobody pushes when a department goes', () => {
    const map = randomMap(4, 60);
    const before = layoutFishbone(map);
    const gone = [...map.units.values()].find((unit) => unit.parent === null)!;
    const inside = new Set(
      [...map.units.values()].filter((unit) => unit.id === gone.id || unit.parent === gone.id).map((unit) => unit.id),
    );
    for (let size = 0; size < inside.size;) {
      size = inside.size;
      for (const unit of map.units.values()) if (unit.parent !== null && inside.has(unit.parent)) inside.add(unit.id);
    }
    const after = kept(
      {
        ...map,
        units: new Map([...map.units].filter(([id]) => !inside.has(id))),
        people: new Map([...map.people].filter(([, person]) => person.unit === null || !inside.has(person.unit))),
      },
      before.record,
    );
    const joints = (record: LayoutRecord) =>
      Object.fromEntries(
        Object.entries(record).flatMap(([key, entry]) =>
          'u' in (entry as object) && key !== gone.id ? [[key, (entry as { u: number }).u]] : [],
        ),
      );
    expect(joints(after.record)).toEqual(joints(before.record));
  });

  it('keeps no more holes than a page can bear, however far away joints are recorded', () => {
    const map = randomMap(4, 60);
    const { record, width } = layoutFishbone(map);
    const far = Object.entries(record).map(([key, entry]) => [
      key,
      'u' in (entry as object) ? { ...(entry as object), u: -1e6 } : entry,
    ]);
    const after = kept(map, Object.fromEntries(far) as LayoutRecord);
    expect(after.width).toBeLessThanOrEqual(2 * width + 60 * 132);
    expect(faults(after)).toEqual([]);
    expect(kept(map, after.record)).toEqual(after);
  });

  it('keeps the size of its cards when the number of people passes a border by a few', () => {
    const map = randomMap(6, 60);
    const { density, record } = layoutFishbone(map);
    const more = joined(joined(map, 'x1', [...map.people.values()][5]!), 'x2', [...map.people.values()][9]!);
    expect([density, kept(more, record).density]).toEqual(['comfortable', 'comfortable']);
    expect(kept(randomMap(6, 150), record).density).toBe('compact');
  });
});

describe('records that two people merged entry by entry', () => {
  it('make one picture without overlaps, whoever merges', () => {
    for (let seed = 1; seed <= SEEDS * 2; seed++) {
      const random = seededRandom(seed);
      const map = randomMap(seed, 15 + Math.floor(random() * 70), SHAPES[seed % SHAPES.length]);
      const base = layoutFishbone(map).record;
      const theirs = kept(edited(map, 1, random), base).record;
      const ours = layoutFishbone(edited(map, 2, random), { mode: 'tidy' }).record;
      const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
      const merged = Object.fromEntries(
        keys.map((key) => [key, (random() < 0.5 ? theirs[key] : ours[key]) ?? ours[key] ?? theirs[key]]),
      );
      const here = kept(map, merged);
      const there = kept(map, Object.fromEntries(Object.entries(merged).reverse()));
      expect(faults(here), `seed ${seed}`).toEqual([]);
      expect(JSON.stringify(there), `seed ${seed}`).toBe(JSON.stringify(here));
      expect(JSON.stringify(kept(map, here.record)), `seed ${seed}`).toBe(JSON.stringify(here));
    }
  });

  it('stand two departments that claim one place in the order of their ids', () => {
    const map = randomMap(2, 40);
    const { record } = layoutFishbone(map);
    const tops = [...map.units.values()].filter((unit) => unit.parent === null).map((unit) => unit.id);
    const [a, b] = [tops[0]!, tops[1]!].sort();
    const claim = (id: string) => ({ ...(record[id] as object), half: 'above', index: -5, u: -100 });
    const drawn = kept(map, { ...record, [a!]: claim(a!), [b!]: claim(b!) });
    const index = (id: string) => (drawn.record[id] as { index: number }).index;
    expect([index(a!), index(b!)]).toEqual([0, 1]);
    expect(faults(drawn)).toEqual([]);
  });
});
