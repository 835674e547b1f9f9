import { describe, expect, it } from 'vitest';
import { buildTree, leaderOf, parseFile, reportingTree, topUnitOf, unitTree } from '../../../src/model/index.ts';
import type { AccountMap } from '../../../src/model/index.ts';

interface Item {
  readonly id: string;
  readonly order: string;
  readonly up: string | null;
}
const item = (id: string, up: string | null, order = 'a0'): Item => ({ id, order, up });
const ids = (items: readonly Item[]) => items.map(({ id }) => id);

function mapOf(content: object): AccountMap {
  const parsed = parseFile({ format: 'herringbone-map', schema: 1, ...content });
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value.map;
}

describe('buildTree', () => {
  it('[M4] counts a parent that is gone as none', () => {
    const tree = buildTree([item('a', 'gone')], ({ up }) => up);
    expect(ids(tree.roots)).toEqual(['a']);
    expect([...tree.cut]).toEqual([]);
  });

  it('[M4] cuts a cycle at its smallest id and hangs the rest below', () => {
    const tree = buildTree([item('c', 'b'), item('b', 'a'), item('a', 'c'), item('d', 'c')], ({ up }) => up);
    expect(ids(tree.roots)).toEqual(['a']);
    expect([...tree.depth]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 3],
    ]);
    expect([...tree.cut]).toEqual(['a']);
  });

  it('[M4] cuts somebody who is their own parent', () => {
    const tree = buildTree([item('a', 'a')], ({ up }) => up);
    expect(ids(tree.roots)).toEqual(['a']);
    expect([...tree.cut]).toEqual(['a']);
  });

  it('[M4] sorts siblings by key, then by id, for any order of the input', () => {
    const items = [item('z', null, 'a1'), item('b', null, 'a0'), item('a', null, 'a0')];
    expect(ids(buildTree(items, ({ up }) => up).roots)).toEqual(['a', 'b', 'z']);
    expect(ids(buildTree([...items].reverse(), ({ up }) => up).roots)).toEqual(['a', 'b', 'z']);
  });

  it('[M4] holds a chain of 20,000 without running out of stack', () => {
    const items = Array.from({ length: 20_000 }, (_, i) => item(`p${i}`, i === 0 ? null : `p${i - 1}`));
    expect(buildTree(items, ({ up }) => up).depth.get('p19999')).toBe(19_999);
  });
});

describe('trees of a map', () => {
  const map = mapOf({
    units: [{ id: 'top' }, { id: 'sub', parent: 'top' }],
    people: [
      { id: 'a', unit: 'sub', layer: 'execution' },
      { id: 'b', unit: 'sub', layer: 'management', reportsTo: 'x' },
      { id: 'c', unit: 'sub', layer: 'management', reportsTo: 'x' },
      { id: 'x', unit: 'top' },
    ],
  });

  it('finds the top department above a department', () => {
    expect(topUnitOf(unitTree(map), 'sub')).toBe('top');
    expect(topUnitOf(unitTree(map), 'gone')).toBeNull();
  });

  it('finds the leader: nearest to the root first, then the highest layer', () => {
    const tree = reportingTree(map);
    const people = [...map.people.values()].filter((person) => person.unit === 'sub');
    expect(leaderOf(people, tree)).toBe('a');
    expect(leaderOf(people.slice(1), tree)).toBe('b');
    expect(leaderOf([], tree)).toBeNull();
  });
});
