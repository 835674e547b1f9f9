/** The matrices: tinted cells with headings, axes, cards, and leader lines to where somebody truly stands. */
import { translate } from '../i18n/index.ts';
import { cutText, textWidth, type AxisPlacement, type CellPlacement, type MatrixPlacement } from '../layout/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { drawAxes } from './matrix-axes.ts';
import { covered, drawCoveredNote } from './matrix-covered.ts';
import { round } from './path.ts';
import type { PlainItem, SceneItem, Shape } from './types.ts';

const HEADING_SIZE = 15;
const HEADING_INSET = 14;
const RADIUS = 10;
const DOT_RADIUS = 2.5;
const VALUE_INSET = 10;
const REST_SIZE = 12;
const QUADRANT_TINTS = {
  'manage-closely': 'decision',
  'keep-satisfied': 'management',
  'keep-informed': 'outside',
  monitor: 'execution',
} as const;
/** Of the attitude's own colour: quiet, so that the cards' signs stay the loudest. */
const TINT_OPACITY = { light: 0.05, dark: 0.12, print: 0.04 } as const;

/**
 * Everything of a matrix in drawing order. Discreet covers the whole of attitude × power, because there the place
 * itself tells the attitude: cells and axes only, and one sentence instead of cards.
 */
export function drawMatrix(context: CardContext, placement: MatrixPlacement): SceneItem[] {
  const isCovered = context.discreet && placement.view === 'attitude-matrix';
  const shown = isCovered ? covered(placement) : placement;
  return [
    ...shown.cells.map((cell) => drawCell(context, shown, cell)),
    drawAxes(context, shown),
    ...drawLeaders(context, shown),
    ...shown.cards.map((card) => drawCard(context, card)),
    ...(isCovered ? [drawCoveredNote(context, shown)] : []),
  ];
}

function drawCell(context: CardContext, placement: MatrixPlacement, cell: CellPlacement): PlainItem {
  const { theme } = context;
  const shapes: Shape[] = [
    { type: 'rect', ...cell.rect, radius: RADIUS, ...cellPaint(context, placement, cell) },
    ...drawValueLines(context, placement, cell),
    ...drawHeading(context, cell),
  ];
  const rest = cell.rest?.people.filter((person) => context.map.people.has(person)) ?? [];
  if (cell.rest && rest.length > 0) {
    const { height, width, x, y } = cell.rest.rect;
    const size = round(Math.min(REST_SIZE, height * 0.8));
    shapes.push(
      { type: 'rect', x, y, width, height, radius: height / 2, fill: theme.muted },
      {
        type: 'text',
        x: x + width / 2,
        y: round(y + height / 2 + size * 0.36),
        text: `+${rest.length}`,
        size,
        weight: 600,
        anchor: 'middle',
        fill: theme.paper,
      },
    );
  }
  return { kind: 'plain', name: 'cell', shapes };
}

/** Quadrants have the bands' tints, attitudes a breath of their own colour; who is not judged stands on open ground. */
function cellPaint({ map, theme }: CardContext, { axes }: MatrixPlacement, cell: CellPlacement) {
  const outline = { stroke: theme.line, strokeWidth: 1 };
  if (cell.quadrant) {
    const fill = theme.bands[QUADRANT_TINTS[cell.quadrant]];
    return theme.name === 'print' ? { fill, ...outline } : { fill };
  }
  const attitude = axes.find(({ axis }) => axis === 'attitude')?.ticks[cell.column]?.value ?? null;
  const power = axes.find(({ axis }) => axis === 'power')?.ticks[cell.row]?.value ?? null;
  const open = { fill: theme.paper, opacity: 0.5, ...outline, dash: [4, 4] };
  if (attitude === null || power === null) return open;
  if (theme.name === 'print') return { fill: theme.bands[attitude === 0 ? 'execution' : 'management'], ...outline };
  return { fill: theme.attitudes[map.scale][`${attitude}`] ?? theme.muted, opacity: TINT_OPACITY[theme.name] };
}

/**
 * Hairlines between the values of a quadrant, so that its cards read as standing at their values. A tick is the middle
 * of its column, so each border mirrors the one before.
 */
function drawValueLines({ theme }: CardContext, { axes }: MatrixPlacement, cell: CellPlacement): Shape[] {
  if (!cell.quadrant) return [];
  const { height, width, x, y } = cell.rect;
  const top = y + (cell.title?.height ?? 0);
  const ticks = (name: AxisPlacement['axis']) => axes.find(({ axis }) => axis === name)?.ticks ?? [];
  const across = borders(
    ticks('interest').map(({ at }) => at.x),
    x,
    x + width,
  );
  const down = borders(
    ticks('power').map(({ at }) => at.y),
    top,
    y + height,
  );
  const line = {
    type: 'path',
    fill: 'none',
    stroke: theme.muted,
    strokeWidth: 0.8,
    dash: [2, 4],
    opacity: 0.45,
  } as const;
  return [
    ...across.map((at) => ({ ...line, d: `M ${at} ${top} L ${at} ${y + height - VALUE_INSET}` })),
    ...down.map((at) => ({ ...line, d: `M ${x + VALUE_INSET} ${at} L ${x + width - VALUE_INSET} ${at}` })),
  ];
}

function borders(middles: readonly number[], from: number, to: number): number[] {
  const inside = middles.filter((at) => at > from && at < to).sort((a, b) => a - b);
  const found: number[] = [];
  let border = from;
  for (const at of inside.slice(0, -1)) {
    border = 2 * at - border;
    found.push(border);
  }
  return found;
}

function drawHeading({ language, theme }: CardContext, { id, quadrant, title }: CellPlacement): Shape[] {
  if (!title) return [];
  const isPowerStrip = id === 'power-not-judged';
  const text = quadrant
    ? translate(language, `quadrant.${quadrant}`)
    : translate(language, isPowerStrip ? 'scene.matrix.power-not-judged' : 'scene.matrix.interest-not-judged');
  const room = title.width - 2 * HEADING_INSET;
  const size = quadrant ? HEADING_SIZE : Math.min(12.5, (12.5 * room) / textWidth(text, 12.5));
  return [
    {
      type: 'text',
      x: title.x + HEADING_INSET,
      y: round(title.y + title.height / 2 + size * 0.36),
      text: cutText(text, size, room + 1),
      size: round(size),
      weight: 600,
      fill: quadrant ? theme.ink : theme.muted,
    },
  ];
}

function drawLeaders({ map, theme }: CardContext, { leaders }: MatrixPlacement): PlainItem[] {
  const shapes = leaders
    .filter(({ person }) => map.people.has(person))
    .flatMap(({ from, to }): Shape[] => [
      {
        type: 'path',
        d: `M ${from.x} ${from.y} L ${to.x} ${to.y}`,
        fill: 'none',
        stroke: theme.muted,
        strokeWidth: 0.8,
        opacity: 0.7,
      },
      { type: 'circle', cx: from.x, cy: from.y, r: DOT_RADIUS, fill: theme.muted },
    ]);
  return shapes.length === 0 ? [] : [{ kind: 'plain', name: 'leader', shapes }];
}
