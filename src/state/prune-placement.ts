/** A placement whose map has gone on: what left the map leaves the picture at once, the rest waits for the layout. */
import type { Placement } from '../layout/index.ts';
import type { AccountMap, PersonId, UnitId } from '../model/index.ts';

/** Drops cards, links, bones and captions of people, relations and departments that are gone. The input stays as it is. */
export function prunePlacement(placement: Placement, map: AccountMap): Placement {
  const isHere = (person: PersonId) => map.people.has(person);
  const cards = placement.cards.filter((card) => isHere(card.person));
  if (placement.view === 'power-map' || placement.view === 'network') {
    const isDrawn = (id: string, kind: string, to: PersonId) =>
      kind === 'reports' ? map.people.get(to)?.reportsTo !== null : map.relations.has(id);
    const links = placement.links.filter(
      ({ id, kind, from, to }) => isHere(from) && isHere(to) && isDrawn(id, kind, to),
    );
    return { ...placement, cards, links };
  }
  if (placement.view === 'org-chart') {
    const lines = placement.lines.filter((line) => line.people.every(isHere));
    return { ...placement, cards, lines };
  }
  if (placement.view !== 'fishbone') {
    return { ...placement, cards, leaders: placement.leaders.filter((leader) => isHere(leader.person)) };
  }
  const hasUnit = (unit: UnitId | null) => unit === null || map.units.has(unit);
  return {
    ...placement,
    cards,
    bones: placement.bones
      .filter((bone) => hasUnit(bone.unit))
      .map((bone) => (bone.people.every(isHere) ? bone : { ...bone, people: bone.people.filter(isHere) })),
    captions: placement.captions.filter((caption) => hasUnit(caption.unit)),
    tints: placement.tints.filter((tint) => hasUnit(tint.unit)),
    joints: placement.joints.filter((joint) => hasUnit(joint.unit)),
  };
}
