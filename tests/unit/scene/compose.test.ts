import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translate } from '../../../src/i18n/index.ts';
import { layoutView } from '../../../src/layout/index.ts';
import { emptyMap, VIEWS, type AccountMap, type Person, type RelationKind } from '../../../src/model/index.ts';
import { composeScene, type Scene, type SceneOptions } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const RUNS = Number(process.env['HERRINGBONE_SEEDS'] ?? 30);
/** Many seeds on a loaded machine take long; nothing here asserts on time. */
const TIMEOUT_MS = 60_000 + RUNS * 1_000;
const LIGHT: SceneOptions = { theme: 'light', language: 'en' };

const scenes = (map: AccountMap, options = LIGHT): Scene[] =>
  VIEWS.map((view) => composeScene(map, layoutView(view, map), options));

const cardsOf = (scene: Scene) => scene.items.flatMap((item) => (item.kind === 'card' ? [item] : []));
const keysOf = (scene: Scene) => scene.legend.map((entry) => entry.key);

/** One person of a random map, bent to a purpose. */
function mapWith(change: Partial<Person>): AccountMap {
  const map = randomMap(1, 1);
  const [person] = map.people.values();
  const bent: Person = { ...person!, roles: [], marks: [], attitude: null, ...change };
  return { ...map, people: new Map([[bent.id, bent]]), relations: new Map() };
}

describe('composeScene', () => {
  it(
    'draws everybody once, inside the page, with the body first and finite numbers',
    () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 1e6 }),
          fc.integer({ min: 1, max: 24 }),
          fc.constantFrom(...VIEWS),
          (seed, people, view) => {
            const map = randomMap(seed, people);
            const scene = composeScene(map, layoutView(view, map), LIGHT);
            const cards = cardsOf(scene);
            expect(cards.map((card) => card.person).sort()).toEqual([...map.people.keys()].sort());
            for (const { rect, shapes } of cards) {
              expect(shapes[0]).toMatchObject({ type: 'rect', ...rect });
              expect(Math.min(rect.x, rect.y)).toBeGreaterThanOrEqual(0);
              expect(rect.x + rect.width).toBeLessThanOrEqual(scene.width);
              expect(rect.y + rect.height).toBeLessThanOrEqual(scene.height);
            }
            expect(JSON.stringify(scene)).not.toMatch(/null|NaN|Infinity/);
          },
        ),
        { numRuns: RUNS, seed: 20 },
      );
    },
    TIMEOUT_MS,
  );

  it('gives the same scene for the same input', () => {
    const map = randomMap(3, 40);
    expect(JSON.stringify(scenes(map))).toBe(JSON.stringify(scenes(map)));
  });

  it('draws a map of nobody as a page of a positive size', () => {
    for (const scene of scenes(emptyMap('Nobody'))) {
      expect(Math.min(scene.width, scene.height)).toBeGreaterThan(0);
      expect(cardsOf(scene)).toEqual([]);
      expect(scene.legend).toEqual([]);
    }
  });

  it('leaves out whoever the map no longer has', () => {
    const map = randomMap(4, 12);
    const [gone] = map.people.keys();
    const people = new Map([...map.people].filter(([id]) => id !== gone));
    const relations = new Map([...map.relations].filter(([, { from, to }]) => from !== gone && to !== gone));
    for (const view of VIEWS) {
      const scene = composeScene({ ...map, people, relations }, layoutView(view, map), LIGHT);
      expect(cardsOf(scene)).toHaveLength(11);
      expect(scene.items.filter((item) => item.kind === 'link' && [item.from, item.to].includes(gone!))).toEqual([]);
    }
  });
});

describe('a band', () => {
  it.each(['en', 'zh'] as const)('names its layer without breaking a word (%s)', (language) => {
    for (const density of ['comfortable', 'compact', 'dense'] as const) {
      const map = randomMap(5, 40);
      const scene = composeScene(map, layoutView('power-map', map, { density }), { theme: 'light', language });
      for (const item of scene.items) {
        if (item.kind !== 'band') continue;
        const lines = item.shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));
        expect(lines.join(' ')).toBe(translate(language, `layer.${item.layer}`));
      }
    }
  });
});

describe('the legend', () => {
  it('lists the signs that occur and only those', () => {
    const [scene] = scenes(mapWith({ roles: ['E'], marks: ['kp'], attitude: 2 }));
    expect(keysOf(scene!).filter((key) => /^(role|mark|attitude|relation):/.test(key))).toEqual([
      'role:E',
      'attitude:2',
      'mark:kp',
    ]);
  });

  it('explains the dashed seat and the hollow ring only where there are any', () => {
    const [unknown] = scenes(mapWith({ name: '', title: 'CFO' }));
    expect(keysOf(unknown!)).toEqual(expect.arrayContaining(['seat:unknown', 'attitude:none']));
    const [known] = scenes(mapWith({ name: 'Ada', attitude: 0 }));
    expect(keysOf(known!)).not.toContain('seat:unknown');
    expect(keysOf(known!)).not.toContain('attitude:none');
  });

  it('names a relation kind in the power map only while it is shown', () => {
    const map = randomMap(5, 40);
    const placement = layoutView('power-map', map);
    for (const shown of [[], ['influence'], ['reports', 'personal']] as RelationKind[][]) {
      const scene = composeScene(map, placement, { ...LIGHT, show: new Set(shown) });
      const kinds = new Set(scene.items.flatMap((item) => (item.kind === 'link' ? [item.relationKind] : [])));
      expect([...kinds].every((kind) => shown.includes(kind))).toBe(true);
      expect(keysOf(scene).filter((key) => key.startsWith('relation:'))).toHaveLength(kinds.size);
    }
  });
});

describe('a card', () => {
  it('prints the digit of the attitude in every theme, so that no colour is needed to read it', () => {
    for (const theme of ['light', 'dark', 'print'] as const) {
      const [scene] = scenes(mapWith({ attitude: -1 }), { theme, language: 'zh' });
      expect(textsOf(scene!)).toContain('−1');
    }
  });

  it('shows three roles at most and counts the rest', () => {
    const [scene] = scenes(mapWith({ roles: ['A', 'D', 'E', 'I', 'S'] }));
    expect(textsOf(scene!)).toEqual(expect.arrayContaining(['A', 'D', 'E', '+2']));
    expect(textsOf(scene!)).not.toContain('I');
  });

  it('draws an unknown seat dashed, with a question mark and the wanted title', () => {
    const [scene] = scenes(mapWith({ name: '', title: 'CFO' }));
    const [card] = cardsOf(scene!);
    expect(card!.shapes[0]!.dash).toBeDefined();
    expect(textsOf(scene!)[0]).toBe('? CFO');
  });

  it('cuts a name of 2,000 characters and keeps the whole of it in the title', () => {
    const name = '名'.repeat(2000);
    const [scene] = scenes(mapWith({ name }));
    expect(textsOf(scene!)[0]).toMatch(/^名{1,12}…$/);
    expect(cardsOf(scene!)[0]!.title).toContain(name);
  });

  it('draws names without control characters and half surrogates', () => {
    const [scene] = scenes(mapWith({ name: 'A\u0000\u0007\ud83d\nB' }));
    expect(textsOf(scene!)[0]).toMatch(/^A ?B$/);
  });
});

function textsOf(scene: Scene): string[] {
  const [card] = cardsOf(scene);
  return card!.shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));
}
