/** How the interface names people and departments in one line: pure, the language's words come in. */
import { descendants, reportingTree, unitTree } from '../../model/index.ts';
import type { AccountMap, Person, PersonId, Tree, Unit, UnitId } from '../../model/index.ts';

/** The name; for a seat not yet identified `? title`, or the given word when that is empty too. */
export function personName(person: Person | undefined, unknown: string): string {
  if (!person) return unknown;
  return person.name.trim() || `? ${person.title.trim() || unknown}`;
}

/** `集团 / 技术部 / 测试组`, from the top department down. */
export function unitPath(map: AccountMap, tree: Tree<Unit>, id: UnitId | null): string {
  const names: string[] = [];
  for (let at = id; at !== null && tree.parent.has(at); at = tree.parent.get(at) ?? null) {
    names.unshift(map.units.get(at)?.name ?? '');
  }
  return names.join(' / ');
}

/** All departments as choices, in tree order. */
export function unitOptions(map: AccountMap): { value: UnitId; label: string }[] {
  const tree = unitTree(map);
  const options: { value: UnitId; label: string }[] = [];
  const visit = (units: readonly Unit[]) => {
    for (const unit of units) {
      options.push({ value: unit.id, label: unitPath(map, tree, unit.id) });
      visit(tree.children.get(unit.id) ?? []);
    }
  };
  visit(tree.roots);
  return options;
}

/** Who may be the boss of all of `ids`: everybody but themselves and whoever stands below them. In tree order. */
export function bossCandidates(map: AccountMap, ids: readonly PersonId[]): Person[] {
  const tree = reportingTree(map);
  const below = new Set(ids.flatMap((id) => [id, ...descendants(tree, id)]));
  const candidates: Person[] = [];
  const stack = [...tree.roots].reverse();
  while (stack.length > 0) {
    const person = stack.pop()!;
    if (!below.has(person.id)) candidates.push(person);
    stack.push(...[...(tree.children.get(person.id) ?? [])].reverse());
  }
  return candidates;
}

/** `张伟 · CTO`: a person as a choice in a list. */
export function personLine(person: Person, unknown: string): string {
  const name = personName(person, unknown);
  return person.title && person.name.trim() ? `${name} · ${person.title}` : name;
}
