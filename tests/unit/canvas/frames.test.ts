import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Beat, Frames } from '../../../src/canvas/frames.ts';

describe('frames', () => {
  let asked: FrameRequestCallback[] = [];
  const pass = (now: number) => asked.splice(0).forEach((run) => run(now));

  beforeEach(() => {
    asked = [];
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => asked.push(run));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('run as long as there is something to do, and ask for one callback together', () => {
    const beat = new Beat();
    const steps: number[] = [];
    let left = 3;
    const one = new Frames(beat, (ms) => (steps.push(ms), --left > 0));
    const other = new Frames(beat, () => left > 0);
    one.wake();
    one.wake();
    other.wake();
    expect(asked.length).toBe(1);
    pass(1_000);
    expect(asked.length).toBe(1);
    pass(1_020);
    pass(9_000);
    expect(steps).toEqual([1000 / 60, 20, 100]);
    expect(asked.length).toBe(0);
    one.wake();
    pass(20_000);
    expect(steps.at(-1)).toBe(1000 / 60);
  });

  it('that are stopped run no more', () => {
    const beat = new Beat();
    let runs = 0;
    const frames = new Frames(beat, () => (runs++, true));
    frames.wake();
    pass(0);
    frames.stop();
    frames.stop();
    pass(16);
    expect([runs, asked.length]).toEqual([1, 0]);
  });
});
