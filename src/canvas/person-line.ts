/** What somebody types on a card: "张伟 / CTO / 技术部" is name, title and department. */
import type { AccountMap, UnitId } from '../model/index.ts';
import { MAX_NAME } from '../model/index.ts';

export interface PersonLine {
  readonly name: string;
  /** null = not typed: the title stays as it is. */
  readonly title: string | null;
  /** Department names from the top down; null = not typed. */
  readonly unitPath: readonly string[] | null;
}

/**
 * Reads a line of up to `name / title / department / sub-department …`. Only slashes (`/` and the full-width `／`)
 * separate; a slash inside a title cannot be typed here, the inspector takes it. Empty parts are "not typed".
 */
export function parsePersonLine(line: string): PersonLine {
  const parts = line.split(/[/／]/).map((part) => part.trim().slice(0, MAX_NAME));
  const [name = '', title = '', ...units] = parts;
  const path = units.filter((unit) => unit !== '');
  return { name, title: title === '' ? null : title, unitPath: path.length === 0 ? null : path };
}

/** The line that the editor starts with; name alone when there is nothing else to say. */
export function formatPersonLine(name: string, title: string): string {
  return title === '' ? name : `${name} / ${title}`;
}

/** What somebody asks for by turning one line into another; what is absent stays as it is by now. */
export interface LineChange {
  readonly name?: string;
  readonly title?: string;
  /** Department names from the top down. */
  readonly unitPath?: readonly string[];
}

/**
 * Compares what was typed with the line it began with, not with the person: a colleague may have changed them since.
 * A title that was in the line and is not any more was deleted on purpose.
 */
export function changeOfLine(before: string, after: string): LineChange {
  const [was, is] = [parsePersonLine(before), parsePersonLine(after)];
  const isMoved = is.unitPath !== null && is.unitPath.join('/') !== was.unitPath?.join('/');
  return {
    ...(is.name !== was.name && { name: is.name }),
    ...(is.title !== was.title && { title: is.title ?? '' }),
    ...(isMoved && { unitPath: is.unitPath }),
  };
}

/**
 * Finds a department by its typed path: the deepest existing one, and the names still to be created below it.
 * A single name may stand anywhere in the tree; the first in map order wins. Letter case does not count.
 */
export function findUnit(
  map: AccountMap,
  path: readonly string[],
): { readonly unit: UnitId | null; readonly create: readonly string[] } {
  const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;
  const units = [...map.units.values()];
  const first = path[0];
  if (first === undefined) return { unit: null, create: [] };
  const start =
    units.find((unit) => unit.parent === null && same(unit.name, first)) ??
    units.find((unit) => same(unit.name, first));
  if (!start) return { unit: null, create: path };
  let at = start.id;
  for (let i = 1; i < path.length; i++) {
    const child = units.find((unit) => unit.parent === at && same(unit.name, path[i]!));
    if (!child) return { unit: at, create: path.slice(i) };
    at = child.id;
  }
  return { unit: at, create: [] };
}
