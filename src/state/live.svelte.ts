/** The shared side of an open map: the socket to the server, and the colleagues who are there. */
import type * as Y from 'yjs';
import { VIEWS, type ViewId } from '../model/index.ts';
import {
  connectMap,
  createPresence,
  PRESENCE_COLORS,
  type Connection,
  type Presence,
  type ShareLink,
} from '../sync/index.ts';
import type { Peer, SaveState } from './types.ts';

/** Who I am to the others. */
export interface Me {
  readonly name: string;
  readonly color: string;
}

type Shared = Pick<SaveState, 'shared' | 'sharedSaved'>;
const OFF: Shared = { shared: 'off', sharedSaved: true };

export class Live {
  #doc: Y.Doc;
  #connection: Connection | null = null;
  #presence: Presence | null = null;
  #state: Shared = $state.raw(OFF);
  #peers: readonly Peer[] = $state.raw([]);
  #canEdit = $state(true);
  /** What the others should know once there is a connection. */
  #view: ViewId = 'fishbone';
  #selection: readonly string[] = [];

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  get state(): Shared {
    return this.#state;
  }
  get peers(): readonly Peer[] {
    return this.#peers;
  }
  /** False for a view link, or when the server turned out to take no edits from us. */
  get canEdit(): boolean {
    return this.#canEdit;
  }

  /** Takes over what a link allows before there is a connection, so that nobody edits what they may only see. */
  expect(link: ShareLink): void {
    this.#canEdit = link.role === 'edit';
    this.#state = { shared: 'connecting', sharedSaved: true };
  }

  /** Connects to the map of a link; a connection there was is closed first. */
  connect(link: ShareLink, me: Me): void {
    this.disconnect();
    this.#canEdit = link.role === 'edit';
    const { mapId, token } = link;
    const url = location.origin.replace(/^http/, 'ws');
    const connection = connectMap({ doc: this.#doc, url, mapId, token, readOnly: link.role !== 'edit' });
    this.#connection = connection;
    const color = PRESENCE_COLORS.find((known) => known === me.color);
    this.#presence = createPresence(connection.awareness, { name: me.name, ...(color ? { color } : {}) });
    this.#presence.setView(this.#view);
    this.#presence.setSelection(this.#selection);
    connection.onChange(() => this.#follow(connection));
    this.#presence.onChange(() => this.#lookAround());
    this.#follow(connection);
  }

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

  /** Resolves when everything written here is on the server's disk, or when the server refuses. */
  async whenSaved(): Promise<'saved' | 'refused'> {
    return (await this.#until((connection) => connection.saved)) === 'done' ? 'saved' : 'refused';
  }

  /** Resolves when the server has let us in, or refuses to. */
  async whenAnswered(): Promise<'admitted' | 'refused'> {
    return (await this.#until(() => true)) === 'done' ? 'admitted' : 'refused';
  }

  /** Safe to call twice. */
  disconnect(): void {
    this.#presence?.destroy();
    this.#connection?.destroy();
    this.#presence = null;
    this.#connection = null;
    this.#state = OFF;
    this.#peers = [];
  }

  /** Waits for a live connection of which something is true; a connection that is closed meanwhile never answers. */
  #until(isTrue: (connection: Connection) => boolean): Promise<'done' | 'refused'> {
    return new Promise((resolve) => {
      const connection = this.#connection;
      const look = () => {
        if (connection?.status === 'live' && isTrue(connection)) resolve('done');
        else if (!connection || connection.status === 'refused') resolve('refused');
        else return false;
        return true;
      };
      if (look()) return;
      const stop = connection?.onChange(() => {
        if (look()) stop?.();
      });
    });
  }

  #follow(connection: Connection): void {
    this.#canEdit = connection.role === 'edit';
    this.#state = { shared: connection.status, sharedSaved: connection.saved };
    this.#lookAround();
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
