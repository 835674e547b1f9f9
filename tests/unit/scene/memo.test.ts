import { describe, expect, it } from 'vitest';
import { layoutView } from '../../../src/layout/index.ts';
import type { AccountMap } from '../../../src/model/index.ts';
import { composeScene } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const LOOK = { theme: 'light', language: 'en' } as const;

/** Items of the second picture that are other objects than in the first. */
function redrawn(view: 'power-map' | 'network' | 'org-chart', map: AccountMap, next: AccountMap): string[] {
  const placement = layoutView(view, map);
  const before = new Set(composeScene(map, placement, LOOK).items);
  return composeScene(next, placement, LOOK)
    .items.filter((item) => !before.has(item))
    .flatMap((item) => (item.kind === 'card' ? [item.person] : item.kind === 'link' ? [item.relation] : []));
}

describe('a picture after an edit', () => {
  const map = randomMap(11, 70);
  const [id, person] = [...map.people].find(([, one]) => one.attitude !== null)!;

  it('draws again only the person who changed, and the lines that name them', () => {
    const next = { ...map, people: new Map(map.people).set(id, { ...person, attitude: null }) };
    const again = redrawn('power-map', map, next);
    expect(again).toContain(id);
    const named = [...map.relations.values()].filter((line) => line.from === id || line.to === id).length;
    expect(again.length).toBeLessThanOrEqual(1 + named + map.people.size / 4);
    expect(again.length).toBeLessThan(map.people.size / 2);
  });

  it('is the same as one drawn from nothing', () => {
    const next = { ...map, people: new Map(map.people).set(id, { ...person, name: 'Renamed', roles: ['A'] as const }) };
    const placement = layoutView('power-map', map);
    composeScene(map, placement, LOOK);
    const kept = composeScene(next, placement, LOOK);
    expect(kept).toEqual(composeScene(structuredClone(next), structuredClone(placement), LOOK));
  });

  it('draws everything again in another theme or language, and covered', () => {
    const placement = layoutView('power-map', map);
    const first = composeScene(map, placement, LOOK);
    for (const look of [
      { ...LOOK, theme: 'dark' as const },
      { ...LOOK, discreet: true },
    ]) {
      const other = composeScene(map, placement, look);
      expect(other).toEqual(composeScene(structuredClone(map), structuredClone(placement), look));
      expect(other.items).not.toEqual(first.items);
    }
  });
});
