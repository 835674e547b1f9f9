/**
 * Who is in the room: the last awareness state of each client, kept as text. Not y-protocols' `Awareness`, which runs
 * timers, has a state of its own, and lets any socket speak for any client.
 */
import { decoding, encoding } from 'lib0';
import type { Limits } from '../limits.ts';

/** The socket side of a client: what presence needs to know about it. */
export interface PresenceOwner {
  /** The one client id this socket speaks for, from its first state on. */
  clientId: number | null;
  /** Someone else claims this socket's id: find out soon whether it is still there. */
  probe(): void;
}

interface Entry {
  readonly clientId: number;
  readonly clock: number;
  readonly state: string;
}

export class RoomPresence {
  readonly #limits: Limits;
  readonly #broadcast: (payload: Uint8Array) => void;
  readonly #entries = new Map<number, Entry>();
  readonly #owners = new Map<number, PresenceOwner>();
  readonly #changed = new Map<number, Entry>();
  #timer: NodeJS.Timeout | null = null;

  constructor(limits: Limits, broadcast: (payload: Uint8Array) => void) {
    this.#limits = limits;
    this.#broadcast = broadcast;
  }

  /**
   * Takes the owner's own state out of `payload`; states of other clients are ignored, because a plain
   * y-websocket client sends back every state it hears. True when the message said something about its owner.
   */
  receive(owner: PresenceOwner, payload: Uint8Array): boolean {
    if (payload.length > this.#limits.maxAwarenessBytes) return false;
    const entry = this.#ownEntry(owner, payload);
    if (entry === null) return false;
    const before = this.#entries.get(entry.clientId);
    if (
      before !== undefined &&
      (entry.clock < before.clock || (entry.clock === before.clock && entry.state !== 'null'))
    )
      return true;
    this.#put(entry);
    return true;
  }

  /** Says goodbye for a socket that is gone. */
  leave(owner: PresenceOwner): void {
    const id = owner.clientId;
    if (id === null || this.#owners.get(id) !== owner) return;
    this.#owners.delete(id);
    const last = this.#entries.get(id);
    // The same clock with `null`: clients take that as the end of this state.
    if (last !== undefined) this.#put({ ...last, state: 'null' });
  }

  /** Everybody here now, as one awareness update; with nobody here it is a valid, empty one. */
  encodeAll(): Uint8Array {
    return encodeEntries([...this.#entries.values()]);
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#changed.clear();
  }

  #put(entry: Entry): void {
    if (entry.state === 'null') this.#entries.delete(entry.clientId);
    else this.#entries.set(entry.clientId, entry);
    this.#changed.set(entry.clientId, entry);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const changed = [...this.#changed.values()];
      this.#changed.clear();
      this.#broadcast(encodeEntries(changed));
    }, this.#limits.awarenessFlushMs);
  }

  #ownEntry(owner: PresenceOwner, payload: Uint8Array): Entry | null {
    try {
      const decoder = decoding.createDecoder(payload);
      const count = decoding.readVarUint(decoder);
      for (let i = 0; i < count; i++) {
        const clientId = decoding.readVarUint(decoder);
        const clock = decoding.readVarUint(decoder);
        const state = decoding.readVarString(decoder);
        if (!this.#mayBeOf(owner, clientId, count)) continue;
        if (!isState(state, this.#limits.maxAwarenessStateBytes)) return null;
        if (owner.clientId === null && !this.#bind(owner, clientId)) return null;
        return { clientId, clock, state };
      }
    } catch {
      // Presence is worth nothing after a second; a broken one is left out and the next one comes soon.
    }
    return null;
  }

  /** An unbound socket introduces itself alone; lists are echoes of others. */
  #mayBeOf(owner: PresenceOwner, clientId: number, count: number): boolean {
    return owner.clientId === null ? count === 1 : owner.clientId === clientId;
  }

  #bind(owner: PresenceOwner, clientId: number): boolean {
    const other = this.#owners.get(clientId);
    if (other !== undefined && other !== owner) {
      // After a bad drop the old socket may linger; it is probed, and the newcomer's next state finds the id free.
      other.probe();
      return false;
    }
    this.#owners.set(clientId, owner);
    owner.clientId = clientId;
    return true;
  }
}

/** Clients parse states without a guard, so text that is no JSON object (or null) must not reach them. */
function isState(text: string, maxBytes: number): boolean {
  if (Buffer.byteLength(text) > maxBytes) return false;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && !Array.isArray(value);
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}
