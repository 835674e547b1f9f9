/** Cards on their way: from where they were seen last to where the new scene has them. Page units. */
import { prefersReducedMotion } from 'svelte/motion';
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import { easeOut } from './camera.svelte.ts';

export class Motion {
  #from: ReadonlyMap<PersonId, Rect> = $state.raw(new Map());
  #few: ReadonlySet<PersonId> | null = $state.raw(null);
  #progress = $state(1);
  #frame = 0;

  /** 0 at the start, 1 when everything stands where the scene says. */
  get progress(): number {
    return this.#progress;
  }
  get active(): boolean {
    return this.#progress < 1;
  }
  /** The few cards that move while all else stands still; null = everything is on its way, or nothing. */
  get few(): ReadonlySet<PersonId> | null {
    return this.active ? this.#few : null;
  }

  /** Where to draw a card now, given where it will stand. A card that was not seen before grows nowhere: it fades in. */
  rectOf(person: PersonId, target: Rect): Rect {
    const from = this.active ? this.#from.get(person) : undefined;
    if (!from) return target;
    const t = this.#progress;
    const mix = (a: number, b: number) => a + (b - a) * t;
    return {
      x: mix(from.x, target.x),
      y: mix(from.y, target.y),
      width: mix(from.width, target.width),
      height: mix(from.height, target.height),
    };
  }

  isNew(person: PersonId): boolean {
    return this.active && !this.#from.has(person);
  }

  /**
   * Starts a move; a move under way goes on from where its cards are, if the caller passes those rects.
   * @param few the only cards that move, where these are few: the rest need not be painted in every frame
   */
  start(from: ReadonlyMap<PersonId, Rect>, durationMs: number, few: ReadonlySet<PersonId> | null = null): void {
    cancelAnimationFrame(this.#frame);
    if (prefersReducedMotion.current || durationMs <= 0) {
      this.#progress = 1;
      return;
    }
    this.#from = from;
    this.#few = few;
    this.#progress = 0;
    const began = performance.now();
    const step = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - began) / durationMs));
      this.#progress = t >= 1 ? 1 : easeOut(t);
      if (t < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#progress = 1;
  }
}
