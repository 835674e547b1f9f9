/** Cards and lines of a finished chart, in page units. */
import { unitLeaders, type AccountMap, type Person, type PersonId, type Tree } from '../../model/index.ts';
import type { CardPlacement, OrgChartPlacement, Point, TreeLinePlacement } from '../types.ts';
import type { Block, Placed } from './block.ts';
import type { Measures } from './measures.ts';
import { toRecord } from './record.ts';
import { linesBelow, type Line } from './lines.ts';

/** Everything of a chart whose topmost, leftmost corner becomes the page's; cards and lines sorted by person. */
export function emitChart(map: AccountMap, tree: Tree<Person>, measures: Measures, chart: Block): OrgChartPlacement {
  const spots = new Map<PersonId, Point>();
  const lines: TreeLinePlacement[] = [];
  const stack: Placed[] = [{ block: chart, x: -chart.minLeft, row: 0 }];
  while (stack.length > 0) {
    const { block, row, x } = stack.pop()!;
    const y = row * measures.pitch;
    for (const [person, at] of ownCards(measures, block)) spots.set(person, { x: x + at.x, y: y + at.y });
    const { content } = block;
    if (content.kind === 'team')
      linesBelow(measures, content).forEach((line, i) => lines.push(shifted(line, `${content.person}/${i}`, { x, y })));
    if (content.kind === 'team' || content.kind === 'forest')
      for (const unit of content.units) stack.push({ ...unit, x: x + unit.x, row: row + unit.row });
  }
  const leaders = unitLeaders(map, tree);
  const cards = [...spots].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    view: 'org-chart',
    width: Math.max(1, chart.width),
    height: Math.max(1, chart.rows * measures.pitch - (measures.pitch - measures.card.height)),
    density: measures.density,
    cards: cards.map(([person, at]): CardPlacement => {
      const { layer, unit } = map.people.get(person)!;
      return { person, rect: { ...at, ...measures.card }, unit, layer, leader: leaders.has(person), inHead: false };
    }),
    lines: lines.sort((a, b) => (a.id < b.id ? -1 : 1)),
    record: toRecord(measures, chart),
  };
}

/** Top-left corners of the cards a block holds itself, from its origin. */
function ownCards({ card, near, pitch, tick }: Measures, { content }: Block): [PersonId, Point][] {
  if (content.kind === 'team') return [[content.person, { x: -card.width / 2, y: 0 }]];
  if (content.kind === 'columns')
    return [
      ...content.left.map((person, row): [PersonId, Point] => [person, { x: -tick - card.width, y: row * pitch }]),
      ...content.right.map((person, row): [PersonId, Point] => [person, { x: tick, y: row * pitch }]),
    ];
  if (content.kind === 'loners')
    return content.people.map((person, i): [PersonId, Point] => {
      const at = { x: (i % content.columns) * (card.width + near), y: Math.floor(i / content.columns) * pitch };
      return [person, at];
    });
  return [];
}

function shifted({ people, points }: Line, id: string, by: Point): TreeLinePlacement {
  return { id, people, points: points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })) };
}
