import type { Awareness } from 'y-protocols/awareness';

/** A point in page units. */
export interface PresencePoint {
  readonly x: number;
  readonly y: number;
}

/** Somebody else who has the map open now. */
export interface Peer {
  readonly clientId: number;
  /** '' when they did not say. */
  readonly name: string;
  readonly color: PresenceColor;
  readonly cursor: PresencePoint | null;
  /** Ids of selected people. */
  readonly selection: readonly string[];
  /** The view they look at, '' when unknown; a cursor means something only in the same view. */
  readonly view: string;
}

export interface Presence {
  /** By client id; never includes this client. */
  peers(): readonly Peer[];
  /** At most 15 states a second go out; the last one always does. Null = the pointer left the page. */
  setCursor(point: PresencePoint | null): void;
  setSelection(ids: readonly string[]): void;
  setView(view: string): void;
  setName(name: string): void;
  /** Called when somebody came, left or changed; returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Stops listening and takes this client's state back. Safe to call twice. */
  destroy(): void;
}

/** Dark enough for white text on them (contrast ≥ 4.5), told apart by hue. */
export const PRESENCE_COLORS = [
  '#b4232f',
  '#a04a00',
  '#7a5c00',
  '#3f6f12',
  '#0b7265',
  '#0b6aa8',
  '#5a48c8',
  '#a02c86',
] as const;

export type PresenceColor = (typeof PRESENCE_COLORS)[number];

const CURSOR_INTERVAL_MS = 1000 / 15;
const MAX_NAME = 60;
const MAX_ID = 128;
const MAX_VIEW = 40;
const MAX_SELECTION = 50;
/** The server keeps states up to 2 KiB; ids can be long, so a selection may have to be cut. */
const MAX_SELECTION_BYTES = 1_400;
const MAX_COORDINATE = 1e7;

/** A colour for a client that has chosen none: the same one on every screen. */
export function colorOf(clientId: number): PresenceColor {
  return PRESENCE_COLORS[Math.abs(Math.trunc(clientId)) % PRESENCE_COLORS.length] ?? PRESENCE_COLORS[0];
}

/** Any state a peer may have sent, as a peer; null unless it is an object. */
export function parsePeer(clientId: number, state: unknown): Peer | null {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return null;
  const { user, cursor, selection, view } = state as Record<string, unknown>;
  const { name, color } = (typeof user === 'object' && user !== null ? user : {}) as Record<string, unknown>;
  return {
    clientId,
    name: cleanText(name, MAX_NAME),
    color: PRESENCE_COLORS.find((known) => known === color) ?? colorOf(clientId),
    cursor: parsePoint(cursor),
    selection: Array.isArray(selection) ? selection.slice(0, MAX_SELECTION).filter(isShortText) : [],
    view: cleanText(view, MAX_VIEW),
  };
}

/** Shows this client to the others and the others to it. */
export function createPresence(
  awareness: Awareness,
  { name, color }: { name: string; color?: PresenceColor },
): Presence {
  return new MapPresence(awareness, cleanText(name, MAX_NAME), color ?? colorOf(awareness.clientID));
}

class MapPresence implements Presence {
  readonly #awareness: Awareness;
  readonly #color: PresenceColor;
  readonly #listeners = new Set<() => void>();
  #cursor: PresencePoint | null = null;
  #cursorTimer: ReturnType<typeof setTimeout> | null = null;
  #cursorSentAt = 0;
  #isDestroyed = false;

  constructor(awareness: Awareness, name: string, color: PresenceColor) {
    this.#awareness = awareness;
    this.#color = color;
    awareness.setLocalState({ user: { name, color }, cursor: null, selection: [], view: '' });
    awareness.on('change', this.#onChange);
  }

  peers(): readonly Peer[] {
    const peers: Peer[] = [];
    for (const [clientId, state] of this.#awareness.getStates()) {
      const peer = clientId === this.#awareness.clientID ? null : parsePeer(clientId, state);
      if (peer !== null) peers.push(peer);
    }
    return peers.sort((a, b) => a.clientId - b.clientId);
  }

  setCursor(point: PresencePoint | null): void {
    const cursor = point === null ? null : parsePoint({ x: Math.round(point.x), y: Math.round(point.y) });
    if (this.#isDestroyed || (cursor?.x === this.#cursor?.x && cursor?.y === this.#cursor?.y)) return;
    this.#cursor = cursor;
    const waitMs = this.#cursorSentAt + CURSOR_INTERVAL_MS - Date.now();
    this.#cursorTimer ??= setTimeout(() => this.#sendCursor(), Math.max(0, waitMs));
  }

  setSelection(ids: readonly string[]): void {
    const selection: string[] = [];
    let bytes = 0;
    for (const id of ids.filter(isShortText).slice(0, MAX_SELECTION)) {
      bytes += new TextEncoder().encode(JSON.stringify(id)).length + 1;
      if (bytes > MAX_SELECTION_BYTES) break;
      selection.push(id);
    }
    this.#set('selection', selection);
  }

  setView(view: string): void {
    this.#set('view', cleanText(view, MAX_VIEW));
  }

  setName(name: string): void {
    this.#set('user', { name: cleanText(name, MAX_NAME), color: this.#color });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    if (this.#cursorTimer !== null) clearTimeout(this.#cursorTimer);
    this.#listeners.clear();
    this.#awareness.off('change', this.#onChange);
    this.#awareness.setLocalState(null);
  }

  readonly #onChange = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };

  #sendCursor(): void {
    this.#cursorTimer = null;
    this.#cursorSentAt = Date.now();
    this.#set('cursor', this.#cursor);
  }

  #set(field: string, value: unknown): void {
    if (!this.#isDestroyed) this.#awareness.setLocalStateField(field, value);
  }
}

function parsePoint(value: unknown): PresencePoint | null {
  const { x, y } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return isCoordinate(x) && isCoordinate(y) ? { x, y } : null;
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE;
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID;
}

/** Without control and direction characters, which could make one name look like another; cut at whole characters. */
function cleanText(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return '';
  const clean = value.slice(0, maxLength * 4).replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  let cut = '';
  for (const character of clean.trim()) {
    if (cut.length + character.length > maxLength) break;
    cut += character;
  }
  return cut;
}
