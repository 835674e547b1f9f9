import { toFrame } from './ws-frame.ts';
import { asStep2, encodeStep2 } from './wire.ts';
import type { RoomDoc } from './room-doc.ts';

/** Smaller answers cost less than they would keep in memory. */
const WORTH_KEEPING_BYTES = 32 * 1024;
/** Long enough for a meeting that opens its map, short enough to weigh nothing in a room where nobody comes. */
const KEPT_MS = 3000;

/** The state vector of somebody who has nothing. */
const NOTHING = new Uint8Array([0]);

/** The frame of one large answer, and to what it is one. */
interface Kept {
  readonly question: Uint8Array;
  readonly version: number;
  readonly frame: Uint8Array;
}

/**
 * Answers to sync step 1. Fifty people who open a map at once, or come back to it after a restart, ask the same: they are
 * sent the same bytes, encoded once. Only the last large answer is kept, and for seconds.
 */
export class Answers {
  readonly #doc: RoomDoc;
  #kept: Kept | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(doc: RoomDoc) {
    this.#doc = doc;
  }

  /** All that `doc` has and a peer with this state vector has not, as a frame. @throws when the vector is not one. */
  frameFor(stateVector: Uint8Array): Uint8Array {
    const { version } = this.#doc;
    const kept = this.#kept;
    if (kept !== null && kept.version === version && Buffer.compare(kept.question, stateVector) === 0)
      return kept.frame;
    const frame = toFrame(encodeStep2(this.#doc, stateVector));
    if (frame.length >= WORTH_KEEPING_BYTES) this.#keep({ question: stateVector, version, frame });
    return frame;
  }

  /** `state` is all that `doc` has now, encoded: as it comes from the store, it need not be encoded for the first to join. */
  offer(state: Uint8Array): void {
    if (state.length < WORTH_KEEPING_BYTES) return;
    this.#keep({ question: NOTHING, version: this.#doc.version, frame: toFrame(asStep2(state)) });
  }

  /** Forgets what is kept, and its timer. */
  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#kept = null;
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    if (this.#timer === null) this.#timer = setTimeout(() => this.destroy(), KEPT_MS);
    else this.#timer.refresh();
  }
}
