import { describe, expect, it } from 'vitest';
import { Passing } from '../../../src/state/passing.ts';
import { turnedClock } from '../../support/turned-clock.ts';

/** A screen that paints every 20 ms for as long as it is seen. */
function startPassing() {
  const clock = turnedClock();
  const screen = { isSeen: true };
  let waiting: (() => void)[] = [];
  let gone = 0;
  const frame = (run: () => void) => {
    waiting.push(run);
    return () => void (waiting = waiting.filter((other) => other !== run));
  };
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      clock.turn(20);
      if (screen.isSeen) for (const run of waiting.splice(0)) run();
    }
  };
  const passing = new Passing(() => (gone += 1), { clock, frame });
  return { passing, screen, clock, pass, gone: () => gone, isWaiting: () => waiting.length > 0 };
}

describe('what passes', () => {
  it('goes once, after it has been seen for some six seconds', () => {
    const { pass, gone } = startPassing();
    pass(5_900);
    expect(gone()).toBe(0);
    pass(600);
    expect(gone()).toBe(1);
    pass(60_000);
    expect(gone()).toBe(1);
  });

  it('waits for a screen that is hidden, from the beginning and in the middle', () => {
    const { pass, screen, gone } = startPassing();
    screen.isSeen = false;
    pass(60_000);
    screen.isSeen = true;
    pass(3_000);
    screen.isSeen = false;
    pass(60_000);
    screen.isSeen = true;
    pass(2_000);
    expect(gone()).toBe(0);
    pass(2_000);
    expect(gone()).toBe(1);
  });

  it('outlasts a page that is held up', () => {
    const { pass, clock, gone } = startPassing();
    pass(1_000);
    clock.turn(30_000);
    pass(4_000);
    expect(gone()).toBe(0);
    pass(2_000);
    expect(gone()).toBe(1);
  });

  it('stays while the pointer or the focus is there, and has its whole time afterwards', () => {
    const { passing, pass, gone } = startPassing();
    pass(5_500);
    passing.hold('pointer');
    passing.hold('focus');
    pass(60_000);
    passing.release('pointer');
    passing.release('pointer');
    pass(60_000);
    passing.release('focus');
    pass(5_900);
    expect(gone()).toBe(0);
    pass(600);
    expect(gone()).toBe(1);
  });

  it('is held from before it was painted', () => {
    const { passing, pass, gone, isWaiting } = startPassing();
    passing.hold('pointer');
    expect(isWaiting()).toBe(false);
    pass(60_000);
    expect(gone()).toBe(0);
  });

  it('leaves nothing behind when it is ended, held or not, and does not begin again', () => {
    for (const isHeld of [false, true]) {
      const { passing, pass, gone, isWaiting } = startPassing();
      pass(1_000);
      if (isHeld) passing.hold('focus');
      passing.destroy();
      passing.destroy();
      passing.release('focus');
      pass(60_000);
      expect(gone()).toBe(0);
      expect(isWaiting()).toBe(false);
    }
  });
});
