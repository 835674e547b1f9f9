import type { Point } from '../types.ts';
import type { Gap } from './places.ts';

/** The nearest point of a lattice through (0, 0). */
export function onLattice({ x, y }: Point, step: Gap): Point {
  // Plus 0, so that no -0 gets into a record.
  return { x: Math.round(x / step.x) * step.x + 0, y: Math.round(y / step.y) * step.y + 0 };
}
