/** The org chart: bosses above, reports below, grey lines between. */
import type { OrgChartPlacement } from '../layout/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { roundedLine } from './path.ts';
import type { BoneItem, SceneItem } from './types.ts';

const LINE_WIDTH = 1.4;
const CORNER_RADIUS = 6;

/** Lines behind, cards in front. */
export function drawOrgChart(context: CardContext, placement: OrgChartPlacement): SceneItem[] {
  return [
    ...placement.lines.map(({ id, people, points }): BoneItem => ({
      kind: 'bone',
      bone: id,
      people,
      shapes: [
        {
          type: 'path',
          d: roundedLine(points, CORNER_RADIUS),
          fill: 'none',
          stroke: context.theme.relations.reports,
          strokeWidth: LINE_WIDTH,
          lineCap: 'round',
        },
      ],
    })),
    ...placement.cards.map((card) => drawCard(context, card)),
  ];
}
