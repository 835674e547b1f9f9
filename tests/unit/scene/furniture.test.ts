import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth, layoutView, type Density, type Rect } from '../../../src/layout/index.ts';
import { translate } from '../../../src/i18n/index.ts';
import {
  emptyMap,
  MARKS,
  RELATION_KINDS,
  ROLES,
  VIEWS,
  type AccountMap,
  type ViewId,
} from '../../../src/model/index.ts';
import { composeScene, themeOf, type LegendEntry, type Scene, type SceneOptions } from '../../../src/scene/index.ts';
import { legendBlock, titleBlock } from '../../../src/scene/furniture.ts';
import { randomMap, type MapShape } from '../../support/random-map.ts';
import { boundsOf, overlap } from '../../support/shape-bounds.ts';

const RUNS = Math.max(6, Math.round(Number(process.env['HERRINGBONE_SEEDS'] ?? 30) / 5));
const TIMEOUT_MS = 120_000 + RUNS * 6_000;
const THEMES = ['light', 'dark', 'print'] as const;
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];
const DENSITIES: readonly Density[] = ['comfortable', 'compact', 'dense'];
const LONG_NAME = '华东智造集团股份有限公司及其全资子公司';

/** A map whose title block is as wide as real ones get. */
function withTitle(map: AccountMap): AccountMap {
  return {
    ...map,
    account: { ...map.account, name: LONG_NAME },
    opportunity: { name: 'MES 平台一期与数据中台二期', stage: 2 },
  };
}

/** What must stay free of furniture: cards with their badges, pills, and the fish's head. */
function drawn(scene: Scene): Rect[] {
  return scene.items.flatMap((item) =>
    item.kind === 'card' || item.kind === 'caption' || (item.kind === 'plain' && item.name === 'head')
      ? item.shapes.map(boundsOf)
      : [],
  );
}

function covered(scene: Scene): string[] {
  const words = scene.furniture.flatMap(({ name, shapes }) => shapes.map((shape) => ({ name, box: boundsOf(shape) })));
  const things = drawn(scene);
  return words.flatMap(({ box, name }) => (things.some((thing) => overlap(box, thing)) ? [name] : []));
}

describe('title and legend', () => {
  it.each(VIEWS)(
    'cover no card and no pill in any size, density, theme and language (%s)',
    (view: ViewId) => {
      fc.assert(
        fc.property(
          fc.record({
            seed: fc.integer({ min: 1, max: 1e6 }),
            people: fc.integer({ min: 0, max: 45 }),
            shape: fc.constantFrom(...SHAPES),
            density: fc.constantFrom(...DENSITIES),
            head: fc.constantFrom('left' as const, 'right' as const),
            theme: fc.constantFrom(...THEMES),
            language: fc.constantFrom('en' as const, 'zh' as const),
          }),
          ({ density, head, language, people, seed, shape, theme }) => {
            const map = withTitle(randomMap(seed, people, shape));
            const scene = composeScene(map, layoutView(view, map, { density, head }), {
              theme,
              language,
              date: '2026-11-22',
            });
            expect(covered(scene)).toEqual([]);
            const page = { x: 0, y: 0, width: scene.width, height: scene.height };
            for (const { shapes } of scene.furniture)
              for (const box of shapes.map(boundsOf)) {
                expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
                expect(box.x + box.width).toBeLessThanOrEqual(page.width);
                expect(box.y + box.height).toBeLessThanOrEqual(page.height);
              }
          },
        ),
        { numRuns: RUNS, seed: 22 },
      );
    },
    TIMEOUT_MS,
  );

  it.each(VIEWS)('cover nothing in a large picture either (%s)', (view: ViewId) => {
    const map = withTitle(randomMap(3, 150));
    expect(covered(composeScene(map, layoutView(view, map), { theme: 'light', language: 'en' }))).toEqual([]);
  });
});

describe('the title block', () => {
  const block = (map: AccountMap, more: { date?: string; author?: string } = {}) =>
    titleBlock({
      map,
      view: 'power-map',
      theme: themeOf('light'),
      language: 'en',
      date: undefined,
      width: 900,
      scale: 1,
      ...more,
    }).shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));

  it('names account, opportunity, stage, view, author and date', () => {
    const map = withTitle(randomMap(1, 3));
    expect(block(map, { date: '2026-11-22', author: 'Lin Hai' })).toEqual([
      LONG_NAME,
      'MES 平台一期与数据中台二期 · Stage 2 · Power map · Lin Hai · 2026-11-22',
    ]);
  });

  it('leaves out what nobody knows', () => {
    expect(block(emptyMap(''))).toEqual(['Unnamed customer', 'Power map']);
    expect(block(emptyMap('Acme'), { author: ' ' })).toEqual(['Acme', 'Power map']);
  });
});

