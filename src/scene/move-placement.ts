/** A placement moved on its page. */
import type { FishbonePlacement, Placement, Point, PowerMapPlacement, Rect } from '../layout/index.ts';

/** The same placement with every coordinate shifted by (dx, dy); sizes and record stay. */
export function movePlacement(placement: Placement, dx: number, dy: number): Placement {
  const point = <P extends Point>(value: P): P => ({ ...value, x: value.x + dx, y: value.y + dy });
  return placement.view === 'fishbone' ? moveFishbone(placement, point) : movePowerMap(placement, point);
}

type Move = <P extends Point>(value: P) => P;

function withRects<T extends { readonly rect: Rect }>(list: readonly T[], move: Move): T[] {
  return list.map((entry) => ({ ...entry, rect: move(entry.rect) }));
}

function moveFishbone(placement: FishbonePlacement, move: Move): FishbonePlacement {
  const { head, joints, spine } = placement;
  return {
    ...placement,
    cards: withRects(placement.cards, move),
    captions: withRects(placement.captions, move),
    bones: placement.bones.map((bone) => ({ ...bone, points: bone.points.map(move) })),
    tints: placement.tints.map((tint) => ({ ...tint, polygon: tint.polygon.map(move) })),
    joints: joints.map((joint) => ({ ...joint, at: move(joint.at) })),
    spine: { ...spine, from: move(spine.from), to: move(spine.to) },
    tail: move(placement.tail),
    head: { ...head, rect: move(head.rect), title: move(head.title) },
  };
}

function movePowerMap(placement: PowerMapPlacement, move: Move): PowerMapPlacement {
  return {
    ...placement,
    cards: withRects(placement.cards, move),
    bands: placement.bands.map((band) => ({ ...band, rect: move(band.rect), label: move(band.label) })),
    links: placement.links.map((link) => ({ ...link, points: link.points.map(move) })),
  };
}
