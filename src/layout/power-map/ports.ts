/** Where lines meet a card's upper and lower edge: reporting in the middle, all others spread by where they go. */
import type { PersonId } from '../../model/index.ts';
import type { Geometry, Slots } from './grid.ts';

export interface PortWish {
  readonly key: string;
  readonly person: PersonId;
  readonly side: 'top' | 'bottom';
  /** x that the line goes to next. */
  readonly towards: number;
  /** Meets the card in its middle, together with others of its kind. */
  readonly isTrunk: boolean;
}

/** Share of a card that its ports spread over. */
export const PORT_SHARE = 0.7;
const MAX_STEP = 14;
/** Other lines keep this far from the middle while there is room. */
const MIDDLE = 7;

/** x of every port by the wish's key. */
export function assignPorts(
  geometry: Geometry,
  slots: Slots,
  wishes: readonly PortWish[],
): ReadonlyMap<string, number> {
  const groups = new Map<string, PortWish[]>();
  for (const wish of wishes) {
    const key = `${wish.side} ${wish.person}`;
    const group = groups.get(key);
    if (group) group.push(wish);
    else groups.set(key, [wish]);
  }
  const ports = new Map<string, number>();
  for (const group of groups.values()) {
    const middle = geometry.rect(slots.get(group[0]!.person)!).x + geometry.card.width / 2;
    const hasTrunk = group.some((wish) => wish.isTrunk);
    for (const wish of group) if (wish.isTrunk) ports.set(wish.key, middle);
    const others = group
      .filter((wish) => !wish.isTrunk)
      .sort((a, b) => a.towards - b.towards || (a.key < b.key ? -1 : 1));
    const reach = (PORT_SHARE * geometry.card.width) / 2;
    const left = others.filter((wish) => wish.towards < middle);
    const right = others.filter((wish) => wish.towards >= middle);
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
