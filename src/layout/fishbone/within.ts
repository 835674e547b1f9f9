/** Tidies one department with all below it; the shapes, sides and places of everything else stay as recorded. */
import { Alternatives, type Remembered } from './alternatives.ts';
import type { HeadSize } from './fish.ts';
import { keptPlaces } from './keep.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';
import { entriesOf, type Place } from './record.ts';
import { settle, type Skeleton } from './settle.ts';

interface WithinTask {
  readonly measures: Measures;
  readonly head: HeadSize;
  readonly branches: readonly Branch[];
  readonly remembered: Remembered;
  readonly places: ReadonlyMap<string, Place>;
  readonly keepsJoints: boolean;
  /** Departments whose side holds. */
  readonly pinned: ReadonlySet<string>;
  readonly within: string;
}

/** The best of the department's own shapes by the text size of the whole; null when the map does not show it. */
export function tidyWithin(task: WithinTask): Skeleton | null {
  const { branches, head, keepsJoints, measures, pinned, places, remembered, within } = task;
  const top = branches.find((branch) => find(branch, within) !== null);
  const inside = top && find(top, within);
  if (!inside) return null;
  const loosened = loosen(remembered, keysOf(inside), pinned);
  const free = new Alternatives(measures, loosened);
  const side = loosened.sides.get(within);
  const blocks =
    inside === top
      ? free.bones(inside)
      : [...(side === 1 ? [] : free.twigs(inside, -1)), ...(side === -1 ? [] : free.twigs(inside, 1))];
  let best: Skeleton | null = null;
  let cost = Infinity;
  for (const block of blocks) {
    const entries = entriesOf(within, block);
    const forms = new Map(loosened.forms);
    const sides = new Map(loosened.sides);
    for (const [key, entry] of entries) {
      if (entry.form) forms.set(key, entry.form);
      if (entry.side) sides.set(key, entry.side === 'left' ? -1 : 1);
    }
    const alternatives = new Alternatives(measures, { forms, sides });
    const wanted = keptPlaces({ branches, shapes: (branch) => alternatives.bones(branch), places, keepsJoints });
    const skeleton = settle(measures, head, wanted);
    const next = costOf(skeleton, wanted.find((one) => one.branch === top)!.block.width);
    if (next >= cost) continue;
    best = skeleton;
    cost = next;
  }
  return best;
}

/** The page on the slide first; where several give the same page, the least room for the department's own bone. */
function costOf({ scale }: Skeleton, width: number): number {
  return 1 / scale + width * 1e-6;
}

function loosen({ forms, sides }: Remembered, keys: ReadonlySet<string>, pinned: ReadonlySet<string>): Remembered {
  return {
    forms: new Map([...forms].filter(([key]) => !keys.has(key))),
    sides: new Map([...sides].filter(([key]) => !keys.has(key) || pinned.has(key))),
  };
}

function find(branch: Branch, key: string): Branch | null {
  if (branch.key === key) return branch;
  for (const sub of branch.subs) {
    const found = find(sub, key);
    if (found) return found;
  }
  return null;
}

function keysOf(branch: Branch): Set<string> {
  return new Set([branch.key, ...branch.subs.flatMap((sub) => [...keysOf(sub)])]);
}
