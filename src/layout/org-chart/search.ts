/**
 * Per boss the shapes of the team below that are worth having: none is beaten in both rows and width by another. Bosses
 * are worked off from the bottom, so depth costs no recursion. Cost per boss: candidates × rows of what stands below.
 */
import type { Person, PersonId, Tree } from '../../model/index.ts';
import type { Block } from './block.ts';
import { leafBlock, listForm, rowForm, shelvesForm, stacksOf, type Team } from './forms.ts';
import type { Measures } from './measures.ts';
import type { Wishes } from './pack.ts';
import { isSame, lowestWithin, narrowestWithin, paretoFront, spread } from './pareto.ts';
import type { Recipe, Recipes } from './record.ts';
import { recordedShelves, shelvesOf } from './shelve.ts';

const MAX_FRONT = 24;
const MAX_FRONT_AT_ROOT = 200;
const MAX_CAPS = 30;
const MAX_CAPS_AT_ROOT = 60;
/** Rows of blocks handled per boss for each form tried: deep teams get fewer tries, so that no map takes for ever. */
const ROWS_PER_BOSS = 8_000;
const ROWS_AT_ROOT = 60_000;
const SHELF_COUNTS = [1, 2, 3, 4, 5, 6, 8, 12, 16];
/** Up to this many people stand in one row under their boss. */
const MAX_IN_ONE_ROW = 8;
/** In the classic style. */
const MAX_CLASSIC_ROW = 4;

/** classic: a tidy tree, teams side by side, people without reports in one or two columns. free: all forms. */
export type Style = 'classic' | 'free';

export interface SearchInput {
  readonly measures: Measures;
  readonly tree: Tree<Person>;
  readonly recipes: Recipes;
  readonly style: Style;
}

interface Report {
  readonly person: PersonId;
  readonly options: readonly Block[];
  readonly isLeaf: boolean;
}

/** The shapes worth having of every tree, by its root. */
export function searchShapes(input: SearchInput): ReadonlyMap<PersonId, readonly Block[]> {
  const { measures, tree } = input;
  const fronts = new Map<PersonId, readonly Block[]>();
  for (const { id } of byDepthFromBottom(tree)) {
    const people = tree.children.get(id)!;
    if (people.length === 0) {
      fronts.set(id, [leafBlock(measures, id)]);
      continue;
    }
    const reports = people.map((person): Report => ({
      person: person.id,
      options: fronts.get(person.id)!,
      isLeaf: tree.children.get(person.id)!.length === 0,
    }));
    const isRoot = tree.depth.get(id) === 0;
    fronts.set(id, paretoFront(candidates(input, id, reports, isRoot), isRoot ? MAX_FRONT_AT_ROOT : MAX_FRONT));
    for (const { person } of reports) fronts.delete(person);
  }
  return fronts;
}

function byDepthFromBottom(tree: Tree<Person>): Person[] {
  const order: Person[] = [...tree.roots];
  for (let i = 0; i < order.length; i++) order.push(...tree.children.get(order[i]!.id)!);
  return order.reverse();
}

function candidates(input: SearchInput, person: PersonId, reports: readonly Report[], isRoot: boolean): Block[] {
  const { measures, recipes, style } = input;
  const recipe = recipes.forms.get(person);
  const leaves = reports.filter((report) => report.isLeaf).map((report) => report.person);
  const teams = reports.filter((report) => !report.isLeaf);
  const team = (columns: number, wishes: Wishes | null = null): Team => ({
    person,
    measures,
    columns,
    stacks: stacksOf(measures, leaves, columns),
    wishes,
  });
  const tries = triesFor(reports, isRoot);
  const found: Block[] = [];
  // A single report stands straight below: no form is narrower or lower. As a list it grows downwards, at its own place.
  if (!recipe && reports.length === 1) return reports[0]!.options.map((block) => listForm(measures, person, [block]));
  if (recipe ? recipe.form === 'list' : style === 'free' || teams.length === 0)
    for (const picks of widthPicks(reports, tries)) found.push(listForm(measures, person, picks));
  if (recipe?.form === 'list') return found;
  for (const { cap, picks } of rowPicks(teams, leaves.length, tries)) {
    if (recipe) {
      const wishes = wishesFor(input, recipe, picks);
      const placed = picks.map((block, i) => ({ block, place: recipes.places.get(teams[i]!.person) ?? null }));
      if (recipe.form === 'row') found.push(rowForm(team(recipe.columns, wishes), picks));
      // All in one row would stand in the trunk's way.
      else found.push(shelvesForm(team(recipe.columns || 2, wishes), recordedShelves(placed)));
    } else {
      for (const columns of columnChoices(leaves.length, cap, style)) found.push(rowForm(team(columns), picks));
      if (style === 'free') found.push(...shelved(team, leaves.length, picks, cap));
    }
  }
  return found;
}

