/** The small signs on a card: role letters, the attitude, the marks. Shapes differ as well as colours. */
import { attitudeSign, type AttitudeScaleId, type Mark, type Role } from '../model/index.ts';
import type { Theme } from './theme.ts';
import type { Shape } from './types.ts';

/** Attitude: a disc in favour, a disc for neutral, an octagon against, a hollow dashed ring when not contacted. `r` in page units. */
export function attitudeBadge(
  theme: Theme,
  scale: AttitudeScaleId,
  attitude: number | null,
  { r, x, y }: { x: number; y: number; r: number },
): Shape[] {
  if (attitude === null)
    return [
      {
        type: 'circle',
        cx: x,
        cy: y,
        r: num(r * 0.88),
        fill: theme.paper,
        stroke: theme.muted,
        strokeWidth: num(r * 0.15),
        dash: [num(r * 0.3), num(r * 0.27)],
      },
    ];
  const fill = theme.attitudes[scale][`${attitude}`] ?? theme.muted;
  const isPrint = theme.name === 'print';
  const isHollow = isPrint && fill === '#ffffff';
  const stroke = isHollow ? theme.ink : theme.paper;
  const strokeWidth = num(r * (isHollow ? (attitude < 0 ? 0.26 : 0.13) : 0.18));
  const body: Shape =
    attitude < 0
      ? { type: 'path', d: octagon(x, y, r), fill, stroke, strokeWidth }
      : { type: 'circle', cx: x, cy: y, r, fill, stroke, strokeWidth };
  const text = attitudeSign(scale, attitude);
  const size = num(r * (text.length > 1 ? 1.12 : 1.36));
  return [
    body,
    {
      type: 'text',
      x,
      y: num(y + size * 0.36),
      text,
      size,
      weight: 700,
      anchor: 'middle',
      fill: isHollow ? theme.ink : theme.onAttitude,
    },
  ];
}

function octagon(x: number, y: number, r: number): string {
  const a = r;
  const b = r * 0.414;
  const corners = [
    [-b, -a],
    [b, -a],
    [a, -b],
    [a, b],
    [b, a],
    [-b, a],
    [-a, b],
    [-a, -b],
  ];
  return `M ${corners.map(([dx, dy]) => `${num(x + dx!)} ${num(y + dy!)}`).join(' L ')} Z`;
}

const num = (value: number): number => Math.round(value * 100) / 100;

/** A role's letter in a square; (x, y) is the square's top-left. */
export function roleBadge(
  theme: Theme,
  role: Role | `+${number}`,
  { size, x, y }: { x: number; y: number; size: number },
): Shape[] {
  const paint = role.startsWith('+') ? { fill: theme.paper, text: theme.ink } : theme.roles[role as Role];
  const letter = num(size * (role.length > 1 ? 0.62 : 0.72));
  return [
    {
      type: 'rect',
      x,
      y,
      width: size,
      height: size,
      radius: num(size / 4),
      fill: paint.fill,
      stroke: theme.paper,
      strokeWidth: num(size * 0.075),
    },
    {
      type: 'text',
      x: num(x + size / 2),
      y: num(y + size / 2 + letter * 0.36),
      text: role,
      size: letter,
      weight: 700,
      anchor: 'middle',
      fill: paint.text,
    },
  ];
}

/** A mark centred at (x, y): gold key, teal tick, red shield with a bar, blue shield with a gate. */
export function markBadge(theme: Theme, mark: Mark, { r, x, y }: { x: number; y: number; r: number }): Shape[] {
  const { fill, sign } = theme.marks[mark];
  const outline = theme.name === 'print' ? theme.ink : theme.paper;
  const k = r / 8;
  const edge = num(1.2 * k);
  const p = (dx: number, dy: number) => `${num(x + dx * k)} ${num(y + dy * k)}`;
  if (mark === 'kp') {
    return [
      { type: 'circle', cx: x, cy: y, r, fill, stroke: outline, strokeWidth: edge },
      {
        type: 'circle',
        cx: num(x - 2.2 * k),
        cy: y,
        r: num(2.3 * k),
        fill: 'none',
        stroke: sign,
        strokeWidth: num(1.5 * k),
      },
      {
        type: 'path',
        d: `M ${p(0.2, 0)} L ${p(5, 0)} M ${p(4.6, 0)} L ${p(4.6, 2.3)} M ${p(2.6, 0)} L ${p(2.6, 1.8)}`,
        fill: 'none',
        stroke: sign,
        strokeWidth: num(1.5 * k),
        lineCap: 'round',
      },
    ];
  }
  if (mark === 'coach') {
    return [
      { type: 'circle', cx: x, cy: y, r, fill, stroke: outline, strokeWidth: edge },
      {
        type: 'path',
        d: `M ${p(-3.4, 0.2)} L ${p(-1, 2.7)} L ${p(3.6, -2.5)}`,
        fill: 'none',
        stroke: sign,
        strokeWidth: num(1.9 * k),
        lineCap: 'round',
      },
    ];
  }
  const shield = `M ${p(0, -8)} L ${p(6.6, -5.6)} L ${p(6.6, -0.4)} C ${p(6.6, 4)} ${p(3.6, 6.6)} ${p(0, 8)} C ${p(-3.6, 6.6)} ${p(-6.6, 4)} ${p(-6.6, -0.4)} L ${p(-6.6, -5.6)} Z`;
  const bars =
    mark === 'tech-gatekeeper'
      ? `M ${p(-3.4, -0.6)} L ${p(3.4, -0.6)}`
      : `M ${p(-2.2, -3.2)} L ${p(-2.2, 2.6)} M ${p(2.2, -3.2)} L ${p(2.2, 2.6)}`;
  return [
    { type: 'path', d: shield, fill, stroke: outline, strokeWidth: edge },
    { type: 'path', d: bars, fill: 'none', stroke: sign, strokeWidth: num(2.1 * k), lineCap: 'round' },
  ];
}
