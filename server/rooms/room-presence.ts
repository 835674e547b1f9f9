/**
 * Who is in the room: the last awareness state of each client, kept as text. Not y-protocols' `Awareness`, which runs
 * timers, has a state of its own, and lets any socket speak for any client.
 */
import type { Role } from '../access/role.ts';
import type { Limits } from '../limits.ts';
import { decodePresence, encodePresence, isPresenceState, stateFrom, type PresenceEntry } from './presence-codec.ts';

/** The socket side of a client: what presence needs to know about it. */
export interface PresenceOwner {
  /** The one client id this socket speaks for, from its first state on. */
  clientId: number | null;
  /** What its link allows: its states claim no other. */
  readonly capability: { readonly role: Role };
  /** Someone else claims this socket's id: find out soon whether it is still there. */
  probe(): void;
}

export interface RoomPresenceOptions {
  readonly limits: Limits;
  /** To the sockets of this room. */
  readonly show: (payload: Uint8Array) => void;
  /** To the other servers; null = there are none. */
  readonly publish: ((payload: Uint8Array) => void) | null;
}

interface Known extends PresenceEntry {
  /** Who is connected to another server: when it was last heard of (monotonic milliseconds). Null = connected here. */
  readonly heardAt: number | null;
}

export class RoomPresence {
  readonly #options: RoomPresenceOptions;
  readonly #entries = new Map<number, Known>();
  readonly #owners = new Map<number, PresenceOwner>();
  readonly #changed = new Map<number, Known>();
  #flushTimer: NodeJS.Timeout | null = null;
  #expiryTimer: NodeJS.Timeout | null = null;

  constructor(options: RoomPresenceOptions) {
    this.#options = options;
  }

  /**
   * Takes the owner's own state out of `payload`; states of other clients are ignored, because a plain
   * y-websocket client sends back every state it hears. True when the message counts against the rate: it said something
   * about its owner, or claimed the id of somebody else with a state that nobody has said. A clock far ahead of the one
   * we know is nobody's who only moved: taken, it would make everybody deaf to the id's owner for ever.
   */
  receive(owner: PresenceOwner, payload: Uint8Array): boolean {
    if (payload.length > this.#options.limits.maxAwarenessBytes) return false;
    const entry = this.#ownEntry(owner, payload);
    if (entry === null) return false;
    const before = this.#entries.get(entry.clientId);
    if (before !== undefined && entry.clock > before.clock + this.#options.limits.presenceClockJump) return true;
    if (owner.clientId === null && !this.#bind(owner, entry.clientId))
      return before === undefined || isNews(entry, before);
    // Whoever moves here from another server says the same state with the same clock again.
    if (before === undefined || isNews(entry, before) || before.heardAt !== null)
      this.#put({ ...entry, heardAt: null });
    return true;
  }

  /** Takes what another server says about those who are connected there. Who is connected here knows better. */
  receiveRemote(payload: Uint8Array): void {
    for (const entry of decodePresence(payload)) {
      if (!isPresenceState(entry.state, this.#options.limits.maxAwarenessStateBytes)) continue;
      const before = this.#entries.get(entry.clientId);
      if (this.#owners.has(entry.clientId)) {
        // The other server still had, or just lost, an older socket of this client: it is told what is true.
        if (before !== undefined && entry.state === 'null') this.#change(before);
      } else if (before === undefined ? entry.state !== 'null' : isNews(entry, before)) {
        this.#put({ ...entry, heardAt: performance.now() });
      } else if (before !== undefined && entry.clock === before.clock) {
        this.#entries.set(entry.clientId, { ...before, heardAt: performance.now() });
      }
    }
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
    return encodePresence([...this.#entries.values()]);
  }

  /** Another server has opened the room: tells it who is connected here. */
  publishAll(): void {
    this.#publish([...this.#entries.values()].filter((entry) => entry.heardAt === null));
  }

  destroy(): void {
    for (const timer of [this.#flushTimer, this.#expiryTimer]) if (timer !== null) clearTimeout(timer);
    this.#flushTimer = null;
    this.#expiryTimer = null;
    this.#changed.clear();
  }

  #put(entry: Known): void {
    this.#change(entry);
    if (entry.state === 'null') return void this.#entries.delete(entry.clientId);
    this.#entries.set(entry.clientId, entry);
    if (entry.heardAt !== null) this.#expireLater();
  }

  #change(entry: Known): void {
    this.#changed.set(entry.clientId, entry);
    this.#flushTimer ??= setTimeout(() => {
      this.#flushTimer = null;
      this.#flush();
    }, this.#options.limits.awarenessFlushMs);
  }

  #flush(): void {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    this.#options.show(encodePresence(changed));
    this.#publish(changed.filter((entry) => entry.heardAt === null));
  }

  #publish(entries: readonly PresenceEntry[]): void {
    const { publish, limits } = this.#options;
    if (publish === null) return;
    let part: PresenceEntry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      part.push(entry);
      bytes += entry.state.length;
      if (bytes < limits.remotePresenceBytes) continue;
      publish(encodePresence(part));
      part = [];
      bytes = 0;
    }
    if (part.length > 0) publish(encodePresence(part));
  }

  /** Of a server that is gone nobody says goodbye. */
  #expireLater(): void {
    const { remotePresenceMs } = this.#options.limits;
    this.#expiryTimer ??= setTimeout(() => {
      this.#expiryTimer = null;
      const oldest = performance.now() - remotePresenceMs;
      let isRemoteLeft = false;
      for (const entry of this.#entries.values()) {
        if (entry.heardAt === null) continue;
        if (entry.heardAt <= oldest) this.#put({ ...entry, state: 'null' });
        else isRemoteLeft = true;
      }
      if (isRemoteLeft) this.#expireLater();
    }, remotePresenceMs / 3);
  }

  #ownEntry(owner: PresenceOwner, payload: Uint8Array): PresenceEntry | null {
    const entries = decodePresence(payload);
    // An unbound socket introduces itself alone; lists are echoes of others.
    const isIntroduction = owner.clientId === null;
    if (isIntroduction && entries.length !== 1) return null;
    const own = isIntroduction ? entries[0] : entries.find(({ clientId }) => clientId === owner.clientId);
    if (own === undefined) return null;
    const state = stateFrom(own.state, owner.capability.role, this.#options.limits.maxAwarenessStateBytes);
    return state === null ? null : { ...own, state };
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

/** A later clock, or the end of the state with this clock. */
function isNews(entry: PresenceEntry, before: PresenceEntry): boolean {
  return entry.clock > before.clock || (entry.clock === before.clock && entry.state === 'null');
}
