/** What one client tells the others about itself: its shape on the wire, read with suspicion, never above the limit. */
import { VIEWS, type ViewId } from '../model/index.ts';
import { SHARE_ROLES, type ShareRole } from './share-link.ts';

/** A point in page units. */
export interface PresencePoint {
  readonly x: number;
  readonly y: number;
}

/** The rectangle of the page that somebody looks at: its centre and its size, in page units. */
export interface PresenceCamera extends PresencePoint {
  readonly width: number;
  readonly height: number;
}

/** Cards in somebody's hand, and how far from their places, in page units. */
export interface PresenceDrag {
  readonly ids: readonly string[];
  readonly dx: number;
  readonly dy: number;
}

/** `idle`: no input for a while. `away`: for long, or the page is hidden. */
export type Attendance = 'active' | 'idle' | 'away';

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

/** What a client says. Page units are those of its view, and in a fishbone of the department it is about. */
export interface PresenceState {
  readonly user: { readonly name: string; readonly color: PresenceColor };
  /** What their link allows; the server lets nobody claim another (server/SPEC.md P8). */
  readonly role: ShareRole;
  /** They look at an earlier state of the map: where in it is nobody's business. */
  readonly past: boolean;
  readonly view: ViewId | null;
  /** The one department that the fishbone is about. */
  readonly focus: string | null;
  readonly cursor: PresencePoint | null;
  readonly camera: PresenceCamera | null;
  readonly drag: PresenceDrag | null;
  /** The cursor draws a trail that fades. */
  readonly laser: boolean;
  readonly presence: Attendance;
  /** Counts how often everybody was asked to come here. */
  readonly summon: { readonly at: number };
  /** Ids of selected people, or of one relation or department. */
  readonly selection: readonly string[];
}

/** Somebody else who has the map open now. */
export interface Peer extends Omit<PresenceState, 'user' | 'presence' | 'summon'> {
  readonly id: number;
  /** '' when they did not say. */
  readonly name: string;
  readonly color: PresenceColor;
  readonly attendance: Attendance;
  /** See PresenceState.summon. */
  readonly summons: number;
}

const MAX_NAME = 60;
const MAX_ID = 128;
const MAX_SELECTION = 50;
const MAX_DRAGGED = 20;
const MAX_COORDINATE = 1e7;
/** The server keeps states up to 2 KiB. */
const MAX_STATE_BYTES = 2_000;

/** A colour for a client that has chosen none: the same one on every screen. */
export function colorOf(clientId: number): PresenceColor {
  return PRESENCE_COLORS[Math.abs(Math.trunc(clientId)) % PRESENCE_COLORS.length] ?? PRESENCE_COLORS[0];
}

/** Any state a peer may have sent, as a peer; null unless it is an object. */
export function parsePeer(id: number, state: unknown): Peer | null {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return null;
  const said = fieldsOf(state);
  const { name, color } = fieldsOf(said['user']);
  const summons = fieldsOf(said['summon'])['at'];
  return {
    id,
    name: cleanName(name),
    color: PRESENCE_COLORS.find((known) => known === color) ?? colorOf(id),
    // Who does not say may the least.
    role: SHARE_ROLES.find((known) => known === said['role']) ?? 'view',
    past: said['past'] === true,
    view: VIEWS.find((known) => known === said['view']) ?? null,
    focus: isId(said['focus']) ? said['focus'] : null,
    cursor: parsePoint(said['cursor']),
    camera: parseCamera(said['camera']),
    drag: parseDrag(said['drag']),
    laser: said['laser'] === true,
    attendance: said['presence'] === 'idle' || said['presence'] === 'away' ? said['presence'] : 'active',
    summons: typeof summons === 'number' && Number.isSafeInteger(summons) && summons > 0 ? summons : 0,
    selection: parseIds(said['selection'], MAX_SELECTION),
  };
}

/** Nothing of where somebody is. */
export const NOWHERE = {
  view: null,
  focus: null,
  cursor: null,
  camera: null,
  drag: null,
  laser: false,
  selection: [],
} as const;

/** Without where somebody is and what they do there while they look at an earlier state: it is not about the present. */
export function presentOf(state: PresenceState): PresenceState {
  return state.past ? { ...state, ...NOWHERE } : state;
}

/** The state as it may be sent: what is dragged first, then as much of the selection as the limit leaves room for. */
export function fitState(state: PresenceState): PresenceState {
  const dragged = state.drag === null ? [] : parseIds(state.drag.ids, MAX_DRAGGED);
  const drag = state.drag && { ...state.drag, ids: dragged };
  if (bytesOf({ ...state, drag, selection: state.selection }) <= MAX_STATE_BYTES) return { ...state, drag };
  const bare: PresenceState = { ...state, drag: drag && { ...drag, ids: [] }, selection: [] };
  let room = MAX_STATE_BYTES - bytesOf(bare);
  const take = (ids: readonly string[]) => {
    const end = ids.findIndex((id) => (room -= bytesOf(id) + 1) < 0);
    return end < 0 ? ids : ids.slice(0, end);
  };
  const ids = take(dragged);
  return { ...bare, drag: drag && ids.length > 0 ? { ...drag, ids } : null, selection: take(state.selection) };
}

/** Ids that may be sent, at most so many. */
export function selectionOf(ids: readonly string[]): readonly string[] {
  return parseIds(ids, MAX_SELECTION);
}

/** Rounded to whole page units; null when it is nowhere. */
export function roundedPoint(point: PresencePoint | null): PresencePoint | null {
  return point && parsePoint({ x: Math.round(point.x), y: Math.round(point.y) });
}

export function roundedCamera(camera: PresenceCamera | null): PresenceCamera | null {
  if (camera === null) return null;
  const { x, y, width, height } = camera;
  return parseCamera({ x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) });
}

export function roundedDrag(drag: PresenceDrag | null): PresenceDrag | null {
  return drag && parseDrag({ ids: drag.ids, dx: Math.round(drag.dx), dy: Math.round(drag.dy) });
}

/** Without control and direction characters, which could make one name look like another; cut at whole characters. */
export function cleanName(value: unknown): string {
  if (typeof value !== 'string') return '';
  const clean = value.slice(0, MAX_NAME * 4).replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  let cut = '';
  for (const character of clean.trim()) {
    if (cut.length + character.length > MAX_NAME) break;
    cut += character;
  }
  return cut;
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parsePoint(value: unknown): PresencePoint | null {
  const { x, y } = fieldsOf(value);
  return isCoordinate(x) && isCoordinate(y) ? { x, y } : null;
}

function parseCamera(value: unknown): PresenceCamera | null {
  const { width, height } = fieldsOf(value);
  const centre = parsePoint(value);
  if (centre === null || !isCoordinate(width) || !isCoordinate(height)) return null;
  return width >= 1 && height >= 1 ? { ...centre, width, height } : null;
}

function parseDrag(value: unknown): PresenceDrag | null {
  const { ids, dx, dy } = fieldsOf(value);
  const dragged = parseIds(ids, MAX_DRAGGED);
  return dragged.length > 0 && isCoordinate(dx) && isCoordinate(dy) ? { ids: dragged, dx, dy } : null;
}

function parseIds(value: unknown, max: number): readonly string[] {
  return Array.isArray(value) ? value.slice(0, max).filter(isId) : [];
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
