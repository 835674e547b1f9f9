import * as Y from 'yjs';
import type { Limits } from '../limits.ts';

/**
 * How large a document is when encoded. The sum of all updates is an upper bound; the size itself costs an encoding and
 * is found out only when it matters.
 */
export class MapSize {
  readonly #doc: Y.Doc;
  readonly #limits: Limits;
  readonly #onLarge: () => void;
  #bytes = 0;
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
  }

  /** The size is known again. */
  set(bytes: number): void {
    this.#bytes = bytes;
  }

  /** Whether `moreBytes` would be too much. */
  isFull(moreBytes: number): boolean {
    const { softMapBytes, hardMapBytes } = this.#limits;
    if (this.#bytes + moreBytes <= softMapBytes) return false;
    if (!this.#hasWarned || this.#bytes + moreBytes > hardMapBytes) {
      this.#bytes = Y.encodeStateAsUpdate(this.#doc).length;
      if (this.#bytes + moreBytes > softMapBytes && !this.#hasWarned) {
        this.#hasWarned = true;
        this.#onLarge();
      }
    }
    return this.#bytes + moreBytes > hardMapBytes;
  }
}
