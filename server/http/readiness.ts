import type { Bus } from '../bus/bus.ts';
import type { Limits } from '../limits.ts';
import type { Store } from '../store/store.ts';

export interface ReadinessOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly limits: Limits;
}

/** What keeps a server from being sent new people. */
export type Unready = 'stopping' | 'store' | 'bus';

/** Whether a load balancer should send people here. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #isStopping = false;
  #check: Promise<Unready | null> | null = null;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  /** From now on the answer is no. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Null = ready. However many ask, store and bus are asked once at a time. */
  async check(): Promise<Unready | null> {
    if (this.#isStopping) return 'stopping';
    this.#check ??= this.#ask().finally(() => (this.#check = null));
    return this.#check;
  }

  async #ask(): Promise<Unready | null> {
    const { store, bus, limits } = this.#options;
    const [hasStore, hasBus] = await Promise.all([
      answers(store.ping(), limits.readyMs),
      answers(bus.ping(), limits.readyMs),
    ]);
    return hasStore ? (hasBus ? null : 'bus') : 'store';
  }
}

/** False when it fails or takes longer. */
async function answers(ping: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const answer = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
