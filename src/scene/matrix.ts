/** The matrices: cells with headings, axes, cards, and leader lines to where somebody truly stands. */
import type { MatrixPlacement } from '../layout/index.ts';
import { drawCard, type CardContext } from './card.ts';
import type { SceneItem } from './types.ts';

export function drawMatrix(context: CardContext, placement: MatrixPlacement): SceneItem[] {
  return placement.cards.map((card) => drawCard(context, card));
}
