/** Runs something in every frame for as long as it has something to do, and not at all otherwise. */

/** After a pause the first step is as long as one frame, not as long as the pause. */
const FRAME_MS = 1000 / 60;
/** A page that was held up jumps no further than this. */
const LONGEST_MS = 100;

export class Frames {
  #step: (ms: number, now: number) => boolean;
  #request = 0;
  #before: number | null = null;

  /** @param step called with the milliseconds since the last frame; false: there is nothing more to do */
  constructor(step: (ms: number, now: number) => boolean) {
    this.#step = step;
  }

  get isRunning(): boolean {
    return this.#request !== 0;
  }

  wake(): void {
    this.#request ||= requestAnimationFrame(this.#run);
  }

  /** Safe to call twice. */
  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#before = null;
  }

  #run = (now: number): void => {
    const ms = this.#before === null ? FRAME_MS : Math.min(LONGEST_MS, now - this.#before);
    this.#before = now;
    this.#request = 0;
    if (this.#step(ms, now)) this.wake();
    else this.#before = null;
  };
}
