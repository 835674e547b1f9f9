/** Where people stand before the forces pull: each top department a block of its own, so that colleagues begin together. */
import { topUnitOf, unitTree, type AccountMap, type PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';

/** Air between two departments' blocks, in cells. */
const BLOCK_AIR = 1;

/** Ids in the order of the departments' tree, people without a department last; within one by id. */
export function byDepartment(map: AccountMap, people: readonly PersonId[]): PersonId[] {
  const tree = unitTree(map);
  const rank = new Map<string, number>();
  const stack = [...tree.roots].reverse();
  while (stack.length > 0) {
    const unit = stack.pop()!;
    rank.set(unit.id, rank.size);
    stack.push(...[...tree.children.get(unit.id)!].reverse());
  }
  const rankOf = (id: PersonId) => rank.get(map.people.get(id)!.unit ?? '') ?? Infinity;
  return [...people].sort((a, b) => (rankOf(a) === rankOf(b) ? (a < b ? -1 : 1) : rankOf(a) - rankOf(b)));
}

/** Starting points in cells around (0, 0), in the order of `people`; whole and half numbers only. */
export function startPoints(map: AccountMap, people: readonly PersonId[]): Point[] {
  const tree = unitTree(map);
  const blocks = new Map<string | null, PersonId[]>();
  for (const id of byDepartment(map, people)) {
    const top = topUnitOf(tree, map.people.get(id)!.unit);
    const block = blocks.get(top);
    if (block) block.push(id);
    else blocks.set(top, [id]);
  }
  const side = (count: number) => Math.ceil(Math.sqrt(count));
  const across = side(blocks.size);
  const pitch = Math.max(0, ...[...blocks.values()].map((block) => side(block.length))) + BLOCK_AIR;
  const points = new Map<PersonId, Point>();
  [...blocks.values()].forEach((block, i) => {
    const columns = side(block.length);
    const corner = { x: ((i % across) - across / 2) * pitch, y: (Math.floor(i / across) - across / 2) * pitch };
    block.forEach((id, k) => points.set(id, { x: corner.x + (k % columns), y: corner.y + Math.floor(k / columns) }));
  });
  return people.map((id) => points.get(id)!);
}
