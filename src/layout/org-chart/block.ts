/**
 * A block is a person with everybody below, or a stack of people, as a rigid piece on a grid of rows: row 0 on top, and
 * per row the leftmost and rightmost x it takes, lines included. x = 0 is where the line from the boss arrives. The line
 * work between row k-1 and row k stays within the extent of row k, so two blocks whose rows do not meet share neither
 * room nor lines. Contours as in Atze van der Ploeg, "Drawing non-layered tidy trees in linear time", Software: Practice
 * and Experience 44 (2014), doi:10.1002/spe.2213; whole arrays instead of threads, since all rows are of one pitch.
 */
import type { PersonId } from '../../model/index.ts';

export const FORMS = ['list', 'row', 'shelves'] as const;
/** list: reports below each other on a spine at the left. row: side by side under a bus. shelves: several such rows on both sides of a trunk. */
export type Form = (typeof FORMS)[number];

export type Side = 'left' | 'right';

/** A block standing in a larger one. */
export interface Placed {
  readonly block: Block;
  readonly x: number;
  readonly row: number;
  /** Which shelf of the trunk, and the side; absent for what stands on the trunk itself or in another form. */
  readonly shelf?: number;
  readonly side?: Side;
}

export type Content =
  | {
      readonly kind: 'team';
      readonly person: PersonId;
      readonly form: Form;
      /** Of the reports without reports of their own; 0 = all in one row. */
      readonly columns: number;
      readonly units: readonly Placed[];
    }
  /** People on both sides of a spine, from the top; a single column stands at its right. */
  | { readonly kind: 'columns'; readonly left: readonly PersonId[]; readonly right: readonly PersonId[] }
  /** People without a boss and without reports: no lines. */
  | { readonly kind: 'loners'; readonly people: readonly PersonId[]; readonly columns: number }
  /** Several trees. */
  | { readonly kind: 'forest'; readonly units: readonly Placed[] };

export interface Block {
  readonly content: Content;
  readonly rows: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly minLeft: number;
  readonly width: number;
}

/** Extents by row while a block is put together; a row that nothing touches yet is (Infinity, -Infinity). */
export class Outline {
  readonly left: number[] = [];
  readonly right: number[] = [];

  cover(row: number, left: number, right: number): void {
    while (this.left.length <= row) {
      this.left.push(Infinity);
      this.right.push(-Infinity);
    }
    if (left < this.left[row]!) this.left[row] = left;
    if (right > this.right[row]!) this.right[row] = right;
  }

  add(block: Block, x: number, row: number): void {
    for (let k = 0; k < block.rows; k++) this.cover(row + k, block.left[k]! + x, block.right[k]! + x);
  }

  /** The smallest x at which the block, its top at `row`, clears everything here by `gap` at its left; -Infinity when they share no row. */
  rightOf(block: Block, row: number, gap: number): number {
    let x = -Infinity;
    for (let k = 0; k < block.rows && row + k < this.right.length; k++)
      x = Math.max(x, this.right[row + k]! + gap - block.left[k]!);
    return x;
  }

  /** The largest x at which the block clears everything here by `gap` at its right. */
  leftOf(block: Block, row: number, gap: number): number {
    let x = Infinity;
    for (let k = 0; k < block.rows && row + k < this.left.length; k++)
      x = Math.min(x, this.left[row + k]! - gap - block.right[k]!);
    return x;
  }

  finish(content: Content): Block {
    const { left, right } = this;
    let [minLeft, maxRight] = [Infinity, -Infinity];
    for (let k = 0; k < left.length; k++) {
      minLeft = Math.min(minLeft, left[k]!);
      maxRight = Math.max(maxRight, right[k]!);
    }
    return { content, rows: left.length, left, right, minLeft, width: maxRight - minLeft };
  }
}

/** One person without reports. */
export function isLeaf({ content }: Block): boolean {
  return content.kind === 'team' && content.units.length === 0;
}

/** People of one team without reports of their own. */
export function isStack(block: Block): boolean {
  return block.content.kind === 'columns' || isLeaf(block);
}
