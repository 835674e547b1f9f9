import type { Awareness } from 'y-protocols/awareness';
import type { ViewId } from '../model/index.ts';
import { systemClock, type Clock } from './clock.ts';
import {
  cleanName,
  colorOf,
  fitState,
  isId,
  NOWHERE,
  parsePeer,
  presentOf,
  roundedCamera,
  roundedDrag,
  roundedPoint,
  selectionOf,
  type Attendance,
  type Peer,
  type PresenceCamera,
  type PresenceColor,
  type PresenceDrag,
  type PresencePoint,
  type PresenceState,
} from './presence-state.ts';
import type { ShareRole } from './share-link.ts';

/** All setters together send at most 15 states a second; the last state always goes out. The same again sends nothing. */
export interface Presence {
  /** This client's id. */
  readonly id: number;
  /** By client id; never includes this client. Who has not changed is the same object again. */
  peers(): readonly Peer[];
  /** Page units, rounded; null = the pointer left the page. */
  setCursor(point: PresencePoint | null): void;
  setSelection(ids: readonly string[]): void;
  setView(view: ViewId): void;
  setFocus(unit: string | null): void;
  /** The rectangle of the page that the window shows, rounded; null while there is none. */
  setCamera(camera: PresenceCamera | null): void;
  setDrag(drag: PresenceDrag | null): void;
  setLaser(isOn: boolean): void;
  setAttendance(attendance: Attendance): void;
  setUser(user: { readonly name: string; readonly color: PresenceColor }): void;
  /** An earlier state is on the screen: the others hear of that, and of no place in it. */
  setPast(isPast: boolean): void;
  /** Asks everybody to come to where this client is, once. */
  summon(): void;
  /** Called when somebody came, left or changed; returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Stops listening and takes this client's state back. Safe to call twice. */
  destroy(): void;
}

export interface PresenceOptions {
  readonly name: string;
  /** What the link in use allows. */
  readonly role: ShareRole;
  /** Default: one that goes with the client id. */
  readonly color?: PresenceColor;
  /** Default: the device's. */
  readonly clock?: Clock;
}

const SEND_INTERVAL_MS = Math.ceil(1000 / 15);

/** Shows this client to the others and the others to it. */
export function createPresence(awareness: Awareness, options: PresenceOptions): Presence {
  return new MapPresence(awareness, options);
}

class MapPresence implements Presence {
  readonly #awareness: Awareness;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  /** What was made of a state; a state that comes anew is another object. */
  readonly #parsed = new WeakMap<object, Peer>();
  #state: PresenceState;
  #stopTimer: (() => void) | null = null;
  #sentAt: number;
  #isDestroyed = false;

  constructor(awareness: Awareness, { name, role, color, clock = systemClock }: PresenceOptions) {
    this.#awareness = awareness;
    this.#clock = clock;
    this.#state = {
      user: { name: cleanName(name), color: color ?? colorOf(awareness.clientID) },
      role,
      past: false,
      ...NOWHERE,
      presence: 'active',
      summon: { at: 0 },
    };
    this.#sentAt = clock.now();
    awareness.setLocalState(this.#state);
    awareness.on('change', this.#onChange);
  }

  get id(): number {
    return this.#awareness.clientID;
  }

  peers(): readonly Peer[] {
    const peers: Peer[] = [];
    for (const [clientId, state] of this.#awareness.getStates()) {
      const peer = clientId === this.#awareness.clientID ? null : this.#peerOf(clientId, state);
      if (peer !== null) peers.push(peer);
    }
    return peers.sort((a, b) => a.id - b.id);
  }

  setCursor(point: PresencePoint | null): void {
    this.#set('cursor', roundedPoint(point));
  }
  setSelection(ids: readonly string[]): void {
    this.#set('selection', selectionOf(ids));
  }
  setView(view: ViewId): void {
    this.#set('view', view);
  }
  setFocus(unit: string | null): void {
    this.#set('focus', isId(unit) ? unit : null);
  }
  setCamera(camera: PresenceCamera | null): void {
    this.#set('camera', roundedCamera(camera));
  }
  setDrag(drag: PresenceDrag | null): void {
    this.#set('drag', roundedDrag(drag));
  }
  setLaser(isOn: boolean): void {
    this.#set('laser', isOn);
  }
  setAttendance(attendance: Attendance): void {
    this.#set('presence', attendance);
  }
  setUser({ name, color }: { readonly name: string; readonly color: PresenceColor }): void {
    this.#set('user', { name: cleanName(name), color });
  }
  setPast(isPast: boolean): void {
    // A pointer and a hand were on the other picture.
    this.#set('cursor', null);
    this.#set('drag', null);
    this.#set('past', isPast);
  }
  summon(): void {
    this.#set('summon', { at: this.#state.summon.at + 1 });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#stopTimer?.();
    this.#listeners.clear();
    this.#awareness.off('change', this.#onChange);
    this.#awareness.setLocalState(null);
  }

  readonly #onChange = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };

  #peerOf(clientId: number, state: unknown): Peer | null {
    if (typeof state !== 'object' || state === null) return null;
    const known = this.#parsed.get(state);
    if (known !== undefined) return known;
    const peer = parsePeer(clientId, state);
    if (peer !== null) this.#parsed.set(state, peer);
    return peer;
  }

  #set<K extends keyof PresenceState>(field: K, value: PresenceState[K]): void {
    if (this.#isDestroyed || JSON.stringify(this.#state[field]) === JSON.stringify(value)) return;
    const before = presentOf(this.#state);
    this.#state = { ...this.#state, [field]: value };
    const isHidden = before[field] === presentOf(this.#state)[field];
    if (isHidden || this.#stopTimer !== null) return;
    const waitMs = Math.max(0, this.#sentAt + SEND_INTERVAL_MS - this.#clock.now());
    this.#stopTimer = this.#clock.after(waitMs, () => this.#send());
  }

  #send(): void {
    this.#stopTimer = null;
    this.#sentAt = this.#clock.now();
    this.#awareness.setLocalState(fitState(presentOf(this.#state)));
  }
}
