/** The network of influence and personal ties: links behind, cards in front. */
import type { NetworkPlacement } from '../layout/index.ts';
import type { RelationKind } from '../model/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { drawLink } from './link.ts';
import type { SceneItem } from './types.ts';

export function drawNetwork(
  context: CardContext,
  placement: NetworkPlacement,
  show: ReadonlySet<RelationKind>,
): SceneItem[] {
  return [
    ...placement.links.filter((link) => show.has(link.kind)).map((link) => drawLink(context, link)),
    ...placement.cards.map((card) => drawCard(context, card)),
  ];
}
