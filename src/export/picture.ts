/** A tiny picture of a scene for lists of maps: shapes without text, one path per colour. */
import type { Rect } from '../layout/index.ts';
import type { Scene, SceneItem, Shape } from '../scene/index.ts';
import { shapesToSvg } from './svg.ts';

const MAX_BYTES = 20_000;
const MARGIN = 12;
/** Lines thinner than this would only grey a picture of thumb size. */
const MIN_STROKE = 1.6;

/** A standalone SVG of at most 20 kB of the drawing alone. Very large maps show a regular sample of cards and links. */
export function scenePicture(scene: Scene): string {
  for (let step = 1; ; step *= 2) {
    const svg = sketch(scene, step);
    if (svg.length <= MAX_BYTES || step > scene.items.length) return svg;
  }
}

function sketch(scene: Scene, step: number): string {
  const { background, drawing, items } = scene;
  const box = `${Math.floor(drawing.x - MARGIN)} ${Math.floor(drawing.y - MARGIN)} ${Math.ceil(drawing.width + 2 * MARGIN)} ${Math.ceil(drawing.height + 2 * MARGIN)}`;
  const page = `<rect x="-9999" y="-9999" width="99999" height="99999" fill="${background}"/>`;
  const ground = items.flatMap((item) => {
    if (item.kind === 'band') return item.shapes.slice(0, 1);
    return item.kind === 'plain' && (item.name === 'head' || item.name === 'tail') ? item.shapes.slice(0, 1) : [];
  });
  const isKept = (_: unknown, i: number) => i % step === 0;
  const lines = items.filter((item) => item.kind === 'bone' || item.kind === 'link').filter(isKept);
  const boxes = items.filter((item) => item.kind === 'card').filter(isKept);
  const pills = items.filter((item) => item.kind === 'caption').filter(isKept);
  const shapes = [...ground, ...joinLines(lines), ...joinBoxes(pills), ...joinBoxes(boxes)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${page}${shapesToSvg(shapes)}</svg>`;
}

/** All lines of one paint as one path. */
function joinLines(items: readonly SceneItem[]): Shape[] {
  const joined = new Map<string, Shape & { type: 'path' }>();
  for (const { shapes } of items) {
    const [shape] = shapes;
    if (shape?.type !== 'path') continue;
    if (shape.fill === undefined || shape.fill === 'none') {
      if ((shape.strokeWidth ?? 1) < MIN_STROKE && shape.opacity !== undefined) continue;
    }
    const { d, ...paint } = shape;
    const key = JSON.stringify(paint);
    joined.set(key, { ...paint, d: `${joined.get(key)?.d ?? ''}${whole(d)}` });
  }
  return [...joined.values()];
}

/** The body of every item as a plain box, one path per paint. */
function joinBoxes(items: readonly SceneItem[]): Shape[] {
  const joined = new Map<string, Shape & { type: 'path' }>();
  for (const item of items) {
    const [body] = item.shapes;
    if (body?.type !== 'rect') continue;
    const { fill, stroke, strokeWidth } = body;
    const key = `${fill} ${stroke} ${strokeWidth}`;
    const d = `${joined.get(key)?.d ?? ''}${boxPath(body)}`;
    joined.set(key, { type: 'path', d, ...(fill ? { fill } : {}), ...(stroke ? { stroke, strokeWidth: 2 } : {}) });
  }
  return [...joined.values()];
}

function boxPath({ height, width, x, y }: Rect): string {
  const [w, h] = [Math.round(width), Math.round(height)];
  return `M${Math.round(x)} ${Math.round(y)}h${w}v${h}h${-w}z`;
}

const whole = (d: string): string =>
  d.replace(/-?\d+\.\d+/g, (number) => `${Math.round(+number)}`).replace(/ ?([MLQCZ]) ?/g, '$1');
