import { describe, expect, it, vi } from 'vitest';
import {
  layoutAttitudeMatrix,
  layoutInterestMatrix,
  placeInAttitudeMatrix,
  placeInInterestMatrix,
} from '../../../src/layout/matrix/index.ts';
import type { MatrixPlacement, Point, RecordPatch, Rect } from '../../../src/layout/types.ts';
import type { AccountMap, LayoutRecord, Person } from '../../../src/model/index.ts';
import { overlaps } from '../../support/drawing-measures.ts';
import { outsideCells } from '../../support/matrix-measures.ts';
import { randomMap, seededRandom, shuffledMap } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 15);
const GRID = 'matrix grid';
const MATRICES = [
  { view: 'attitude-matrix', layout: layoutAttitudeMatrix, place: placeInAttitudeMatrix },
  { view: 'interest-matrix', layout: layoutInterestMatrix, place: placeInInterestMatrix },
] as const;

vi.setConfig({ testTimeout: 30_000 + SEEDS * 1_000 });

const withPerson = (map: AccountMap, person: Person): AccountMap => ({
  ...map,
  people: new Map([...map.people, [person.id, person]]),
});
const rects = ({ cards }: MatrixPlacement) => new Map(cards.map(({ person, rect }) => [person, rect]));
const centre = ({ height, width, x, y }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });
/** Two people of the same values, the smaller id first. */
function twins(map: AccountMap): [Person, Person] {
  const [like] = map.people.values();
  return [like!, { ...like!, id: `${like!.id}-twin` }];
}

