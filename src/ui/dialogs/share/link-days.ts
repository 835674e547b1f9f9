/** How long links last, and how the days of links read. Pure. */
import type { PersonLink } from '../../../state/index.ts';

export const LIFETIMES_DAYS = [7, 30, 90] as const;
/** As the select of the form gives it: a number of days, no end, or a day that is asked for. */
export type Lifetime = `${(typeof LIFETIMES_DAYS)[number]}` | 'never' | 'date';

const DAY_MS = 86_400_000;

/**
 * When a link ends, in seconds since 1970; 0 = never; null when `day` (`2026-12-24`, local time, counted to its end) is
 * no day or is over at `now` (milliseconds).
 */
export function endOf(lifetime: Lifetime, { day, now }: { readonly day: string; readonly now: number }): number | null {
  if (lifetime === 'never') return 0;
  if (lifetime !== 'date') return Math.ceil((now + Number(lifetime) * DAY_MS) / 1000);
  const end = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T23:59:59`).getTime() : NaN;
  return end > now ? Math.floor(end / 1000) : null;
}

/** `live`, or why the link opens nothing any more at `now` (milliseconds). */
export function stateOf(
  { revoked, expires }: Pick<PersonLink, 'revoked' | 'expires'>,
  now: number,
): 'live' | 'withdrawn' | 'ended' {
  if (revoked !== null) return 'withdrawn';
  return expires !== 0 && expires * 1000 <= now ? 'ended' : 'live';
}

/** Those that open the map first; within each, as they came. */
export function liveFirst<T extends Pick<PersonLink, 'revoked' | 'expires'>>(people: readonly T[], now: number): T[] {
  const isLive = (person: T) => stateOf(person, now) === 'live';
  return [...people.filter(isLive), ...people.filter((person) => !isLive(person))];
}

/** A day as the language writes it; `ms` since 1970. */
export function dayText(language: 'en' | 'zh', ms: number): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium' }).format(ms);
}

/** The first day that can be chosen: the local day at `now`, `2026-11-22`. */
export function localDay(now: number): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
