/**
 * The org chart's layout record: per boss the form of the team and the columns of those without reports, and where the
 * team stands when its own boss has shelves (for a root: on which shelf of the page). Read from anything.
 */
import type { LayoutRecord, PersonId } from '../../model/index.ts';
import { FORMS, isStack, type Block, type Form, type Placed } from './block.ts';
import type { Measures } from './measures.ts';
import type { Place } from './shelve.ts';

/** Ids hold no white space. */
const LONERS_KEY = 'loners grid';
const MAX_COLUMNS = 400;
const MAX_SHELVES = 400;
const MAX_CARDS = 100_000;

export interface Recipe {
  readonly form: Form;
  readonly columns: number;
  /** In a row: where those without reports begin, in card widths from the boss; null = not known. */
  readonly start: number | null;
}

export interface Recipes {
  readonly forms: ReadonlyMap<PersonId, Recipe>;
  readonly places: ReadonlyMap<PersonId, Place>;
  /** Roots on the page. */
  readonly shelves: ReadonlyMap<PersonId, number>;
  /** Where a team stands in its row or shelf, in card widths from the boss (a root: from the page's left). */
  readonly at: ReadonlyMap<PersonId, number>;
  readonly loners: { readonly columns: number; readonly shelf: number; readonly at: number | null } | null;
}

export const NO_RECIPES: Recipes = {
  forms: new Map(),
  places: new Map(),
  shelves: new Map(),
  at: new Map(),
  loners: null,
};

/** What a record says, without the choices of the bosses in `afresh`. Never throws: a peer may have written anything. */
export function readRecipes(record: LayoutRecord | undefined, afresh: ReadonlySet<PersonId>): Recipes {
  const forms = new Map<PersonId, Recipe>();
  const places = new Map<PersonId, Place>();
  const shelves = new Map<PersonId, number>();
  const at = new Map<PersonId, number>();
  let loners: Recipes['loners'] = null;
  for (const [key, entry] of Object.entries(record ?? {})) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { form, side, ...numbers } = entry as Record<string, unknown>;
    const columns = wholeNumber(numbers['columns'], MAX_COLUMNS);
    const shelf = wholeNumber(numbers['shelf'], MAX_SHELVES);
    const place = cardWidths(numbers['at']);
    if (key === LONERS_KEY) {
      if (columns !== null && columns > 0) loners = { columns, shelf: shelf ?? 0, at: place };
      continue;
    }
    if (shelf !== null && (side === 'left' || side === 'right')) places.set(key, { shelf, side });
    if (shelf !== null) shelves.set(key, shelf);
    if (place !== null) at.set(key, place);
    if (columns !== null && FORMS.includes(form as Form) && !afresh.has(key))
      forms.set(key, { form: form as Form, columns, start: cardWidths(numbers['start']) });
  }
  return { forms, places, shelves, at, loners };
}

function wholeNumber(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}

function cardWidths(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= MAX_CARDS ? value : null;
}

/** The choices behind a finished chart, keys sorted. */
export function toRecord({ card }: Measures, chart: Block): LayoutRecord {
  const entries: [string, unknown][] = [];
  const cards = (x: number) => Math.round((x / card.width) * 1000) / 1000;
  const stack: { readonly unit: Placed; readonly isFree: boolean }[] = [
    { unit: { block: chart, x: 0, row: 0 }, isFree: false },
  ];
  while (stack.length > 0) {
    const { isFree, unit } = stack.pop()!;
    const { content } = unit.block;
    const place = {
      ...(isFree ? { at: cards(unit.x) } : {}),
      ...(unit.shelf === undefined ? {} : { shelf: unit.shelf, ...(unit.side ? { side: unit.side } : {}) }),
    };
    if (content.kind === 'loners') entries.push([LONERS_KEY, { columns: content.columns, ...place }]);
    if (content.kind === 'team' && content.units.length > 0) {
      const first = content.form === 'row' ? content.units.find(({ block }) => isStack(block)) : undefined;
      const start = first ? { start: cards(first.x) } : {};
      entries.push([content.person, { form: content.form, columns: content.columns, ...start, ...place }]);
    }
    if (content.kind === 'team' || content.kind === 'forest') {
      const isRow = content.kind === 'forest' || content.form !== 'list';
      for (const inner of content.units) stack.push({ unit: inner, isFree: isRow });
    }
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
