/** Earlier states by day, with what each changed in number of people. Pure. */
import type { PastEntry } from '../../state/index.ts';

export interface PastRow {
  readonly entry: PastEntry;
  /** People more (or, below 0, fewer) than in the state before; null when one of the two is not known. */
  readonly change: number | null;
}

export interface PastDay {
  /** Local midnight it begins with, milliseconds since 1970. */
  readonly start: number;
  readonly rows: readonly PastRow[];
}

/** `entries` newest first; so are the days, and the rows of each. Days are those of the device's clock. */
export function byDay(entries: readonly PastEntry[]): PastDay[] {
  const days: { start: number; rows: PastRow[] }[] = [];
  entries.forEach((entry, i) => {
    const start = new Date(entry.at).setHours(0, 0, 0, 0);
    const before = entries[i + 1]?.people ?? null;
    const row = { entry, change: entry.people === null || before === null ? null : entry.people - before };
    const last = days.at(-1);
    if (last?.start === start) last.rows.push(row);
    else days.push({ start, rows: [row] });
  });
  return days;
}

/** Whole days between two local midnights: 0 = the same day, 1 = the day before `today`. */
export function daysBefore(start: number, now: number): number {
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - start) / 86_400_000);
}

const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const;

/** `14:05` */
export function timeText(language: 'en' | 'zh', ms: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `Sun, 22 Nov 2026` */
export function dateText(language: 'en' | 'zh', ms: number): string {
  const parts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], parts).format(ms);
}

/** Day and time in one, to be put into a sentence. */
export function momentText(language: 'en' | 'zh', ms: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
