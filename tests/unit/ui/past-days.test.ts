import { describe, expect, it } from 'vitest';
import type { PastEntry } from '../../../src/state/index.ts';
import { byDay, daysBefore } from '../../../src/ui/history/past-days.ts';

const at = (text: string) => new Date(text).getTime();

function entry(time: string, people: number | null): PastEntry {
  return { at: at(time), bytes: 1, people, sources: ['device'], deviceAt: at(time), marked: false };
}

describe('earlier states by day', () => {
  it('stand under their local day with what each changed', () => {
    const [a, b, c, d] = [
      entry('2026-11-22T09:30', 7),
      entry('2026-11-22T08:10', 9),
      entry('2026-11-21T23:59', null),
      entry('2026-11-20T00:00', 3),
    ] as const;
    expect(byDay([a, b, c, d])).toEqual([
      {
        start: at('2026-11-22T00:00'),
        rows: [
          { entry: a, change: -2 },
          { entry: b, change: null },
        ],
      },
      { start: at('2026-11-21T00:00'), rows: [{ entry: c, change: null }] },
      { start: at('2026-11-20T00:00'), rows: [{ entry: d, change: null }] },
    ]);
    expect(byDay([])).toEqual([]);
  });

  it('count days, not hours', () => {
    const now = at('2026-11-22T00:05');
    expect(daysBefore(at('2026-11-22T00:00'), now)).toBe(0);
    expect(daysBefore(at('2026-11-21T00:00'), now)).toBe(1);
    expect(daysBefore(at('2026-10-23T00:00'), now)).toBe(30);
  });
});
