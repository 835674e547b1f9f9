/** The map as one list to walk by keyboard: departments with their people, then those below them. Mirrors every view. */
import {
  bySiblingOrder,
  peopleByUnit,
  unitTree,
  type AccountMap,
  type Person,
  type PersonId,
  type Unit,
  type UnitId,
} from '../model/index.ts';

export interface OutlineRow {
  readonly kind: 'unit' | 'person';
  readonly id: UnitId | PersonId;
  readonly name: string;
  /** From 1, as aria-level wants it. */
  readonly level: number;
  /** Place among the rows of the same parent, from 1, and how many these are. */
  readonly position: number;
  readonly siblings: number;
  /** The row's department in the list; -1 at the top. */
  readonly parent: number;
}

/** Every department and every person once, in reading order. O(n log n). */
export function outlineOf(map: AccountMap): readonly OutlineRow[] {
  const tree = unitTree(map);
  const people = peopleByUnit(map);
  const rows: OutlineRow[] = [];
  const nobody: readonly Person[] = [];
  const add = (unit: UnitId | null, units: readonly Unit[], level: number, parent: number) => {
    const members = [...(people.get(unit) ?? nobody)].sort(bySiblingOrder);
    const siblings = members.length + units.length;
    members.forEach(({ id, name, title }, i) =>
      rows.push({ kind: 'person', id, name: name || title, level, position: i + 1, siblings, parent }),
    );
    units.forEach(({ id, name }, i) => {
      const position = members.length + i + 1;
      const at = rows.push({ kind: 'unit', id, name, level, position, siblings, parent }) - 1;
      add(id, tree.children.get(id) ?? [], level + 1, at);
    });
  };
  add(null, tree.roots, 1, -1);
  return rows;
}

const PAGE = 10;

/** The row a key leads to; null when the key means nothing here. */
export function stepInOutline(rows: readonly OutlineRow[], at: number, key: string): number | null {
  const last = rows.length - 1;
  if (last < 0) return null;
  const within = (to: number) => Math.min(last, Math.max(0, to));
  switch (key) {
    case 'ArrowDown':
      return within(at + 1);
    case 'ArrowUp':
      return within(at - 1);
    case 'PageDown':
      return within(at + PAGE);
    case 'PageUp':
      return within(at - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowLeft':
      return within(rows[at]?.parent ?? 0);
    case 'ArrowRight':
      return rows[at + 1]?.parent === at ? at + 1 : null;
    default:
      return null;
  }
}

/** The next row whose name begins with what was typed, from the present one on and round; null = none. */
export function findInOutline(rows: readonly OutlineRow[], at: number, typed: string): number | null {
  const wanted = typed.toLocaleLowerCase();
  // A single letter goes on to the next one; a longer beginning may still be the present row.
  const first = typed.length > 1 ? at : at + 1;
  for (let i = 0; i < rows.length; i++) {
    const index = (first + i) % rows.length;
    if (rows[index]!.name.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
