interface Queued<T> {
  readonly item: T;
  readonly total: number;
  readonly turn: number;
}

/** A binary heap: the least total first, of equals the one pushed first, so that the order is always the same. */
export class StepQueue<T> {
  readonly #heap: Queued<T>[] = [];
  #turn = 0;

  push(item: T, total: number): void {
    const heap = this.#heap;
    heap.push({ item, total, turn: this.#turn++ });
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!isBefore(heap[i]!, heap[parent]!)) break;
      [heap[i], heap[parent]] = [heap[parent]!, heap[i]!];
      i = parent;
    }
  }

  /** Null when it is empty. */
  pop(): T | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first.item;
  }

  #sink(): void {
    const heap = this.#heap;
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least]!, heap[i]!];
      i = least;
    }
  }
}

function isBefore<T>(a: Queued<T>, b: Queued<T>): boolean {
  return a.total === b.total ? a.turn < b.turn : a.total < b.total;
}
