import { TokenBucket } from './token-bucket.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Above this many remembered addresses the one that was quiet for longest is forgotten: memory stays bounded. */
const MAX_REMEMBERED = 10_000;

/** One rate for every address. */
export class AddressLimiter {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Milliseconds until this address may go on; 0 = now. */
  waitMs(address: string): number {
    return this.#buckets.get(address)?.waitMs(performance.now()) ?? 0;
  }

  spend(address: string, amount: number): void {
    const now = performance.now();
    const bucket = this.#buckets.get(address) ?? new TokenBucket({ ...this.#rate, now });
    bucket.spend(amount, now);
    // A Map keeps the order of insertion: putting it in again makes it the most recent.
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_REMEMBERED && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
