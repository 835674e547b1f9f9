import { describe, expect, it } from 'vitest';
import {
  foldKey,
  layoutFishbone,
  layoutView,
  PAGE_KEY,
  type FishbonePlacement,
  type Point,
  type Rect,
} from '../../../src/layout/index.ts';
import { placeInFishbone } from '../../../src/layout/fishbone/index.ts';
import { descendants, unitTree, type AccountMap, type LayoutRecord } from '../../../src/model/index.ts';
import { faults, movement } from '../../support/fishbone-measures.ts';
import { randomMap, seededRandom } from '../../support/random-map.ts';

const SEEDS = Math.max(6, Math.ceil(Number(process.env['HERRINGBONE_SEEDS'] ?? 30) / 3));

const withRecord = (map: AccountMap, fishbone: LayoutRecord): AccountMap => ({ ...map, layouts: { fishbone } });
const entry = (record: LayoutRecord, key: string) => record[key] as Record<string, unknown>;
const middle = ({ height, width, x, y }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });
const pillOf = ({ captions }: FishbonePlacement, unit: string) =>
  middle(captions.find((one) => one.unit === unit)!.rect);

describe('a folded department', () => {
  it('is one chip that stands for everybody below it', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 70);
      const random = seededRandom(seed);
      const folded = [...map.units.keys()].filter(() => random() < 0.25);
      const record = {
        ...layoutFishbone(map).record,
        ...Object.fromEntries(folded.map((unit) => [foldKey(unit), true])),
      };
      const drawn = layoutFishbone(withRecord(map, record));
      expect(faults(drawn), `seed ${seed}`).toEqual([]);
      const shown = [...drawn.cards.map((card) => card.person), ...drawn.captions.flatMap((one) => one.folded ?? [])];
      expect(shown.sort(), `seed ${seed}`).toEqual([...map.people.keys()].sort());
      for (const unit of folded) {
        expect(drawn.record[foldKey(unit)]).toBe(true);
        expect(drawn.bones.filter((bone) => bone.unit === unit).length, `seed ${seed} ${unit}`).toBeLessThanOrEqual(1);
      }
      for (const unit of map.units.keys()) expect(drawn.record).toHaveProperty([unit]);
    }
  });

  it('moves nobody outside, and opens to what it was', () => {
    const map = randomMap(3, 80);
    const before = layoutFishbone(map);
    const [top] = [...map.units.values()].filter((unit) => unit.parent === null);
    const closed = layoutFishbone(withRecord(map, { ...before.record, [foldKey(top!.id)]: true }));
    expect(movement(before, closed).share).toBe(0);
    const { [foldKey(top!.id)]: _fold, ...opened } = closed.record;
    expect(JSON.stringify(layoutFishbone(withRecord(map, opened)))).toBe(JSON.stringify(before));
  });
});

describe('the head on the left', () => {
  it('is the mirrored picture with upright cards', () => {
    const map = randomMap(2, 50);
    const right = layoutFishbone(map);
    const left = layoutFishbone(map, { head: 'left' });
    expect(faults(left)).toEqual([]);
    expect(left.record).toEqual(right.record);
    expect(left.cards.map(({ rect }) => left.width - rect.x - rect.width)).toEqual(
      right.cards.map(({ rect }) => rect.x),
    );
    expect(left.spine.to.x).toBeLessThan(left.spine.from.x);
    const chosen = layoutView('fishbone', withRecord(map, { ...right.record, [PAGE_KEY]: { head: 'left' } }));
    expect(chosen.cards).toEqual(left.cards);
  });
});

describe('a department as a fish of its own', () => {
  it('shows its leader in the head, its sub-departments as bones, and nobody else', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 90);
      const tree = unitTree(map);
      const focus = [...map.units.keys()].find((unit) => (tree.children.get(unit) ?? []).length > 1)!;
      const inside = new Set([focus, ...descendants(tree, focus)]);
      const record = { ...layoutFishbone(map).record, extra: 1 };
      const drawn = layoutFishbone(withRecord(map, record), { focus });
      expect(faults(drawn), `seed ${seed}`).toEqual([]);
      const people = [...map.people.values()].filter((person) => person.unit !== null && inside.has(person.unit));
      expect(drawn.cards.map((card) => card.person).sort()).toEqual(people.map((person) => person.id).sort());
      expect(drawn.head.titleLines.join('').replaceAll(' ', '')).toBe(map.units.get(focus)!.name.replaceAll(' ', ''));
      expect(
        drawn.captions
          .filter((one) => one.depth === 0)
          .map((one) => one.unit)
          .sort(),
      ).toEqual(
        tree.children
          .get(focus)!
          .map((unit) => unit.id)
          .sort(),
      );
      expect(drawn.record).toEqual(record);
    }
  });

  it('is the whole map for an id that nobody knows', () => {
    const map = randomMap(1, 30);
    expect(layoutFishbone(map, { focus: 'gone' })).toEqual(layoutFishbone(map));
  });
});

