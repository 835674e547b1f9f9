/** Whether the person at this screen is there: told by their input and by whether the page is seen. */
import { systemClock, type Clock } from './clock.ts';
import type { Attendance } from './presence-state.ts';

const IDLE_AFTER_MS = 2 * 60_000;
const AWAY_AFTER_MS = 10 * 60_000;

export interface AttendanceWatch {
  readonly attendance: Attendance;
  /** The person moved, typed or touched. Cheap enough for every pointer event. */
  input(): void;
  /** The page went out of sight or came back; coming back is an input. */
  setHidden(isHidden: boolean): void;
  /** Safe to call twice. */
  destroy(): void;
}

/** Calls back when the attendance changes; begins `active`, with an input just now. */
export function watchAttendance(
  onChange: (attendance: Attendance) => void,
  clock: Clock = systemClock,
): AttendanceWatch {
  let attendance: Attendance = 'active';
  let lastInputAt = clock.now();
  let isHidden = false;
  let stopTimer: (() => void) | null = null;
  let isDestroyed = false;

  const look = () => {
    stopTimer?.();
    stopTimer = null;
    if (isDestroyed) return;
    const quietMs = clock.now() - lastInputAt;
    const next = isHidden || quietMs >= AWAY_AFTER_MS ? 'away' : quietMs >= IDLE_AFTER_MS ? 'idle' : 'active';
    // One timer for the next thing that can happen: inputs in between only note the time.
    if (next !== 'away') stopTimer = clock.after((next === 'idle' ? AWAY_AFTER_MS : IDLE_AFTER_MS) - quietMs, look);
    if (next === attendance) return;
    attendance = next;
    onChange(next);
  };

  look();
  return {
    get attendance() {
      return attendance;
    },
    input() {
      lastInputAt = clock.now();
      if (attendance !== 'active' && !isHidden) look();
    },
    setHidden(hidden) {
      if (hidden === isHidden) return;
      isHidden = hidden;
      if (!hidden) lastInputAt = clock.now();
      look();
    },
    destroy() {
      isDestroyed = true;
      stopTimer?.();
      stopTimer = null;
    },
  };
}
