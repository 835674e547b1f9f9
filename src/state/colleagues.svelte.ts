/** Who else has the map open now, and what they see of me. */
import type { Connection } from '../sync/index.ts';
import { VIEWS, type ViewId } from '../model/index.ts';
import { createPresence, PRESENCE_COLORS, type Presence } from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import type { Peer } from './types.ts';

export class Colleagues {
  #app: App;
  #presence: Presence | null = null;
  #peers: readonly Peer[] = $state.raw([]);
  /** What the others should know once there is a connection. */
  #view: ViewId = 'fishbone';
  #selection: readonly string[] = [];

  constructor(app: App) {
    this.#app = app;
  }

  get peers(): readonly Peer[] {
    return this.#peers;
  }

  /** A connection is there: shows me to the others, and them to me. Whoever was attached before is let go. */
  attach({ awareness }: Pick<Connection, 'awareness'>): void {
    this.detach();
    const { userName, userColor } = this.#app;
    const color = PRESENCE_COLORS.find((known) => known === userColor);
    this.#presence = createPresence(awareness, { name: userName, ...(color ? { color } : {}) });
    this.#presence.setView(this.#view);
    this.#presence.setSelection(this.#selection);
    this.#presence.onChange(() => this.#lookAround());
    this.#lookAround();
  }

  /** Safe to call twice. */
  detach(): void {
    this.#presence?.destroy();
    this.#presence = null;
    this.#peers = [];
  }

  /** Page units of the view that is drawn; null when the pointer left. */
  sendCursor(at: { readonly x: number; readonly y: number } | null): void {
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
  sendName(name: string): void {
    this.#presence?.setName(name);
  }

  #lookAround(): void {
    this.#peers = (this.#presence?.peers() ?? []).map(({ clientId, name, color, cursor, selection, view }) => ({
      id: clientId,
      name,
      color,
      cursor,
      selection,
      view: VIEWS.find((known) => known === view) ?? null,
    }));
  }
}
