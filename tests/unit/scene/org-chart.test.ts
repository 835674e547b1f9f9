import { describe, expect, it } from 'vitest';
import { layoutOrgChart } from '../../../src/layout/index.ts';
import { composeScene, themeOf, type BoneItem, type CardItem, type Scene } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const map = randomMap(3, 30);
const placement = layoutOrgChart(map);
const draw = (theme: 'light' | 'dark' | 'print'): Scene => composeScene(map, placement, { theme, language: 'en' });
const bones = ({ items }: Scene) => items.filter((item): item is BoneItem => item.kind === 'bone');
const cards = ({ items }: Scene) => items.filter((item): item is CardItem => item.kind === 'card');

describe('org chart scene', () => {
  it('draws every line and every card, lines behind', () => {
    const scene = draw('light');
    expect(bones(scene).map(({ bone }) => bone)).toEqual(placement.lines.map(({ id }) => id));
    expect(cards(scene).map(({ person }) => person)).toEqual(placement.cards.map(({ person }) => person));
    expect(scene.items.findIndex(({ kind }) => kind === 'card')).toBe(placement.lines.length);
  });

  it('draws lines in the grey of reporting, in every theme', () => {
    for (const theme of ['light', 'dark', 'print'] as const) {
      const strokes = bones(draw(theme)).flatMap(({ shapes }) => shapes.map(({ stroke }) => stroke));
      expect(new Set(strokes)).toEqual(new Set([themeOf(theme).relations.reports]));
    }
  });

  it('says whom a line joins, the boss first', () => {
    for (const { people } of bones(draw('light'))) {
      const [boss, ...reports] = people;
      for (const report of reports) expect(map.people.get(report)!.reportsTo).toBe(boss);
    }
  });

  it('turns corners within six units', () => {
    for (const { shapes } of bones(draw('light'))) {
      for (const shape of shapes) {
        const numbers =
          shape.type === 'path' ? [...shape.d.matchAll(/Q ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)/g)] : [];
        for (const [, cx, cy, x, y] of numbers)
          expect(Math.hypot(Number(cx) - Number(x), Number(cy) - Number(y))).toBeLessThanOrEqual(6.01);
      }
    }
  });

  it('names only the signs that occur in the legend', () => {
    expect(draw('light').legend.every(({ key }) => !key.startsWith('relation:'))).toBe(true);
  });

  it('outlines the leaders of departments in their hue', () => {
    const leaders = new Set(placement.cards.filter(({ leader }) => leader).map(({ person }) => person));
    const { hues } = themeOf('light');
    for (const { person, shapes } of cards(draw('light')))
      if (leaders.has(person) && map.people.get(person)!.name !== '') expect(hues).toContain(shapes[0]!.stroke);
  });
});
