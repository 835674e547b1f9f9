/** The parts of the network that no tie joins, laid out each on its own. */
import type { PersonId } from '../../model/index.ts';
import type { Tie, Ties } from './ties.ts';

/** Ties count by index into the part's own people. */
export type Component = Ties;

/** Parts by size, the largest first, then by their smallest id. */
export function componentsOf({ tied, ties }: Ties): Component[] {
  const parent = tied.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const { a, b } of ties) {
    const [p, q] = [rootOf(a), rootOf(b)];
    parent[Math.max(p, q)] = Math.min(p, q);
  }
  const parts = new Map<number, { people: PersonId[]; ties: Tie[] }>();
  const indexInPart = tied.map((id, i) => {
    const root = rootOf(i);
    const part = parts.get(root) ?? { people: [], ties: [] };
    parts.set(root, part);
    return part.people.push(id) - 1;
  });
  for (const { a, b, weight } of ties)
    parts.get(rootOf(a))!.ties.push({ a: indexInPart[a]!, b: indexInPart[b]!, weight });
  return [...parts.values()]
    .map(({ people, ties: own }) => ({ tied: people, ties: own }))
    .sort((a, b) => b.tied.length - a.tied.length || (a.tied[0]! < b.tied[0]! ? -1 : 1));
}
