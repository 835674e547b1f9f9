import { describe, expect, it } from 'vitest';
import {
  applyMapDelta,
  applyPlacementDelta,
  mapDelta,
  NO_MAP,
  placementDelta,
  type KnownMap,
  type SentPlacement,
} from '../../../src/layout/delta.ts';
import { layoutView, type Placement } from '../../../src/layout/index.ts';
import type { AccountMap, Person } from '../../../src/model/index.ts';
import { randomMap, seededRandom } from '../../support/random-map.ts';

const SEEDS = Math.min(60, Number(process.env['HERRINGBONE_SEEDS'] ?? 20));

/** Some edits: a person changed, one gone, one new, a relation gone, another order, an entry of the record. */
function edited(map: AccountMap, seed: number): AccountMap {
  const random = seededRandom(seed);
  const people = [...map.people.values()];
  const at = Math.floor(random() * people.length);
  const changed: Person = { ...people[at]!, name: `renamed ${seed}` };
  const added: Person = { ...people[0]!, id: `new${seed}`, reportsTo: people[0]!.id };
  const next = people.map((person, i) => (i === at ? changed : person)).filter((_, i) => i !== at + 3);
  if (random() < 0.5) next.push(added);
  if (random() < 0.3) next.reverse();
  const relations = [...map.relations].slice(random() < 0.5 ? 1 : 0);
  const record = { ...map.layouts['power-map'], [`x${seed}`]: { column: seed } };
  return {
    ...map,
    name: `map ${seed}`,
    people: new Map(next.map((person) => [person.id, person])),
    relations: new Map(relations),
    layouts: { ...map.layouts, 'power-map': record },
  };
}

/** What a page and a worker do with each other, copying what crosses as the browser would. */
function border() {
  let here: KnownMap = NO_MAP;
  let there: KnownMap = NO_MAP;
  let sent: SentPlacement | undefined;
  let shown: Placement | null = null;
  return {
    send(map: AccountMap): AccountMap {
      const { delta, known } = mapDelta(here, map, 'power-map');
      here = known;
      const applied = applyMapDelta(there, structuredClone(delta));
      there = applied.known;
      return applied.map;
    },
    answer(placement: Placement): Placement {
      const { delta, sent: now } = placementDelta(placement, sent);
      sent = now;
      shown = applyPlacementDelta(shown, structuredClone(delta));
      return shown;
    },
  };
}

describe('the border between page and worker', () => {
  it('carries every map and every placement whole, edit after edit', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { answer, send } = border();
      let map = randomMap(seed, 4 + (seed % 30));
      for (let step = 0; step < 5; step++) {
        const arrived = send(map);
        const { layouts: _records, ...rest } = map;
        expect(arrived, `seed ${seed} step ${step}`).toEqual({
          ...rest,
          layouts: map.layouts['power-map'] ? { 'power-map': map.layouts['power-map'] } : {},
        });
        expect([...arrived.people.keys()]).toEqual([...map.people.keys()]);
        const placement = layoutView('power-map', map);
        expect(answer(placement)).toEqual(placement);
        map = edited(map, seed * 100 + step);
      }
    }
  });

  it('sends one person when one person changed', () => {
    const map = randomMap(7, 50);
    const { known } = mapDelta(NO_MAP, map, 'fishbone');
    const [id, person] = [...map.people][4]!;
    const people = new Map(map.people).set(id, { ...person, notes: 'met on Monday' });
    const { delta } = mapDelta(known, { ...map, people }, 'fishbone');
    expect(delta.people).toEqual({ keys: null, changed: [[id, people.get(id)]] });
    expect(delta.relations).toEqual({ keys: null, changed: [] });
  });

  it('keeps what did not change as the same objects', () => {
    const { answer } = border();
    const placement = layoutView('power-map', randomMap(3, 20));
    const first = answer(placement);
    const moved = {
      ...placement,
      cards: placement.cards.map((card, i) => (i === 2 ? { ...card, leader: true } : card)),
    };
    const second = answer(moved);
    expect(second.cards.filter((card, i) => card !== first.cards[i])).toHaveLength(placement.cards[2]!.leader ? 0 : 1);
  });

  it('forgets a record that went away', () => {
    const { send } = border();
    const map = randomMap(5, 8);
    send({ ...map, layouts: { 'power-map': { a: { row: 1 } } } });
    expect(send({ ...map, layouts: {} }).layouts).toEqual({});
  });
});
