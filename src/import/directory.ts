/** Who is who: gives every draft its id and finds people by id or unique name, in the files and on the map. */
import { isId, MAX_PEOPLE, type AccountMap, type PersonId } from '../model/index.ts';
import { contentHash, freeId } from './ids.ts';
import type { PersonDraft } from './people.ts';
import { shown } from './problem.ts';

export interface IdentifiedDraft {
  readonly draft: PersonDraft;
  readonly id: PersonId;
  /** False when the row updates somebody who is on the map. */
  readonly create: boolean;
}

export type Found =
  | { readonly ok: true; readonly id: PersonId }
  | { readonly ok: false; readonly reason: 'unknown' | 'ambiguous'; readonly count: number };

export interface Directory {
  readonly people: readonly IdentifiedDraft[];
  /** By id as written, else by name when exactly one person bears it (else ignoring case). */
  readonly find: (text: string) => Found;
  readonly nameOf: (id: PersonId) => string;
}

/** Ids that are given and usable are kept; others are made from the row's content. O(n). */
export function createDirectory(drafts: readonly PersonDraft[], existing: AccountMap | undefined): Directory {
  const kept = withoutDuplicates(drafts, existing);
  const given = new Set(kept.map((draft) => draft.givenId));
  // Ids on the map are not reserved: a row that says what a row said before is the same person, list read again.
  const reserved = new Set([...given].filter(isId));
  const unnamed = uniqueNamesOf(existing);
  const namesInFile = countBy(kept, (draft) => draft.name);
  const next = new Map<string, number>();
  const people: IdentifiedDraft[] = [];
  for (const draft of kept) {
    const match = draft.givenId === '' && namesInFile.get(draft.name) === 1 ? unnamed.get(draft.name) : undefined;
    if (match !== undefined && !given.has(match)) {
      people.push({ draft, id: match, create: false });
      continue;
    }
    const id = isId(draft.givenId) ? draft.givenId : madeId(draft, reserved, next);
    reserved.add(id);
    people.push({ draft, id, create: !existing?.people.has(id) });
  }
  reportSameNames(people);
  const fitting = withinLimit(people, existing);
  return { people: fitting, ...finder(fitting, existing) };
}

function withoutDuplicates(drafts: readonly PersonDraft[], existing: AccountMap | undefined): PersonDraft[] {
  const rowOf = new Map<string, PersonDraft>();
  return drafts.filter((draft) => {
    if (draft.givenId === '') return true;
    const first = rowOf.get(draft.givenId);
    const place = { row: draft.row, column: draft.header('id') };
    if (first) {
      draft.report(place, 'duplicate-id', 'row-skipped', { value: shown(draft.givenId), count: first.row });
      return false;
    }
    rowOf.set(draft.givenId, draft);
    if (!isId(draft.givenId) && !existing?.people.has(draft.givenId)) {
      draft.report(place, 'unusable-id', 'id-made', { value: shown(draft.givenId) });
    }
    return true;
  });
}

function madeId(draft: PersonDraft, reserved: ReadonlySet<string>, next: Map<string, number>): PersonId {
  const wish = `p-${contentHash(draft.givenId, draft.name, draft.title, ...draft.path)}`;
  return freeId(wish, (id) => reserved.has(id), next);
}

/** Names on the map that exactly one person bears: a row without an id means that person. */
function uniqueNamesOf(map: AccountMap | undefined): ReadonlyMap<string, PersonId> {
  const people = [...(map?.people.values() ?? [])].filter((person) => person.name.trim() !== '');
  const counts = countBy(people, (person) => person.name);
  return new Map(people.filter((person) => counts.get(person.name) === 1).map((person) => [person.name, person.id]));
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function reportSameNames(people: readonly IdentifiedDraft[]): void {
  const first = new Map<string, PersonDraft>();
  for (const { draft } of people) {
    if (draft.name === '') continue;
    const earlier = first.get(draft.name);
    const place = { row: draft.row, column: draft.header('name') };
    if (earlier) draft.report(place, 'duplicate-name', 'kept', { name: shown(draft.name), count: earlier.row });
    else first.set(draft.name, draft);
  }
}

function withinLimit(people: readonly IdentifiedDraft[], existing: AccountMap | undefined): IdentifiedDraft[] {
  let room = MAX_PEOPLE - (existing?.people.size ?? 0);
  let isReported = false;
  return people.filter(({ draft, create }) => {
    if (!create || room-- > 0) return true;
    if (!isReported) draft.report({ row: draft.row }, 'too-many-people', 'rest-skipped', { count: MAX_PEOPLE });
    isReported = true;
    return false;
  });
}

function finder(
  people: readonly IdentifiedDraft[],
  existing: AccountMap | undefined,
): Pick<Directory, 'find' | 'nameOf'> {
  const byId = new Map<string, PersonId>();
  const names = new Map<PersonId, string>();
  for (const person of existing?.people.values() ?? []) {
    byId.set(person.id, person.id);
    names.set(person.id, person.name);
  }
  for (const { draft, id } of people) {
    if (draft.givenId !== '') byId.set(draft.givenId, id);
    if (draft.name !== '' || !names.has(id)) names.set(id, draft.name);
  }
  const exact = new Map<string, PersonId[]>();
  const loose = new Map<string, PersonId[]>();
  for (const [id, name] of names) {
    if (name === '') continue;
    push(exact, name, id);
    push(loose, name.toLowerCase(), id);
  }
  const find = (text: string): Found => {
    const known = byId.get(text);
    if (known !== undefined) return { ok: true, id: known };
    const bearers = exact.get(text) ?? loose.get(text.toLowerCase()) ?? [];
    if (bearers.length === 1) return { ok: true, id: bearers[0]! };
    return { ok: false, reason: bearers.length === 0 ? 'unknown' : 'ambiguous', count: bearers.length };
  };
  return { find, nameOf: (id) => names.get(id) ?? '' };
}

function push(index: Map<string, PersonId[]>, key: string, id: PersonId): void {
  const list = index.get(key);
  if (list) list.push(id);
  else index.set(key, [id]);
}
