/** Cards of a placement by person. */
import type { CardPlacement, Placement } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';

const lookups = new WeakMap<Placement, ReadonlyMap<PersonId, CardPlacement>>();

/** Made once per placement: a pointer asks in every frame. */
export function cardOf(placement: Placement, person: PersonId): CardPlacement | undefined {
  let lookup = lookups.get(placement);
  if (!lookup) {
    lookup = new Map(placement.cards.map((card) => [card.person, card]));
    lookups.set(placement, lookup);
  }
  return lookup.get(person);
}
