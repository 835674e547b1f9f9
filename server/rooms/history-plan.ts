/** Which states of the past are kept. Buckets are hours and days of UTC, so that every server draws the same lines. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many of the newest days that have states keep one of each hour: today and the two before, on a map in daily use. */
const HOURLY_DAYS = 3;
/** So many keep any: today and 90 before. */
const KEPT_DAYS = 91;

/** The hour a time (milliseconds since 1970) lies in, as a number. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/**
 * Which of the times `ats` (milliseconds since 1970, in any order) to let go: of the newest three days that have any, all
 * but the last of each hour; of the 88 days before those, all but the last of each day; everything older. No clock is
 * asked, so one that is wrong can age nothing away: a state from the far future takes the place of one day, not of all.
 * Thinning often or seldom leaves the same states.
 */
export function thinOut(ats: readonly number[]): number[] {
  const days = new Set<number>();
  const seen = new Set<string>();
  const dropped: number[] = [];
  for (const at of [...ats].sort((a, b) => b - a)) {
    const day = Math.floor(at / DAY_MS);
    days.add(day);
    const bucket = days.size <= HOURLY_DAYS ? `hour ${hourOf(at)}` : `day ${day}`;
    if (seen.has(bucket) || days.size > KEPT_DAYS) dropped.push(at);
    seen.add(bucket);
  }
  return dropped.reverse();
}
