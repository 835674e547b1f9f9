/**
 * Keeps the painted scene as a bitmap a little larger than the window. A pan shows it moved and paints only the strip
 * that comes into sight; a zoom shows it scaled until the window rests; a change of the map repaints where something
 * changed. So a frame costs what is new in it, not what is in the window.
 */
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { Scene, SceneItem } from '../scene/index.ts';
import { itemBounds } from './bounds.ts';
import { paintRegion, regionsOf, type GroundPicture, type PixelView } from './ground.ts';

export interface GroundFrame extends GroundPicture {
  readonly view: PixelView;
  /** The window in device pixels. */
  readonly width: number;
  readonly height: number;
  /** A gesture or flight is under way: quick before sharp. */
  readonly moving: boolean;
}

/** Pixels of the bitmap beyond each side of the window. */
const MARGIN = 256;
/** A pan paints this much ahead. */
const AHEAD = 48;
/** More regions or more of the window than this: paint it whole. */
const MAX_REGIONS = 80;
const MAX_SHARE = 0.5;
/** The whole drawing, small: what a zoom out shows where the bitmap ends. */
const OVERVIEW = { width: 1600, height: 1000 };

type Context = CanvasRenderingContext2D;
interface Overview {
  readonly canvas: HTMLCanvasElement;
  readonly scene: Scene;
  readonly view: PixelView;
}

/** What a canvas shows, sharp: which picture, from where. */
interface Shown {
  readonly view: PixelView;
  readonly picture: GroundPicture;
}

export class GroundPainter {
  /** At rest the window's canvas itself is the picture; null = it shows something scaled or on its way. */
  #front: Shown | null = null;
  /** While the window moves: a copy with room around it. Painted into the window's canvas only then. */
  #bitmap: Context | null = null;
  #view: PixelView = { scale: 1, x: 0, y: 0 };
  #picture: GroundPicture | null = null;
  /** What of the bitmap is painted; null = nothing that can be used. */
  #painted: Rect | null = null;
  #overview: Overview | null = null;

  /** Brings the window's canvas up to date. */
  paint(ctx: Context, frame: GroundFrame): void {
    const { height, width } = frame;
    if (ctx.canvas.width !== width || ctx.canvas.height !== height) {
      ctx.canvas.width = width;
      ctx.canvas.height = height;
      this.#forget();
    }
    if (width === 0 || height === 0) return;
    if (frame.motion) {
      this.#forget();
      paintRegion(ctx, frame, frame.view, { x: 0, y: 0, width, height });
    } else if (!(frame.moving ? this.#move(ctx, frame) : this.#touchUp(ctx, frame))) this.#paintAll(ctx, frame);
  }

  #forget(): void {
    this.#front = null;
    this.#painted = null;
  }

  #paintAll(ctx: Context, frame: GroundFrame): void {
    this.#forget();
    paintRegion(ctx, frame, frame.view, { x: 0, y: 0, width: frame.width, height: frame.height });
    this.#front = { view: frame.view, picture: frame };
  }

