import * as Y from 'yjs';
import type { Limits } from '../limits.ts';
import type { Brought } from './update-guard.ts';

/**
 * How large a document is when encoded. The sum of all updates is an upper bound; the size itself costs an encoding and
 * is found out only when it matters.
 */
export class MapSize {
  readonly #doc: Y.Doc;
  readonly #limits: Limits;
  readonly #onLarge: () => void;
  #bytes = 0;
  #isExact = false;
  #hasWarned = false;

  /** `onLarge` is called once, when the soft limit is passed. */
  constructor(doc: Y.Doc, limits: Limits, onLarge: () => void) {
    this.#doc = doc;
    this.#limits = limits;
    this.#onLarge = onLarge;
  }

  /** At most so many bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  grow(bytes: number): void {
    this.#bytes += bytes;
    this.#isExact = false;
  }

  /** The size is known again, or nearly: an upper bound. */
  set(bytes: number): void {
    this.#bytes = bytes;
    this.#isExact = false;
  }

  /**
   * Whether `moreBytes` would be too much. Deletions never are: they are how a full map becomes smaller. For what is left
   * of things that came and went there is some room above.
   */
  isFull(moreBytes: number, brings: Brought): boolean {
    if (brings === 'nothing') return false;
    const { softMapBytes, hardMapBytes, spareMapBytes } = this.#limits;
    const most = hardMapBytes + (brings === 'traces' ? spareMapBytes : 0);
    if (this.#bytes + moreBytes <= softMapBytes) return false;
    if (!this.#hasWarned || this.#bytes + moreBytes > most) {
      this.#measure();
      if (this.#bytes + moreBytes > softMapBytes && !this.#hasWarned) {
        this.#hasWarned = true;
        this.#onLarge();
      }
    }
    return this.#bytes + moreBytes > most;
  }

  /** Costs an encoding, but not again and again while nothing changes. */
  #measure(): void {
    if (!this.#isExact) this.#bytes = Y.encodeStateAsUpdate(this.#doc).length;
    this.#isExact = true;
  }
}
