import { onTestFinished, vi } from 'vitest';

/** What `performance.now` says until the test ends: the real time, set ahead by as many milliseconds as one likes. */
export function movableClock(): { ahead: number } {
  const clock = { ahead: 0 };
  const real = performance.now.bind(performance);
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => real() + clock.ahead);
  onTestFinished(() => spy.mockRestore());
  return clock;
}
