/** Who asks everybody to come: each call is heard once, and those from before we joined are not for us. */
import { systemClock, type Clock } from './clock.ts';
import type { Peer } from './presence-state.ts';
import { mayEdit } from './share-link.ts';

/** Milliseconds. Somebody who calls again sooner is not followed again: nobody is dragged along ten times a second. */
export const SUMMONS_PAUSE_MS = 10_000;

export interface SummonsWatch {
  /** Of the peers as they are now, the one who may edit and has called since the last look; null when nobody has. */
  look(peers: readonly Peer[]): Peer | null;
}

/** Lasts as long as one stay in the map; somebody who comes back after a bad connection is still known. */
export function watchSummons(clock: Clock = systemClock): SummonsWatch {
  const heard = new Map<number, { readonly count: number; readonly at: number }>();
  return {
    look(peers) {
      let caller: Peer | null = null;
      for (const peer of peers) {
        const known = heard.get(peer.id);
        if (known !== undefined && peer.summons <= known.count) continue;
        const isCall = known !== undefined && mayEdit(peer.role) && clock.now() - known.at >= SUMMONS_PAUSE_MS;
        if (isCall) caller = peer;
        heard.set(peer.id, { count: peer.summons, at: isCall ? clock.now() : (known?.at ?? -Infinity) });
      }
      return caller;
    },
  };
}
