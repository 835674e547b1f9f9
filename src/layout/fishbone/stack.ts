/** One side of a bone: per row how near to the bone and how far from it something stands. */
import { rowsOf, type Block } from './block.ts';
import type { Side } from './twig.ts';

interface Reach {
  readonly near: number;
  readonly far: number;
}

export class Stack {
  readonly #taken: (Reach | undefined)[] = [];
  /** The row a next sub-department may start in at the earliest: their order from the spine outward is kept. */
  #next = 0;

  constructor(
    readonly side: Side,
    readonly gap: number,
  ) {}

  get rows(): number {
    return this.#taken.length;
  }

  add(row: number, lo: number, hi: number): void {
    this.#take(row, this.#reach(lo, hi));
    this.#next = Math.max(this.#next, row + 1);
  }

  /** The first row from which the block clears everything here, also in the hollow beside a second bone. */
  rowFor(block: Block): number {
    let dk = this.#next;
    while (!this.#fits(block, dk)) dk++;
    return dk;
  }

  put(block: Block, dk: number): void {
    block.spans.forEach(({ hi, lo }, row) => {
      if (lo <= hi) this.#take(row + dk, this.#reach(lo, hi));
    });
    while (this.#taken.length < dk + rowsOf(block)) this.#taken.push(undefined);
    this.#next = dk + 1;
  }

  #reach(lo: number, hi: number): Reach {
    return this.side === 1 ? { near: lo, far: hi } : { near: -hi, far: -lo };
  }

  #take(row: number, { far, near }: Reach): void {
    while (this.#taken.length <= row) this.#taken.push(undefined);
    const taken = this.#taken[row];
    this.#taken[row] = taken ? { near: Math.min(taken.near, near), far: Math.max(taken.far, far) } : { near, far };
  }

  #fits(block: Block, dk: number): boolean {
    return block.spans.every(({ hi, lo }, row) => {
      const taken = this.#taken[row + dk];
      if (!taken || lo > hi) return true;
      const { far, near } = this.#reach(lo, hi);
      return far + this.gap <= taken.near || near - this.gap >= taken.far;
    });
  }
}
