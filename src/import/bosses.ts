/** Who reports to whom: the wishes of the files, made into a forest on top of what the map says. */
import type { AccountMap, PersonId } from '../model/index.ts';
import type { Directory, IdentifiedDraft } from './directory.ts';
import { shown, type Report } from './problem.ts';

/** A boss as a file wants it, and where it says so. */
export interface BossWish {
  readonly boss: PersonId;
  readonly row: number;
  readonly column: string | null;
  readonly report: Report;
}

const NAMES_SHOWN = 6;

/** The wishes of the people list's own column; unknown and ambiguous bosses are reported and left out. */
export function readBosses(directory: Directory): Map<PersonId, BossWish> {
  const wishes = new Map<PersonId, BossWish>();
  for (const { draft, id, create } of directory.people) {
    if (draft.boss === '') continue;
    const place = { row: draft.row, column: draft.header('reports_to') };
    const found = directory.find(draft.boss);
    if (found.ok) {
      wishes.set(id, { boss: found.id, report: draft.report, ...place });
      continue;
    }
    const code = found.reason === 'unknown' ? 'unknown-manager' : 'ambiguous-manager';
    const values = { value: shown(draft.boss), name: nameOrTitle(draft), count: found.count };
    draft.report(place, code, create ? 'kept-without-boss' : 'boss-unchanged', values);
  }
  return wishes;
}

export function nameOrTitle(draft: { readonly name: string; readonly title: string }): string {
  return shown(draft.name || draft.title);
}

/**
 * Every person's boss after the import: the wish, else what the map says. A cycle is cut at the row of the wish that
 * stands first in the files; that person keeps the boss they have on the map, if any. Mutates `wishes`. O(n) a round;
 * a second round is needed only when a boss that was kept closes another cycle.
 */
export function settleBosses(
  wishes: Map<PersonId, BossWish>,
  directory: Directory,
  existing: AccountMap | undefined,
): ReadonlyMap<PersonId, PersonId | null> {
  const boss = new Map<PersonId, PersonId | null>();
  for (const person of existing?.people.values() ?? []) boss.set(person.id, person.reportsTo);
  for (const { id } of directory.people) if (!boss.has(id)) boss.set(id, null);
  for (const [id, wish] of wishes) boss.set(id, wish.boss);
  const place = new Map([...wishes.keys()].map((id, index) => [id, index]));
  for (let isCut = true; isCut;) {
    isCut = false;
    for (const cycle of findCycles(boss)) {
      const ours = cycle.filter((id) => wishes.has(id));
      if (ours.length === 0) continue;
      const first = ours.reduce((a, b) => (place.get(a)! < place.get(b)! ? a : b));
      reportCycle(cycle, first, wishes.get(first)!, { directory, isNew: !existing?.people.has(first) });
      wishes.delete(first);
      boss.set(first, existing?.people.get(first)?.reportsTo ?? null);
      isCut = true;
    }
  }
  return boss;
}

function reportCycle(
  cycle: readonly PersonId[],
  first: PersonId,
  { row, column, report }: BossWish,
  { directory, isNew }: { readonly directory: Directory; readonly isNew: boolean },
): void {
  const values = { name: shownName(first, directory), value: chainText(cycle, first, directory), count: cycle.length };
  report({ row, column }, 'cycle', isNew ? 'kept-without-boss' : 'boss-unchanged', values);
}

function shownName(id: PersonId, directory: Directory): string {
  return shown(directory.nameOf(id)) || id;
}

/** The cycles of a graph in which everybody has at most one boss; each as its members, bosses after their reports. */
function findCycles(boss: ReadonlyMap<PersonId, PersonId | null>): PersonId[][] {
  const cycles: PersonId[][] = [];
  const state = new Map<PersonId, 'open' | 'done'>();
  for (const start of boss.keys()) {
    const path: PersonId[] = [];
    let at: PersonId | null = start;
    while (at !== null && !state.has(at)) {
      state.set(at, 'open');
      path.push(at);
      at = boss.get(at) ?? null;
    }
    if (at !== null && state.get(at) === 'open') cycles.push(path.slice(path.indexOf(at)));
    for (const id of path) state.set(id, 'done');
  }
  return cycles;
}

function chainText(cycle: readonly PersonId[], first: PersonId, directory: Directory): string {
  const start = cycle.indexOf(first);
  const turned = [...cycle.slice(start), ...cycle.slice(0, start)];
  const names = turned.slice(0, NAMES_SHOWN).map((id) => shownName(id, directory));
  if (turned.length > NAMES_SHOWN) names.push('…');
  return [...names, names[0]].join(' → ');
}

/** Reports, once, that several insiders of the list have no boss although others have: they will stand side by side. */
export function reportRoots(
  people: readonly IdentifiedDraft[],
  boss: ReadonlyMap<PersonId, PersonId | null>,
  isOutsider: (person: IdentifiedDraft) => boolean,
): void {
  const hasBosses = people.some(({ id }) => boss.get(id) !== null);
  if (!hasBosses) return;
  const roots = people.filter(
    (person) => person.draft.boss === '' && boss.get(person.id) === null && !isOutsider(person),
  );
  const [first, second] = roots;
  if (!first || !second) return;
  const { draft } = second;
  draft.report({ row: draft.row, column: draft.header('reports_to') }, 'two-roots', 'kept', {
    name: nameOrTitle(draft),
    other: nameOrTitle(first.draft),
    count: roots.length,
    value:
      roots
        .slice(0, 20)
        .map((root) => root.draft.row)
        .join(', ') + (roots.length > 20 ? ', …' : ''),
  });
}
