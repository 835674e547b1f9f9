/** Scene → standalone SVG that can be processed: people, relations, bones, bands and captions carry data attributes. */
import type { Scene, SceneItem, Shape } from '../scene/index.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text fit for XML 1.0: entities, and without the characters that XML forbids even as references. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cs}\ufffe\uffff]/gu, '')
    .replace(/(?![\t\n\r])[\u0000-\u001f]/g, '')
    .replace(/[&<>"]/g, (symbol) => ENTITIES[symbol]!);
}

/** At most two decimals: the same picture is the same bytes on every machine. */
const decimal = (value: number): string => `${Math.round(value * 100) / 100}`;

type Value = string | number | undefined;

function attributes(values: Readonly<Record<string, Value>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (value === undefined) return '';
      return ` ${name}="${typeof value === 'number' ? decimal(value) : escapeXml(value)}"`;
    })
    .join('');
}

function shapeToSvg(shape: Shape): string {
  const paint = {
    fill: shape.fill ?? (shape.type === 'text' ? undefined : 'none'),
    stroke: shape.stroke,
    'stroke-width': shape.strokeWidth,
    'stroke-dasharray': shape.dash?.map(decimal).join(' '),
    'stroke-linecap': shape.lineCap,
    opacity: shape.opacity,
  };
  if (shape.type === 'rect') {
    const { height, radius, width, x, y } = shape;
    return `<rect${attributes({ x, y, width, height, rx: radius, ...paint })}/>`;
  }
  if (shape.type === 'circle') return `<circle${attributes({ cx: shape.cx, cy: shape.cy, r: shape.r, ...paint })}/>`;
  if (shape.type === 'path') return `<path${attributes({ d: shape.d, ...paint })}/>`;
  const { anchor, size, text, weight, x, y } = shape;
  const type = { 'font-size': size, 'font-weight': weight, 'text-anchor': anchor === 'start' ? undefined : anchor };
  return `<text${attributes({ x, y, ...type, ...paint })}>${escapeXml(text)}</text>`;
}

/** The shapes as SVG elements without a root, in drawing order. */
export function shapesToSvg(shapes: readonly Shape[]): string {
  return shapes.map(shapeToSvg).join('');
}

function dataOf(item: SceneItem): Readonly<Record<string, Value>> {
  switch (item.kind) {
    case 'card':
      return { 'data-person': item.person, 'data-layer': item.layer };
    case 'link':
      return {
        'data-relation': item.relation,
        'data-from': item.from,
        'data-to': item.to,
        'data-kind': item.relationKind,
      };
    case 'bone':
      return { 'data-bone': item.bone, 'data-people': item.people.join(' ') };
    case 'band':
      return { 'data-band': item.layer };
    case 'caption':
      return { 'data-unit': item.unit };
    case 'plain':
      return { class: item.name };
  }
}

function itemToSvg(item: SceneItem): string {
  const title = 'title' in item && item.title !== '' ? `<title>${escapeXml(item.title)}</title>` : '';
  return `<g${attributes(dataOf(item))}>${title}${shapesToSvg(item.shapes)}</g>`;
}

/**
 * The page as one SVG document, a line per item. `fontCss`: rules to embed (an SVG used as an image loads no outside
 * font); default none, system fonts by the family list.
 */
export function sceneToSvg(scene: Scene, { fontCss = '' }: { readonly fontCss?: string } = {}): string {
  const { background, fontFamily, height, width } = scene;
  const size = { width, height, viewBox: `0 0 ${decimal(width)} ${decimal(height)}` };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg"${attributes({ ...size, 'font-family': fontFamily, role: 'img' })}>`,
    ...(fontCss === '' ? [] : [`<style>${escapeXml(fontCss)}</style>`]),
    `<rect${attributes({ width, height, fill: background })}/>`,
    ...scene.items.map(itemToSvg),
    ...scene.furniture.map(({ name, shapes }) => `<g class="${name}">${shapesToSvg(shapes)}</g>`),
    '</svg>\n',
  ].join('\n');
}
