/** The scene's shapes on a 2D canvas. */
import type { Shape } from '../scene/index.ts';

const paths = new Map<string, Path2D>();
const MAX_PATHS = 20_000;

/** Parsing path data is what costs while panning; the same text is the same path. */
function pathOf(d: string): Path2D {
  const known = paths.get(d);
  if (known) return known;
  if (paths.size >= MAX_PATHS) paths.clear();
  const path = new Path2D(d);
  paths.set(d, path);
  return path;
}

/** Paints in the context's present coordinate space, multiplying its present opacity; restores what it changes. */
export function paintShapes(context: CanvasRenderingContext2D, shapes: readonly Shape[], fontFamily: string): void {
  const alpha = context.globalAlpha;
  for (const shape of shapes) {
    context.globalAlpha = alpha * (shape.opacity ?? 1);
    if (shape.type === 'text') paintText(context, shape, fontFamily);
    else paintOutline(context, shape);
  }
  context.globalAlpha = alpha;
}

function paintText(
  context: CanvasRenderingContext2D,
  shape: Extract<Shape, { type: 'text' }>,
  fontFamily: string,
): void {
  context.font = `${shape.weight} ${shape.size}px ${fontFamily}`;
  context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start') === 'end' ? 'right' : 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = shape.fill ?? '#000';
  context.fillText(shape.text, shape.x, shape.y);
}

function paintOutline(context: CanvasRenderingContext2D, shape: Exclude<Shape, { type: 'text' }>): void {
  const path = toPath(shape);
  if (shape.fill && shape.fill !== 'none') {
    context.fillStyle = shape.fill;
    context.fill(path);
  }
  if (!shape.stroke || shape.stroke === 'none') return;
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.strokeWidth ?? 1;
  context.lineCap = shape.lineCap ?? 'butt';
  context.setLineDash([...(shape.dash ?? [])]);
  context.stroke(path);
  context.setLineDash([]);
}

function toPath(shape: Exclude<Shape, { type: 'text' }>): Path2D {
  if (shape.type === 'path') return pathOf(shape.d);
  const path = new Path2D();
  if (shape.type === 'circle') path.arc(shape.cx, shape.cy, shape.r, 0, Math.PI * 2);
  else path.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
  return path;
}
