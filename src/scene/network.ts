/** The network of influence and personal ties: links behind, cards in front. */
import type { NetworkPlacement } from '../layout/index.ts';
import type { RelationKind } from '../model/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { drawLink } from './link.ts';
import type { SceneItem } from './types.ts';

/** Dotted lines lie under drawn through ones, and conflict, the rarest, on top. */
const LINK_ORDER: readonly RelationKind[] = ['personal', 'influence', 'conflict'];

export function drawNetwork(
  context: CardContext,
  placement: NetworkPlacement,
  show: ReadonlySet<RelationKind>,
): SceneItem[] {
  const links = LINK_ORDER.filter((kind) => show.has(kind)).flatMap((kind) =>
    placement.links.filter((link) => link.kind === kind),
  );
  return [...links.map((link) => drawLink(context, link)), ...placement.cards.map((card) => drawCard(context, card))];
}
