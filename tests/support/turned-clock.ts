/** A clock that stands still until it is turned: what is due meanwhile happens in order, at its own time. */
import type { Clock } from '../../src/sync/index.ts';

export interface TurnedClock extends Clock {
  turn(ms: number): void;
}

export function turnedClock(): TurnedClock {
  let now = 1_000;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => (due = due.filter((other) => other !== entry));
    },
    turn(ms) {
      const end = now + ms;
      for (;;) {
        const next = due.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((entry) => entry !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}
