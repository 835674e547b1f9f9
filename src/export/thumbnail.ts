/** A map's small picture for the library: shapes without words. */
import type { Scene } from '../scene/index.ts';
import { shapesToSvg } from './svg.ts';

const MAX_CARDS = 400;

/** A standalone SVG of a few kilobytes: ground, bones, pills and cards as plain boxes; no text, so nothing can be read in it. */
export function scenePicture(scene: Scene): string {
  const { background, drawing, items } = scene;
  let cards = 0;
  const shapes = items.flatMap((item) => {
    if (item.kind === 'link') return [];
    if (item.kind === 'card') return ++cards > MAX_CARDS ? [] : item.shapes.slice(0, 1);
    return item.shapes.filter((shape) => shape.type !== 'text');
  });
  const box = `${Math.floor(drawing.x)} ${Math.floor(drawing.y)} ${Math.ceil(drawing.width)} ${Math.ceil(drawing.height)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><rect x="-99999" y="-99999" width="199999" height="199999" fill="${background}"/>${shapesToSvg(shapes)}</svg>`;
}
