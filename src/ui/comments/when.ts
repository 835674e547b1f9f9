/** When something was said, as short as today allows. */
import type { Language } from '../../i18n/index.ts';

/** The time for today, else the date too, and the year when it is another one. '' for a time nobody gave. */
export function shortTime(at: number, now: number, language: Language): string {
  if (at === 0) return '';
  const [then, today] = [new Date(at), new Date(now)];
  const isThisYear = then.getFullYear() === today.getFullYear();
  const isToday = isThisYear && then.getMonth() === today.getMonth() && then.getDate() === today.getDate();
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  if (!isToday) Object.assign(options, { day: 'numeric', month: 'short' });
  if (!isThisYear) options.year = 'numeric';
  return new Intl.DateTimeFormat(language, options).format(then);
}

/** Day and time in full, for a tooltip. '' for a time nobody gave. */
export function fullTime(at: number, language: Language): string {
  return at === 0 ? '' : new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}
