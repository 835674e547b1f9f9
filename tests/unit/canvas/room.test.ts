import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Room, type Windowed } from '../../../src/canvas/room.ts';

/** A window that a panel covers in part; counts how often it was fitted and how often a card was brought out. */
class CoveredWindow implements Windowed {
  camera = {
    isTouched: false,
    moving: false,
    ready: true,
    viewport: { x: 0, y: 0, zoom: 1 },
    restore: () => undefined,
    shows: () => false,
  };
  open = { editing: null, selectionKind: 'people' as const };
  scene = { drawing: { x: 0, y: 0, width: 100, height: 100 } };
  isPressed = false;
  choice: object | null = null;
  fitted = 0;
  revealed = 0;

  fit(): void {
    this.fitted++;
  }
  keepInSight(): void {
    this.revealed++;
  }
}

describe('the room beside a panel', () => {
  const surface = () => new CoveredWindow();

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is made a moment after the panel came, so that a double click meets its card', () => {
    const window = surface();
    new Room(window).make();
    expect(window.fitted).toBe(0);
    vi.runAllTimers();
    expect(window.fitted).toBe(1);
  });

  it('is not made under a pointer that is down, and is once it is let go', () => {
    const window = surface();
    const room = new Room(window);
    room.make();
    window.isPressed = true;
    vi.runAllTimers();
    expect(window.fitted).toBe(0);
    room.make();
    vi.runAllTimers();
    expect(window.fitted).toBe(0);
    window.isPressed = false;
    room.pay();
    vi.runAllTimers();
    expect(window.fitted).toBe(1);
  });

  it('is not made by a pointer that is let go where nothing was asked for', () => {
    const window = surface();
    const room = new Room(window);
    room.pay();
    window.camera.isTouched = true;
    room.pay();
    vi.runAllTimers();
    expect([window.fitted, window.revealed]).toEqual([0, 0]);
  });

  it('only brings the card out where somebody chose the window or chooses what a relation means', () => {
    const window = surface();
    const room = new Room(window);
    window.choice = {};
    room.make();
    window.choice = null;
    window.camera.isTouched = true;
    room.make();
    vi.runAllTimers();
    expect([window.fitted, window.revealed]).toEqual([0, 2]);
  });
});
