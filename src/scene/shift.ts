/** Moves what was placed on the drawing to where the drawing stands on the page. */
import type { CardPlacement, FishbonePlacement, MatrixPlacement, Placement, Point, Rect } from '../layout/index.ts';
import { createMemo } from './memo.ts';
import { round } from './path.ts';
import type { Shape } from './types.ts';

/** Shifted by the same as before: the same objects, so that what is drawn of them is kept as well. */
const shiftedCards = createMemo<CardPlacement, CardPlacement>();
const shiftedLines = createMemo<object, object>();

export function shiftPlacement(placement: Placement, by: Point): Placement {
  const { along, rect } = shiftBy(by);
  const cards = placement.cards.map(
    (card) =>
      shiftedCards.get(card, by.x, by.y) ?? shiftedCards.keep(card, { ...card, rect: rect(card.rect) }, by.x, by.y),
  );
  switch (placement.view) {
    case 'power-map': {
      const bands = placement.bands.map((band) => ({ ...band, rect: rect(band.rect), label: rect(band.label) }));
      return { ...placement, cards, bands, links: placement.links.map(along) };
    }
    case 'network':
      return { ...placement, cards, links: placement.links.map(along) };
    case 'org-chart':
      return { ...placement, cards, lines: placement.lines.map(along) };
    case 'attitude-matrix':
    case 'interest-matrix':
      return { ...shiftMatrix(placement, by), cards };
    case 'fishbone':
      return { ...shiftFishbone(placement, by), cards };
  }
}

function shiftBy(by: Point) {
  const point = <T extends Point>(at: T): T => ({ ...at, x: at.x + by.x, y: at.y + by.y });
  const rect = (at: Rect): Rect => point(at);
  const along = <T extends { readonly points: readonly Point[] }>(line: T): T =>
    (shiftedLines.get(line, by.x, by.y) ??
      shiftedLines.keep(line, { ...line, points: line.points.map(point) }, by.x, by.y)) as T;
  return { point, rect, along };
}

function shiftMatrix(placement: MatrixPlacement, by: Point): MatrixPlacement {
  const { point, rect } = shiftBy(by);
  return {
    ...placement,
    cells: placement.cells.map((cell) => ({
      ...cell,
      rect: rect(cell.rect),
      title: cell.title && rect(cell.title),
      rest: cell.rest && { ...cell.rest, rect: rect(cell.rest.rect) },
    })),
    axes: placement.axes.map((axis) => ({
      ...axis,
      from: point(axis.from),
      to: point(axis.to),
      ticks: axis.ticks.map((tick) => ({ ...tick, at: point(tick.at) })),
    })),
    leaders: placement.leaders.map((line) => ({ ...line, from: point(line.from), to: point(line.to) })),
  };
}

function shiftFishbone(placement: FishbonePlacement, by: Point): FishbonePlacement {
  const { along, point, rect } = shiftBy(by);
  const { bones, captions, decks, head, joints, spine, tail, tints } = placement;
  const ends = <T extends { readonly from: Point; readonly to: Point }>(line: T): T => ({
    ...line,
    from: point(line.from),
    to: point(line.to),
  });
  const shiftedDecks = decks && {
    trunk: ends(decks.trunk),
    spines: decks.spines.map((one) => ({ ...ends(one), tail: rect(one.tail) })),
  };
  return {
    ...placement,
    bones: bones.map(along),
    captions: captions.map((caption) => ({ ...caption, rect: rect(caption.rect) })),
    tints: tints.map((tint) => ({ ...tint, polygon: tint.polygon.map(point) })),
    joints: joints.map((joint) => ({ ...joint, at: point(joint.at) })),
    spine: ends(spine),
    tail: rect(tail),
    ...(shiftedDecks && { decks: shiftedDecks }),
    head: { ...head, rect: rect(head.rect), title: rect(head.title) },
  };
}

/** Scales shapes about their origin, then moves them. Path data may use only absolute commands without flags (no A). */
export function shiftShapes(shapes: readonly Shape[], by: Point, scale = 1): Shape[] {
  return shapes.map((shape) => {
    const stroke = shape.strokeWidth === undefined ? {} : { strokeWidth: shape.strokeWidth * scale };
    if (shape.type === 'path') return { ...shape, ...stroke, d: shiftPath(shape.d, by, scale) };
    if (shape.type === 'circle')
      return { ...shape, ...stroke, cx: shape.cx * scale + by.x, cy: shape.cy * scale + by.y, r: shape.r * scale };
    const moved = { ...shape, ...stroke, x: shape.x * scale + by.x, y: shape.y * scale + by.y };
    if (moved.type === 'text') return { ...moved, size: moved.size * scale };
    return { ...moved, width: moved.width * scale, height: moved.height * scale, radius: (moved.radius ?? 0) * scale };
  });
}

function shiftPath(d: string, by: Point, scale: number): string {
  let isX = false;
  return d.replace(/[A-Z]|-?\d+(?:\.\d+)?/g, (token) => {
    if (/[A-Z]/.test(token)) {
      isX = false;
      return token;
    }
    isX = !isX;
    return `${round(Number(token) * scale + (isX ? by.x : by.y))}`;
  });
}
