/** Shift+L: pressed it switches the laser pointer, held it lights it as long as it is held. */

/** Held for longer, the key is a button to hold, not a switch. */
export const HOLD_MS = 350;

export interface LaserKey {
  /** @param at milliseconds; @returns whether the laser is on now */
  press(at: number, isOn: boolean): boolean;
  release(at: number, isOn: boolean): boolean;
}

export function createLaserKey(): LaserKey {
  let pressedAt: number | null = null;
  let wasOn = false;
  return {
    press(at, isOn) {
      if (pressedAt !== null) return isOn;
      pressedAt = at;
      wasOn = isOn;
      return true;
    },
    release(at, isOn) {
      if (pressedAt === null) return isOn;
      const isHeld = at - pressedAt >= HOLD_MS;
      pressedAt = null;
      return !isHeld && !wasOn;
    },
  };
}
