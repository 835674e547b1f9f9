/** Paints what belongs to the moment, over the ground and under the cards: rings, glows, drop targets, a link being drawn. */
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem, LinkItem, Shape } from '../scene/index.ts';
import { grow, rectsMeet, type PagePoint } from './bounds.ts';
import { paintCard, type PixelView } from './ground.ts';
import { paintShapes } from './paint.ts';
import type { SceneIndex } from './scene-index.ts';

export interface MarkColors {
  readonly accent: string;
  readonly hover: string;
}

/** Everything the marks of one frame need to know. */
export interface MarksFrame {
  readonly index: SceneIndex;
  readonly view: PixelView;
  readonly width: number;
  readonly height: number;
  readonly visible: Rect;
  readonly cardRect: (item: CardItem) => Rect;
  /** Cards that glide over the ground, which leaves them out. */
  readonly gliding: ReadonlySet<PersonId> | null;
  readonly selection: ReadonlySet<string>;
  /** In the hand: their cards bear their own rings. */
  readonly held: ReadonlySet<PersonId>;
  /** Id of the person, unit or relation under the pointer. */
  readonly hovered: string | null;
  /** Person or unit a dragged card would go to. */
  readonly drop: string | null;
  /** Place a dragged card would go to: a band or cell (filled), or the slot itself. */
  readonly dropRect: { readonly rect: Rect; readonly isSlot: boolean } | null;
  readonly linkDraft: { readonly from: PagePoint; readonly to: PagePoint } | null;
  readonly peers: readonly { readonly color: string; readonly selection: ReadonlySet<string> }[];
  readonly colors: MarkColors;
}

const RING_GAP = 4;
const RING_WIDTH = 2.2;
const RING_RADIUS = 10;
const PEER_RING_WIDTH = 1.8;
const PEER_RING_PX = 1.5;

/** Clears and paints. Cost: the marks, not the items. */
export function paintMarks(ctx: CanvasRenderingContext2D, frame: MarksFrame): void {
  const { colors, dropRect, height, view, width } = frame;
  if (ctx.canvas.width !== width) ctx.canvas.width = width;
  if (ctx.canvas.height !== height) ctx.canvas.height = height;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
  if (dropRect) {
    const style = dropRect.isSlot ? { dash: [5, 4], fill: true, gap: 5 } : { dash: [8, 6], fill: true, gap: -3 };
    ring(ctx, dropRect.rect, colors.accent, style);
  }
  for (const person of frame.gliding ?? []) {
    const card = frame.index.card(person);
    if (card) paintCard(ctx, card, { rect: frame.cardRect(card), view, fontFamily: frame.index.scene.fontFamily });
  }
  for (const id of frame.selection) if (!frame.held.has(id)) markOne(ctx, frame, id, 'selected');
  if (frame.hovered !== null && !frame.selection.has(frame.hovered)) markOne(ctx, frame, frame.hovered, 'hovered');
  if (frame.drop !== null) markOne(ctx, frame, frame.drop, 'drop');
  paintPeers(ctx, frame);
  if (frame.linkDraft) paintDraft(ctx, frame.linkDraft, colors.accent);
}

const RINGS = {
  selected: {},
  hovered: { width: 1.2 },
  drop: { dash: [6, 4], width: 3 },
} as const;

function markOne(ctx: CanvasRenderingContext2D, frame: MarksFrame, id: string, how: keyof typeof RINGS): void {
  const color = how === 'hovered' ? frame.colors.hover : frame.colors.accent;
  const card = frame.index.card(id);
  const box = card ? frame.cardRect(card) : frame.index.caption(id)?.rect;
  if (box) ring(ctx, box, color, RINGS[how]);
  const link = frame.index.link(id);
  if (link && how !== 'drop') paintGlow(ctx, link, frame, how === 'selected');
}

/** A broad soft line along a link that is selected or under the pointer. */
function paintGlow(ctx: CanvasRenderingContext2D, item: LinkItem, frame: MarksFrame, selected: boolean): void {
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
  paintShapes(ctx, glow, frame.index.scene.fontFamily);
}

interface RingStyle {
  readonly dash?: readonly number[];
  readonly width?: number;
  readonly fill?: boolean;
  /** Page units between the rect and its ring. */
  readonly gap?: number;
}

function ring(
  ctx: CanvasRenderingContext2D,
  rect: Rect,
  color: string,
  { dash, width = RING_WIDTH, fill, gap = RING_GAP }: RingStyle,
): void {
  const { x, y, width: w, height: h } = grow(rect, gap);
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

/** Who has selected the same stands ring around ring; in the smallest picture the rings are still seen. */
function paintPeers(ctx: CanvasRenderingContext2D, frame: MarksFrame): void {
  const width = Math.max(PEER_RING_WIDTH, PEER_RING_PX / frame.view.scale);
  const rings = new Map<string, number>();
  for (const peer of frame.peers) {
    for (const id of peer.selection) {
      const card = frame.index.card(id);
      const rect = card ? frame.cardRect(card) : frame.index.caption(id)?.rect;
      if (!rect || !rectsMeet(rect, frame.visible)) continue;
      const before = rings.get(id) ?? 0;
      rings.set(id, before + 1);
      ring(ctx, rect, peer.color, { width, gap: RING_GAP + 3 + before * width * 1.7 });
    }
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
