/**
 * Blocks of the sheared row grid. A half of the fish is rows of equal pitch; u = x + slope × (distance from the spine)
 * turns slanted bones into u = constant and cards into intervals of one row. So "no overlap" is a statement about
 * intervals of one row, and packing is a comparison of contours.
 */
import type { PersonId, UnitId } from '../../model/index.ts';

/** An interval of u; empty when lo > hi. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

export type Part =
  | {
      readonly kind: 'card';
      readonly person: PersonId;
      readonly row: number;
      readonly u: number;
      readonly leader: boolean;
    }
  | {
      readonly kind: 'pill';
      readonly unit: UnitId;
      readonly depth: number;
      readonly row: number;
      readonly u: number;
      readonly width: number;
    }
  | {
      readonly kind: 'bone';
      readonly unit: UnitId | null;
      readonly depth: number;
      readonly u: number;
      readonly from: number;
      readonly to: number;
      readonly people: readonly PersonId[];
    }
  | {
      readonly kind: 'twig' | 'rib';
      readonly unit: UnitId | null;
      readonly depth: number;
      readonly row: number;
      readonly u: number;
      readonly to: number;
      readonly people: readonly PersonId[];
    }
  | {
      readonly kind: 'whisker';
      readonly unit: UnitId | null;
      readonly depth: number;
      readonly u: number;
      readonly from: number;
      readonly to: number;
      readonly people: readonly PersonId[];
    };

export interface Block {
  /** What was chosen, for the layout record. */
  readonly form: string;
  readonly unit: UnitId | null;
  readonly depth: number;
  /** On a twig: the side of the bone it is built for. */
  readonly side?: -1 | 1;
  /** One interval per row, row 0 nearest the spine (or the bone's root). */
  readonly spans: readonly Span[];
  readonly parts: readonly Part[];
  readonly children: readonly { readonly block: Block; readonly du: number; readonly dk: number }[];
  readonly width: number;
}

export const rowsOf = (block: Block): number => block.spans.length;

/** Collects intervals row by row. */
export class Contour {
  readonly #spans: { lo: number; hi: number }[] = [];

  get spans(): readonly Span[] {
    return this.#spans;
  }

  add(row: number, lo: number, hi: number): void {
    while (this.#spans.length <= row) this.#spans.push({ lo: Infinity, hi: -Infinity });
    const span = this.#spans[row]!;
    if (lo < span.lo) span.lo = lo;
    if (hi > span.hi) span.hi = hi;
  }

  /** The largest du at which a block stands on the left of everything here, `air` apart; Infinity when nothing is beside it. */
  beside({ spans }: Pick<Block, 'spans'>, air: number): number {
    let du = Infinity;
    const rows = Math.min(spans.length, this.#spans.length);
    for (let row = 0; row < rows; row++) {
      const { hi, lo } = spans[row]!;
      const placed = this.#spans[row]!;
      if (lo <= hi && placed.lo <= placed.hi) du = Math.min(du, placed.lo - air - hi);
    }
    return du;
  }

  addBlock({ spans }: Pick<Block, 'spans'>, du: number, dk: number): void {
    for (let row = 0; row < spans.length; row++) {
      const { hi, lo } = spans[row]!;
      if (lo <= hi) this.add(row + dk, lo + du, hi + du);
    }
  }
}

export function finishBlock(block: Omit<Block, 'width'>): Block {
  let lo = Infinity;
  let hi = -Infinity;
  for (const span of block.spans) {
    lo = Math.min(lo, span.lo);
    hi = Math.max(hi, span.hi);
  }
  return { ...block, width: hi > lo ? hi - lo : 0 };
}

/** The alternatives that no other beats in both rows and width, by rows; at most `most`, spread evenly. */
export function paretoFront(blocks: readonly Block[], most: number): Block[] {
  const sorted = [...blocks].sort(
    (a, b) => rowsOf(a) - rowsOf(b) || a.width - b.width || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0),
  );
  const front: Block[] = [];
  for (const block of sorted) if (front.length === 0 || block.width < front.at(-1)!.width - 0.5) front.push(block);
  if (front.length <= most) return front;
  return Array.from({ length: most }, (_, i) => front[Math.round((i * (front.length - 1)) / (most - 1))]!);
}

/** Of a front: the narrowest with at most `rows` rows, else the lowest. */
export function narrowestWithin(front: readonly Block[], rows: number): Block {
  let best = front[0]!;
  for (const block of front) if (rowsOf(block) <= rows && block.width < best.width) best = block;
  return best;
}

/** Of a front: the lowest no wider than `width`, else the narrowest. */
export function lowestWithin(front: readonly Block[], width: number): Block {
  return front.find((block) => block.width <= width) ?? front.reduce((a, b) => (b.width < a.width ? b : a));
}

/** What every sub-department of a bone or twig is chosen by: at most so many rows, or at most so many tenths of a card's width. */
export interface Limit {
  readonly kind: 'rows' | 'width';
  readonly value: number;
}

export const limitText = ({ kind, value }: Limit): string => (kind === 'rows' ? `${value}` : `w${value}`);

/** The reverse of `limitText`. */
export function parseLimit(text: string): Limit {
  return text.startsWith('w') ? { kind: 'width', value: Number(text.slice(1)) } : { kind: 'rows', value: Number(text) };
}

export function chooseWithin(front: readonly Block[], { kind, value }: Limit, cardWidth: number): Block {
  return kind === 'rows' ? narrowestWithin(front, value) : lowestWithin(front, (value * cardWidth) / 10);
}