/** Null when nothing is remembered. */
function wishesFor({ measures, recipes }: SearchInput, recipe: Recipe, teams: readonly Block[]): Wishes | null {
  const { width } = measures.card;
  const at = new Map<Block, number>();
  for (const block of teams) {
    const cards = block.content.kind === 'team' ? recipes.at.get(block.content.person) : undefined;
    if (cards !== undefined) at.set(block, Math.round(cards * width));
  }
  const start = recipe.start === null ? null : Math.round(recipe.start * width);
  return at.size === 0 && start === null ? null : { at, start };
}

function shelved(team: (columns: number) => Team, leaves: number, picks: readonly Block[], cap: number): Block[] {
  if (picks.length === 0) return [];
  const counts = SHELF_COUNTS.filter((count) => count === 1 || count <= Math.ceil(picks.length / 2));
  const columns = leaves < 2 ? 1 : Math.max(2, 2 * Math.ceil(leaves / (2 * cap)));
  const under = team(columns);
  return counts.map((count) => shelvesForm(under, shelvesOf(picks, count)));
}

function columnChoices(leaves: number, cap: number, style: Style): number[] {
  if (leaves === 0) return [0];
  if (style === 'classic') return leaves <= MAX_CLASSIC_ROW ? [0, 1, 2] : [1, 2];
  const wanted = Math.ceil(leaves / cap);
  return leaves <= MAX_IN_ONE_ROW ? [0, wanted] : [wanted];
}

function triesFor(reports: readonly Report[], isRoot: boolean): number {
  const rows = reports.reduce((sum, { options }) => sum + options[Math.floor(options.length / 2)]!.rows, 0);
  const affordable = Math.floor((isRoot ? ROWS_AT_ROOT : ROWS_PER_BOSS) / rows);
  return Math.max(2, Math.min(affordable, isRoot ? MAX_CAPS_AT_ROOT : MAX_CAPS));
}

/** One choice per limit to the rows below the boss; limits that change nothing are left out. */
function rowPicks(teams: readonly Report[], leaves: number, tries: number): { cap: number; picks: readonly Block[] }[] {
  const caps = new Set(teams.flatMap(({ options }) => options.map(({ rows }) => rows)));
  for (let columns = 1; columns <= Math.min(leaves, 60); columns++) caps.add(Math.ceil(leaves / columns));
  const choices = spread(caps, tries).map((cap) => ({
    cap,
    picks: teams.map(({ options }) => narrowestWithin(options, cap)),
  }));
  const isNew = (i: number) =>
    i === 0 ||
    Math.ceil(leaves / choices[i]!.cap) !== Math.ceil(leaves / choices[i - 1]!.cap) ||
    !isSame(choices[i]!.picks, choices[i - 1]!.picks);
  return choices.filter((_, i) => isNew(i));
}

/** One choice per limit to the width of the reports. */
function widthPicks(reports: readonly Report[], tries: number): (readonly Block[])[] {
  const widths = reports.flatMap(({ options }) => options.map(({ width }) => width));
  const choices = spread(widths, tries).map((width) => reports.map(({ options }) => lowestWithin(options, width)));
  return choices.filter((picks, i) => i === 0 || !isSame(picks, choices[i - 1]!));
}
