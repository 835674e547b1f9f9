/**
 * A scene as a standalone SVG, made to be processed: cards are `<g data-person data-layer>` (first rect = body, first
 * text = name), links `data-relation data-from data-to data-kind`, bones `data-bone data-people`, bands `data-band`,
 * departments' captions `data-unit`. All text is escaped; nothing in it runs or loads.
 */
import type { Scene, SceneItem, Shape } from '../scene/index.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attribute values; what XML 1.0 cannot carry is left out. */
function escapeXml(text: string): string {
  return text.replace(/[\p{Cs}\uFFFE\uFFFF]|[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"']/g, (symbol) => ESCAPES[symbol]!);
}

/** The page with title and legend. `fontCss` goes into a style element (e.g. an embedded font face). */
export function sceneToSvg(scene: Scene, { fontCss = '' }: { readonly fontCss?: string } = {}): string {
  const { background, fontFamily, furniture, height, items, width } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${escapeXml(fontFamily)}">`,
    fontCss === '' ? '' : `<style>${fontCss.replaceAll('<', '\\3c ')}</style>`,
    `<rect width="${width}" height="${height}" fill="${background}"/>`,
    ...items.map(itemToSvg),
    ...furniture.map((block) => `<g data-furniture="${block.name}">${shapesToSvg(block.shapes)}</g>`),
    '</svg>\n',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function itemToSvg(item: SceneItem): string {
  const shapes = shapesToSvg(item.shapes);
  switch (item.kind) {
    case 'card':
      return group({ 'data-person': item.person, 'data-layer': item.layer }, shapes, item.title);
    case 'link':
      return group(
        {
          'data-relation': item.relation,
          'data-from': item.from,
          'data-to': item.to,
          'data-kind': item.relationKind,
          ...(item.opacity === undefined ? {} : { opacity: `${item.opacity}` }),
        },
        shapes,
        item.title,
      );
    case 'bone':
      return group({ 'data-bone': item.bone, 'data-people': item.people.join(' ') }, shapes);
    case 'band':
      return group({ 'data-band': item.layer }, shapes);
    case 'caption':
      return group({ 'data-unit': item.unit }, shapes, item.title);
    case 'plain':
      return group({ 'data-part': item.name }, shapes);
  }
}

function group(attributes: Readonly<Record<string, string>>, content: string, title = ''): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
  return `<g${written.join('')}>${title === '' ? '' : `<title>${escapeXml(title)}</title>`}${content}</g>`;
}

/** SVG markup of shapes, in their order. */
export function shapesToSvg(shapes: readonly Shape[]): string {
  return shapes.map(shapeToSvg).join('');
}

function shapeToSvg(shape: Shape): string {
  const paint = paintOf(shape);
  switch (shape.type) {
    case 'rect':
      return `<rect x="${num(shape.x)}" y="${num(shape.y)}" width="${num(shape.width)}" height="${num(shape.height)}"${shape.radius ? ` rx="${num(shape.radius)}"` : ''}${paint}/>`;
    case 'circle':
      return `<circle cx="${num(shape.cx)}" cy="${num(shape.cy)}" r="${num(shape.r)}"${paint}/>`;
    case 'path':
      return `<path d="${shape.d}"${paint}/>`;
    case 'text':
      return `<text x="${num(shape.x)}" y="${num(shape.y)}" font-size="${num(shape.size)}"${shape.weight === 400 ? '' : ` font-weight="${shape.weight}"`}${shape.anchor && shape.anchor !== 'start' ? ` text-anchor="${shape.anchor}"` : ''}${paint}>${escapeXml(shape.text)}</text>`;
  }
}

function paintOf({ dash, fill, lineCap, opacity, stroke, strokeWidth }: Shape): string {
  const attributes: [string, string | number | undefined][] = [
    ['fill', fill],
    ['stroke', stroke],
    ['stroke-width', strokeWidth === undefined ? undefined : num(strokeWidth)],
    ['stroke-dasharray', dash?.map(num).join(' ')],
    ['stroke-linecap', lineCap],
    ['opacity', opacity],
  ];
  return attributes.map(([name, value]) => (value === undefined ? '' : ` ${name}="${value}"`)).join('');
}

const num = (value: number): number => Math.round(value * 100) / 100;
