/** How long something stays that goes by itself: until it has been seen for a while, and never from under somebody's hand. */
import { systemClock, type Clock } from '../sync/index.ts';

/** What keeps it: the pointer over it, the keyboard focus in it. */
export type Holder = 'pointer' | 'focus';

export interface PassingOptions {
  /** Default: the device's. */
  readonly clock?: Clock;
  /** Calls once, with the next frame that is painted; returns the way to prevent it. Default: the window's. */
  readonly frame?: (run: () => void) => () => void;
}

/** The whole of it is six seconds. */
const BEATS = 12;
/**
 * A beat begins with a frame, so a tab that is hidden counts none, and a page that is held up loses this much at most:
 * one long timer would run out behind both.
 */
const BEAT_MS = 500;

export class Passing {
  readonly #go: () => void;
  readonly #clock: Clock;
  readonly #frame: (run: () => void) => () => void;
  readonly #holders = new Set<Holder>();
  #stop: (() => void) | null = null;

  /** @param go called once, when its time is over */
  constructor(go: () => void, { clock = systemClock, frame = nextFrame }: PassingOptions = {}) {
    this.#go = go;
    this.#clock = clock;
    this.#frame = frame;
    this.#count(BEATS);
  }

  /** It stays for as long as anything holds it. */
  hold(by: Holder): void {
    this.#holders.add(by);
    this.#halt();
  }

  /** Held by nothing any more, it has its whole time again. */
  release(by: Holder): void {
    if (this.#holders.delete(by) && this.#holders.size === 0) this.#count(BEATS);
  }

  /** It goes in another way, or everything does. Safe to call twice. */
  destroy(): void {
    this.#holders.clear();
    this.#halt();
  }

  #count(beats: number): void {
    if (beats === 0) return this.#go();
    this.#stop = this.#frame(() => {
      this.#stop = this.#clock.after(BEAT_MS, () => this.#count(beats - 1));
    });
  }

  #halt(): void {
    this.#stop?.();
    this.#stop = null;
  }
}

function nextFrame(run: () => void): () => void {
  const id = requestAnimationFrame(run);
  return () => cancelAnimationFrame(id);
}
