/** A map's small picture for the library: shapes without words, joined to one path per paint to stay small. */
import type { Scene, SceneItem, Shape } from '../scene/index.ts';
import { shapesToSvg } from './svg.ts';

const MAX_LENGTH = 20_000;
const MARGIN = 12;
const CARD_STROKE = 2;

/** A standalone SVG of at most 20 kB; no text, so nothing can be read in it. Large maps show a regular sample of cards. */
export function scenePicture(scene: Scene): string {
  for (let step = 1; ; step *= 2) {
    const svg = sketch(scene, step);
    if (svg.length <= MAX_LENGTH || step > scene.items.length) return svg;
  }
}

function sketch({ background, drawing, items, view }: Scene, step: number): string {
  const isKept = (_: SceneItem, i: number) => i % step === 0;
  const ground = items.flatMap((item) =>
    item.kind === 'band' || (item.kind === 'plain' && ['head', 'tail', 'cell'].includes(item.name))
      ? item.shapes.slice(0, 1)
      : [],
  );
  // In the power map links would hide the bands; the network is its links.
  const lines = items.filter((item) => item.kind === 'bone' || (item.kind === 'link' && view === 'network'));
  const shapes = [
    ...ground,
    ...joinLines(lines.filter((line, i) => view === 'fishbone' || isKept(line, i))),
    ...joinBoxes(items.filter((item) => item.kind === 'caption').filter(isKept)),
    ...joinBoxes(items.filter((item) => item.kind === 'card').filter(isKept)),
  ];
  const { height, width, x, y } = drawing;
  const box = [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].map(Math.round).join(' ');
  const page = `<rect x="-99999" y="-99999" width="199999" height="199999" fill="${background}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${page}${shapesToSvg(shapes)}</svg>`;
}

type PathShape = Extract<Shape, { type: 'path' }>;

/** The first line of every item, whole units, one path per paint; faint ones would only grey a picture of thumb size. */
function joinLines(items: readonly SceneItem[]): PathShape[] {
  const joined = new Map<string, PathShape>();
  for (const { shapes } of items) {
    const [line] = shapes;
    if (line?.type !== 'path' || line.opacity !== undefined) continue;
    const { d, ...paint } = line;
    const key = JSON.stringify(paint);
    const whole = d.replace(/-?\d+\.\d+/g, (number) => `${Math.round(+number)}`).replace(/ ?([MLQCZ]) ?/g, '$1');
    joined.set(key, { ...paint, d: `${joined.get(key)?.d ?? ''}${whole}` });
  }
  return [...joined.values()];
}

/** The body of every item as a plain box, one path per paint. */
function joinBoxes(items: readonly SceneItem[]): PathShape[] {
  const joined = new Map<string, PathShape>();
  for (const { shapes } of items) {
    const [body] = shapes;
    if (body?.type !== 'rect') continue;
    const paint = {
      ...(body.fill === undefined ? {} : { fill: body.fill }),
      ...(body.stroke === undefined ? {} : { stroke: body.stroke, strokeWidth: CARD_STROKE }),
    };
    const key = JSON.stringify(paint);
    joined.set(key, { type: 'path', ...paint, d: `${joined.get(key)?.d ?? ''}${boxPath(body)}` });
  }
  return [...joined.values()];
}

/** Written by hand, not for the screen's shapes: relative commands take a third of the room. */
function boxPath(rect: Scene['drawing']): string {
  const [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(Math.round);
  return `M${x} ${y}h${width}v${height}h-${width}z`;
}
