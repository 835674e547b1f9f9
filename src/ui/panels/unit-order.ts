import type { Tree, Unit, UnitId } from '../../model/index.ts';

/** The siblings a department stands between; null at the ends. */
export function neighbours(tree: Tree<Unit>, id: UnitId): { before: UnitId | null; after: UnitId | null } {
  const parent = tree.parent.get(id) ?? null;
  const siblings = parent === null ? tree.roots : (tree.children.get(parent) ?? []);
  const at = siblings.findIndex((unit) => unit.id === id);
  return { before: siblings[at - 1]?.id ?? null, after: siblings[at + 1]?.id ?? null };
}

/** Departments from the top down with their depth: the rows of a tree. */
export function unitRows(tree: Tree<Unit>): { unit: Unit; depth: number }[] {
  const rows: { unit: Unit; depth: number }[] = [];
  const visit = (units: readonly Unit[]) => {
    for (const unit of units) {
      rows.push({ unit, depth: tree.depth.get(unit.id) ?? 0 });
      visit(tree.children.get(unit.id) ?? []);
    }
  };
  visit(tree.roots);
  return rows;
}
