/** The fish with its head on the left: every x mirrored on the page; cards and texts stay upright. */
import type { FishbonePlacement, Point, Rect } from '../types.ts';

export function mirrorFishbone(placement: FishbonePlacement): FishbonePlacement {
  const { width } = placement;
  const point = ({ x, y }: Point): Point => ({ x: width - x, y });
  const rect = (box: Rect): Rect => ({ ...box, x: width - box.x - box.width });
  const line = <T extends { readonly from: Point; readonly to: Point }>(one: T): T => ({
    ...one,
    from: point(one.from),
    to: point(one.to),
  });
  const { decks, head } = placement;
  return {
    ...placement,
    cards: placement.cards.map((card) => ({ ...card, rect: rect(card.rect) })),
    bones: placement.bones.map((bone) => ({ ...bone, points: bone.points.map(point) })),
    captions: placement.captions.map((caption) => ({ ...caption, rect: rect(caption.rect) })),
    tints: placement.tints.map((tint) => ({ ...tint, polygon: tint.polygon.map(point) })),
    joints: placement.joints.map((joint) => ({ ...joint, at: point(joint.at) })),
    spine: line(placement.spine),
    tail: rect(placement.tail),
    head: { ...head, rect: rect(head.rect), title: rect(head.title) },
    ...(decks && {
      decks: {
        trunk: line(decks.trunk),
        spines: decks.spines.map((spine) => ({ ...line(spine), tail: rect(spine.tail) })),
      },
    }),
  };
}
