/**
 * Numbers that follow their targets without a jerk: a critically damped spring, solved exactly, so that any frame rate
 * gives the same path and nothing ever swings over. Positions that arrive 15 times a second look like one movement.
 */

/** Time constant: after three of them 80 % of the way is done, after six 98 %. */
const TIME_MS = 42;

export class Glide {
  #at: number[];
  #speed: number[];
  #target: readonly number[];
  #near: number;

  /** @param near distance to the target from which a number counts as arrived; the same for all of them */
  constructor(at: readonly number[], near: number) {
    this.#at = [...at];
    this.#speed = at.map(() => 0);
    this.#target = at;
    this.#near = near;
  }

  get at(): readonly number[] {
    return this.#at;
  }
  get isResting(): boolean {
    return this.#at.every((at, i) => at === this.#target[i]);
  }

  /** Goes on from where it is, as fast as it is. */
  aim(target: readonly number[]): void {
    this.#target = target;
  }

  /** Is there at once. */
  place(target: readonly number[]): void {
    this.#target = target;
    this.#at = [...target];
    this.#speed = target.map(() => 0);
  }

  /** Moves on by so many milliseconds. */
  step(ms: number): void {
    const t = Math.max(0, ms) / TIME_MS;
    const decay = Math.exp(-t);
    let isNear = true;
    this.#at.forEach((at, i) => {
      const target = this.#target[i] ?? at;
      const from = at - target;
      const pull = (this.#speed[i] ?? 0) * TIME_MS + from;
      const next = (from + pull * t) * decay;
      this.#speed[i] = ((pull - (from + pull * t)) * decay) / TIME_MS;
      this.#at[i] = target + next;
      if (Math.abs(next) > this.#near || Math.abs(this.#speed[i]! * TIME_MS) > this.#near) isNear = false;
    });
    if (isNear) this.place(this.#target);
  }
}
