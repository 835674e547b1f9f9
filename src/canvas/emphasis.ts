/** Whose network stands out: a hovered or selected person's links in full, the others a step back. */
import type { AccountMap, PersonId, RelationId } from '../model/index.ts';
import type { SceneItem } from '../scene/index.ts';
import type { SceneIndex } from './scene-index.ts';

export interface Emphasis {
  /** Links drawn in full; the others step back. */
  readonly links: ReadonlySet<RelationId>;
  /** Those whose cards stay bright under the spotlight; null = no spotlight, all cards stay bright. */
  readonly lit: ReadonlySet<PersonId> | null;
}

const LINK_BEHIND = 0.22;
/** Cards outside the spotlight. */
const DIMMED = 0.25;
const GROUND_DIMMED = 0.45;
/** Larger selections have no network of their own to show. */
const MOST_PEOPLE = 12;

/**
 * Null: nothing stands out. Without the spotlight only links that are drawn count; with it everybody who is related in
 * the map stays bright, whatever the view draws.
 */
export function emphasisOf(
  map: AccountMap,
  index: SceneIndex,
  people: readonly PersonId[],
  options: { readonly spotlight: boolean },
): Emphasis | null {
  if (people.length === 0 || people.length > MOST_PEOPLE) return null;
  const links = new Set(people.flatMap((person) => index.linksOf(person).map((link) => link.relation)));
  if (options.spotlight) return { links, lit: networkOf(map, new Set(people)) };
  return links.size > 0 ? { links, lit: null } : null;
}

/** The people themselves and everybody one step away: bosses, reports, relations of every kind. O(people + relations). */
export function networkOf(map: AccountMap, people: ReadonlySet<PersonId>): ReadonlySet<PersonId> {
  const network = new Set(people);
  const join = (a: PersonId, b: PersonId) => {
    if (people.has(a)) network.add(b);
    if (people.has(b)) network.add(a);
  };
  for (const person of map.people.values()) if (person.reportsTo !== null) join(person.id, person.reportsTo);
  for (const relation of map.relations.values()) join(relation.from, relation.to);
  return network;
}

/** How strongly an item is drawn, 0-1. */
export function strengthOf(item: SceneItem, emphasis: Emphasis | null): number {
  if (item.kind === 'link') {
    if (!emphasis) return item.opacity ?? 1;
    return emphasis.links.has(item.relation) ? 1 : Math.min(item.opacity ?? 1, LINK_BEHIND);
  }
  const lit = emphasis?.lit;
  if (!lit || item.kind === 'band') return 1;
  if (item.kind === 'card') return lit.has(item.person) ? 1 : DIMMED;
  return item.kind === 'bone' && item.people.some((person) => lit.has(person)) ? 1 : GROUND_DIMMED;
}

export function isSameEmphasis(a: Emphasis | null, b: Emphasis | null): boolean {
  return a === b || (a !== null && b !== null && isSameSet(a.links, b.links) && isSameSet(a.lit, b.lit));
}

function isSameSet(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.size === b.size && [...a].every((id) => b.has(id));
}
