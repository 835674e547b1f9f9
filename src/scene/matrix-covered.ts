/** Attitude × power while attitudes are covered: an even table, since a column's width would tell how many stand in it. */
import { translate } from '../i18n/index.ts';
import { textWidth, type AxisPlacement, type CellPlacement, type MatrixPlacement } from '../layout/index.ts';
import type { CardContext } from './card.ts';
import { round } from './path.ts';
import type { PlainItem } from './types.ts';

const SIZE = 19;
const AIR = { x: 24, y: 16 };
const RADIUS = 10;

/** The table without people, its columns of one width within the same borders. */
export function covered(placement: MatrixPlacement): MatrixPlacement {
  const { axes, cells } = placement;
  const top = cells.filter(({ row }) => row === 0).sort((a, b) => a.column - b.column);
  const sum = top.reduce((total, { rect }) => total + rect.width, 0);
  const width = round(sum / Math.max(1, top.length));
  let shift = 0;
  const lefts = top.map(({ rect }) => {
    const left = round(rect.x + shift);
    shift += width - rect.width;
    return left;
  });
  const rectOf = ({ column, rect }: CellPlacement) => ({ ...rect, x: lefts[column] ?? rect.x, width });
  const firstValue = lefts[1] ?? lefts[0] ?? 0;
  const evened = (axis: AxisPlacement): AxisPlacement =>
    axis.axis === 'power'
      ? axis
      : {
          ...axis,
          from: { ...axis.from, x: firstValue },
          ticks: axis.ticks.map((tick, i) => ({ ...tick, at: { ...tick.at, x: round(lefts[i]! + width / 2) } })),
        };
  return {
    ...placement,
    cards: [],
    leaders: [],
    cells: cells.map((cell) => ({ ...cell, rect: rectOf(cell), rest: null })),
    axes: axes.map(evened),
  };
}

/** One sentence in the middle of the cells. */
export function drawCoveredNote({ language, theme }: CardContext, { cells }: MatrixPlacement): PlainItem {
  const middle = {
    x: round(middleOf(cells.map(({ rect }) => [rect.x, rect.x + rect.width]))),
    y: round(middleOf(cells.map(({ rect }) => [rect.y, rect.y + rect.height]))),
  };
  const text = translate(language, 'scene.matrix.covered');
  const width = round(textWidth(text, SIZE) + 2 * AIR.x);
  const height = SIZE + 2 * AIR.y;
  return {
    kind: 'plain',
    name: 'cell',
    shapes: [
      {
        type: 'rect',
        x: round(middle.x - width / 2),
        y: round(middle.y - height / 2),
        width,
        height,
        radius: RADIUS,
        fill: theme.paper,
        stroke: theme.line,
        strokeWidth: 1,
      },
      {
        type: 'text',
        x: middle.x,
        y: round(middle.y + SIZE * 0.36),
        text,
        size: SIZE,
        weight: 600,
        anchor: 'middle',
        fill: theme.muted,
      },
    ],
  };
}

function middleOf(spans: readonly (readonly [number, number])[]): number {
  return (Math.min(...spans.map(([from]) => from)) + Math.max(...spans.map(([, to]) => to))) / 2;
}
