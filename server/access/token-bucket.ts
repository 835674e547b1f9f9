/**
 * A rate with a burst. Spending may go below zero (a large message passes, and the next ones wait for it), so no
 * single message can be too large for the bucket.
 */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #level: number;
  #at: number;

  constructor({ perSecond, burst, now }: { perSecond: number; burst: number; now: number }) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#level = burst;
    this.#at = now;
  }

  spend(amount: number, now: number): void {
    this.#refill(now);
    this.#level -= amount;
  }

  /** Milliseconds until something may be spent again; 0 = now. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#level >= 1 ? 0 : Math.ceil((1 - this.#level) / this.#perMs);
  }

  #refill(now: number): void {
    this.#level = Math.min(this.#burst, this.#level + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
