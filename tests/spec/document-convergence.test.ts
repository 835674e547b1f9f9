import { describe, expect, it } from 'vitest';
import { createMapReader, readMap } from '../../src/document/index.ts';
import { reportingTree, toFileText, unitTree, type AccountMap } from '../../src/model/index.ts';
import { createPeer, exchange, randomGesture, randomStream, SEEDS, type Peer } from '../support/document-world.ts';

/** Three people edit; each pair exchanges now and then, so that parts of the three are cut off for a while. */
function runWorld(seed: number): readonly Peer[] {
  const pick = randomStream(seed);
  const peers = [createPeer(1), createPeer(2), createPeer(3)];
  for (let i = 0; i < 60; i++) {
    randomGesture(peers[pick(3)]!, pick, `${seed}x${i}`);
    if (pick(5) === 0) {
      const a = pick(3);
      exchange(peers[a]!.doc, peers[(a + 1 + pick(2)) % 3]!.doc);
    }
  }
  for (const _ of [1, 2]) {
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const)
      exchange(peers[a]!.doc, peers[b]!.doc);
  }
  return peers;
}

function expectWhole(map: AccountMap): void {
  for (const tree of [reportingTree(map), unitTree(map)]) {
    const size = tree.children.size;
    expect(tree.depth.size).toBe(size);
    let reached = 0;
    const stack: { readonly id: string }[] = [...tree.roots];
    for (let item = stack.pop(); item; item = stack.pop()) {
      reached++;
      stack.push(...tree.children.get(item.id)!);
    }
    expect(reached).toBe(size);
  }
  for (const relation of map.relations.values()) {
    expect(map.people.has(relation.from) && map.people.has(relation.to)).toBe(true);
  }
  for (const person of map.people.values()) {
    expect(person.reportsTo === null || map.people.has(person.reportsTo)).toBe(true);
    expect(person.unit === null || map.units.has(person.unit)).toBe(true);
  }
}

describe('three people edit, apart and together, with undo', { timeout: 300_000 }, () => {
  const worlds = Array.from({ length: SEEDS }, (_, seed) => seed);

  it('[D15] all read the same map, every tree is total, nothing points to nowhere', () => {
    for (const seed of worlds) {
      const [a, b, c] = runWorld(seed).map((peer) => readMap(peer.doc));
      expect(b, `seed ${seed}`).toEqual(a);
      expect(c, `seed ${seed}`).toEqual(a);
      expect(toFileText(b!.map), `seed ${seed}`).toBe(toFileText(a!.map));
      expectWhole(a!.map);
    }
  });

  it('[D3] the incremental reader reads what a fresh reading reads', () => {
    for (const seed of worlds) {
      const pick = randomStream(seed);
      const [a, b] = [createPeer(1), createPeer(2)];
      const reader = createMapReader(a.doc);
      for (let i = 0; i < 40; i++) {
        randomGesture(pick(2) ? a : b, pick, `${seed}x${i}`);
        if (pick(4) === 0) exchange(a.doc, b.doc);
        if (pick(3) === 0) expect(reader.current(), `seed ${seed}, step ${i}`).toEqual(readMap(a.doc));
      }
      reader.destroy();
    }
  });

  it('[D11] undoing everything alone leads back to the map as it was', () => {
    for (const seed of worlds) {
      const pick = randomStream(seed);
      const peer = createPeer(1);
      for (let i = 0; i < 10; i++) randomGesture(peer, pick, `${seed}a${i}`);
      const before = readMap(peer.doc);
      peer.undo.clear();
      for (let i = 0; i < 20; i++) {
        const steps = peer.undo.canRedo;
        if (!steps) randomGesture(peer, pick, `${seed}b${i}`);
        else peer.undo.redo();
      }
      while (peer.undo.canUndo) expect(peer.undo.undo(), `seed ${seed}`).toBe('done');
      expect(readMap(peer.doc), `seed ${seed}`).toEqual(before);
    }
  });
});
