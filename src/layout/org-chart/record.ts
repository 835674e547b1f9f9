/**
 * The org chart's layout record: per boss the form of the team and the columns of those without reports, and where the
 * team stands when its own boss has shelves (for a root: on which shelf of the page). Read from anything.
 */
import type { LayoutRecord, PersonId } from '../../model/index.ts';
import { FORMS, type Block, type Form, type Placed } from './block.ts';
import type { Place } from './shelve.ts';

/** Ids hold no white space. */
const LONERS_KEY = 'loners grid';
const MAX_COLUMNS = 400;
const MAX_SHELVES = 400;

export interface Recipe {
  readonly form: Form;
  readonly columns: number;
}

export interface Recipes {
  readonly forms: ReadonlyMap<PersonId, Recipe>;
  readonly places: ReadonlyMap<PersonId, Place>;
  /** Roots on the page. */
  readonly shelves: ReadonlyMap<PersonId, number>;
  readonly loners: { readonly columns: number; readonly shelf: number } | null;
}

export const NO_RECIPES: Recipes = { forms: new Map(), places: new Map(), shelves: new Map(), loners: null };

/** What a record says, without the entries of people in `except`. Never throws: a peer may have written anything. */
export function readRecipes(record: LayoutRecord | undefined, except: ReadonlySet<PersonId>): Recipes {
  const forms = new Map<PersonId, Recipe>();
  const places = new Map<PersonId, Place>();
  const shelves = new Map<PersonId, number>();
  let loners: Recipes['loners'] = null;
  for (const [key, entry] of Object.entries(record ?? {})) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { form, side, ...numbers } = entry as Record<string, unknown>;
    const columns = wholeNumber(numbers['columns'], MAX_COLUMNS);
    const shelf = wholeNumber(numbers['shelf'], MAX_SHELVES);
    if (key === LONERS_KEY) {
      if (columns !== null && columns > 0) loners = { columns, shelf: shelf ?? 0 };
      continue;
    }
    if (shelf !== null && (side === 'left' || side === 'right')) places.set(key, { shelf, side });
    if (shelf !== null) shelves.set(key, shelf);
    if (columns !== null && FORMS.includes(form as Form) && !except.has(key))
      forms.set(key, { form: form as Form, columns });
  }
  return { forms, places, shelves, loners };
}

function wholeNumber(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}

/** The choices behind a finished chart, keys sorted. */
export function toRecord(chart: Block): LayoutRecord {
  const entries: [string, unknown][] = [];
  const stack: Placed[] = [{ block: chart, x: 0, row: 0 }];
  while (stack.length > 0) {
    const { block, shelf, side } = stack.pop()!;
    const { content } = block;
    const place = { ...(shelf === undefined ? {} : { shelf }), ...(side && shelf !== undefined ? { side } : {}) };
    if (content.kind === 'loners') entries.push([LONERS_KEY, { columns: content.columns, ...place }]);
    if (content.kind === 'team' && content.units.length > 0)
      entries.push([content.person, { form: content.form, columns: content.columns, ...place }]);
    if (content.kind === 'team' || content.kind === 'forest') stack.push(...content.units);
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
