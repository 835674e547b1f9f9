/** Runs things in every frame for as long as they have something to do, and nothing at all otherwise. */

/** After a pause the first step is as long as one frame, not as long as the pause. */
const FRAME_MS = 1000 / 60;
/** A page that was held up jumps no further than this. */
const LONGEST_MS = 100;

/** One frame callback for all that moves: twenty of them cost more than what they do. */
export class Beat {
  #next = new Set<(now: number) => void>();
  /** What runs in this very frame: whoever is stopped meanwhile runs no more. */
  #now = new Set<(now: number) => void>();
  #isAsked = false;

  add(run: (now: number) => void): void {
    this.#next.add(run);
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(this.#tick);
  }

  /** Safe to call twice. */
  remove(run: (now: number) => void): void {
    this.#next.delete(run);
    this.#now.delete(run);
  }

  #tick = (now: number): void => {
    this.#isAsked = false;
    this.#now = this.#next;
    this.#next = new Set();
    for (const run of this.#now) run(now);
  };
}

export class Frames {
  #beat: Beat;
  #step: (ms: number, now: number) => boolean;
  #before: number | null = null;

  /** @param step called with the milliseconds since the last frame; false: there is nothing more to do */
  constructor(beat: Beat, step: (ms: number, now: number) => boolean) {
    this.#beat = beat;
    this.#step = step;
  }

  wake(): void {
    this.#beat.add(this.#run);
  }

  /** Safe to call twice. */
  stop(): void {
    this.#beat.remove(this.#run);
    this.#before = null;
  }

  #run = (now: number): void => {
    const ms = this.#before === null ? FRAME_MS : Math.min(LONGEST_MS, now - this.#before);
    this.#before = now;
    if (this.#step(ms, now)) this.wake();
    else this.#before = null;
  };
}
