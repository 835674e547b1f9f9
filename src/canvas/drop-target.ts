/** Where a dragged card would go if it were let go here. Pure geometry on the placement, in page units. */
import type { Placement, Point } from '../layout/index.ts';
import type { Layer, PersonId, UnitId } from '../model/index.ts';
import { distanceToLine, isInside, type PagePoint } from './bounds.ts';

export type DropTarget =
  | { readonly kind: 'boss'; readonly person: PersonId }
  | { readonly kind: 'unit'; readonly unit: UnitId }
  | { readonly kind: 'layer'; readonly layer: Layer };

/** How near a bone or rib counts as on it. */
const BONE_REACH = 16;
/** A pill is easier to hit than it is large. */
const CAPTION_MARGIN = 10;

/**
 * A card under the pointer means "reports to"; a department's caption, the area behind a sub-department or a bone mean
 * "into this department"; another band of the power map means that layer. Null: nothing changes.
 */
export function dropTarget(placement: Placement, dragged: ReadonlySet<PersonId>, point: PagePoint): DropTarget | null {
  const card = placement.cards.find(
    (candidate) => !dragged.has(candidate.person) && isInside(candidate.rect, point, 2),
  );
  if (card) return { kind: 'boss', person: card.person };
  const own = placement.cards.filter((candidate) => dragged.has(candidate.person));
  if (placement.view === 'power-map') {
    const band = placement.bands.find((candidate) => isInside(candidate.rect, point));
    return band && own.some((mine) => mine.layer !== band.layer) ? { kind: 'layer', layer: band.layer } : null;
  }
  if (placement.view !== 'fishbone') return null;
  const unit = unitAt(placement, point);
  return unit !== null && own.some((mine) => mine.unit !== unit) ? { kind: 'unit', unit } : null;
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
