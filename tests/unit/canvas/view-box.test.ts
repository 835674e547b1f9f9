import { describe, expect, it } from 'vitest';
import { fitRect, isInside, reveal, toPage, toScreen, visibleRect, zoomAround } from '../../../src/canvas/view-box.ts';

const SIZE = { width: 1000, height: 600 };
const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };

const around = (margin: number) => ({ top: margin, right: margin, bottom: margin, left: margin });

describe('the window on the page', () => {
  it('turns screen points into page points and back', () => {
    const viewport = { x: 30, y: -10, zoom: 2 };
    expect(toPage(viewport, { x: 130, y: 90 })).toEqual({ x: 50, y: 50 });
    expect(toScreen(viewport, { x: 50, y: 50 })).toEqual({ x: 130, y: 90 });
    expect(visibleRect(viewport, SIZE)).toEqual({ x: -15, y: 5, width: 500, height: 300 });
  });

  it('fits a rect and centres it', () => {
    expect(fitRect({ x: 100, y: 100, width: 2000, height: 600 }, SIZE, NO_INSETS)).toEqual({
      x: -50,
      y: 100,
      zoom: 0.5,
    });
  });

  it('keeps the fitted rect clear of the insets', () => {
    const fitted = fitRect({ x: 0, y: 0, width: 2000, height: 600 }, SIZE, { ...NO_INSETS, right: 200 });
    expect(fitted.zoom).toBe(0.4);
    expect(toScreen(fitted, { x: 2000, y: 0 }).x).toBe(800);
  });

  it('does not blow up a small drawing, nor fail on an empty one', () => {
    expect(fitRect({ x: 0, y: 0, width: 10, height: 10 }, SIZE, NO_INSETS).zoom).toBe(1.25);
    expect(fitRect({ x: 0, y: 0, width: 0, height: 0 }, SIZE, NO_INSETS).zoom).toBe(1.25);
  });

  it('fits a small drawing as large as asked before a room', () => {
    expect(fitRect({ x: 0, y: 0, width: 200, height: 100 }, SIZE, NO_INSETS, 2.5).zoom).toBe(2.5);
    expect(fitRect({ x: 0, y: 0, width: 800, height: 100 }, SIZE, NO_INSETS, 2.5).zoom).toBe(1.25);
  });

  it('knows whether all of a rect is seen beside the panels', () => {
    const rect = { x: 0, y: 0, width: 2000, height: 600 };
    const insets = { ...NO_INSETS, right: 200 };
    expect(isInside(fitRect(rect, SIZE, insets), SIZE, rect, insets)).toBe(true);
    expect(isInside(fitRect(rect, SIZE, NO_INSETS), SIZE, rect, insets)).toBe(false);
  });

  it('moves only as far as needed to reveal a card', () => {
    const viewport = { x: 0, y: 0, zoom: 1 };
    expect(reveal(viewport, SIZE, { x: 100, y: 100, width: 50, height: 50 }, around(20))).toEqual(viewport);
    expect(reveal(viewport, SIZE, { x: 990, y: 100, width: 50, height: 50 }, around(20))).toEqual({
      x: -60,
      y: 0,
      zoom: 1,
    });
  });

  it('reveals a card from under a panel, and the start of one that is too large', () => {
    const panel = { ...around(20), right: 320 };
    const under = { x: 900, y: 100, width: 50, height: 50 };
    expect(reveal({ x: 0, y: 0, zoom: 1 }, SIZE, under, panel)).toEqual({
      x: SIZE.width - 320 - 950,
      y: 0,
      zoom: 1,
    });
    const huge = { x: 40, y: 100, width: 5_000, height: 50 };
    expect(reveal({ x: 0, y: 0, zoom: 1 }, SIZE, huge, panel).x).toBe(-20);
  });

  it('zooms around the pointer within its limits', () => {
    const at = { x: 300, y: 200 };
    const zoomed = zoomAround({ x: 10, y: 20, zoom: 1 }, 1.5, at);
    expect(toPage(zoomed, at)).toEqual(toPage({ x: 10, y: 20, zoom: 1 }, at));
    expect(zoomAround({ x: 0, y: 0, zoom: 3 }, 10, at).zoom).toBe(4);
    expect(zoomAround({ x: 0, y: 0, zoom: 0.06 }, 0.01, at).zoom).toBe(0.05);
  });
});
