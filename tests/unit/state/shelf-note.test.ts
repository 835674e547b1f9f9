import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShelfNote } from '../../../src/state/shelf-note.ts';

const NOW = Date.UTC(2026, 10, 22);

describe('ShelfNote', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  it('notes a burst of changes once, with the time of the last', () => {
    const written: unknown[] = [];
    const note = new ShelfNote(
      () => ({ name: 'Acme', people: 3, picture: '<svg/>' }),
      (seen) => written.push(seen),
    );
    note.changed();
    vi.advanceTimersByTime(1_000);
    note.changed();
    vi.advanceTimersByTime(5_000);
    expect(written).toEqual([{ name: 'Acme', people: 3, picture: '<svg/>', changedAt: NOW + 1_000 }]);
  });

  it('a picture alone is no change of the map, and a missing one keeps the old', () => {
    const written: unknown[] = [];
    const note = new ShelfNote(
      () => ({ name: 'Acme', people: 3, picture: null }),
      (seen) => written.push(seen),
    );
    note.drawn();
    note.flush();
    note.flush();
    expect(written).toEqual([{ name: 'Acme', people: 3 }]);
  });
});
