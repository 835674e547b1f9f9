import { describe, expect, it } from 'vitest';
import { translate } from '../../../src/i18n/index.ts';
import { layoutAttitudeMatrix, layoutInterestMatrix } from '../../../src/layout/index.ts';
import { ATTITUDE_SCALES, attitudeSign, type AccountMap } from '../../../src/model/index.ts';
import { attitudeWord, composeScene, type Scene, type SceneItem, type SceneOptions } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const LIGHT: SceneOptions = { theme: 'light', language: 'en' };
const map = randomMap(7, 30);

const attitudes = (options: Partial<SceneOptions> = {}, of: AccountMap = map): Scene =>
  composeScene(of, layoutAttitudeMatrix(of), { ...LIGHT, ...options });
const interests = (options: Partial<SceneOptions> = {}, of: AccountMap = map): Scene =>
  composeScene(of, layoutInterestMatrix(of), { ...LIGHT, ...options });
const named = (scene: Scene, name: 'cell' | 'axis' | 'leader'): SceneItem[] =>
  scene.items.filter((item) => item.kind === 'plain' && item.name === name);
const wordsOf = (items: readonly SceneItem[]): string[] =>
  items.flatMap(({ shapes }) => shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : [])));
const cardsOf = ({ items }: Scene) => items.filter((item) => item.kind === 'card');

describe('the picture of attitude × power', () => {
  it.each(['en', 'zh'] as const)('labels every column with the sign and the word of the attitude (%s)', (language) => {
    for (const scale of ['3..-1', '+2..-2'] as const) {
      const scaled = { ...randomMap(1, 0), scale };
      const words = wordsOf(named(attitudes({ language }, scaled), 'axis'));
      for (const value of ATTITUDE_SCALES[scale].values)
        expect(words).toEqual(
          expect.arrayContaining([attitudeSign(scale, value), attitudeWord(language, scaled, value)]),
        );
      expect(words).toContain(translate(language, 'attitude.none'));
      expect(words).toEqual(expect.arrayContaining(['1', '2', '3', '4', '5']));
    }
  });

  it('draws everybody once, on top of cells and axes', () => {
    const scene = attitudes();
    expect(cardsOf(scene)).toHaveLength(30);
    const kinds = scene.items.map((item) => (item.kind === 'plain' ? item.name : item.kind));
    expect(kinds.lastIndexOf('cell')).toBeLessThan(kinds.indexOf('axis'));
    expect(kinds.indexOf('axis')).toBeLessThan(kinds.indexOf('card'));
  });

  it('says nothing of anybody while it is covered, whatever people think', () => {
    for (const language of ['en', 'zh'] as const) {
      const scene = attitudes({ discreet: true, language });
      expect(cardsOf(scene)).toEqual([]);
      expect(named(scene, 'leader')).toEqual([]);
      expect(scene.legend).toEqual([]);
      expect(wordsOf(named(scene, 'cell'))).toEqual([translate(language, 'scene.matrix.covered')]);
    }
  });

  it('tells not even by the width of a column how many think alike while it is covered', () => {
    const covered = named(attitudes({ discreet: true }), 'cell').slice(0, -1);
    const widths = covered.map(({ shapes }) => (shapes[0]!.type === 'rect' ? shapes[0]!.width : 0));
    expect(new Set(widths).size).toBe(1);
  });

  it('does not count who did not fit while it is covered', () => {
    const [like] = map.people.values();
    const crowd = Array.from({ length: 5200 }, (_, i) => ({ ...like!, id: `n${i}`, power: 3, attitude: 1 }));
    const full = { ...map, people: new Map(crowd.map((person) => [person.id, person])) };
    const placement = layoutAttitudeMatrix(full);
    const rest = placement.cells.find((cell) => cell.rest)!.rest!;
    const open = composeScene(full, placement, LIGHT);
    expect(wordsOf(named(open, 'cell'))).toEqual([`+${rest.people.length}`]);
    const covered = composeScene(full, placement, { ...LIGHT, discreet: true });
    expect(wordsOf(named(covered, 'cell'))).toEqual([translate('en', 'scene.matrix.covered')]);
  });

  it('tells the cells apart from who is not contacted without colour, in print', () => {
    const dashed = named(attitudes({ theme: 'print' }), 'cell').map(({ shapes }) => shapes[0]!.dash !== undefined);
    expect(dashed).toContain(true);
    expect(dashed).toContain(false);
  });
});

describe('the picture of power × interest', () => {
  it.each(['en', 'zh'] as const)('names the four quadrants and the strips (%s)', (language) => {
    const words = wordsOf(named(interests({ language }), 'cell'));
    for (const key of ['manage-closely', 'keep-satisfied', 'keep-informed', 'monitor'] as const)
      expect(words).toContain(translate(language, `quadrant.${key}`));
    expect(words).toContain(translate(language, 'scene.matrix.interest-not-judged'));
    expect(words).toContain(translate(language, 'scene.matrix.power-not-judged'));
  });

  it('covers no heading with a card', () => {
    const scene = interests();
    for (const { shapes } of named(scene, 'cell'))
      for (const shape of shapes)
        for (const card of cardsOf(scene))
          if (shape.type === 'text' && card.kind === 'card') {
            const { rect } = card;
            const isUnder = shape.x < rect.x + rect.width && shape.x + shape.size > rect.x;
            expect(isUnder && shape.y > rect.y && shape.y - shape.size < rect.y + rect.height).toBe(false);
          }
  });

  it('draws a line and a dot for everybody who stands beside their values, and only for people still there', () => {
    const [like] = map.people.values();
    const alike = (count: number) =>
      new Map(Array.from({ length: count }, (_, i) => [`n${i}`, { ...like!, id: `n${i}`, power: 4, interest: 4 }]));
    const few = { ...map, people: alike(10) };
    const layouts = { 'interest-matrix': layoutInterestMatrix(few).record };
    const many = { ...map, people: alike(30), layouts };
    const placement = layoutInterestMatrix(many);
    const shapes = (scene: Scene) => named(scene, 'leader').flatMap((item) => item.shapes);
    expect(placement.leaders.length).toBeGreaterThan(0);
    expect(shapes(composeScene(many, placement, LIGHT))).toHaveLength(2 * placement.leaders.length);
    expect(shapes(composeScene(few, { ...placement, leaders: [...placement.leaders] }, LIGHT)).length).toBeLessThan(
      2 * placement.leaders.length,
    );
  });

  it('shows people also while attitudes are covered', () => {
    expect(cardsOf(interests({ discreet: true }))).toHaveLength(30);
  });
});

it('draws both matrices with finite numbers, inside the page, in every theme and language', () => {
  for (const theme of ['light', 'dark', 'print'] as const)
    for (const language of ['en', 'zh'] as const)
      for (const scene of [attitudes({ theme, language }), interests({ theme, language })]) {
        expect(JSON.stringify(scene.items)).not.toMatch(/null|NaN|Infinity/);
        for (const { shapes } of scene.items)
          for (const shape of shapes)
            if (shape.type === 'rect') {
              expect(Math.min(shape.x, shape.y)).toBeGreaterThanOrEqual(0);
              expect(shape.x + shape.width).toBeLessThanOrEqual(scene.width);
              expect(shape.y + shape.height).toBeLessThanOrEqual(scene.height);
            }
      }
});
