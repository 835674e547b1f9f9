/**
 * Paints everything that is not a Svelte Flow node onto one canvas: bands, tints, spine, bones, captions, links, cards
 * that are far away or on their way, and the marks of the moment (hover, selection, drop). Only what meets the window.
 */
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem, LinkItem, Scene, SceneItem, Shape } from '../scene/index.ts';
import { grow, itemBounds, rectsMeet, type PagePoint } from './bounds.ts';
import { paintShapes } from './paint.ts';
import type { Size, Viewport } from './view-box.ts';

export interface GroundColors {
  readonly accent: string;
  readonly hover: string;
}

/** Everything one frame needs to know. */
export interface GroundFrame {
  readonly scene: Scene;
  readonly viewport: Viewport;
  readonly size: Size;
  readonly pixelRatio: number;
  readonly visible: Rect;
  /** People whose cards Svelte Flow shows: not painted here. */
  readonly mounted: ReadonlySet<PersonId>;
  /** Opacity of everything but cards, 0-1, while a new picture fades in. */
  readonly groundOpacity: number;
  readonly cardRect: (item: CardItem) => Rect;
  readonly cardOpacity: (item: CardItem) => number;
  readonly selection: ReadonlySet<string>;
  /** Id of the person, unit or relation under the pointer. */
  readonly hovered: string | null;
  /** Person or unit a dragged card would go to. */
  readonly drop: string | null;
  /** Band a dragged card would go to. */
  readonly dropRect: Rect | null;
  readonly linkDraft: { readonly from: PagePoint; readonly to: PagePoint } | null;
  readonly peers: readonly { readonly color: string; readonly selection: ReadonlySet<string> }[];
  readonly colors: GroundColors;
}

const RING_GAP = 4;
const RING_WIDTH = 2.2;
const RING_RADIUS = 10;

/** Clears and paints a frame. Cost: proportional to the items of the scene (cull) plus the shapes in the window. */
export function paintGround(ctx: CanvasRenderingContext2D, frame: GroundFrame): void {
  const { viewport, pixelRatio, scene, visible } = frame;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  const scale = viewport.zoom * pixelRatio;
  ctx.setTransform(scale, 0, 0, scale, viewport.x * pixelRatio, viewport.y * pixelRatio);
  const near = grow(visible, 24);
  const cards: CardItem[] = [];
  ctx.globalAlpha = frame.groundOpacity;
  if (frame.dropRect) ring(ctx, frame.dropRect, frame.colors.accent, { dash: [8, 6], fill: true });
  for (const item of scene.items) {
    if (item.kind === 'card') {
      // Also around mounted cards: the ring stands outside the body, where the ground shows.
      if (frame.drop === item.person) ring(ctx, item.rect, frame.colors.accent, { dash: [6, 4], width: 3 });
      if (!frame.mounted.has(item.person)) cards.push(item);
    } else if (rectsMeet(itemBounds(item), near)) paintItem(ctx, item, frame);
  }
  ctx.globalAlpha = 1;
  for (const item of cards) paintCard(ctx, item, frame, near);
  paintPeers(ctx, frame);
  if (frame.linkDraft) paintDraft(ctx, frame.linkDraft, frame.colors.accent);
}

function paintItem(ctx: CanvasRenderingContext2D, item: Exclude<SceneItem, CardItem>, frame: GroundFrame): void {
  if (item.kind === 'link') {
    const selected = frame.selection.has(item.relation);
    if (selected || frame.hovered === item.relation) paintGlow(ctx, item, frame, selected);
  }
  paintShapes(ctx, item.shapes, frame.scene.fontFamily);
  if (item.kind !== 'caption') return;
  if (frame.drop === item.unit) ring(ctx, item.rect, frame.colors.accent, { dash: [6, 4] });
  else if (frame.selection.has(item.unit)) ring(ctx, item.rect, frame.colors.accent, {});
  else if (frame.hovered === item.unit) ring(ctx, item.rect, frame.colors.hover, { width: 1.2 });
}

function paintCard(ctx: CanvasRenderingContext2D, item: CardItem, frame: GroundFrame, near: Rect): void {
  const rect = frame.cardRect(item);
  if (!rectsMeet(grow(rect, 20), near)) return;
  const opacity = frame.cardOpacity(item);
  ctx.save();
  ctx.globalAlpha = opacity;
  if (rect !== item.rect) {
    ctx.translate(rect.x, rect.y);
    ctx.scale(rect.width / item.rect.width, rect.height / item.rect.height);
    ctx.translate(-item.rect.x, -item.rect.y);
  }
  paintShapes(ctx, item.shapes, frame.scene.fontFamily);
  if (frame.selection.has(item.person)) ring(ctx, item.rect, frame.colors.accent, {});
  else if (frame.hovered === item.person) ring(ctx, item.rect, frame.colors.hover, { width: 1.2 });
  ctx.restore();
}

/** A broad soft line under a link that is selected or under the pointer. */
function paintGlow(ctx: CanvasRenderingContext2D, item: LinkItem, frame: GroundFrame, selected: boolean): void {
  const glow = item.shapes
    .filter((shape): shape is Extract<Shape, { type: 'path' }> => shape.type === 'path' && shape.stroke !== undefined)
    .map((shape) => {
      const { dash: _solid, ...rest } = shape;
      const width = (shape.strokeWidth ?? 1) + (selected ? 8 : 6);
      return {
        ...rest,
        fill: 'none',
        stroke: selected ? frame.colors.accent : frame.colors.hover,
        strokeWidth: width,
        opacity: selected ? 0.35 : 0.22,
        lineCap: 'round' as const,
      };
    });
  paintShapes(ctx, glow, frame.scene.fontFamily);
}

interface RingStyle {
  readonly dash?: readonly number[];
  readonly width?: number;
  readonly fill?: boolean;
}

function ring(
  ctx: CanvasRenderingContext2D,
  rect: Rect,
  color: string,
  { dash, width = RING_WIDTH, fill }: RingStyle,
): void {
  const { x, y, width: w, height: h } = grow(rect, fill ? -3 : RING_GAP);
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, Math.min(RING_RADIUS, h / 2));
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash([...(dash ?? [])]);
  ctx.stroke();
  if (fill) {
    ctx.globalAlpha *= 0.08;
    ctx.fillStyle = color;
    ctx.fill();
  }
  ctx.restore();
}

function paintPeers(ctx: CanvasRenderingContext2D, frame: GroundFrame): void {
  if (frame.peers.length === 0) return;
  for (const item of frame.scene.items) {
    const id = item.kind === 'card' ? item.person : item.kind === 'caption' ? item.unit : null;
    if (id === null || (item.kind !== 'card' && item.kind !== 'caption')) continue;
    frame.peers.forEach((peer, index) => {
      if (!peer.selection.has(id)) return;
      const rect = item.kind === 'card' ? frame.cardRect(item) : item.rect;
      if (rectsMeet(rect, frame.visible)) ring(ctx, grow(rect, 3 + index * 3), peer.color, { width: 1.8 });
    });
  }
}

function paintDraft(
  ctx: CanvasRenderingContext2D,
  { from, to }: { from: PagePoint; to: PagePoint },
  color: string,
): void {
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = 2;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  const bend = (to.x - from.x) / 2;
  ctx.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(to.x, to.y, 4, 0, 2 * Math.PI);
  ctx.fill();
  ctx.restore();
}
