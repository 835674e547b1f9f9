import { describe, expect, it } from 'vitest';
import { emphasisOf, isSameEmphasis, networkOf, strengthOf } from '../../../src/canvas/emphasis.ts';
import { SceneIndex } from '../../../src/canvas/scene-index.ts';
import { composeScene, type LinkItem } from '../../../src/scene/index.ts';
import { benchMap, benchPlacement } from '../../bench/canvas/graph.ts';

const MAP = benchMap(30);
const SCENE = composeScene(MAP, benchPlacement(MAP), { theme: 'light', language: 'en' });
const INDEX = new SceneIndex(SCENE);
const [SOMEBODY] = [...MAP.people.keys()].slice(9);
const LINKS = SCENE.items.filter((item): item is LinkItem => item.kind === 'link');
const isOwn = (link: LinkItem) => link.from === SOMEBODY || link.to === SOMEBODY;

describe("a person's own network", () => {
  it('has its links in full, faint ones too, and all others a step back', () => {
    const emphasis = emphasisOf(MAP, INDEX, [SOMEBODY!], { spotlight: false });
    for (const link of LINKS) {
      const strength = strengthOf({ ...link, opacity: 0.15 }, emphasis);
      expect(strength).toBe(isOwn(link) ? 1 : 0.15);
      if (!isOwn(link)) expect(strengthOf(link, emphasis)).toBeLessThan(0.5);
    }
  });

  it('leaves every card bright without the spotlight', () => {
    const emphasis = emphasisOf(MAP, INDEX, [SOMEBODY!], { spotlight: false });
    for (const item of INDEX.cards.values()) expect(strengthOf(item, emphasis)).toBe(1);
  });

  it('is lit alone under the spotlight', () => {
    const emphasis = emphasisOf(MAP, INDEX, [SOMEBODY!], { spotlight: true });
    const network = networkOf(MAP, new Set([SOMEBODY!]));
    for (const item of INDEX.cards.values())
      expect(strengthOf(item, emphasis)).toBe(network.has(item.person) ? 1 : 0.25);
    expect(network.size).toBeLessThan(MAP.people.size);
  });

  it('holds both ends of every relation and reporting line', () => {
    const network = networkOf(MAP, new Set([SOMEBODY!]));
    for (const link of LINKS)
      if (isOwn(link)) expect([...network]).toEqual(expect.arrayContaining([link.from, link.to]));
  });
});

describe('without anybody', () => {
  it('nothing stands out, and links are as strong as the scene has them', () => {
    expect(emphasisOf(MAP, INDEX, [], { spotlight: true })).toBeNull();
    expect(strengthOf({ ...LINKS[0]!, opacity: 0.15 }, null)).toBe(0.15);
  });
});

it('two networks of the same people and links are the same', () => {
  const make = () => emphasisOf(MAP, INDEX, [SOMEBODY!], { spotlight: true });
  expect(isSameEmphasis(make(), make())).toBe(true);
  expect(isSameEmphasis(make(), null)).toBe(false);
});
