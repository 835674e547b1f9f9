/** Colours by which people on one map are told apart. */
import { PRESENCE_COLORS, type Peer, type PresenceColor } from './presence-state.ts';

/**
 * The colour to be seen in: the one that is wanted, or the next in the palette that nobody with a smaller client id is
 * seen in; the wanted one after all when those have all eight. Whoever looks only at smaller ids never waits for the
 * others, so that everybody agrees after a few states without asking anybody (SPEC.md S35).
 */
export function freeColor(
  wanted: PresenceColor,
  id: number,
  peers: readonly Pick<Peer, 'id' | 'color'>[],
): PresenceColor {
  const taken = new Set(peers.filter((peer) => peer.id < id).map((peer) => peer.color));
  const start = PRESENCE_COLORS.indexOf(wanted);
  const inTurn = [...PRESENCE_COLORS.slice(start), ...PRESENCE_COLORS.slice(0, start)];
  return inTurn.find((color) => !taken.has(color)) ?? wanted;
}