describe('the legend block', () => {
  const entries = (count: number, label = 'Technical gatekeeper'): LegendEntry[] =>
    Array.from({ length: count }, (_, i) => ({ key: `role:${i}`, label, shapes: [] }));
  const block = (count: number, width: number) =>
    legendBlock(entries(count), {
      theme: themeOf('light'),
      top: 500,
      width,
      scale: Math.min(2.2, Math.max(1, width / 1400)),
    });
  const texts = (count: number, width: number) =>
    block(count, width).shapes.flatMap((shape) => (shape.type === 'text' ? [shape] : []));
  const rows = (count: number, width: number) => new Set(texts(count, width).map(({ y }) => y)).size;

  it.each(['en', 'zh'] as const)('keeps to two rows on a slide, also with every sign there is (%s)', (language) => {
    const labels = [
      ...ROLES.map((role) => translate(language, `role.${role}`)),
      ...([3, 2, 1, 0, -1] as const).map((value) => translate(language, `attitude.3..-1.${value}`)),
      translate(language, 'attitude.none'),
      ...MARKS.map((mark) => translate(language, `mark.${mark}`)),
      ...RELATION_KINDS.map((kind) => translate(language, `relation.${kind}`)),
      ...(['seat.unknown', 'scene.power', 'scene.faint'] as const).map((key) => translate(language, key)),
    ];
    const every = labels.map((label, i): LegendEntry => ({ key: `${i >> 2}:${i}`, label, shapes: [] }));
    for (const width of [1400, 1800, 2400, 4000]) {
      const scale = Math.min(2.2, Math.max(1, width / 1400));
      const { shapes } = legendBlock(every, { theme: themeOf('light'), top: 0, width, scale });
      expect(new Set(shapes.map((shape) => boundsOf(shape).y)).size).toBeLessThanOrEqual(2);
    }
  });

  it('never writes smaller than 9 on the page and 10 on a slide', () => {
    for (const width of [560, 900, 1400, 2400, 6000, 12000])
      for (const { size } of texts(60, width)) {
        expect(size).toBeGreaterThanOrEqual(9);
        expect((size * 1920) / (width + 64)).toBeGreaterThanOrEqual(9.95);
      }
  });

  it('stays within its width and rect', () => {
    for (const width of [560, 900, 2400]) {
      const { rect } = block(24, width);
      for (const { size, text, x, y } of texts(24, width)) {
        expect(x + textWidth(text, size)).toBeLessThanOrEqual(rect.x + rect.width + 0.5);
        expect(y).toBeLessThanOrEqual(rect.y + rect.height);
      }
    }
  });

  it('shrinks a little rather than leave one entry alone in a row', () => {
    const perRow = texts(24, 1400).filter(({ y }) => y === texts(24, 1400)[0]!.y).length;
    expect(rows(perRow + 1, 1400)).toBeLessThanOrEqual(2);
    const fits = Array.from({ length: 20 }, (_, i) => i + 1)
      .filter((count) => rows(count, 1400) === 1)
      .at(-1)!;
    const sizeOf = (count: number) => texts(count, 1400)[0]!.size;
    expect(sizeOf(fits)).toBeLessThan(sizeOf(2));
    expect(sizeOf(fits)).toBeGreaterThanOrEqual(sizeOf(2) * 0.8);
  });

  it('takes no room when there is nothing to explain', () => {
    expect(block(0, 900)).toMatchObject({ rect: { height: 0 }, shapes: [] });
  });
});

describe('a crowded power map', () => {
  const options: SceneOptions = { theme: 'light', language: 'en' };
  const links = (map: AccountMap) => {
    const scene = composeScene(map, layoutView('power-map', map), options);
    const items = scene.items.flatMap((item) => (item.kind === 'link' ? [item] : []));
    return { items, keys: scene.legend.map(({ key }) => key), map };
  };

  it('dims weak influence alone, and explains it', () => {
    const { items, keys, map } = links(randomMap(4, 61));
    for (const { opacity, relation, relationKind } of items) {
      const isWeak = relationKind === 'influence' && map.relations.get(relation)!.strength === 1;
      expect(opacity).toBe(isWeak ? 0.15 : undefined);
    }
    expect(keys).toContain('faint');
  });

  it('leaves everything at full strength up to 60 people', () => {
    const { items, keys } = links(randomMap(4, 60));
    expect(items.filter(({ opacity }) => opacity !== undefined)).toEqual([]);
    expect(keys).not.toContain('faint');
  });
});
