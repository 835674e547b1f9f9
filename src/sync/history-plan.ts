/**
 * Which states of the past this device keeps (SPEC.md S18), in hours and days of UTC: the server's plan, so that a map
 * that is not shared has the same past. Neither may import the other; a test holds them together.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many of the newest days that have states keep one of each hour: today and the two before, on a map in daily use. */
const HOURLY_DAYS = 3;
/** So many keep any: today and 90 before. */
const KEPT_DAYS = 91;

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
 * The times of those of `moments` (in any order) to let go: of the newest three days that have any, all but the last of
 * each hour; of the 88 days before those, all but the last of each day; everything older. Marked ones stay while there
 * are hourly ones. No clock is asked: one that is wrong could age everything away. Thinning often or seldom leaves the
 * same states.
 */
export function statesToDrop(moments: readonly Moment[]): number[] {
  const days = new Set<number>();
  const seen = new Set<string>();
  const dropped: number[] = [];
  for (const { at, marked } of [...moments].sort((a, b) => b.at - a.at)) {
    const day = Math.floor(at / DAY_MS);
    days.add(day);
    const isHourly = days.size <= HOURLY_DAYS;
    const bucket = isHourly ? `hour ${hourOf(at)}` : `day ${day}`;
    if (isHourly && marked) continue;
    if (seen.has(bucket) || days.size > KEPT_DAYS) dropped.push(at);
    seen.add(bucket);
  }
  return dropped.reverse();
}

/**
 * The time under which the map as it is now joins the `others`: its own, unless one of them has it, or the plan would let
 * it go for one that seems later. That one was taken before, and the clock was set back since: the present state follows
 * it by a millisecond.
 */
export function timeToKeep(present: Moment, others: readonly Moment[]): number {
  const later = others.map(({ at }) => at).filter((at) => at >= present.at);
  const fits = (at: number) =>
    !later.includes(at) && !statesToDrop([...others, { at, marked: present.marked }]).includes(at);
  const times = [present.at, ...later.sort((a, b) => a - b).map((at) => at + 1)];
  return times.find(fits) ?? present.at;
}
