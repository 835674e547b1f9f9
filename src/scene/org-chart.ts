/** The org chart: bosses above, reports below, grey lines between. */
import type { OrgChartPlacement } from '../layout/index.ts';
import { drawCard, type CardContext } from './card.ts';
import type { SceneItem } from './types.ts';

export function drawOrgChart(context: CardContext, placement: OrgChartPlacement): SceneItem[] {
  return placement.cards.map((card) => drawCard(context, card));
}
