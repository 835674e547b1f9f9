import type { DocumentName } from './document-name.ts';

/** The number of the last update of each document, on disk or on its way there. What is not known is read first. */
export class LogNumbers {
  readonly #last = new Map<DocumentName, number>();
  #age = 0;

  /** Changes whenever numbers are taken back: what was read before that may be out of date. */
  get age(): number {
    return this.#age;
  }

  /** The store was read, when `age` was this, and had `seq`. Never back: an append may have gone ahead meanwhile. */
  learn(document: DocumentName, seq: number, age: number): void {
    if (age === this.#age) this.#last.set(document, Math.max(seq, this.#last.get(document) ?? 0));
  }

  /** The first of `count` new numbers; null when the last one is not known. */
  take(document: DocumentName, count: number): number | null {
    const last = this.#last.get(document);
    if (last === undefined) return null;
    this.#last.set(document, last + count);
    return last + 1;
  }

  forget(document: DocumentName): void {
    this.#age += 1;
    this.#last.delete(document);
  }

  forgetAll(): void {
    this.#age += 1;
    this.#last.clear();
  }
}
