/** Who else has the map open now, what they see of me, and whom I follow. */
import type { UnitId, ViewId } from '../model/index.ts';
import {
  createPresence,
  freeColor,
  mayEdit,
  PRESENCE_COLORS,
  SUMMONS_PAUSE_MS,
  systemClock,
  watchAttendance,
  watchOwnTabs,
  watchSummons,
  type Connection,
  type OwnTabs,
  type Presence,
  type PresenceCamera,
  type PresenceColor,
  type PresenceDrag,
  type PresencePoint,
  type ShareRole,
  type SummonsWatch,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import { Following } from './following.svelte.ts';
import type { Peer } from './types.ts';
import { watchInput } from './watch-input.ts';

/** What a list of people shows: changes seldom, whatever their pointers do. */
export type Present = Pick<Peer, 'id' | 'name' | 'color' | 'role' | 'past' | 'view' | 'attendance'>;
export type PeerSelection = Pick<Peer, 'id' | 'color' | 'selection'>;

/** Why nobody would come: nobody is here, they have just been called, or they could not come to an earlier state. */
export type SummonsHindrance = 'alone' | 'just-called' | 'past';

/** Longer than the others' own pause by what a call may be underway. */
const CALL_PAUSE_MS = SUMMONS_PAUSE_MS + 1_000;

export class Colleagues {
  readonly following: Following;
  #app: App;
  #presence: Presence | null = $state.raw(null);
  #peers: readonly Peer[] = $state.raw([]);
  #otherTabs = $state(0);
  #present: readonly Present[] = $state.raw([]);
  #selections: readonly PeerSelection[] = $state.raw([]);
  #laser = $state(false);
  #summons: SummonsWatch = watchSummons();
  #ownTabs: OwnTabs | null = null;
  #leave: (() => void) | null = null;
  /** What the others should know once there is a connection. */
  #view: ViewId = 'fishbone';
  #focus: UnitId | null = null;
  #selection: readonly string[] = [];
  #camera: PresenceCamera | null = null;
  #isPast = $state(false);
  #role: ShareRole | null = $state(null);
  #stopPause: (() => void) | null = $state.raw(null);

  constructor(app: App) {
    this.#app = app;
    this.following = new Following(() => this.#peers);
  }

  /** Everything about everybody else; a new list whenever anybody's pointer moves. Never me in another tab. */
  get peers(): readonly Peer[] {
    return this.#peers;
  }
  get present(): readonly Present[] {
    return this.#present;
  }
  /** In how many other tabs of this browser I have this map open. */
  get otherTabs(): number {
    return this.#otherTabs;
  }
  /** Of those who have selected something. */
  get selections(): readonly PeerSelection[] {
    return this.#selections;
  }
  /** The map is shared: others can see me when they come. */
  get isShown(): boolean {
    return this.#presence !== null;
  }
  find(id: number): Peer | null {
    return this.#peers.find((peer) => peer.id === id) ?? null;
  }

  /**
   * A connection is there, with a link of some role: shows me to the others, and them to me. Whoever was attached before
   * is let go.
   */
  attach({ awareness }: Pick<Connection, 'awareness'>, role: ShareRole): void {
    this.detach();
    const ownTabs = watchOwnTabs(awareness.clientID, () => this.#lookAround());
    this.#ownTabs = ownTabs;
    const presence = createPresence(awareness, { ...this.#user(), role });
    this.#presence = presence;
    this.#role = role;
    presence.setView(this.#view);
    presence.setFocus(this.#focus);
    presence.setSelection(this.#selection);
    presence.setCamera(this.#camera);
    presence.setLaser(this.#laser);
    presence.setPast(this.#isPast);
    presence.onChange(() => this.#lookAround());
    const attendance = watchAttendance((now) => presence.setAttendance(now));
    const stopInput = watchInput(attendance);
    this.#leave = () => {
      stopInput();
      attendance.destroy();
      presence.destroy();
      ownTabs.destroy();
    };
    this.#summons = watchSummons();
    this.#lookAround();
  }

  /** Safe to call twice. */
  detach(): void {
    this.#leave?.();
    this.#leave = null;
    this.#presence = null;
    this.#ownTabs = null;
    this.#stopPause?.();
    this.#stopPause = null;
    this.following.stop();
    this.#lookAround();
  }

  /** Page units of the view that is drawn; null when the pointer left. */
  sendCursor(at: PresencePoint | null): void {
    this.#presence?.setCursor(at);
  }
  sendSelection(ids: readonly string[]): void {
    this.#selection = ids;
    this.#presence?.setSelection(ids);
  }
  sendView(view: ViewId): void {
    this.#view = view;
    this.#presence?.setView(view);
  }
  sendFocus(unit: UnitId | null): void {
    this.#focus = unit;
    this.#presence?.setFocus(unit);
  }
  /** What the window shows of the page that is drawn; null while a view is on its way. */
  sendCamera(camera: PresenceCamera | null): void {
    this.#camera = camera;
    this.#presence?.setCamera(camera);
  }
  sendDrag(drag: PresenceDrag | null): void {
    this.#presence?.setDrag(drag);
  }
  /** An earlier state is shown here, or the present again. In the past nobody is followed: they are elsewhere. */
  sendPast(isPast: boolean): void {
    this.#isPast = isPast;
    this.#presence?.setPast(isPast);
    if (!isPast) return;
    this.following.stop();
    this.following.finish();
  }
  /** Name and colour as they are in the app now. */
  sendUser(): void {
    const user = this.#user();
    this.#presence?.setUser(user);
  }
  /** What the others see me in: what I chose, unless somebody here has it. */
  get color(): PresenceColor {
    const { userColor } = this.#app;
    const wanted = PRESENCE_COLORS.find((known) => known === userColor) ?? PRESENCE_COLORS[0];
    return this.#presence ? freeColor(wanted, this.#presence.id, this.#present) : wanted;
  }

  /** My pointer draws a trail, here and on the others' screens. */
  get laser(): boolean {
    return this.#laser;
  }
  set laser(isOn: boolean) {
    this.#laser = isOn;
    this.#presence?.setLaser(isOn);
  }

  /** Whether the others heed my calls: those of people who may edit. */
  get maySummon(): boolean {
    return this.#role !== null && mayEdit(this.#role);
  }
  /** Why a call would bring nobody just now; null = it would. */
  get summonsHindrance(): SummonsHindrance | null {
    if (this.#isPast) return 'past';
    if (this.#present.length === 0) return 'alone';
    return this.#stopPause === null ? null : 'just-called';
  }
  /** Asks everybody to look at what I look at; whoever leads follows nobody. False when nobody would come. */
  summon(): boolean {
    if (!this.maySummon || this.summonsHindrance !== null) return false;
    this.following.stop();
    this.#presence?.summon();
    this.#stopPause = systemClock.after(CALL_PAUSE_MS, () => (this.#stopPause = null));
    return true;
  }

  #user() {
    return { name: this.#app.userName, color: this.color };
  }

  #lookAround(): void {
    const everybody = this.#presence?.peers() ?? [];
    this.#peers = everybody.filter(({ id }) => !this.#ownTabs?.has(id));
    this.#otherTabs = everybody.length - this.#peers.length;
    this.#present = kept(
      this.#present,
      this.#peers.map(({ id, name, color, role, past, view, attendance }) => ({
        id,
        name,
        color,
        role,
        past,
        view,
        attendance,
      })),
    );
    this.#selections = kept(
      this.#selections,
      this.#peers
        .filter((peer) => peer.selection.length > 0)
        .map(({ id, color, selection }) => ({ id, color, selection })),
    );
    this.following.look();
    const caller = this.#summons.look(this.#peers);
    if (caller) this.following.follow(caller, 'summons');
  }
}

/** The list before when the new one says the same: what is drawn from it need not be drawn again. */
function kept<T>(before: readonly T[], now: readonly T[]): readonly T[] {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