  /** At rest: repaints where the picture differs from the one shown. False: all of it does. */
  #touchUp(ctx: Context, frame: GroundFrame): boolean {
    const front = this.#front;
    if (!front || !isSameView(front.view, frame.view)) return false;
    const regions = changedRegions(front, frame, { x: 0, y: 0, width: frame.width, height: frame.height });
    if (!regions) return false;
    for (const region of regions) paintRegion(ctx, frame, frame.view, region);
    if (regions.length > 0) this.#painted = null;
    this.#front = { view: frame.view, picture: frame };
    return true;
  }

  /** In a gesture: shows the bitmap moved or scaled. False: it is of no use. */
  #move(ctx: Context, frame: GroundFrame): boolean {
    if (!this.#painted && this.#front) this.#adopt(ctx, this.#front);
    const picture = this.#picture;
    if (!this.#painted || !picture || !isSameLook(picture, frame)) return false;
    if (this.#view.scale !== frame.view.scale) {
      this.#showScaled(ctx, frame);
      this.#front = null;
      return true;
    }
    const regions = changedRegions({ view: this.#view, picture }, frame, this.#painted);
    if (!regions) return false;
    for (const region of regions) paintRegion(this.#bitmap!, frame, this.#view, region);
    this.#picture = frame;
    const x = Math.round(this.#view.x - frame.view.x);
    const y = Math.round(this.#view.y - frame.view.y);
    if (!this.#extend(frame, { x, y, width: frame.width, height: frame.height })) return false;
    this.#show(ctx, frame);
    return true;
  }

  /** Takes what the window shows into the bitmap, before the window moves. */
  #adopt(ctx: Context, { picture, view }: Shown): void {
    const { height, width } = ctx.canvas;
    const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    if (this.#bitmap?.canvas.width !== size.width || this.#bitmap.canvas.height !== size.height)
      this.#bitmap = createContext(size.width, size.height);
    this.#bitmap.setTransform(1, 0, 0, 1, 0, 0);
    this.#bitmap.globalCompositeOperation = 'copy';
    this.#bitmap.drawImage(ctx.canvas, MARGIN, MARGIN);
    this.#bitmap.globalCompositeOperation = 'source-over';
    this.#view = { scale: view.scale, x: view.x + MARGIN, y: view.y + MARGIN };
    this.#picture = picture;
    this.#painted = { x: MARGIN, y: MARGIN, width, height };
  }

  /** Paints what of the wanted part of the bitmap is not painted yet; makes room first when it lies beyond the edge. False: too far. */
  #extend(frame: GroundFrame, wanted: Rect): boolean {
    const bitmap = this.#bitmap!;
    const { height, width } = bitmap.canvas;
    const isBeyond =
      wanted.x < 0 || wanted.y < 0 || wanted.x + wanted.width > width || wanted.y + wanted.height > height;
    if (isBeyond) {
      const dx = Math.round(MARGIN - wanted.x);
      const dy = Math.round(MARGIN - wanted.y);
      const kept = overlap(
        { ...this.#painted!, x: this.#painted!.x + dx, y: this.#painted!.y + dy },
        { x: MARGIN, y: MARGIN, width: wanted.width, height: wanted.height },
      );
      if (!kept) return false;
      bitmap.save();
      bitmap.setTransform(1, 0, 0, 1, 0, 0);
      bitmap.globalCompositeOperation = 'copy';
      bitmap.drawImage(bitmap.canvas, dx, dy);
      bitmap.restore();
      this.#view = { ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy };
      this.#painted = kept;
      return this.#extend(frame, { ...wanted, x: MARGIN, y: MARGIN });
    }
    for (const [strip, painted] of stripsAround(this.#painted!, wanted, { width, height })) {
      paintRegion(bitmap, frame, this.#view, strip);
      this.#painted = painted;
    }
    return true;
  }

  #show(ctx: Context, frame: GroundFrame): void {
    const { height, view, width } = frame;
    const x = this.#view.x - view.x;
    const y = this.#view.y - view.y;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = 'copy';
    ctx.drawImage(this.#bitmap!.canvas, Math.round(x), Math.round(y), width, height, 0, 0, width, height);
    ctx.globalCompositeOperation = 'source-over';
    const isExact = Math.abs(x - Math.round(x)) < 0.01 && Math.abs(y - Math.round(y)) < 0.01;
    this.#front = isExact ? { view, picture: frame } : null;
  }

  /** The bitmap as it is, larger or smaller, over the overview where it does not reach. */
  #showScaled(ctx: Context, frame: GroundFrame): void {
    const painted = this.#painted!;
    const scale = frame.view.scale / this.#view.scale;
    const x = frame.view.x - this.#view.x * scale + painted.x * scale;
    const y = frame.view.y - this.#view.y * scale + painted.y * scale;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, frame.width, frame.height);
    ctx.imageSmoothingQuality = 'low';
    const width = painted.width * scale;
    const height = painted.height * scale;
    const covers = x <= 0 && y <= 0 && x + width >= frame.width && y + height >= frame.height;
    if (!covers && !this.#holdsAll(painted, frame)) {
      const overview = this.#overviewOf(frame);
      const zoom = frame.view.scale / overview.view.scale;
      const at = { x: frame.view.x - overview.view.x * zoom, y: frame.view.y - overview.view.y * zoom };
      ctx.drawImage(overview.canvas, at.x, at.y, overview.canvas.width * zoom, overview.canvas.height * zoom);
      ctx.clearRect(x, y, width, height);
    }
    ctx.drawImage(this.#bitmap!.canvas, painted.x, painted.y, painted.width, painted.height, x, y, width, height);
  }

  /** The painted part has the whole drawing: around it there is nothing to show. */
  #holdsAll(painted: Rect, { index }: GroundFrame): boolean {
    const { height, width, x, y } = index.scene.drawing;
    const { scale } = this.#view;
    return (
      x * scale + this.#view.x >= painted.x &&
      y * scale + this.#view.y >= painted.y &&
      (x + width) * scale + this.#view.x <= painted.x + painted.width &&
      (y + height) * scale + this.#view.y <= painted.y + painted.height
    );
  }

  #overviewOf(frame: GroundFrame): Overview {
    const { scene } = frame.index;
    if (this.#overview?.scene === scene) return this.#overview;
    const { drawing } = scene;
    const scale = Math.min(OVERVIEW.width / drawing.width, OVERVIEW.height / drawing.height, 1);
    const width = Math.max(1, Math.ceil(drawing.width * scale));
    const height = Math.max(1, Math.ceil(drawing.height * scale));
    const ctx = createContext(width, height);
    const view = { scale, x: -drawing.x * scale, y: -drawing.y * scale };
    paintRegion(ctx, frame, view, { x: 0, y: 0, width, height });
    this.#overview = { canvas: ctx.canvas, scene, view };
    return this.#overview;
  }
}

function isSameView(a: PixelView, b: PixelView): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y;
}

/** The same view in the same colours: one may be shown for the other until the window rests. */
function isSameLook({ index: { scene: a } }: GroundPicture, { index: { scene: b } }: GroundPicture): boolean {
  return a.view === b.view && a.background === b.background;
}

/** Where a picture differs from the one shown, within the painted part; null = so much that all may be painted. */
function changedRegions({ picture, view }: Shown, frame: GroundFrame, painted: Rect): Rect[] | null {
  if (picture.emphasis !== frame.emphasis || !isSameLook(picture, frame)) return null;
  const changed = [
    ...changedItems(picture.index.scene.items, frame.index.scene.items),
    ...changedPeople(picture.lifted, frame.lifted).flatMap((person) => frame.index.card(person) ?? []),
  ];
  if (changed.length > MAX_REGIONS) return null;
  const regions = changed
    .flatMap((item) => regionsOf(item, itemBounds(item), view))
    .flatMap((region) => overlap(region, painted) ?? []);
  const area = regions.reduce((sum, { height, width }) => sum + width * height, 0);
  return regions.length > MAX_REGIONS || area > MAX_SHARE * painted.width * painted.height ? null : regions;
}

function createContext(width: number, height: number): Context {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d')!;
}

/** Items of one list that the other has not, of both. Items are values: an equal one is the same object. */
export function changedItems(before: readonly SceneItem[], after: readonly SceneItem[]): SceneItem[] {
  if (before === after) return [];
  if (before.length === after.length) {
    const changed: SceneItem[] = [];
    for (let at = 0; at < after.length; at++) if (before[at] !== after[at]) changed.push(before[at]!, after[at]!);
    return changed;
  }
  const old = new Set(before);
  const fresh = new Set(after);
  return [...before.filter((item) => !fresh.has(item)), ...after.filter((item) => !old.has(item))];
}

function changedPeople(before: ReadonlySet<PersonId>, after: ReadonlySet<PersonId>): PersonId[] {
  if (before === after) return [];
  return [...[...before].filter((id) => !after.has(id)), ...[...after].filter((id) => !before.has(id))];
}

/** The common part of two rects; null when they share no area. */
export function overlap(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/**
 * What must be added to a painted rect until it holds the wanted one, side by side: each strip, and the rect that is
 * painted with it. A strip goes a little further than asked for, but never beyond the bitmap.
 */
export function stripsAround(
  painted: Rect,
  wanted: Rect,
  bitmap: { readonly width: number; readonly height: number },
): [strip: Rect, painted: Rect][] {
  const strips: [Rect, Rect][] = [];
  let { height, width, x, y } = painted;
  const add = (strip: Rect, whole: Rect) => {
    strips.push([strip, whole]);
    ({ height, width, x, y } = whole);
  };
  if (wanted.x < x) {
    const left = Math.max(0, wanted.x - AHEAD);
    add({ x: left, y, width: x - left, height }, { x: left, y, width: x + width - left, height });
  }
  if (wanted.x + wanted.width > x + width) {
    const right = Math.min(bitmap.width, wanted.x + wanted.width + AHEAD);
    add({ x: x + width, y, width: right - x - width, height }, { x, y, width: right - x, height });
  }
  if (wanted.y < y) {
    const top = Math.max(0, wanted.y - AHEAD);
    add({ x, y: top, width, height: y - top }, { x, y: top, width, height: y + height - top });
  }
  if (wanted.y + wanted.height > y + height) {
    const bottom = Math.min(bitmap.height, wanted.y + wanted.height + AHEAD);
    add({ x, y: y + height, width, height: bottom - y - height }, { x, y, width, height: bottom - y });
  }
  return strips;
}
