/**
 * The fishbone's layout record: per department its shape, side and the order of its people, per top department its half, place and joint, and the
 * density it was made for. Choices, one entry each, so that the entries of two people merge. Read from anything.
 */
import type { LayoutRecord, PersonId, UnitId } from '../../model/index.ts';
import { foldKey, foldedUnits } from '../page-choices.ts';
import { CARD_SIZES, type Density } from '../types.ts';
import type { Block } from './block.ts';
import type { Branch } from './organisation.ts';
import type { Deck } from './settle.ts';

/** No id holds white space, so no department can be called this. */
const FISH_KEY = 'fish choices';
const LONGEST_FORM = 40;
const MOST_DECKS = 12;
const FARTHEST = 1e6;

export interface Place {
  readonly above: boolean;
  /** Order from head to tail; need not be whole. */
  readonly index: number;
  /** Where the joint stands on the spine: page units from the head's (or the trunk's) edge, ≤ 0. */
  readonly u: number | null;
  readonly deck: number;
}

/** What a record says of the fish. */
export interface Known {
  readonly forms: ReadonlyMap<string, string>;
  readonly sides: ReadonlyMap<string, -1 | 1>;
  readonly places: ReadonlyMap<string, Place>;
  /** Departments that a person put where they are. */
  readonly pinned: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  readonly density: Density | null;
  /** By branch: its own people in the order they stood. */
  readonly orders: ReadonlyMap<string, readonly PersonId[]>;
}

export function readRecord(record: LayoutRecord | undefined): Known {
  const sides = new Map<string, -1 | 1>();
  const forms = new Map<string, string>();
  const places = new Map<string, Place>();
  const pinned = new Set<string>();
  const orders = new Map<string, readonly PersonId[]>();
  let density: Density | null = null;
  for (const [key, entry] of Object.entries(record ?? {})) {
    if (typeof entry !== 'object' || entry === null) continue;
    const fields = entry as Record<string, unknown>;
    if (key === FISH_KEY) {
      if (typeof fields['density'] === 'string' && Object.hasOwn(CARD_SIZES, fields['density']))
        density = fields['density'] as Density;
      continue;
    }
    const { form, side } = fields;
    if (typeof form === 'string' && form.length <= LONGEST_FORM) forms.set(key, form);
    if (side === 'left' || side === 'right') sides.set(key, side === 'left' ? -1 : 1);
    const { people } = fields;
    if (Array.isArray(people))
      orders.set(
        key,
        people.filter((id) => typeof id === 'string'),
      );
    if (fields['pinned'] === true) pinned.add(key);
    const place = readPlace(fields);
    if (place) places.set(key, place);
  }
  return { forms, sides, places, pinned, folded: foldedUnits(record), density, orders };
}

function readPlace({ deck, half, index, u }: Record<string, unknown>): Place | null {
  if (half !== 'above' && half !== 'below') return null;
  if (typeof index !== 'number' || !Number.isFinite(index)) return null;
  return {
    above: half === 'above',
    index,
    u: typeof u === 'number' && u <= 0 && u >= -FARTHEST ? u : null,
    deck: typeof deck === 'number' && Number.isInteger(deck) && deck >= 0 && deck < MOST_DECKS ? deck : 0,
  };
}

interface Entry {
  readonly form?: string;
  readonly people?: readonly PersonId[];
  readonly side?: 'left' | 'right';
  readonly half?: 'above' | 'below';
  readonly index?: number;
  readonly u?: number;
  readonly deck?: number;
  readonly pinned?: true;
}

/** What a block chose, for its department and all below that it shows. */
export function entriesOf(key: string, block: Block): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const note = (name: string, { children, form, side, unit }: Block) => {
    if (!entries.has(name)) entries.set(name, { form, ...(side && { side: side === -1 ? 'left' : 'right' }) });
    for (const child of children) {
      // The inner bone of an elbow belongs to the same department: what stands on it is one level further in.
      const nested = child.block.unit === unit ? child.block.children : [child];
      for (const { block: sub } of nested) if (sub.unit !== null) note(sub.unit, sub);
    }
  };
  note(key, block);
  return entries;
}

interface RecordInput {
  readonly decks: readonly Deck[];
  readonly branches: readonly Branch[];
  readonly density: Density;
  readonly known: Known;
  /** Departments whose pins hold. */
  readonly pinned: ReadonlySet<string>;
  /** The folded departments of this map. */
  readonly folded: readonly UnitId[];
}

/** The record that makes the same picture again; entries in key order. */
export function toRecord({ branches, decks, density, folded, known, pinned }: RecordInput): LayoutRecord {
  const record = new Map<string, Entry>();
  const pin = (key: string): Entry => (pinned.has(key) ? { pinned: true } : {});
  decks.forEach((deck, number) => {
    for (const half of ['above', 'below'] as const) {
      deck[half].bones.forEach(({ block, branch, u }, index) => {
        for (const [key, entry] of entriesOf(branch.key, block)) record.set(key, { ...entry, ...pin(key) });
        const place = { form: block.form, half, index, u, ...(decks.length > 1 ? { deck: number } : {}) };
        record.set(branch.key, { ...place, ...pin(branch.key) });
      });
    }
  });
  for (const { key, people } of open(branches)) record.set(key, { ...record.get(key), people });
  for (const { below, key } of foldedIn(branches)) {
    // A chip's form says nothing: what the department looked like open stays, and so do those inside.
    const { form: _chip, ...entry } = record.get(key) ?? {};
    record.set(key, { ...remembered(known, key, false), ...entry });
    for (const unit of below) record.set(unit, { ...remembered(known, unit, true), ...pin(unit) });
  }
  const folds = folded.map((unit): [string, unknown] => [foldKey(unit), true]);
  const entries: [string, unknown][] = [...record, ...folds, [FISH_KEY, { density }]];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Branches with an order worth remembering. */
function open(branches: readonly Branch[]): Branch[] {
  return branches.flatMap((branch) => [...(branch.people.length > 1 ? [branch] : []), ...open(branch.subs)]);
}

function remembered({ forms, orders, sides }: Known, key: string, withSide: boolean): Entry {
  const form = forms.get(key);
  const people = orders.get(key);
  const side = withSide ? sides.get(key) : undefined;
  return {
    ...(form !== undefined && { form }),
    ...(people && { people }),
    ...(side && { side: side === -1 ? 'left' : 'right' }),
  };
}

function foldedIn(branches: readonly Branch[]): { key: string; below: readonly UnitId[] }[] {
  return branches.flatMap(({ folded, key, subs }) => (folded ? [{ key, below: folded.units }] : foldedIn(subs)));
}
