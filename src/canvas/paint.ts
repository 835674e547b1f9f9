/** Paints a scene's shapes on a 2D canvas, whose transform turns page units into pixels. */
import type { Shape } from '../scene/index.ts';

type PathShape = Extract<Shape, { type: 'path' }>;

/** Parsing path data costs more than drawing it; shapes are immutable, so each is parsed once. */
const paths = new WeakMap<PathShape, Path2D>();

function pathOf(shape: PathShape): Path2D {
  let path = paths.get(shape);
  if (!path) {
    path = new Path2D(shape.d);
    paths.set(shape, path);
  }
  return path;
}

/** Paints the shapes in order. Leaves alpha as it was; other state of `ctx` is set anew for every shape. */
export function paintShapes(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], fontFamily: string): void {
  const alpha = ctx.globalAlpha;
  for (const shape of shapes) {
    ctx.globalAlpha = alpha * (shape.opacity ?? 1);
    if (shape.type === 'text') paintText(ctx, shape, fontFamily);
    else paintOutline(ctx, shape);
  }
  ctx.globalAlpha = alpha;
}

function paintText(ctx: CanvasRenderingContext2D, shape: Extract<Shape, { type: 'text' }>, fontFamily: string): void {
  ctx.font = `${shape.weight} ${shape.size}px ${fontFamily}`;
  ctx.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor === 'end' ? 'right' : 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = shape.fill ?? '#000000';
  ctx.fillText(shape.text, shape.x, shape.y);
}

function paintOutline(ctx: CanvasRenderingContext2D, shape: Exclude<Shape, { type: 'text' }>): void {
  const path = shape.type === 'path' ? pathOf(shape) : undefined;
  if (!path) {
    ctx.beginPath();
    if (shape.type === 'rect') ctx.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
    else if (shape.type === 'circle') ctx.arc(shape.cx, shape.cy, shape.r, 0, 2 * Math.PI);
  }
  if (shape.fill !== undefined && shape.fill !== 'none') {
    ctx.fillStyle = shape.fill;
    if (path) ctx.fill(path);
    else ctx.fill();
  }
  if (shape.stroke === undefined || shape.stroke === 'none') return;
  ctx.strokeStyle = shape.stroke;
  ctx.lineWidth = shape.strokeWidth ?? 1;
  ctx.lineCap = shape.lineCap ?? 'butt';
  ctx.setLineDash(shape.dash ? [...shape.dash] : []);
  if (path) ctx.stroke(path);
  else ctx.stroke();
}