describe('a department let go by its pill', () => {
  const map = randomMap(5, 60);
  const before = layoutFishbone(map);
  const tops = [...map.units.values()].filter((unit) => unit.parent === null).map((unit) => unit.id);
  const places = (record: LayoutRecord, half: string) =>
    tops
      .filter((unit) => entry(record, unit)['half'] === half)
      .sort((a, b) => Number(entry(record, a)['index']) - Number(entry(record, b)['index']));

  it('goes to the other half, stays there, and is respected by tidy', () => {
    const unit = places(before.record, 'above')[0]!;
    const from = pillOf(before, unit);
    const patch = placeInFishbone(map, before, { unit, to: { x: from.x, y: before.height - 5 } })!;
    expect(entry(patch, unit)).toMatchObject({ half: 'below', pinned: true });
    const after = layoutFishbone(withRecord(map, { ...before.record, ...patch }));
    expect(faults(after)).toEqual([]);
    expect(entry(after.record, unit)).toMatchObject({ half: 'below', pinned: true });
    const tidied = layoutFishbone(withRecord(map, after.record), { mode: 'tidy' });
    expect(entry(tidied.record, unit)).toMatchObject({ half: 'below', pinned: true });
    const released = layoutFishbone(withRecord(map, after.record), { mode: 'tidy', release: true });
    expect(released).toEqual(layoutFishbone(map));
  });

  it('changes places with those it passes, also with the head on the left', () => {
    for (const head of ['right', 'left'] as const) {
      const drawn = layoutFishbone(map, { head });
      const half = places(drawn.record, 'above').length > 1 ? 'above' : 'below';
      const order = places(drawn.record, half);
      const last = pillOf(drawn, order.at(-1)!);
      const to = { x: last.x + (head === 'right' ? -60 : 60), y: last.y };
      const patch = placeInFishbone(map, drawn, { unit: order[0]!, to })!;
      const after = layoutFishbone(withRecord(map, { ...drawn.record, ...patch }), { head });
      expect(places(after.record, half)).toEqual([...order.slice(1), order[0]!]);
      expect(faults(after)).toEqual([]);
    }
  });

  it('takes the other side of its bone', () => {
    const big = randomMap(8, 60);
    const drawn = layoutFishbone(big);
    const sub = [...big.units.values()].find(
      (unit) => unit.parent !== null && tops.includes(unit.parent) && 'side' in entry(drawn.record, unit.id),
    )!;
    const side = entry(drawn.record, sub.id)['side'];
    const from = pillOf(drawn, sub.id);
    const away = side === 'left' ? 800 : -800;
    const patch = placeInFishbone(big, drawn, { unit: sub.id, to: { x: from.x + away, y: from.y } })!;
    expect(entry(patch, sub.id)).toMatchObject({ side: side === 'left' ? 'right' : 'left', pinned: true });
    const tidied = layoutFishbone(withRecord(big, { ...drawn.record, ...patch }), { mode: 'tidy' });
    expect(entry(tidied.record, sub.id)['side']).not.toBe(side);
    expect(faults(tidied)).toEqual([]);
  });

  it('means nothing where it stands, for people, and for what the map does not know', () => {
    const unit = tops[0]!;
    const person = [...map.people.keys()][0]!;
    expect(placeInFishbone(map, before, { unit, to: pillOf(before, unit) })).toBeNull();
    expect(placeInFishbone(map, before, { people: [person], grabbed: person, to: { x: 0, y: 0 } })).toBeNull();
    expect(placeInFishbone(map, before, { unit: 'gone', to: { x: 0, y: 0 } })).toBeNull();
    expect(placeInFishbone(map, before, { unit, to: { x: NaN, y: 0 } })).toBeNull();
  });
});

describe('tidying one department', () => {
  it('leaves every other shape and place as recorded', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 80);
      const tree = unitTree(map);
      const { record } = layoutFishbone(map);
      const units = [...map.units.keys()];
      const within = units[seed % units.length]!;
      const inside = new Set([within, ...descendants(tree, within)]);
      const drawn = layoutFishbone(withRecord(map, record), { mode: 'tidy', within });
      expect(faults(drawn), `seed ${seed}`).toEqual([]);
      const choices = (of: LayoutRecord) =>
        units
          .filter((unit) => !inside.has(unit))
          .map((unit) => [
            unit,
            entry(of, unit)['form'],
            entry(of, unit)['side'],
            entry(of, unit)['half'],
            entry(of, unit)['index'],
          ]);
      expect(choices(drawn.record), `seed ${seed}`).toEqual(choices(record));
    }
  });
});

describe('many small departments', () => {
  it('stand on decks that a trunk joins to one head', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const map = randomMap(seed, 40 + 20 * seed, 'star');
      const drawn = layoutFishbone(map);
      expect(faults(drawn), `seed ${seed}`).toEqual([]);
      expect(drawn.width / drawn.height, `seed ${seed}`).toBeLessThanOrEqual(2.4);
      expect(JSON.stringify(layoutFishbone(withRecord(map, drawn.record)))).toBe(JSON.stringify(drawn));
    }
  });

  it('keep their deck when one more department comes', () => {
    const map = randomMap(1, 60, 'star');
    const drawn = layoutFishbone(map);
    expect(drawn.decks!.spines.length).toBeGreaterThan(1);
    const one = [...map.units.values()][3]!;
    const more = { ...map, units: new Map([...map.units, ['more', { ...one, id: 'more', order: 'z' }]]) };
    const after = layoutFishbone(withRecord(more, drawn.record));
    const decks = (record: LayoutRecord) => [...map.units.keys()].map((unit) => entry(record, unit)['deck']);
    expect(decks(after.record)).toEqual(decks(drawn.record));
    expect(movement(drawn, after).mean).toBeLessThan(0.06);
    expect(faults(after)).toEqual([]);
  });
});
