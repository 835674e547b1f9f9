/** What the network is made of: ties that pull people together, and the relations it draws. */
import type { AccountMap, PersonId, Relation, RelationKind } from '../../model/index.ts';

/** All influence and personal ties of two people as one pull. Indices into `tied`. */
export interface Tie {
  readonly a: number;
  readonly b: number;
  /** Sum of strengths, at most MAX_WEIGHT: many ties of one pair must not collapse the picture onto it. */
  readonly weight: number;
}

export interface Ties {
  /** People with at least one such tie, by id. */
  readonly tied: readonly PersonId[];
  readonly ties: readonly Tie[];
}

const MAX_WEIGHT = 4;
const PULLING: ReadonlySet<RelationKind> = new Set<RelationKind>(['influence', 'personal']);
const DRAWN: ReadonlySet<RelationKind> = new Set<RelationKind>(['influence', 'personal', 'conflict']);

/** Relations between two different people of the map that the network draws, by id. */
export function drawnRelations(map: AccountMap): Relation[] {
  return [...map.relations.values()]
    .filter(({ from, kind, to }) => DRAWN.has(kind) && from !== to && map.people.has(from) && map.people.has(to))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export function tiesOf(map: AccountMap): Ties {
  const relations = drawnRelations(map).filter(({ kind }) => PULLING.has(kind));
  const tied = [...new Set(relations.flatMap(({ from, to }) => [from, to]))].sort();
  const index = new Map(tied.map((id, i) => [id, i]));
  const weights = new Map<number, number>();
  for (const { from, strength, to } of relations) {
    const [a, b] = [index.get(from)!, index.get(to)!];
    const key = Math.min(a, b) * tied.length + Math.max(a, b);
    weights.set(key, (weights.get(key) ?? 0) + strength);
  }
  const ties = [...weights]
    .sort((a, b) => a[0] - b[0])
    .map(([key, weight]) => ({
      a: Math.floor(key / tied.length),
      b: key % tied.length,
      weight: Math.min(MAX_WEIGHT, weight),
    }));
  return { tied, ties };
}

/** Per tied person the others of their ties with the tie's weight, by index. */
export function neighboursOf({
  tied,
  ties,
}: Ties): readonly (readonly { readonly to: number; readonly weight: number }[])[] {
  const near = tied.map((): { to: number; weight: number }[] => []);
  for (const { a, b, weight } of ties) {
    near[a]!.push({ to: b, weight });
    near[b]!.push({ to: a, weight });
  }
  return near;
}
