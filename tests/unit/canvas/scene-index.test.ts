import { describe, expect, it } from 'vitest';
import { itemBounds, rectsMeet } from '../../../src/canvas/bounds.ts';
import { SceneIndex } from '../../../src/canvas/scene-index.ts';
import { composeScene, type CardItem, type Scene } from '../../../src/scene/index.ts';
import { benchMap, benchPlacement } from '../../bench/canvas/graph.ts';
import { seededRandom } from '../../support/random-map.ts';

const SEEDS = Number(process.env.HERRINGBONE_SEEDS ?? 20);

function sceneOf(seed: number): Scene {
  const map = benchMap(10 + (seed % 30));
  return composeScene(map, benchPlacement(map), { theme: 'light', language: 'en' });
}

function randomRect(random: () => number, { height, width }: Scene) {
  const x = random() * width;
  const y = random() * height;
  return { x, y, width: random() * (width - x), height: random() * (height - y) };
}

/** One card elsewhere, everything else the same object. */
function withCardMoved(scene: Scene, at: number, by: number): Scene {
  const items = scene.items.map((item, i) =>
    i === at && item.kind === 'card' ? { ...item, rect: { ...item.rect, x: item.rect.x + by } } : item,
  );
  return { ...scene, items };
}

describe('the index of a scene', () => {
  it('finds exactly the items whose boxes meet a rect, in drawing order', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const scene = sceneOf(seed);
      const index = new SceneIndex(scene);
      const random = seededRandom(seed);
      for (let i = 0; i < 10; i++) {
        const rect = randomRect(random, scene);
        const expected = scene.items.filter((item) => rectsMeet(itemBounds(item), rect));
        expect(index.within(rect), `seed ${seed}`).toEqual(expected);
      }
    }
  });

  it('taken over from the scene before, answers like a fresh one', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      let scene = sceneOf(seed);
      let index = new SceneIndex(scene);
      for (let edit = 0; edit < 8; edit++) {
        scene = withCardMoved(scene, Math.floor(random() * scene.items.length), (random() - 0.5) * 900);
        index = new SceneIndex(scene, index);
        const fresh = new SceneIndex(scene);
        const rect = randomRect(random, scene);
        expect(index.within(rect), `seed ${seed}`).toEqual(fresh.within(rect));
        expect(new Map(index.cards)).toEqual(new Map(fresh.cards));
      }
    }
  });

  it('knows the links of a person', () => {
    const scene = sceneOf(2);
    const index = new SceneIndex(scene);
    const { person } = scene.items.find((item): item is CardItem => item.kind === 'card')!;
    const expected = scene.items.filter((item) => item.kind === 'link' && (item.from === person || item.to === person));
    expect(index.linksOf(person)).toEqual(expected);
  });
});
