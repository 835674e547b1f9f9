/** From the record back to the same picture: shapes, halves, order and joints stay; who is new gets what suits the place. */
import { narrowestWithin, rowsOf, type Block } from './block.ts';
import type { Branch } from './organisation.ts';
import type { Place } from './record.ts';
import type { Wanted } from './settle.ts';

interface KeepTask {
  readonly branches: readonly Branch[];
  readonly shapes: (branch: Branch) => readonly Block[];
  readonly places: ReadonlyMap<string, Place>;
  /** Whether recorded joints hold: they do not when the cards' size changed. */
  readonly keepsJoints: boolean;
}

/**
 * Recorded departments where they were, new ones at the tail, on the half that is shortest. Two that claim one place
 * stand in the order of their ids, on every device alike.
 */
export function keptPlaces({ branches, keepsJoints, places, shapes }: KeepTask): Wanted[] {
  const decks = [
    ...new Set([...places].flatMap(([key, { deck }]) => (branches.some((b) => b.key === key) ? [deck] : []))),
  ];
  decks.sort((a, b) => a - b);
  const rank = new Map(decks.map((deck, i) => [deck, i]));
  const known = branches
    .filter((branch) => places.has(branch.key))
    .sort((a, b) => places.get(a.key)!.index - places.get(b.key)!.index || (a.key < b.key ? -1 : 1))
    .map((branch): Wanted => {
      const { above, deck, u } = places.get(branch.key)!;
      const block = middle(shapes(branch));
      return { branch, block, above, deck: rank.get(deck)!, u: keepsJoints ? u : null };
    });
  const wanted = [...known];
  const count = Math.max(1, decks.length);
  for (const branch of branches.filter((one) => !places.has(one.key)))
    wanted.push(atTail(branch, shapes, wanted, count));
  return wanted;
}

function atTail(
  branch: Branch,
  shapes: (branch: Branch) => readonly Block[],
  wanted: readonly Wanted[],
  decks: number,
): Wanted {
  const halves = Array.from({ length: 2 * decks }, (_, i) => {
    const [above, deck] = [i % 2 === 0, i >> 1];
    const there = wanted.filter((one) => one.above === above && one.deck === deck);
    return { above, deck, there, size: there.reduce((sum, one) => sum + one.branch.size + 1, 0) };
  });
  const { above, deck, there } = halves.reduce((a, b) => (b.size < a.size ? b : a));
  const rows = Math.max(2, ...there.map((one) => rowsOf(one.block)));
  return { branch, block: narrowestWithin(shapes(branch), rows), above, deck, u: null };
}

const middle = (blocks: readonly Block[]): Block => blocks[Math.floor(blocks.length / 2)]!;
