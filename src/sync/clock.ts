/** Time, as a thing that is handed in: tests turn it themselves. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls once, so many milliseconds later; returns the way to prevent it, safe to call twice. */
  after(ms: number, run: () => void): () => void;
}

/** The device's own. Not the time of day, which people and time servers set back. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
