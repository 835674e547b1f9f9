import type { Log } from './log.ts';

/** What is counted while serving; `/metrics` shows it. */
export interface Meter {
  count(event: MeterEvent, by?: number): void;
  /** Seconds that something took. */
  time(step: MeterStep, seconds: number): void;
}

export type MeterEvent =
  /** Edits taken in, frames with edits sent out, edits from other servers, presence messages sent. */
  | 'updates-in'
  | 'updates-out'
  | 'updates-pulled'
  | 'presence-out'
  | 'compactions'
  | 'history-snapshots'
  | 'sockets-opened'
  | 'sockets-refused'
  | 'slow-readers-cut'
  | 'paused';

export type MeterStep = 'append' | 'load' | 'compact';

export const NO_METER: Meter = { count: () => undefined, time: () => undefined };

/** Tells the operator of what is counted and should be looked at: people whose line, or proxy, does not keep up. */
export function logSlowReaders(log: Log): Meter {
  return {
    ...NO_METER,
    count(event) {
      if (event === 'slow-readers-cut') log('warn', 'slow-reader-cut');
    },
  };
}
