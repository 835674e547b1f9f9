import { describe, expect, it } from 'vitest';
import { Glide } from '../../../src/canvas/glide.ts';

describe('a glide', () => {
  it('arrives, never swings over, and rests', () => {
    const glide = new Glide([0, 50], 0.01);
    expect(glide.isResting).toBe(true);
    glide.aim([100, 50]);
    let before = 0;
    let frames = 0;
    while (!glide.isResting) {
      glide.step(1000 / 60);
      expect(glide.at[0]).toBeGreaterThanOrEqual(before);
      expect(glide.at[0]).toBeLessThanOrEqual(100);
      expect(glide.at[1]).toBe(50);
      before = glide.at[0]!;
      frames += 1;
    }
    expect(glide.at).toEqual([100, 50]);
    expect(frames).toBeLessThan(60);
  });

  it('takes the same path at any frame rate', () => {
    const [slow, fast] = [new Glide([0], 1e-9), new Glide([0], 1e-9)];
    for (const glide of [slow, fast]) glide.aim([100]);
    slow!.step(96);
    for (let i = 0; i < 12; i++) fast!.step(8);
    expect(fast!.at[0]).toBeCloseTo(slow!.at[0]!, 9);
    expect(fast!.at[0]).toBeGreaterThan(50);
  });

  it('goes on without a jerk when its target moves on', () => {
    const glide = new Glide([0], 0.01);
    const steps: number[] = [];
    for (let state = 1; state <= 30; state++) {
      glide.aim([state * 20]);
      for (let frame = 0; frame < 4; frame++) {
        const before = glide.at[0]!;
        glide.step(1000 / 60);
        steps.push(glide.at[0]! - before);
      }
    }
    const steady = steps.slice(60);
    expect(Math.min(...steady)).toBeGreaterThan(3);
    expect(Math.max(...steady)).toBeLessThan(7);
  });

  it('is where it is placed at once, and stands still', () => {
    const glide = new Glide([0], 0.01);
    glide.aim([100]);
    glide.step(50);
    glide.place([7]);
    glide.step(50);
    expect(glide.at).toEqual([7]);
    expect(glide.isResting).toBe(true);
  });
});
