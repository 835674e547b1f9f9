/**
 * Choices about a whole picture, kept in its layout record under a key that no id can be (ids hold no white space), so
 * that they travel with the map. Every view reads them the same way: `layoutView` applies them and hands them on.
 */
import type { LayoutRecord } from '../model/index.ts';
import { CARD_SIZES, type Density } from './types.ts';

export const PAGE_KEY = 'page choices';

export interface PageChoices {
  /** By hand; absent = what suits the number of people. */
  readonly density?: Density;
  /** Fishbone: where the head looks; absent = right. */
  readonly head?: 'left' | 'right';
}

/** What a record says of the page. Never throws: a peer may have written anything. */
export function readPageChoices(record: LayoutRecord | undefined): PageChoices {
  const entry = record !== undefined && Object.hasOwn(record, PAGE_KEY) ? record[PAGE_KEY] : null;
  if (typeof entry !== 'object' || entry === null) return {};
  const { density, head } = entry as Record<string, unknown>;
  return {
    ...(typeof density === 'string' && Object.hasOwn(CARD_SIZES, density) ? { density: density as Density } : {}),
    ...(head === 'left' || head === 'right' ? { head } : {}),
  };
}

const FOLD = 'fold ';

/** The record's key for a department folded to a chip; its value is `true`. */
export function foldKey(unit: string): string {
  return FOLD + unit;
}

/** Departments that a record says are folded; ids the map may no longer know. */
export function foldedUnits(record: LayoutRecord | undefined): ReadonlySet<string> {
  return new Set(
    Object.entries(record ?? {}).flatMap(([key, value]) =>
      key.startsWith(FOLD) && value === true ? [key.slice(FOLD.length)] : [],
    ),
  );
}
