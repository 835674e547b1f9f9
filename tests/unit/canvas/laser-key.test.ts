import { describe, expect, it } from 'vitest';
import { createLaserKey, HOLD_MS } from '../../../src/canvas/laser-key.ts';

describe('the key of the laser pointer', () => {
  it('pressed shortly switches on, and off again', () => {
    const key = createLaserKey();
    let isOn = key.press(0, false);
    isOn = key.release(80, isOn);
    expect(isOn).toBe(true);
    isOn = key.press(1_000, isOn);
    expect(key.release(1_080, isOn)).toBe(false);
  });

  it('held lights the laser as long as it is held', () => {
    const key = createLaserKey();
    expect(key.press(0, false)).toBe(true);
    expect(key.press(200, true)).toBe(true);
    expect(key.release(HOLD_MS, true)).toBe(false);
  });

  it('let go without having been pressed changes nothing', () => {
    const key = createLaserKey();
    expect(key.release(5, true)).toBe(true);
    expect(key.release(5, false)).toBe(false);
  });
});
