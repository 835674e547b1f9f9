/**
 * Paints the scene onto a bitmap: bands, tints, spine, bones, captions, links and cards, as far as they meet a region.
 * What belongs to the moment (hover, selection, drop) is painted by marks.ts on a canvas of its own.
 */
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem, LinkItem, SceneItem } from '../scene/index.ts';
import { grow } from './bounds.ts';
import { strengthOf, type Emphasis } from './emphasis.ts';
import { MIN_TEXT_PX, paintFarCard, paintFarLine, paintShapes } from './paint.ts';
import type { SceneIndex } from './scene-index.ts';

/** Page → bitmap pixels: `pixel = page * scale + (x, y)`. */
export interface PixelView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** What is painted, apart from where. */
export interface GroundPicture {
  readonly index: SceneIndex;
  /** People whose cards are in the hand: not painted here. */
  readonly lifted: ReadonlySet<PersonId>;
  readonly emphasis: Emphasis | null;
  /** Cards on their way, while a picture changes into another; null at rest. */
  readonly motion: {
    /** Opacity of everything but cards, 0-1. */
    readonly progress: number;
    readonly rectOf: (item: CardItem) => Rect;
    readonly opacityOf: (item: CardItem) => number;
  } | null;
}

/** The smallest text of a card, in page units, of every density but dense is above this. */
const NAME_SIZE = 12;
/** Pixels around a region whose items may reach into it. */
const REACH_PX = 2;

/** Clears and paints a region, in pixels of the bitmap. Cost: what the index finds there. */
export function paintRegion(
  ctx: CanvasRenderingContext2D,
  picture: GroundPicture,
  view: PixelView,
  region: Rect,
): void {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.beginPath();
  ctx.rect(region.x, region.y, region.width, region.height);
  ctx.clip();
  ctx.clearRect(region.x, region.y, region.width, region.height);
  ctx.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
  const items = picture.motion ? picture.index.scene.items : picture.index.within(toPage(view, grow(region, REACH_PX)));
  const cards: CardItem[] = [];
  for (const item of items) {
    if (item.kind === 'card') cards.push(item);
    else paintItem(ctx, item, picture, view);
  }
  const { emphasis, index, lifted, motion } = picture;
  const { fontFamily } = index.scene;
  for (const item of cards) {
    if (lifted.has(item.person)) continue;
    ctx.globalAlpha = (motion?.opacityOf(item) ?? 1) * strengthOf(item, emphasis);
    paintCard(ctx, item, { rect: motion ? motion.rectOf(item) : item.rect, view, fontFamily });
  }
  ctx.restore();
}

function paintItem(
  ctx: CanvasRenderingContext2D,
  item: Exclude<SceneItem, CardItem>,
  { emphasis, index, motion }: GroundPicture,
  view: PixelView,
): void {
  ctx.globalAlpha = (motion?.progress ?? 1) * strengthOf(item, emphasis);
  if (item.kind === 'link' && isFarOff(view)) paintFarLine(ctx, item.shapes, view.scale);
  else paintShapes(ctx, item.shapes, index.scene.fontFamily);
}

/** A card where its rect says, at the context's opacity: as words, or from afar as a box with a dot. */
export function paintCard(
  ctx: CanvasRenderingContext2D,
  item: CardItem,
  { fontFamily, rect, view }: { readonly rect: Rect; readonly view: PixelView; readonly fontFamily: string },
): void {
  const isOnItsWay = rect !== item.rect;
  if (isOnItsWay) {
    ctx.save();
    ctx.translate(rect.x, rect.y);
    ctx.scale(rect.width / item.rect.width, rect.height / item.rect.height);
    ctx.translate(-item.rect.x, -item.rect.y);
  }
  if (isFarOff(view)) paintFarCard(ctx, item, view.scale);
  else paintShapes(ctx, item.shapes, fontFamily);
  if (isOnItsWay) ctx.restore();
}

/** Too far off for text. */
function isFarOff({ scale }: PixelView): boolean {
  return NAME_SIZE * scale < MIN_TEXT_PX;
}

function toPage({ scale, x, y }: PixelView, rect: Rect): Rect {
  return {
    x: (rect.x - x) / scale,
    y: (rect.y - y) / scale,
    width: rect.width / scale,
    height: rect.height / scale,
  };
}

/** Where an item is drawn, in pixels, as few rects that hold it: a link's are thin, one for each of its stretches. */
export function regionsOf(item: SceneItem, bounds: Rect, { scale, x, y }: PixelView): Rect[] {
  const toPixels = (rect: Rect): Rect => {
    const left = Math.floor(rect.x * scale + x) - 1;
    const top = Math.floor(rect.y * scale + y) - 1;
    return {
      x: left,
      y: top,
      width: Math.ceil((rect.x + rect.width) * scale + x) + 1 - left,
      height: Math.ceil((rect.y + rect.height) * scale + y) + 1 - top,
    };
  };
  return item.kind === 'link' ? stretchesOf(item).map(toPixels) : [toPixels(bounds)];
}

const LINK_REACH = 12;

function stretchesOf({ points }: LinkItem): Rect[] {
  return points.slice(1).map((to, i) => {
    const from = points[i]!;
    const rect = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
    return grow(rect, LINK_REACH);
  });
}
