/** The forms a team can take under its boss. Every function returns a new block; nothing given is changed. */
import type { PersonId } from '../../model/index.ts';
import { isLeaf, Outline, type Block, type Placed, type Side } from './block.ts';
import type { Measures } from './measures.ts';
import { packAcross, placeAcross, placeOutwards, withLate, type Wishes } from './pack.ts';

/** Somebody without reports. */
export function leafBlock({ card }: Measures, person: PersonId): Block {
  const outline = new Outline();
  outline.cover(0, -card.width / 2, card.width / 2);
  return outline.finish({ kind: 'team', person, form: 'row', columns: 0, units: [] });
}

/**
 * People without reports in columns, filled row by row so that one more moves nobody: pairs of columns with a spine
 * between, an odd last one with its spine at the left. `columns` 0: each on their own, all in one row.
 */
export function stacksOf(measures: Measures, people: readonly PersonId[], columns: number): Block[] {
  if (columns === 0) return people.map((person) => leafBlock(measures, person));
  const wide = Math.min(columns, people.length);
  const column = (index: number) => people.filter((_, i) => i % wide === index);
  const stacks: Block[] = [];
  for (let i = 0; i < wide; i += 2)
    stacks.push(i + 1 < wide ? stack(measures, column(i), column(i + 1)) : stack(measures, [], column(i)));
  return stacks;
}

function stack({ card, tick }: Measures, left: readonly PersonId[], right: readonly PersonId[]): Block {
  const outline = new Outline();
  const reach = tick + card.width;
  for (let row = 0; row < Math.max(left.length, right.length); row++)
    outline.cover(row, row < left.length ? -reach : 0, row < right.length ? reach : 0);
  return outline.finish({ kind: 'columns', left, right });
}

/**
 * Reports below each other, indented, in the order given; those with reports of their own all start at one x. One alone
 * stands straight below.
 */
export function listForm(measures: Measures, person: PersonId, reports: readonly Block[]): Block {
  const [only] = reports;
  if (!only || reports.length > 1) return indentedList(measures, person, reports);
  const outline = new Outline();
  outline.cover(0, -measures.card.width / 2, measures.card.width / 2);
  outline.add(only, 0, 1);
  return outline.finish({ kind: 'team', person, form: 'list', columns: 1, units: [{ block: only, x: 0, row: 1 }] });
}

function indentedList(measures: Measures, person: PersonId, reports: readonly Block[]): Block {
  const { card, inset, tick } = measures;
  const spine = inset - card.width / 2;
  const outline = new Outline();
  outline.cover(0, -card.width / 2, card.width / 2);
  const start = (blocks: readonly Block[]) => spine + tick - Math.min(...blocks.map(({ minLeft }) => minLeft));
  const [leafStart, teamStart] = [start(reports.filter(isLeaf)), start(reports.filter((block) => !isLeaf(block)))];
  const units = reports.map((report): Placed => {
    const block = stepped(measures, report);
    const unit = { block, x: isLeaf(block) ? leafStart : teamStart, row: outline.left.length };
    outline.add(block, unit.x, unit.row);
    return unit;
  });
  const last = units.at(-1);
  for (let row = 1; last && row <= last.row; row++) outline.cover(row, spine, spine);
  return outline.finish({ kind: 'team', person, form: 'list', columns: 1, units });
}

/** In a list, somebody straight below somebody would look like one more of the list: a step to the right says whose report it is. */
function stepped(measures: Measures, block: Block): Block {
  const { content } = block;
  if (content.kind !== 'team' || content.form !== 'list' || content.units.length !== 1) return block;
  return indentedList(
    measures,
    content.person,
    content.units.map((unit) => unit.block),
  );
}

export interface Team {
  readonly person: PersonId;
  readonly measures: Measures;
  readonly columns: number;
  /** Reports without reports of their own. */
  readonly stacks: readonly Block[];
  /** Where things stood before, from the boss; null = as is best. */
  readonly wishes: Wishes | null;
}

