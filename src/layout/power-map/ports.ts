/** Where lines meet a card's upper and lower edge: reporting in the middle, all others spread by where they go. */
import type { PersonId } from '../../model/index.ts';
import type { Rect } from '../types.ts';

export interface PortWish {
  readonly key: string;
  readonly person: PersonId;
  readonly side: 'top' | 'bottom';
  /** How far aside the line goes per row, in page units: ports stand in this order. */
  readonly slope: number;
  /** Meets the card in its middle, together with others of its kind. */
  readonly isTrunk: boolean;
}

/** x by the wish's key. */
export type Ports = ReadonlyMap<string, number>;

/** Share of a card that its ports spread over. */
export const PORT_SHARE = 0.7;
const MAX_STEP = 14;
/** Other lines keep this far from the middle while there is room. */
const MIDDLE = 7;

export const portKey = (edge: string, end: 'upper' | 'lower') => `${end}:${edge}`;

export function assignPorts(cards: { rect(person: PersonId): Rect }, wishes: readonly PortWish[]): Ports {
  const groups = new Map<string, PortWish[]>();
  for (const wish of wishes) {
    const key = `${wish.side} ${wish.person}`;
    const group = groups.get(key);
    if (group) group.push(wish);
    else groups.set(key, [wish]);
  }
  const ports = new Map<string, number>();
  for (const group of groups.values()) {
    const { width, x } = cards.rect(group[0]!.person);
    const middle = x + width / 2;
    const hasTrunk = group.some((wish) => wish.isTrunk);
    for (const wish of group) if (wish.isTrunk) ports.set(wish.key, middle);
    const others = group.filter((wish) => !wish.isTrunk).sort((a, b) => a.slope - b.slope || (a.key < b.key ? -1 : 1));
    const reach = (PORT_SHARE * width) / 2;
    const left = others.filter((wish) => wish.slope < 0);
    const right = others.filter((wish) => wish.slope >= 0);
    if (!hasTrunk) spread(ports, others, { from: middle - reach, to: middle + reach, centre: middle });
    else {
      spread(ports, left, { from: middle - reach, to: middle - MIDDLE, centre: middle - (reach + MIDDLE) / 2 });
      spread(ports, right, { from: middle + MIDDLE, to: middle + reach, centre: middle + (reach + MIDDLE) / 2 });
    }
  }
  return ports;
}

function spread(
  ports: Map<string, number>,
  wishes: readonly PortWish[],
  { centre, from, to }: { from: number; to: number; centre: number },
): void {
  const step = Math.min(MAX_STEP, (to - from) / Math.max(1, wishes.length - 1));
  wishes.forEach((wish, i) => ports.set(wish.key, centre + (i - (wishes.length - 1) / 2) * step));
}
