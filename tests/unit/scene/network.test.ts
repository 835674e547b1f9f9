import { describe, expect, it } from 'vitest';
import { layoutNetwork } from '../../../src/layout/index.ts';
import { RELATION_KINDS, type AccountMap, type RelationKind } from '../../../src/model/index.ts';
import { composeScene, type CardItem, type Scene, type SceneItem } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const scene = (map: AccountMap, show?: readonly RelationKind[]): Scene =>
  composeScene(map, layoutNetwork(map), {
    theme: 'light',
    language: 'en',
    ...(show ? { show: new Set<RelationKind>(show) } : {}),
  });
const kindsOf = (items: readonly SceneItem[]) =>
  items.flatMap((item) => (item.kind === 'link' ? [item.relationKind] : []));
const nameSize = ({ shapes }: CardItem) => shapes.flatMap((shape) => (shape.type === 'text' ? [shape.size] : []))[0]!;

/** Everybody from p2 on listens to p1. */
function oneVoice(people: number): AccountMap {
  const map = randomMap(4, people);
  const relations = [...map.people.keys()].slice(2).map((id) => {
    const plain = { kind: 'influence', direction: 'forward', strength: 2, note: '', extra: {} } as const;
    return [`t${id}`, { ...plain, id: `t${id}`, from: 'p1', to: id }] as const;
  });
  return { ...map, relations: new Map(relations) };
}

describe('the network scene', () => {
  it('draws links below cards, personal ties lowest and conflicts on top', () => {
    for (const seed of [1, 2, 3]) {
      const { items } = scene(randomMap(seed, 40), RELATION_KINDS);
      const kinds = kindsOf(items);
      const order: readonly RelationKind[] = ['personal', 'influence', 'conflict'];
      expect(kinds, `seed ${seed}`).toEqual([...kinds].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
      const lastLink = items.findLastIndex(({ kind }) => kind === 'link');
      expect(
        items.findIndex(({ kind }) => kind === 'card'),
        `seed ${seed}`,
      ).toBeGreaterThan(lastLink);
    }
  });

  it('shows influence and personal ties at first, and others when asked', () => {
    const map = randomMap(3, 40);
    expect(new Set(kindsOf(scene(map).items))).toEqual(new Set(['influence', 'personal']));
    expect(new Set(kindsOf(scene(map, ['conflict']).items))).toEqual(new Set(['conflict']));
    expect(kindsOf(scene(map, ['reports', 'dotted']).items)).toEqual([]);
  });

  it('writes larger on the card of whoever is listened to', () => {
    const cards = scene(oneVoice(12)).items.flatMap((item) => (item.kind === 'card' ? [item] : []));
    const heard = cards.find(({ person }) => person === 'p1')!;
    const listener = cards.find(({ person }) => person === 'p5')!;
    expect(heard.rect.width).toBeGreaterThan(listener.rect.width);
    expect(nameSize(heard)).toBeGreaterThan(nameSize(listener));
  });
});
