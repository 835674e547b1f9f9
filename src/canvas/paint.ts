/** The scene's shapes on a 2D canvas. */
import type { CardItem, Shape } from '../scene/index.ts';

type Outline = Exclude<Shape, { type: 'text' }>;

/** Parsing path data is what costs; a shape never changes, so its path is kept as long as the shape lives. */
const paths = new WeakMap<Shape, Path2D>();

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

function paintOutline(context: CanvasRenderingContext2D, shape: Outline): void {
  const path = pathOf(shape);
  if (shape.fill && shape.fill !== 'none') {
    context.fillStyle = shape.fill;
    context.fill(path);
  }
  if (!shape.stroke || shape.stroke === 'none') return;
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.strokeWidth ?? 1;
  context.lineCap = shape.lineCap ?? 'butt';
  if (!shape.dash) {
    context.stroke(path);
    return;
  }
  context.setLineDash([...shape.dash]);
  context.stroke(path);
  context.setLineDash([]);
}

function pathOf(shape: Outline): Path2D {
  const known = paths.get(shape);
  if (known) return known;
  const path = shape.type === 'path' ? new Path2D(shape.d) : new Path2D();
  if (shape.type === 'circle') path.arc(shape.cx, shape.cy, shape.r, 0, Math.PI * 2);
  else if (shape.type === 'rect') path.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
  paths.set(shape, path);
  return path;
}

/** Text of fewer pixels than this is a bar. */
export const MIN_TEXT_PX = 5;
/** The attitude's disc of a far card, as a share of the card's height. */
const DOT_SHARE = 0.34;

/** A card from afar: its body, a bar for the name, a dot for the attitude. `scale`: pixels per page unit. */
export function paintFarCard(context: CanvasRenderingContext2D, item: CardItem, scale: number): void {
  const { height, width, x, y } = item.rect;
  const [body, name] = item.shapes;
  context.fillStyle = body?.fill ?? '#fff';
  context.fillRect(x, y, width, height);
  if (body?.stroke) {
    const line = Math.max(1 / scale, body.strokeWidth ?? 1);
    context.strokeStyle = body.stroke;
    context.lineWidth = line;
    context.strokeRect(x, y, width, height);
  }
  if (name?.type === 'text') {
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.45;
    context.fillStyle = name.fill ?? '#000';
    // A Chinese sign is about as wide as it is high, a Latin letter half of that.
    const long = Math.min(width * 0.7, name.text.length * name.size * (name.text.charCodeAt(0) > 0x2e80 ? 1 : 0.55));
    context.fillRect(name.x, name.y - name.size * 0.62, long, name.size * 0.5);
    context.globalAlpha = alpha;
  }
  const sign = item.shapes.find(isAttitude);
  if (!sign?.fill) return;
  const r = height * DOT_SHARE;
  context.fillStyle = sign.dash ? (sign.stroke ?? sign.fill) : sign.fill;
  context.beginPath();
  context.arc(x + width - r, y + r * 0.6, sign.dash ? r * 0.5 : r, 0, Math.PI * 2);
  context.fill();
}

/** Of a card's shapes the first disc or octagon is the attitude's: letters are squares, marks come later. */
function isAttitude(shape: Shape): boolean {
  return shape.type === 'circle' || shape.type === 'path';
}

/** A link from afar: one line through its corners, at least half a pixel wide. `scale`: pixels per page unit. */
export function paintFarLine(context: CanvasRenderingContext2D, shapes: readonly Shape[], scale: number): void {
  const [line] = shapes;
  if (line?.type !== 'path' || !line.stroke) return;
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (line.opacity ?? 1);
  context.strokeStyle = line.stroke;
  context.lineWidth = Math.max(0.5 / scale, line.strokeWidth ?? 1);
  context.lineCap = 'butt';
  context.stroke(pathOf(line));
  context.globalAlpha = alpha;
}