describe.each(MATRICES)('keeping the $view', ({ layout, place, view }) => {
  const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({ ...map, layouts: { [view]: record } });
  const patched = (map: AccountMap, record: LayoutRecord, patch: RecordPatch | null) =>
    withRecord(map, { ...record, ...patch });

  it('draws the same picture from its own record', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, (seed * 13) % 80);
      const fresh = layout(map);
      expect(layout(withRecord(map, fresh.record)), `seed ${seed}`).toEqual(fresh);
    }
  });

  it('believes no table larger than people fill', () => {
    const map = randomMap(3, 20);
    const fresh = layout(map);
    const { columns, rows } = fresh.record[GRID] as Record<'columns' | 'rows', readonly object[]>;
    const huge = (tracks: readonly object[]) => tracks.map((track) => ({ ...track, slots: 120, pitch: 600 }));
    const record = { ...fresh.record, [GRID]: { columns: huge(columns), rows: huge(rows) } };
    const after = layout(withRecord(map, record));
    expect(after.width * after.height).toBeLessThanOrEqual(2 * fresh.width * fresh.height);
  });

  it('moves nobody when somebody like another is added, over every change of density', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const size = [3, 12, 40, 60, 90, 200][seed % 6]!;
      const map = randomMap(seed, size);
      const before = layout(map);
      const people = [...map.people.values()];
      const like = people[seed % people.length]!;
      const after = layout(withPerson(withRecord(map, before.record), { ...like, id: `n${seed}` }));
      const now = rects(after);
      for (const [person, rect] of rects(before)) expect(now.get(person), `seed ${seed}: ${person}`).toEqual(rect);
      expect(overlaps(after.cards)).toEqual([]);
    }
  });

  it('moves nobody but the one whose values change', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const map = randomMap(seed, 30);
      const before = layout(map);
      const people = [...map.people.values()].filter(({ attitude, interest, power }) => attitude && interest && power);
      const changed = people[seed % people.length]!;
      const moved = {
        ...changed,
        attitude: -changed.attitude! || 1,
        power: 6 - changed.power!,
        interest: 6 - changed.interest!,
      };
      const next = withPerson(withRecord(map, before.record), {
        ...moved,
        attitude: Math.min(3, Math.max(-1, moved.attitude)),
      });
      const after = layout(next);
      const now = rects(after);
      for (const [person, rect] of rects(before))
        if (person !== changed.id) expect(now.get(person), `seed ${seed}: ${person}`).toEqual(rect);
      expect(outsideCells(next, after)).toEqual([]);
    }
  });

  it('stays right through fifty random edits', () => {
    for (let seed = 1; seed <= Math.ceil(SEEDS / 5); seed++) {
      const random = seededRandom(seed);
      const pick = (...values: (number | null)[]) => values[Math.floor(random() * values.length)]!;
      let map = randomMap(seed, 20);
      for (let step = 0; step < 50; step++) {
        const drawn = layout(map);
        expect(overlaps(drawn.cards), `seed ${seed}, step ${step}`).toEqual([]);
        expect(outsideCells(map, drawn), `seed ${seed}, step ${step}`).toEqual([]);
        expect(drawn.cards).toHaveLength(map.people.size);
        const people = [...map.people.values()];
        const person = people[Math.floor(random() * people.length)]!;
        const judged = {
          attitude: pick(null, -1, 0, 1, 2, 3),
          power: pick(null, 1, 2, 3, 4, 5),
          interest: pick(null, 1, 3, 5),
        };
        map = withRecord(map, drawn.record);
        if (random() < 0.25 && map.people.size > 1) {
          const left = new Map(map.people);
          left.delete(person.id);
          map = { ...map, people: left };
        } else map = withPerson(map, { ...person, ...judged, id: random() < 0.5 ? person.id : `n${step}` });
      }
    }
  });

  it('lets the smaller id keep a slot that two claim', () => {
    const map = randomMap(2, 9);
    const [a, b] = twins(map);
    const both = withPerson(map, b);
    const { record } = layout(both);
    const after = layout(withRecord(both, { ...record, [b.id]: record[a.id] }));
    expect(after.record[a.id]).toEqual(record[a.id]);
    expect(overlaps(after.cards)).toEqual([]);
  });

  it('takes any rubbish for a record, in any order of the input', () => {
    const rubbish: unknown[] = [null, 7, 'x', [], {}, { cell: 'none/3' }, { columns: [1], rows: [{ slots: 1e9 }] }];
    const tracks = [
      { value: null, slots: 1e9, pitch: 3 },
      { value: 'x', slots: 1, pitch: 9 },
      { value: 0, slots: 2.7, pitch: NaN },
    ];
    const grids = [
      ...rubbish,
      { columns: tracks, rows: tracks },
      { columns: [{ value: 3, slots: 1.5, pitch: 77.77 }], rows: [{ value: 3, slots: 2, pitch: 1 }] },
    ];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const pick = (list: readonly unknown[]) => list[Math.floor(random() * list.length)];
      const map = randomMap(seed, 14);
      const good = layout(map).record;
      const entries = [...map.people.keys()].map((id): [string, unknown] => {
        const entry = good[id] as Record<string, unknown>;
        const bent = [
          { ...entry, column: -1 },
          { ...entry, row: 0.5 },
          { ...entry, at: 'nowhere' },
          { ...entry, at: 'none/none' },
        ];
        return [id, random() < 0.4 ? entry : pick([...rubbish, ...bent])];
      });
      const broken = withRecord(map, {
        ...Object.fromEntries(entries),
        [GRID]: random() < 0.3 ? good[GRID] : pick(grids),
        gone: 1,
      });
      for (const mode of ['keep', 'tidy'] as const) {
        const drawn = layout(broken, { mode });
        expect(drawn.cards, `seed ${seed}`).toHaveLength(14);
        expect(overlaps(drawn.cards), `seed ${seed}`).toEqual([]);
        expect(outsideCells(map, drawn), `seed ${seed}`).toEqual([]);
        expect(layout(shuffledMap(broken, seed), { mode })).toEqual(drawn);
      }
    }
  });

  it('seats a pasted crowd at the size of the cards that are there', () => {
    const map = randomMap(6, 12);
    const before = layout(map);
    const [like] = map.people.values();
    let grown = withRecord(map, before.record);
    for (let i = 0; i < 200; i++) grown = withPerson(grown, { ...like!, id: `n${i}` });
    const after = layout(grown);
    expect(after.cards).toHaveLength(212);
    expect(after.cards[0]!.scale).toBe(before.cards[0]!.scale);
    expect(overlaps(after.cards)).toEqual([]);
    expect(layout(grown, { mode: 'tidy' }).cards[0]!.scale).toBeLessThan(before.cards[0]!.scale!);
  });

  it('tidies one department and leaves the others where they are', () => {
    const map = randomMap(8, 40);
    const before = layout(map);
    const unit = [...map.units.keys()].find((id) => [...map.people.values()].some((person) => person.unit === id))!;
    const after = rects(layout(withRecord(map, before.record), { mode: 'tidy', within: unit }));
    const parents = (id: string | null): string[] => (id === null ? [] : [id, ...parents(map.units.get(id)!.parent)]);
    for (const [person, rect] of rects(before))
      if (!parents(map.people.get(person)!.unit).includes(unit)) expect(after.get(person), person).toEqual(rect);
  });

  describe('a card let go in its own cell', () => {
    const map = ((): AccountMap => {
      const some = randomMap(5, 12);
      return withPerson(some, twins(some)[1]);
    })();
    const drawn = layout(map);
    const [a, b] = twins(map);
    const [at, other] = [rects(drawn).get(a.id)!, rects(drawn).get(b.id)!];
    const move = (to: Point, people = [a.id]) => place(map, drawn, { people, grabbed: a.id, to });

    it('takes the slot there and is pinned; who had it takes the other', () => {
      const patch = move(centre(other));
      expect(patch).toMatchObject({ [a.id]: { pinned: true }, [b.id]: {} });
      expect(patch![b.id]).not.toHaveProperty('pinned');
      const after = rects(layout(patched(map, drawn.record, patch)));
      expect([after.get(a.id), after.get(b.id)]).toEqual([other, at]);
    });

    it('stays there through tidy, until it is released', () => {
      const kept = patched(map, drawn.record, move(centre(other)));
      expect(rects(layout(kept, { mode: 'tidy' })).get(a.id)).toEqual(other);
      expect(layout(kept, { mode: 'tidy', release: true })).toEqual(layout(map));
    });

    it('goes back when let go anywhere else', () => {
      for (const to of [
        { x: 0, y: 0 },
        { x: NaN, y: NaN },
        { x: 1e9, y: 9 },
        centre(drawn.cells.find(({ rect }) => rect.x > at.x + at.width + 30)!.rect),
      ])
        expect(move(to)).toBeNull();
      expect(place(map, drawn, { people: ['nobody'], grabbed: 'nobody', to: centre(at) })).toBeNull();
      expect(place(map, drawn, { unit: 'u0', to: centre(at) })).toBeNull();
    });

    it('takes those along who are let go in their own cells too', () => {
      const patch = move(centre(at), [...map.people.keys()]);
      expect(Object.keys(patch!).sort()).toEqual([...map.people.keys()].sort());
      expect(rects(layout(patched(map, drawn.record, patch)))).toEqual(rects(drawn));
    });
  });
});
