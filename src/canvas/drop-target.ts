/** Where a dragged card would go if it were let go here. Geometry on the placement, in its own units. */
import type { CardPlacement, MatrixValues, Placement, Point, Rect } from '../layout/index.ts';
import type { AccountMap, Layer, PersonId, UnitId } from '../model/index.ts';
import { distanceToLine, isInside, type PagePoint } from './bounds.ts';

export type DropTarget =
  | { readonly kind: 'boss'; readonly person: PersonId }
  | { readonly kind: 'unit'; readonly unit: UnitId }
  | { readonly kind: 'layer'; readonly layer: Layer; readonly rect: Rect }
  /** A place of the same meaning: kept as a choice of the picture. `rect`: about where the card will stand. */
  | { readonly kind: 'slot'; readonly to: Point; readonly rect: Rect }
  /** Another cell of a matrix. */
  | { readonly kind: 'values'; readonly values: MatrixValues; readonly rect: Rect };

/** How near a bone or rib counts as on it. */
const BONE_REACH = 16;
/** A pill is easier to hit than it is large. */
const CAPTION_MARGIN = 10;

/** What is in the hand. All in the placement's units. */
export interface Held {
  /** Where the pictures has the cards in the hand; at least one. */
  readonly own: readonly CardPlacement[];
  readonly grabbed: PersonId;
  readonly pointer: PagePoint;
  /** The middle of the grabbed card where it is held now. */
  readonly centre: Point;
}

/** Questions that only the open map and the scene's index answer. */
export interface DropGround {
  readonly map: AccountMap;
  readonly placement: Placement;
  /** The person whose card, but none in the hand, lies under a point. */
  readonly cardAt: (point: PagePoint) => PersonId | null;
  readonly valuesAt: (point: Point) => MatrixValues | null;
}

/**
 * In the fishbone, power map and org chart a card under the pointer means "reports to". Elsewhere in the fishbone a
 * caption, a tint or a bone means "into this department"; a band of the power map its layer; a cell of a matrix its
 * values; what is left is a place for the card. Null: nothing changes.
 */
export function dropTarget(ground: DropGround, held: Held): DropTarget | null {
  const { map, placement } = ground;
  const { own, pointer } = held;
  if (own.length === 0) return null;
  switch (placement.view) {
    case 'network':
      return slotAt(held, held.centre);
    case 'attitude-matrix':
    case 'interest-matrix': {
      const values = ground.valuesAt(held.centre);
      const cell = placement.cells.find(({ rect }) => isInside(rect, held.centre));
      if (!values || !cell) return null;
      if (own.every(({ person }) => hasValues(map, person, values))) return slotAt(held, held.centre);
      return { kind: 'values', values, rect: cell.rect };
    }
  }
  const boss = ground.cardAt(pointer);
  if (boss !== null) return { kind: 'boss', person: boss };
  if (placement.view === 'power-map') return inBand(placement, held);
  if (placement.view !== 'fishbone') return null;
  const unit = unitAt(placement, pointer);
  return unit !== null && own.some((mine) => mine.unit !== unit) ? { kind: 'unit', unit } : null;
}

/** True when the person has all of the values already. */
function hasValues(map: AccountMap, id: PersonId, values: MatrixValues): boolean {
  const person = map.people.get(id);
  return person !== undefined && AXES.every((axis) => values[axis] === undefined || values[axis] === person[axis]);
}
const AXES = ['attitude', 'power', 'interest'] as const;

function inBand(placement: Extract<Placement, { view: 'power-map' }>, held: Held): DropTarget | null {
  const band = placement.bands.find(({ rect }) => isInside(rect, held.pointer));
  if (!band) return null;
  if (held.own.some((mine) => mine.layer !== band.layer)) return { kind: 'layer', layer: band.layer, rect: band.rect };
  const { centre } = held;
  const y = Math.min(Math.max(centre.y, band.rect.y + 1), band.rect.y + band.rect.height - 1);
  const { columns, rows } = latticeOf(placement);
  const snapped = { x: snap(centre.x, columns), y: snap(y, rows.get(band.layer) ?? []) };
  return slotAt(held, { x: centre.x, y }, snapped);
}

function slotAt({ grabbed, own }: Held, to: Point, snapped = to): DropTarget {
  const { height, width } = (own.find((card) => card.person === grabbed) ?? own[0]!).rect;
  return { kind: 'slot', to, rect: { x: snapped.x - width / 2, y: snapped.y - height / 2, width, height } };
}

/** The lines cards stand on, sorted; made once per placement, for a pointer asks in every frame. */
interface Lattice {
  readonly columns: readonly number[];
  readonly rows: ReadonlyMap<Layer, readonly number[]>;
}
const lattices = new WeakMap<Placement, Lattice>();

function latticeOf(placement: Extract<Placement, { view: 'power-map' }>): Lattice {
  const known = lattices.get(placement);
  if (known) return known;
  const { bands, cards } = placement;
  const sorted = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
  const lattice = {
    columns: sorted(cards.map(({ rect }) => rect.x + rect.width / 2)),
    rows: new Map(
      bands.map(({ layer }) => {
        const own = cards.filter((card) => card.layer === layer);
        return [layer, sorted(own.map(({ rect }) => rect.y + rect.height / 2))];
      }),
    ),
  };
  lattices.set(placement, lattice);
  return lattice;
}

/** The nearest line of the lattice that the sorted lines belong to; the value itself when there is none. */
function snap(value: number, lines: readonly number[]): number {
  const [first] = lines;
  if (first === undefined) return value;
  const step = lines.slice(1).reduce((least, line, i) => {
    const size = line - lines[i]!;
    return size > 4 ? Math.min(least, size) : least;
  }, Infinity);
  return Number.isFinite(step) ? first + Math.round((value - first) / step) * step : first;
}

function unitAt(placement: Extract<Placement, { view: 'fishbone' }>, point: PagePoint): UnitId | null {
  const caption = placement.captions.find(({ rect }) => isInside(rect, point, CAPTION_MARGIN));
  if (caption) return caption.unit;
  const tint = [...placement.tints]
    .sort((a, b) => b.depth - a.depth)
    .find(({ polygon }) => isInPolygon(polygon, point));
  if (tint) return tint.unit;
  let nearest: { unit: UnitId; distance: number } | null = null;
  for (const bone of placement.bones) {
    if (bone.unit === null) continue;
    const distance = distanceToLine(bone.points, point);
    if (distance <= BONE_REACH && (!nearest || distance < nearest.distance)) nearest = { unit: bone.unit, distance };
  }
  return nearest?.unit ?? null;
}

/** Even-odd rule; a polygon of fewer than three corners holds nothing. */
function isInPolygon(polygon: readonly Point[], point: PagePoint): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i]!;
    const b = polygon[j]!;
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}
