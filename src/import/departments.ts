/** Department paths → units: those of the map are found by their names, the others are proposed. */
import { MAX_UNITS, unitTree, type AccountMap, type NewUnit, type UnitId } from '../model/index.ts';
import type { IdentifiedDraft } from './directory.ts';
import { contentHash, freeId } from './ids.ts';
import { shown } from './problem.ts';

export interface Departments {
  readonly created: readonly NewUnit[];
  /** The unit of a path of names; null for the empty path and for one that found no room on the map. */
  readonly unitAt: (path: readonly string[]) => UnitId | null;
  /** Units, old or new, that are no part of the customer. */
  readonly isOutside: (unit: UnitId) => boolean;
}

/** A new department is an outside organisation when everybody the files put in or below it has the outside layer. */
export function createDepartments(people: readonly IdentifiedDraft[], existing: AccountMap | undefined): Departments {
  const idAt = existingPaths(existing);
  const taken = new Set(existing?.units.keys());
  const created = new Map<UnitId, NewUnit & { outside: boolean }>();
  let isFull = false;
  for (const { draft } of people) {
    let parent: UnitId | null = null;
    for (let depth = 1; depth <= draft.path.length; depth++) {
      const path = draft.path.slice(0, depth);
      let id = idAt.get(pathKey(path));
      if (id === undefined) {
        if (taken.size >= MAX_UNITS) {
          const place = { row: draft.row, column: draft.header('department') };
          const values = { value: shown(draft.path.join(' / ')), count: MAX_UNITS };
          if (!isFull) draft.report(place, 'too-many-units', 'kept-without-unit', values);
          isFull = true;
          break;
        }
        id = freeId(`u-${contentHash(...path)}`, (wish) => taken.has(wish));
        taken.add(id);
        idAt.set(pathKey(path), id);
        created.set(id, { id, name: path[depth - 1]!, parent, outside: true });
      }
      const unit = created.get(id);
      if (unit && draft.layer !== 'outside') unit.outside = false;
      parent = id;
    }
  }
  return {
    created: [...created.values()],
    unitAt: (path) => (path.length === 0 ? null : (idAt.get(pathKey(path)) ?? null)),
    isOutside: (unit) => created.get(unit)?.outside ?? existing?.units.get(unit)?.outside ?? false,
  };
}

function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** The first of units with the same path wins. */
function existingPaths(map: AccountMap | undefined): Map<string, UnitId> {
  const idAt = new Map<string, UnitId>();
  if (!map) return idAt;
  const tree = unitTree(map);
  const stack = tree.roots.map((unit) => ({ unit, path: [unit.name] })).reverse();
  while (stack.length > 0) {
    const { unit, path } = stack.pop()!;
    const key = pathKey(path);
    if (!idAt.has(key)) idAt.set(key, unit.id);
    for (const child of [...tree.children.get(unit.id)!].reverse()) {
      stack.push({ unit: child, path: [...path, child.name] });
    }
  }
  return idAt;
}
