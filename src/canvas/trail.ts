/** The trail of a laser pointer: where it was in the last second, as an outline that grows thin and ends. Page units. */
import type { PagePoint } from './bounds.ts';

export const TRAIL_MS = 900;
/** Points nearer than this share of the width to the one before add nothing. */
const NEAR = 0.35;

interface TrailPoint extends PagePoint {
  readonly at: number;
}

export class Trail {
  #points: TrailPoint[] = [];

  get isEmpty(): boolean {
    return this.#points.length === 0;
  }

  /** @param at milliseconds, the same clock as in outline() */
  add({ x, y }: PagePoint, at: number): void {
    this.#points.push({ x, y, at });
  }

  clear(): void {
    this.#points = [];
  }

  /**
   * The outline as an SVG path, as wide as `width` at the newest point and nothing at the oldest; '' when nothing is
   * left of it. Forgets what is too old.
   */
  outline(now: number, width: number): string {
    this.#points = this.#points.filter((point) => now - point.at < TRAIL_MS);
    const points = apart(this.#points, width * NEAR);
    if (points.length < 2) return '';
    const sides = points.map((point, i) => {
      const before = points[i - 1] ?? point;
      const after = points[i + 1] ?? point;
      const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
      const half = (width / 2) * (1 - (now - point.at) / TRAIL_MS);
      return { point, x: (-(after.y - before.y) / length) * half, y: ((after.x - before.x) / length) * half };
    });
    const left = sides.map(({ point, x, y }) => ({ x: point.x + x, y: point.y + y }));
    const right = sides.map(({ point, x, y }) => ({ x: point.x - x, y: point.y - y })).reverse();
    return `M${pair(left[0]!)}${curve(left)}L${pair(right[0]!)}${curve(right)}Z`;
  }
}

function apart(points: readonly TrailPoint[], near: number): readonly TrailPoint[] {
  const kept: TrailPoint[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) > near) kept.push(point);
  }
  return kept;
}

/** Through the middles between points, bent at the points: no corners. */
function curve(points: readonly PagePoint[]): string {
  let path = '';
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1]!;
    const to = points[i]!;
    path += `Q${pair(from)} ${pair({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 })}`;
  }
  return `${path}L${pair(points.at(-1)!)}`;
}

function pair({ x, y }: PagePoint): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
