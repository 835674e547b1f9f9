/** The window on the page: where it stands, how it fits the drawing, and how it moves there. */
import { prefersReducedMotion } from 'svelte/motion';
import type { Rect } from '../layout/index.ts';
import type { PagePoint } from './bounds.ts';
import {
  fitRect,
  isInside,
  reveal,
  toPage,
  visibleRect,
  zoomAround,
  type Insets,
  type Size,
  type Viewport,
} from './view-box.ts';

export const MOVE_MS = 240;
/** Pixels kept free around a fitted drawing. */
const FIT_MARGIN = 36;
const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

export class Camera {
  #viewport: Viewport = $state.raw({ x: 0, y: 0, zoom: 1 });
  #size: Size = $state.raw({ width: 0, height: 0 });
  #moving = $state(false);
  #visible: Rect = $derived(visibleRect(this.#viewport, this.#size));
  #insets: () => Partial<Insets>;
  #frame = 0;
  #isTouched = false;
  /** Told when the window's own person takes it back from whoever steers it. */
  #onTaken: (() => void) | null = null;
  /** Svelte Flow's own setter; d3-zoom keeps a copy of the viewport that must move along. */
  #apply: ((viewport: Viewport) => void) | null = null;

  constructor(insets: () => Partial<Insets>) {
    this.#insets = insets;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }
  get size(): Size {
    return this.#size;
  }
  /** What the window shows of the page. */
  get visible(): Rect {
    return this.#visible;
  }
  /** A pan, zoom or flight is under way. */
  get moving(): boolean {
    return this.#moving;
  }
  set moving(moving: boolean) {
    this.#moving = moving;
  }
  /** Somebody has chosen this window by hand since the last fit: it is theirs. */
  get isTouched(): boolean {
    return this.#isTouched;
  }
  touch(): void {
    this.#isTouched = true;
    // Left alone, a flight under way would go on pulling against the hand.
    this.#land();
    this.#onTaken?.();
  }
  /** Somebody else steers: nothing but steer() moves the window until its own person does. */
  get isLent(): boolean {
    return this.#onTaken !== null;
  }
  lend(onTaken: () => void): void {
    if (this.#onTaken === null) this.#land();
    this.#onTaken = onTaken;
  }
  /** The window is its own person's again, and stays where it is. Safe to call twice. */
  takeBack(): void {
    if (this.#onTaken === null) return;
    this.#onTaken = null;
    this.#isTouched = true;
    this.#moving = false;
  }
  /** For whom the window is lent to: there at once; `moving` while more is to come. */
  steer(viewport: Viewport, moving: boolean): void {
    this.#moving = moving;
    this.#apply?.(viewport);
  }
  get ready(): boolean {
    return this.#apply !== null && this.#size.width > 0;
  }

  /** Takes the viewport that Svelte Flow reports. */
  follow(viewport: Viewport): void {
    this.#viewport = viewport;
  }

  connect(apply: (viewport: Viewport) => void): void {
    this.#apply = apply;
  }

  resize(size: Size): void {
    if (size.width !== this.#size.width || size.height !== this.#size.height) this.#size = size;
  }

  /** Screen pixels (from the canvas's corner) → page units. */
  pageAt(screen: PagePoint): PagePoint {
    return toPage(this.#viewport, screen);
  }

  /** Stops a flight of its own where it is; false when there was none. */
  halt(): boolean {
    if (this.#frame === 0) return false;
    this.#land();
    this.#moving = false;
    return true;
  }

  /** What panels cover of the window, in pixels. */
  get insets(): Insets {
    return { ...NO_INSETS, ...this.#insets() };
  }

  /** Shows a whole rect, clear of the insets; `largest` is the zoom to stop at (default: what suits a desk). */
  fit(rect: Rect, { animate, largest }: { readonly animate: boolean; readonly largest?: number }): void {
    if (!this.isLent) this.#isTouched = false;
    this.#go(fitRect(rect, this.#size, this.#roomy(), largest), animate);
  }

  /** The whole rect is in the window, clear of the insets. */
  shows(rect: Rect): boolean {
    return isInside(this.#viewport, this.#size, rect, this.insets);
  }

  /** Moves no more than needed for the rect to be seen, clear of the insets. */
  reveal(rect: Rect): void {
    const target = reveal(this.#viewport, this.#size, rect, this.#roomy());
    if (target.x !== this.#viewport.x || target.y !== this.#viewport.y) this.#go(target, true);
  }

  /** To a window that somebody chose. */
  fly(viewport: Viewport): void {
    this.touch();
    this.#go(viewport, true);
  }

  /** Back to a window of before, at once. */
  restore(viewport: Viewport, isTouched: boolean): void {
    this.#isTouched = isTouched;
    this.#go(viewport, false);
  }

  /** Goes along, at once, when the page itself moved by so many units. */
  shift({ x, y }: PagePoint): void {
    if (this.isLent) return;
    const at = this.#viewport;
    this.#apply?.({ x: at.x - x * at.zoom, y: at.y - y * at.zoom, zoom: at.zoom });
  }

  zoomBy(factor: number): void {
    this.touch();
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#go(zoomAround(this.#viewport, factor, middle), true);
  }

  /** Puts a page point into the middle of the window, at once (for dragging on the minimap). */
  centreOn(point: PagePoint): void {
    this.touch();
    const { zoom } = this.#viewport;
    this.#go({ x: this.#size.width / 2 - point.x * zoom, y: this.#size.height / 2 - point.y * zoom, zoom }, false);
  }

  destroy(): void {
    this.#land();
    this.#apply = null;
  }

  #roomy(): Insets {
    const { insets } = this;
    return {
      top: insets.top + FIT_MARGIN,
      right: insets.right + FIT_MARGIN,
      bottom: insets.bottom + FIT_MARGIN,
      left: insets.left + FIT_MARGIN,
    };
  }

  #land(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #go(target: Viewport, animate: boolean): void {
    if (this.isLent) return;
    this.#land();
    if (!animate || prefersReducedMotion.current) {
      this.#moving = false;
      this.#apply?.(target);
      return;
    }
    const from = this.#viewport;
    const start = performance.now();
    this.#moving = true;
    const step = (now: number) => {
      const t = easeOut(Math.min(1, Math.max(0, (now - start) / MOVE_MS)));
      this.#apply?.(between(from, target, t));
      if (t < 1) this.#frame = requestAnimationFrame(step);
      else {
        this.#frame = 0;
        this.#moving = false;
      }
    };
    this.#frame = requestAnimationFrame(step);
  }
}

export function easeOut(t: number): number {
  return 1 - (1 - t) ** 3;
}

/** Straight in x, y and zoom: so every page point moves on a straight line on the screen. */
function between(from: Viewport, to: Viewport, t: number): Viewport {
  if (t >= 1) return to;
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    zoom: from.zoom + (to.zoom - from.zoom) * t,
  };
}
