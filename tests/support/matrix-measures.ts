/** What a matrix is judged by, from the placement alone: who stands outside their cell, and how far from their values. */
import type { AxisPlacement, CardPlacement, CellPlacement, MatrixPlacement, Point } from '../../src/layout/index.ts';
import type { AccountMap, Person } from '../../src/model/index.ts';

const half = (value: number): 'low' | 'high' => (value >= 3 ? 'high' : 'low');

/** The id of the cell a person belongs to, said anew from the specification. */
export function ownCell(view: MatrixPlacement['view'], { attitude, interest, power }: Person): string {
  if (view === 'attitude-matrix') return `${attitude ?? 'none'}/${power ?? 'none'}`;
  if (interest === null) return 'interest-not-judged';
  if (power === null) return 'power-not-judged';
  const names = {
    high: { high: 'manage-closely', low: 'keep-satisfied' },
    low: { high: 'keep-informed', low: 'monitor' },
  };
  return names[half(power)][half(interest)];
}

const cellsById = ({ cells }: MatrixPlacement): ReadonlyMap<string, CellPlacement> =>
  new Map(cells.map((cell) => [cell.id, cell]));

/** People whose card is not wholly inside their own cell, below its heading. */
export function outsideCells(map: AccountMap, placement: MatrixPlacement): string[] {
  const cells = cellsById(placement);
  return placement.cards.flatMap(({ person, rect }) => {
    const cell = cells.get(ownCell(placement.view, map.people.get(person)!));
    if (!cell) return [person];
    const top = cell.title ? cell.title.y + cell.title.height : cell.rect.y;
    const isInside =
      rect.x >= cell.rect.x &&
      rect.x + rect.width <= cell.rect.x + cell.rect.width &&
      rect.y >= top &&
      rect.y + rect.height <= cell.rect.y + cell.rect.height;
    return isInside ? [] : [person];
  });
}

const middle = ({ rect }: CardPlacement): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

/** For every card its distance from where its values are drawn: 0 for those that stand among their own values. */
export function shiftsFromField(placement: MatrixPlacement): number[] {
  const truePoints = new Map(placement.leaders.map(({ from, person }) => [person, from]));
  return placement.cards.map((card) => {
    const from = truePoints.get(card.person);
    const at = middle(card);
    return from ? Math.hypot(from.x - at.x, from.y - at.y) : 0;
  });
}

/** From a card's middle to the crossing of its values' labels; where a value has no label, only along the other axis. */
export function distanceToTruePoint(map: AccountMap, { axes }: MatrixPlacement, card: CardPlacement): number {
  const person = map.people.get(card.person)!;
  const at = middle(card);
  const off = (name: AxisPlacement['axis'], side: 'x' | 'y') => {
    const tick = axes.find(({ axis }) => axis === name)?.ticks.find(({ value }) => value === person[name]);
    return tick ? tick.at[side] - at[side] : 0;
  };
  const across = axes.some(({ axis }) => axis === 'attitude') ? off('attitude', 'x') : off('interest', 'x');
  return Math.hypot(across, off('power', 'y'));
}
