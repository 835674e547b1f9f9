/** Screen ↔ page: the viewport of Svelte Flow as plain numbers. Screen pixels count from the canvas's top-left corner. */
import type { Rect } from '../layout/index.ts';
import type { PagePoint } from './bounds.ts';

/** page → screen: `screen = page * zoom + (x, y)`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** Room at the window's edges that the drawing keeps clear of, in pixels. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const MIN_ZOOM = 0.05;
export const MAX_ZOOM = 4;
/** A small map is not blown up beyond this when it is fitted. */
const MAX_FIT_ZOOM = 1.25;

export function toPage(viewport: Viewport, screen: PagePoint): PagePoint {
  return { x: (screen.x - viewport.x) / viewport.zoom, y: (screen.y - viewport.y) / viewport.zoom };
}

export function toScreen(viewport: Viewport, page: PagePoint): PagePoint {
  return { x: page.x * viewport.zoom + viewport.x, y: page.y * viewport.zoom + viewport.y };
}

/** The part of the page that the window shows. */
export function visibleRect(viewport: Viewport, size: Size): Rect {
  const { x, y } = toPage(viewport, { x: 0, y: 0 });
  return { x, y, width: size.width / viewport.zoom, height: size.height / viewport.zoom };
}

/** Whether the window shows the whole rect, clear of the insets; half a pixel over the edge is nothing. */
export function isInside(viewport: Viewport, size: Size, rect: Rect, insets: Insets): boolean {
  const from = toScreen(viewport, rect);
  const to = toScreen(viewport, { x: rect.x + rect.width, y: rect.y + rect.height });
  return (
    from.x >= insets.left - 0.5 &&
    from.y >= insets.top - 0.5 &&
    to.x <= size.width - insets.right + 0.5 &&
    to.y <= size.height - insets.bottom + 0.5
  );
}

/** The viewport that shows the whole rect, centred in what the insets leave; `largest` is the zoom it stops at. */
export function fitRect(rect: Rect, size: Size, insets: Insets, largest = MAX_FIT_ZOOM): Viewport {
  const width = Math.max(50, size.width - insets.left - insets.right);
  const height = Math.max(50, size.height - insets.top - insets.bottom);
  const wanted = Math.min(width / Math.max(1, rect.width), height / Math.max(1, rect.height), largest);
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, wanted));
  return {
    x: insets.left + (width - rect.width * zoom) / 2 - rect.x * zoom,
    y: insets.top + (height - rect.height * zoom) / 2 - rect.y * zoom,
    zoom,
  };
}

/** The viewport moved no further than needed so that the rect is in what the insets leave of the window. */
export function reveal(viewport: Viewport, size: Size, rect: Rect, insets: Insets): Viewport {
  const from = toScreen(viewport, rect);
  const to = toScreen(viewport, { x: rect.x + rect.width, y: rect.y + rect.height });
  const shift = (low: number, high: number, min: number, max: number) =>
    low < min ? min - low : high > max ? Math.max(max - high, min - low) : 0;
  return {
    x: viewport.x + shift(from.x, to.x, insets.left, size.width - insets.right),
    y: viewport.y + shift(from.y, to.y, insets.top, size.height - insets.bottom),
    zoom: viewport.zoom,
  };
}

/** Zoomed by `factor` around a screen point that stays where it is. */
export function zoomAround(viewport: Viewport, factor: number, at: PagePoint): Viewport {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, viewport.zoom * factor));
  const scale = zoom / viewport.zoom;
  return { x: at.x - (at.x - viewport.x) * scale, y: at.y - (at.y - viewport.y) * scale, zoom };
}
