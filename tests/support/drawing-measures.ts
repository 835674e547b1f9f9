/** What a drawing is judged by: overlaps, lines through cards, crossings, text size on a slide. */
import type { CardPlacement, LinkPlacement, Point, PowerMapPlacement, Rect } from '../../src/layout/index.ts';

const SLIDE = { width: 1920, height: 1080 };
const NAME_SIZE = { comfortable: 14, compact: 13, dense: 12 } as const;
const CELL = 200;

/** Pairs of cards that share area. */
export function overlaps(cards: readonly CardPlacement[]): string[] {
  const sorted = [...cards].sort((a, b) => a.rect.x - b.rect.x);
  const found: string[] = [];
  sorted.forEach((a, i) => {
    for (let k = i + 1; k < sorted.length && sorted[k]!.rect.x < a.rect.x + a.rect.width; k++) {
      const b = sorted[k]!;
      if (b.rect.y < a.rect.y + a.rect.height && a.rect.y < b.rect.y + b.rect.height)
        found.push(`${a.person} on ${b.person}`);
    }
  });
  return found;
}

/** Links that run through the card of somebody who is not one of their ends; cards count shrunk by `inset`. */
export function throughCards(links: readonly LinkPlacement[], cards: readonly CardPlacement[], inset = 1): string[] {
  const cells = new Map<string, CardPlacement[]>();
  for (const card of cards) {
    const { height, width, x, y } = card.rect;
    for (const key of cellsOf({ x, y }, { x: x + width, y: y + height }))
      cells.set(key, [...(cells.get(key) ?? []), card]);
  }
  const found = new Set<string>();
  for (const { from, id, points, to } of links) {
    points.slice(1).forEach((q, i) => {
      const p = points[i]!;
      for (const key of cellsOf(p, q)) {
        for (const { person, rect } of cells.get(key) ?? [])
          if (person !== from && person !== to && meetsRect(p, q, rect, inset)) found.add(`${id} through ${person}`);
      }
    });
  }
  return [...found];
}

function cellsOf(p: Point, q: Point): string[] {
  const cell = (value: number) => Math.floor(value / CELL);
  const keys: string[] = [];
  for (let x = cell(Math.min(p.x, q.x)); x <= cell(Math.max(p.x, q.x)); x++)
    for (let y = cell(Math.min(p.y, q.y)); y <= cell(Math.max(p.y, q.y)); y++) keys.push(`${x} ${y}`);
  return keys;
}

/** Liang-Barsky: whether a segment meets the rectangle shrunk by `inset` on every side. */
export function meetsRect(p: Point, q: Point, rect: Rect, inset: number): boolean {
  let enter = 0;
  let leave = 1;
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const walls = [
    [-dx, p.x - rect.x - inset],
    [dx, rect.x + rect.width - inset - p.x],
    [-dy, p.y - rect.y - inset],
    [dy, rect.y + rect.height - inset - p.y],
  ] as const;
  for (const [slope, room] of walls) {
    if (slope === 0) {
      if (room < 0) return false;
    } else if (slope < 0) enter = Math.max(enter, room / slope);
    else leave = Math.min(leave, room / slope);
  }
  return leave - enter > 1e-6;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
}

/** Pairs of lines without a common end that cross at least once. */
export function crossings(lines: readonly Line[]): number {
  const segments = lines
    .flatMap((line, index) =>
      line.points.slice(1).map((q, i) => {
        const p = line.points[i]!;
        return { index, p, q, left: Math.min(p.x, q.x), right: Math.max(p.x, q.x) };
      }),
    )
    .sort((a, b) => a.left - b.left);
  const pairs = new Set<number>();
  segments.forEach((a, i) => {
    for (let k = i + 1; k < segments.length && segments[k]!.left <= a.right; k++) {
      const b = segments[k]!;
      const [m, n] = [lines[a.index]!, lines[b.index]!];
      if (a.index === b.index || m.from === n.from || m.from === n.to || m.to === n.from || m.to === n.to) continue;
      if (cross(a.p, a.q, b.p, b.q)) pairs.add(Math.min(a.index, b.index) * lines.length + Math.max(a.index, b.index));
    }
  });
  return pairs.size;
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  const apart = (m: number, n: number) => (m > 1e-6 && n < -1e-6) || (m < -1e-6 && n > 1e-6);
  return apart(side(c, d, a), side(c, d, b)) && apart(side(a, b, c), side(a, b, d));
}

export function straightCrossings({ cards, links }: PowerMapPlacement): number {
  const centres = new Map(
    cards.map(({ person, rect }) => [person, { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }]),
  );
  return crossings(links.map(({ from, to }) => ({ from, to, points: [centres.get(from)!, centres.get(to)!] })));
}

/** Name size in pixels when the whole drawing fills a 1920 × 1080 slide. */
export function slideTextPx({
  density,
  height,
  width,
}: Pick<PowerMapPlacement, 'density' | 'height' | 'width'>): number {
  return NAME_SIZE[density] * Math.min(SLIDE.width / width, SLIDE.height / height);
}

export function cardShare({ cards, height, width }: Pick<PowerMapPlacement, 'cards' | 'height' | 'width'>): number {
  return cards.reduce((sum, { rect }) => sum + rect.width * rect.height, 0) / (width * height);
}
