/**
 * Which states of the past this device keeps (SPEC.md S18), in hours and days of UTC. The server's plan, but that days
 * are counted back from today.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hourly states of today and of this many days before it. */
const HOURLY_DAYS = 2;
/** Daily states of this many days before today. */
const DAILY_DAYS = 90;

export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Taken on purpose, before the map was taken back: stays beside the others of its hour. */
  readonly marked: boolean;
}

/** The hour a time (milliseconds since 1970) lies in, as a number. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/**
 * The times of those of `moments` (in any order) to let go at `now`: of today and the two days before, all but the last
 * of each hour; of the 88 days before those, all but the last of each day; everything older. Marked ones stay while
 * there are hourly ones. Times after `now` count as today's. Thinning often or seldom leaves the same states.
 */
export function statesToDrop(moments: readonly Moment[], now: number): number[] {
  const today = Math.floor(now / DAY_MS);
  const seen = new Set<string>();
  const dropped: number[] = [];
  for (const { at, marked } of [...moments].sort((a, b) => b.at - a.at)) {
    const day = Math.floor(at / DAY_MS);
    const isHourly = today - day <= HOURLY_DAYS;
    const bucket = isHourly ? `hour ${hourOf(at)}` : `day ${day}`;
    if (isHourly && marked) continue;
    if (seen.has(bucket) || today - day > DAILY_DAYS) dropped.push(at);
    seen.add(bucket);
  }
  return dropped.reverse();
}