/** Everybody side by side, the boss above the middle, or where the boss was. */
export function rowForm(team: Team, teams: readonly Block[]): Block {
  const { columns, measures, person } = team;
  const { card } = measures;
  const outline = new Outline();
  outline.cover(0, -card.width / 2, card.width / 2);
  const units = placeBelow(team, teams);
  for (const { block, row, x } of units) outline.add(block, x, row);
  outline.cover(1, 0, 0);
  return outline.finish({ kind: 'team', person, form: 'row', columns, units });
}

/** From left to right. */
function placeBelow({ measures, stacks, wishes }: Team, teams: readonly Block[]): Placed[] {
  if (wishes) {
    const row = withLate(teams, stacks, wishes);
    const places = placeAcross(row, measures, wishes);
    // The bus must pass below the boss.
    if (places[0]! <= 0 && places.at(-1)! >= 0)
      return [...row.teams, ...row.stacks, ...(row.late ?? [])].map((block, i) => ({ block, x: places[i]!, row: 1 }));
  }
  const places = packAcross({ teams, stacks }, measures);
  const middle = Math.floor((places[0]! + places.at(-1)!) / 2);
  return [...teams, ...stacks].map((block, i) => ({ block, x: places[i]! - middle, row: 1 }));
}

export type Shelf = Readonly<Record<Side, readonly Block[]>>;

/**
 * A trunk below the boss: first the stacks, then shelf by shelf the teams at its left and right; the two sides are
 * independent, each shelf starts right below what stands above it on its side.
 */
export function shelvesForm({ columns, measures, person, stacks, wishes }: Team, shelves: readonly Shelf[]): Block {
  const { card, gap } = measures;
  const beside = { gap, clear: gap / 2, wishes: wishes?.at ?? new Map<Block, number>() };
  const outline = new Outline();
  outline.cover(0, -card.width / 2, card.width / 2);
  const { free, units } = stacksOnTrunk(measures, stacks, outline);
  shelves.forEach((shelf, index) => {
    for (const side of ['left', 'right'] as const) {
      if (shelf[side].length === 0) continue;
      const row = free[side];
      const places = placeOutwards(shelf[side], { ...beside, side });
      shelf[side].forEach((block, i) => {
        units.push({ block, x: places[i]!, row, shelf: index, side });
        free[side] = Math.max(free[side], row + block.rows);
      });
    }
  });
  for (const { block, row, x } of units) outline.add(block, x, row);
  const end = units.reduce((row, unit) => Math.max(row, unit.row), 0);
  for (let row = 1; row <= end; row++) outline.cover(row, 0, 0);
  return outline.finish({ kind: 'team', person, form: 'shelves', columns, units });
}

/** Of an odd number the middle one takes the trunk for its spine. */
function stacksOnTrunk(
  measures: Measures,
  stacks: readonly Block[],
  outline: Outline,
): { free: Record<Side, number>; units: Placed[] } {
  const free = { left: 1, right: 1 };
  const units: Placed[] = [];
  const half = Math.floor(stacks.length / 2);
  if (stacks.length % 2 === 1) {
    const block = stacks[half]!;
    units.push({ block, x: 0, row: 1 });
    if (block.content.kind === 'columns') {
      free.left += block.content.left.length;
      free.right += block.content.right.length;
    }
  }
  const sides = { left: stacks.slice(0, half), right: stacks.slice(stacks.length - half) };
  const inner = units[0]?.block;
  for (const side of ['left', 'right'] as const) {
    const reach = inner ? measures.near + (side === 'left' ? -inner.minLeft : inner.minLeft + inner.width) : 0;
    const clear = Math.max(reach, measures.gap / 2);
    const places = placeOutwards(sides[side], { clear, gap: measures.near, side, wishes: new Map() });
    sides[side].forEach((block, i) => {
      units.push({ block, x: places[i]!, row: 1, side });
      free[side] = Math.max(free[side], 1 + block.rows);
    });
  }
  for (const { block, row, x } of units) outline.add(block, x, row);
  return { free, units };
}
