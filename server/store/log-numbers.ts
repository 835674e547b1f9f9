import type { DocumentName } from './document-name.ts';

/** Above so many documents a tenth is forgotten, those that were not written to for longest. */
const MAX_REMEMBERED = 10_000;

/**
 * The number of the last update of each document, on disk or on its way there. What is not known is read first. A backup
 * reads every document there is: most are forgotten again.
 */
export class LogNumbers {
  readonly #maxRemembered: number;
  /** The one that was written to last stands last. */
  readonly #last = new Map<DocumentName, number>();
  #age = 0;

  constructor(maxRemembered = MAX_REMEMBERED) {
    this.#maxRemembered = maxRemembered;
  }

  /** How many documents are known. */
  get size(): number {
    return this.#last.size;
  }

  /** Changes whenever numbers are taken back: what was read before that may be out of date. */
  get age(): number {
    return this.#age;
  }

  /** The store was read, when `age` was this, and had `seq`. Never back: an append may have gone ahead meanwhile. */
  learn(document: DocumentName, seq: number, age: number): void {
    if (age !== this.#age) return;
    this.#last.set(document, Math.max(seq, this.#last.get(document) ?? 0));
    if (this.#last.size > this.#maxRemembered) this.#forgetOldest();
  }

  /** The first of `count` new numbers; null when the last one is not known. */
  take(document: DocumentName, count: number): number | null {
    const last = this.#last.get(document);
    if (last === undefined) return null;
    // Put in anew, so that it stands last.
    this.#last.delete(document);
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

  /**
   * Many at once, because what is being read of any document meanwhile must be read again: it may be one of those, and
   * written to since.
   */
  #forgetOldest(): void {
    this.#age += 1;
    const enough = this.#maxRemembered * 0.9;
    for (const document of this.#last.keys()) {
      if (this.#last.size <= enough) return;
      this.#last.delete(document);
    }
  }
}
