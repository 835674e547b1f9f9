import { onTestFinished, vi } from 'vitest';

/** What `Date.now` says until the test ends: the real time, set ahead by as many milliseconds as one likes. */
export function movableCalendar(): { ahead: number } {
  const calendar = { ahead: 0 };
  const real = Date.now;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => real() + calendar.ahead);
  onTestFinished(() => spy.mockRestore());
  return calendar;
}
