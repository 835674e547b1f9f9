import type { Socket } from 'node:net';
import { limitedPeer } from './request-origin.ts';

/**
 * Counts connections of TCP per address, before they have said a word: one address that opens thousands and stays silent
 * would leave none for the others. Loopback and configured proxies are exempt, because many people come from there.
 */
export class TcpDoor {
  readonly #limit: number;
  readonly #trustedProxies: readonly string[];
  readonly #open = new Map<string, number>();

  constructor({ limit, trustedProxies }: { limit: number; trustedProxies: readonly string[] }) {
    this.#limit = limit;
    this.#trustedProxies = trustedProxies;
  }

  /** A new connection of `address`: dropped when there are enough of it, counted until it ends otherwise. */
  enter(socket: Socket, address: string): void {
    const peer = limitedPeer(address, this.#trustedProxies);
    if (peer === null) return;
    const count = this.#open.get(peer) ?? 0;
    if (count >= this.#limit) return void socket.destroy();
    this.#open.set(peer, count + 1);
    socket.once('close', () => this.#leave(peer));
  }

  #leave(peer: string): void {
    const left = (this.#open.get(peer) ?? 1) - 1;
    if (left > 0) this.#open.set(peer, left);
    else this.#open.delete(peer);
  }
}
