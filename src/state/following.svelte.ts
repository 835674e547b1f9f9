/** Whom I follow through the map, and errands to where somebody is. The canvas carries them out; here they are decided. */
import { systemClock, type Clock } from '../sync/index.ts';
import type { Peer } from './types.ts';

/** Whom I follow: because I chose to, or because they asked everybody to come. */
export interface Followed {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly cause: 'choice' | 'summons';
}

/** Something to be done once: look where somebody looks, or go back to where I was before I was called away. */
export type Errand = { readonly kind: 'visit'; readonly peer: Peer } | { readonly kind: 'return' };

/** Somebody whose connection drops is waited for. */
const GRACE_MS = 5_000;

export class Following {
  #peers: () => readonly Peer[];
  #clock: Clock;
  #followed: Followed | null = $state.raw(null);
  #errand: Errand | null = $state.raw(null);
  #stopWaiting: (() => void) | null = null;
  #leader: Peer | null = $derived.by(() => {
    const id = this.#followed?.id;
    return id === undefined ? null : (this.#peers().find((peer) => peer.id === id) ?? null);
  });

  constructor(peers: () => readonly Peer[], clock: Clock = systemClock) {
    this.#peers = peers;
    this.#clock = clock;
  }

  get followed(): Followed | null {
    return this.#followed;
  }
  /** Whom I follow as they are now; null while nobody, or while they are waited for. */
  get leader(): Peer | null {
    return this.#leader;
  }
  get errand(): Errand | null {
    return this.#errand;
  }

  follow({ id, name, color }: Peer, cause: Followed['cause'] = 'choice'): void {
    this.#errand = null;
    this.#followed = { id, name, color, cause };
    this.look();
  }

  /** Ends it where I am now. */
  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#followed = null;
  }

  /** Ends it where I was before. */
  stay(): void {
    if (this.#followed === null) return;
    this.stop();
    this.#errand = { kind: 'return' };
  }

  /** Looks once where somebody looks now. */
  visit(peer: Peer): void {
    this.stop();
    this.#errand = { kind: 'visit', peer };
  }

  /** The errand is done, or no longer wanted. */
  finish(): void {
    this.#errand = null;
  }

  /** Peers came, changed or left. */
  look(): void {
    const followed = this.#followed;
    if (followed === null) return;
    const leader = this.#peers().find((peer) => peer.id === followed.id);
    if (leader === undefined) {
      this.#stopWaiting ??= this.#clock.after(GRACE_MS, () => this.stop());
      return;
    }
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    const { name, color } = leader;
    if (name !== followed.name || color !== followed.color) this.#followed = { ...followed, name, color };
  }
}
