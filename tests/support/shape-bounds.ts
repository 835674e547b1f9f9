/** Where shapes of a scene are, in page units: their box with half the stroke around it. */
import { textWidth, type Rect } from '../../src/layout/index.ts';
import type { Shape } from '../../src/scene/index.ts';

/** Paths are judged by their points, control points included: never smaller than what is drawn. */
export function boundsOf(shape: Shape): Rect {
  const edge = shape.stroke === undefined ? 0 : (shape.strokeWidth ?? 1) / 2;
  const box = boxOf(shape);
  return { x: box.x - edge, y: box.y - edge, width: box.width + 2 * edge, height: box.height + 2 * edge };
}

function boxOf(shape: Shape): Rect {
  switch (shape.type) {
    case 'rect':
      return shape;
    case 'circle':
      return { x: shape.cx - shape.r, y: shape.cy - shape.r, width: 2 * shape.r, height: 2 * shape.r };
    case 'path': {
      const numbers = [...shape.d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
      const xs = numbers.filter((_, i) => i % 2 === 0);
      const ys = numbers.filter((_, i) => i % 2 === 1);
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    }
    case 'text': {
      const width = textWidth(shape.text, shape.size);
      const shift = { start: 0, middle: width / 2, end: width }[shape.anchor ?? 'start'];
      return { x: shape.x - shift, y: shape.y - shape.size * 0.88, width, height: shape.size };
    }
  }
}

/** True when the two share area. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
