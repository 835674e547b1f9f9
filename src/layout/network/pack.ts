/**
 * Packs the network's parts into one page without holes: each part is the cells that its cards and lines cover, and
 * goes to the free spot nearest to the middle of a page of the wanted aspect. After Freivalds, Dogrusoz and Kikusts,
 * "Disconnected graph layout and the polyomino packing approach", 2001, doi:10.1007/3-540-45848-4_30.
 */
import type { Point } from '../types.ts';
import type { Box, Gap } from './places.ts';
import type { Tie } from './ties.ts';

export interface Part {
  readonly boxes: readonly Box[];
  readonly ties: readonly Tie[];
}

const COLUMNS = 1 << 16;

/** How far to move each part, in whole steps; the first parts come nearest the middle. `aspect` = width ÷ height. */
export function packParts(
  parts: readonly Part[],
  { aspect, gap, step }: { aspect: number; gap: Gap; step: Gap },
): Point[] {
  const taken = new Set<number>();
  const lastRing = new Map<string, number>();
  const stretch = (aspect * step.y) / step.x;
  return parts.map((part) => {
    const shape = cellsOf(part, gap, step);
    const key = shape.cells.map(({ x, y }) => `${x} ${y}`).join();
    // What did not fit nearer the middle before does not fit there now.
    const found = nearestSpot(shape, taken, { stretch, from: lastRing.get(key) ?? 0 });
    lastRing.set(key, found.ring);
    for (const { x, y } of shape.cells) taken.add(keyOf(x + found.x, y + found.y));
    return { x: (found.x - shape.left) * step.x, y: (found.y - shape.top) * step.y };
  });
}

interface PartShape {
  /** From (0, 0), in cells. */
  readonly cells: readonly Point[];
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function cellsOf({ boxes, ties }: Part, gap: Gap, step: Gap): PartShape {
  const covered = new Map<number, Point>();
  const cover = (x: number, y: number) => covered.set(keyOf(x, y), { x, y });
  for (const { height, width, x, y } of boxes) {
    const [w, h] = [(width + gap.x) / 2, (height + gap.y) / 2];
    for (let row = Math.floor((y - h) / step.y); row * step.y < y + h; row++)
      for (let column = Math.floor((x - w) / step.x); column * step.x < x + w; column++) cover(column, row);
  }
  for (const { a, b } of ties) {
    const [p, q] = [boxes[a]!, boxes[b]!];
    const looks = 2 * Math.ceil(Math.max(Math.abs(q.x - p.x) / step.x, Math.abs(q.y - p.y) / step.y, 1));
    for (let i = 0; i <= looks; i++)
      cover(
        Math.floor((p.x + ((q.x - p.x) * i) / looks) / step.x),
        Math.floor((p.y + ((q.y - p.y) * i) / looks) / step.y),
      );
  }
  const cells = [...covered.values()];
  const extent = (values: readonly number[]) => [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
  const [left, right] = extent(cells.map(({ x }) => x)) as [number, number];
  const [top, bottom] = extent(cells.map(({ y }) => y)) as [number, number];
  return {
    cells: cells.map(({ x, y }) => ({ x: x - left, y: y - top })).sort((a, b) => a.y - b.y || a.x - b.x),
    left,
    top,
    width: right - left + 1,
    height: bottom - top + 1,
  };
}

/** Rings are pages of the aspect around the middle, each one cell higher on both sides; the first with room wins. */
function nearestSpot(
  shape: PartShape,
  taken: ReadonlySet<number>,
  { from, stretch }: { stretch: number; from: number },
): Point & { ring: number } {
  const fits = (x: number, y: number) => shape.cells.every((cell) => !taken.has(keyOf(cell.x + x, cell.y + y)));
  for (let ring = from; ; ring++) {
    const reach = Math.floor(ring * stretch);
    const [right, bottom] = [reach - shape.width, ring - shape.height];
    let best: Point | null = null;
    let least = Infinity;
    for (let y = -ring; y <= bottom; y++)
      for (let x = -reach; x <= right; x++) {
        const dx = (x + shape.width / 2) / stretch;
        const dy = y + shape.height / 2;
        const away = dx * dx + dy * dy;
        if (away < least && fits(x, y)) [best, least] = [{ x, y }, away];
      }
    if (best) return { ...(best as Point), ring };
  }
}

function keyOf(x: number, y: number): number {
  return (y + COLUMNS / 2) * COLUMNS + x + COLUMNS / 2;
}
