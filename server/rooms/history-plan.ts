/** Which states of the past are kept. Buckets are hours and days of UTC, so that every server draws the same lines. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hourly states of today and of this many days before it. */
const HOURLY_DAYS = 2;
/** Daily states of this many days before today. */
const DAILY_DAYS = 90;

/** The hour a time (milliseconds since 1970) lies in, as a number. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/**
 * Which of the times `ats` (milliseconds since 1970, in any order) to let go at `now`: of today and the two days before,
 * all but the last of each hour; of the 88 days before those, all but the last of each day; everything older. Times
 * after `now` count as today's. Thinning often or seldom leaves the same states.
 */
export function thinOut(ats: readonly number[], now: number): number[] {
  const today = Math.floor(now / DAY_MS);
  const seen = new Set<string>();
  const dropped: number[] = [];
  for (const at of [...ats].sort((a, b) => b - a)) {
    const day = Math.floor(at / DAY_MS);
    const bucket = today - day <= HOURLY_DAYS ? `hour ${hourOf(at)}` : `day ${day}`;
    if (seen.has(bucket) || today - day > DAILY_DAYS) dropped.push(at);
    seen.add(bucket);
  }
  return dropped.reverse();
}
