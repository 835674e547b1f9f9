/** The axes of a matrix: an arrow each, its name, and the values in words or digits. */
import { translate } from '../i18n/index.ts';
import { textWidth, wrapText, type AxisPlacement, type MatrixPlacement, type Point } from '../layout/index.ts';
import { attitudeBadge } from './badges.ts';
import type { CardContext } from './card.ts';
import { arrowHead, round, shortened } from './path.ts';
import { attitudeWord } from './person-words.ts';
import type { PlainItem, Shape } from './types.ts';

const NAME_SIZE = 12.5;
const WORD_SIZE = 12.5;
const SMALL_SIZE = 11.5;
const DIGIT_SIZE = 15;
const BADGE_RADIUS = 8.5;
const BADGE_GAP = 7;
const LINE = 13;
/** Beside the upright axis. */
const LABEL_WIDTH = 56;

export function drawAxes(context: CardContext, placement: MatrixPlacement): PlainItem {
  return { kind: 'plain', name: 'axis', shapes: placement.axes.flatMap((axis) => drawAxis(context, placement, axis)) };
}

function drawAxis(context: CardContext, placement: MatrixPlacement, axis: AxisPlacement): Shape[] {
  const { from, to } = axis;
  const { theme } = context;
  const line = { fill: 'none', stroke: theme.muted, strokeWidth: 1.4 } as const;
  const [start, end] = shortened([from, to], { start: false, end: true });
  return [
    { type: 'path', d: `M ${start!.x} ${start!.y} L ${end!.x} ${end!.y}`, ...line },
    { type: 'path', d: arrowHead(to, from), fill: theme.muted },
    drawName(context, placement, axis),
    ...drawTicks(context, placement, axis),
  ];
}

/** The upright axis has its name above its tip; the flat one at its foot, as the head of the row of labels. */
function drawName(
  { language, theme }: CardContext,
  { axes }: MatrixPlacement,
  { axis, from, ticks, to }: AxisPlacement,
): Shape {
  const upright = axes.find((other) => other.axis === 'power') ?? { from };
  return {
    type: 'text',
    text: translate(language, `scene.matrix.${axis}`),
    size: NAME_SIZE,
    weight: 600,
    fill: theme.ink,
    ...(axis === 'power'
      ? { x: to.x, y: to.y - 10, anchor: 'middle' as const }
      : { x: upright.from.x, y: round((ticks[0]?.at.y ?? from.y) + NAME_SIZE * 0.36), anchor: 'end' as const }),
  };
}
function drawTicks(context: CardContext, placement: MatrixPlacement, axis: AxisPlacement): Shape[] {
  if (axis.axis === 'attitude') return drawAttitudes(context, placement, axis);
  const { language, theme } = context;
  return axis.ticks.flatMap(({ at, value }) =>
    value === null
      ? drawWords(wrapText(translate(language, 'scene.matrix.not-judged'), SMALL_SIZE, LABEL_WIDTH, 2), at, theme.muted)
      : [
          {
            type: 'text',
            x: at.x,
            y: round(at.y + DIGIT_SIZE * 0.36),
            text: `${value}`,
            size: DIGIT_SIZE,
            weight: 600,
            anchor: 'middle',
            fill: theme.ink,
          } as const,
        ],
  );
}

/** Sign and word side by side; where a column is too narrow for that, in all columns the word goes below. */
function drawAttitudes(context: CardContext, { cells }: MatrixPlacement, { ticks }: AxisPlacement): Shape[] {
  const { language, map, theme } = context;
  const columns = ticks.map(({ at, value }, i) => ({
    at,
    value,
    word: attitudeWord(language, map, value),
    width: cells.find(({ column }) => column === i)?.rect.width ?? 0,
  }));
  const signWidth = 2 * BADGE_RADIUS + BADGE_GAP;
  const isRoomy = columns.every(({ width, word }) => signWidth + textWidth(word, WORD_SIZE) <= width);
  return columns.flatMap(({ at, value, width, word }): Shape[] => {
    const badge = (x: number) => attitudeBadge(theme, map.scale, value, { x, y: at.y, r: BADGE_RADIUS });
    if (!isRoomy) {
      const lines = wrapText(word, SMALL_SIZE, width, 2);
      const middle = { x: at.x, y: at.y + BADGE_RADIUS + 7 + (lines.length * LINE) / 2 };
      return [...badge(at.x), ...drawWords(lines, middle, theme.ink)];
    }
    const left = round(at.x - (signWidth + textWidth(word, WORD_SIZE)) / 2);
    const y = round(at.y + WORD_SIZE * 0.36);
    const text = { text: word, size: WORD_SIZE, weight: 600, fill: theme.ink } as const;
    return [...badge(left + BADGE_RADIUS), { type: 'text', x: left + signWidth, y, ...text }];
  });
}

/** Lines of small text, their block's middle at a point. */
function drawWords(lines: readonly string[], { x, y }: Point, fill: string): Shape[] {
  const top = y - ((lines.length - 1) * LINE) / 2 + SMALL_SIZE * 0.36;
  return lines.map((text, i) => ({
    type: 'text',
    x,
    y: round(top + i * LINE),
    text,
    size: SMALL_SIZE,
    weight: 400,
    anchor: 'middle',
    fill,
  }));
}
