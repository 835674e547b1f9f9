import { describe, expect, it } from 'vitest';
import { cameraOf, poseOf, viewportFor, viewportOf } from '../../../src/canvas/follow-box.ts';
import { toPage, toScreen, visibleRect } from '../../../src/canvas/view-box.ts';

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const WINDOWS = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
  { width: 2560, height: 700 },
];

describe('looking where a colleague looks', () => {
  it.each(WINDOWS.flatMap((leader) => WINDOWS.map((follower) => [leader, follower] as const)))(
    'a window of %o is seen whole in one of %o, with the same centre',
    (leader, follower) => {
      const seen = cameraOf(visibleRect({ x: -310, y: 95, zoom: 0.8 }, leader));
      const viewport = viewportFor(seen, follower, NO_INSETS);
      const middle = toPage(viewport, { x: follower.width / 2, y: follower.height / 2 });
      expect(middle.x).toBeCloseTo(seen.x, 6);
      expect(middle.y).toBeCloseTo(seen.y, 6);
      const shown = visibleRect(viewport, follower);
      expect(shown.x).toBeLessThanOrEqual(seen.x - seen.width / 2 + 1e-6);
      expect(shown.y).toBeLessThanOrEqual(seen.y - seen.height / 2 + 1e-6);
      expect(shown.x + shown.width).toBeGreaterThanOrEqual(seen.x + seen.width / 2 - 1e-6);
      expect(shown.y + shown.height).toBeGreaterThanOrEqual(seen.y + seen.height / 2 - 1e-6);
      const spare = Math.min(shown.width / seen.width, shown.height / seen.height);
      expect(spare).toBeCloseTo(1, 6);
    },
  );

  it('a window of the same size stands exactly the same', () => {
    const viewport = { x: -310, y: 95, zoom: 1.75 };
    const [size] = WINDOWS;
    const same = viewportFor(cameraOf(visibleRect(viewport, size!)), size!, NO_INSETS);
    expect(same.x).toBeCloseTo(viewport.x, 6);
    expect(same.y).toBeCloseTo(viewport.y, 6);
    expect(same.zoom).toBeCloseTo(1.75, 9);
  });

  it('what a panel covers shows nothing of it', () => {
    const size = { width: 1200, height: 800 };
    const seen = { x: 500, y: 400, width: 800, height: 400 };
    const viewport = viewportFor(seen, size, { ...NO_INSETS, right: 400 });
    expect(viewport.zoom).toBe(1);
    expect(toScreen(viewport, { x: 900, y: 400 }).x).toBe(800);
  });

  it('a pose is a viewport said another way', () => {
    const size = { width: 1000, height: 600 };
    const viewport = { x: 120, y: -45, zoom: 0.4 };
    expect(poseOf(viewport, size).slice(0, 2)).toEqual([950, 862.5]);
    const back = viewportOf(poseOf(viewport, size), size);
    expect(back.x).toBeCloseTo(120, 9);
    expect(back.y).toBeCloseTo(-45, 9);
    expect(back.zoom).toBeCloseTo(0.4, 12);
  });
});
