/** The sockets of a shared map: one for the map itself, one for the comments beside it. */
import type * as Y from 'yjs';
import {
  connectMap,
  mayComment,
  mayEdit,
  type Connection,
  type ConnectionStatus,
  type ShareLink,
  type ShareRole,
} from '../sync/index.ts';
import type { Colleagues } from './colleagues.svelte.ts';
import type { SaveState } from './types.ts';
import type { Unsent } from './unsent.svelte.ts';

type Shared = Omit<SaveState, 'device' | 'reason' | 'unsent'>;
const OFF: Shared = {
  shared: 'off',
  refusal: null,
  refusedBytes: null,
  trouble: null,
  sharedSaved: true,
  commentsRefusal: null,
};

/** How long somebody waits for the server to say "saved" before they go on all the same. */
const SAVED_WITHIN_MS = 10_000;

export interface LiveOptions {
  readonly doc: Y.Doc;
  readonly comments: Y.Doc;
  /** What of each waits for the server. */
  readonly unsent: { readonly map: Unsent; readonly comments: Unsent };
  readonly colleagues: Pick<Colleagues, 'attach' | 'detach'>;
  /** The owner has deleted the map of this id on the server while it was open, or before. */
  readonly onDeleted: (mapId: string) => void;
  /** The server has put a link in the place of the one in use: the same, signed by its newest key. */
  readonly onRenewed: (link: ShareLink, before: ShareLink) => void;
}

export class Live {
  #options: LiveOptions;
  #map: Connection | null = null;
  #comments: Connection | null = null;
  #link: ShareLink | null = null;
  #state: Shared = $state.raw(OFF);
  #role: ShareRole | null = $state(null);
  #canEdit = $state(true);

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get state(): Shared {
    return this.#state;
  }
  /** What the link in use allows; null when the map is not shared. */
  get role(): ShareRole | null {
    return this.#role;
  }
  /** The link in use, as the server has renewed it; null when the map is not shared. */
  get link(): ShareLink | null {
    return this.#link;
  }
  /** False with a link that may not, when the server takes no edits from us, and once it will not have the link. */
  get canEdit(): boolean {
    return this.#canEdit;
  }
  get canComment(): boolean {
    const { shared, refusal, commentsRefusal } = this.#state;
    const isTaken =
      (shared !== 'refused' || refusal === 'too-big') && (commentsRefusal === null || commentsRefusal === 'too-big');
    return isTaken && (this.#role === null || mayComment(this.#role));
  }

  /** Takes over what a link allows before there is a connection, so that nobody edits what they may only see. */
  expect(link: ShareLink): void {
    this.#role = link.role;
    this.#canEdit = mayEdit(link.role);
    this.#state = { ...OFF, shared: 'connecting' };
  }

  /** Connects to the map of a link; a connection there was is closed first. */
  connect(link: ShareLink): void {
    this.disconnect();
    this.expect(link);
    const { doc, comments, colleagues, unsent } = this.#options;
    this.#link = link;
    const { mapId, token } = link;
    const url = location.origin.replace(/^http/, 'ws');
    const onRenewed = (renewed: ShareLink, before: ShareLink) => this.#take(renewed, before);
    const shared = { url, mapId, token, onRenewed };
    const connection = connectMap({ ...shared, doc, onOwnChange: () => unsent.map.changed() });
    this.#map = connection;
    connection.onChange(() => this.#follow());
    colleagues.attach(connection, link.role);
    if (mayComment(link.role)) {
      const onOwnChange = () => unsent.comments.changed();
      this.#comments = connectMap({ ...shared, doc: comments, document: 'comments', onOwnChange });
      this.#comments.onChange(() => this.#follow());
    }
    this.#follow();
  }

  /** Resolves when everything written here is on the server's disk, when the server refuses, or after ten seconds. */
  async whenSaved(): Promise<'saved' | 'refused' | 'waited'> {
    const isSaved = (connection: Connection) => connection.saved && isDone(this.#comments);
    const late = new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), SAVED_WITHIN_MS));
    const outcome = await Promise.race([this.#until(isSaved), late]);
    return outcome === 'done' ? 'saved' : outcome;
  }

  /** Resolves when the server has let us in, or refuses to. */
  async whenAnswered(): Promise<'admitted' | 'refused'> {
    return (await this.#until(() => true)) === 'done' ? 'admitted' : 'refused';
  }

  /** As if the map had never been shared. Safe to call twice. */
  disconnect(): void {
    this.#options.colleagues.detach();
    this.#map?.destroy();
    this.#comments?.destroy();
    this.#map = null;
    this.#comments = null;
    this.#link = null;
    this.#state = OFF;
    this.#role = null;
    this.#canEdit = true;
  }

  /** Waits for a live connection of which something is true; a connection that is closed meanwhile never answers. */
  #until(isTrue: (connection: Connection) => boolean): Promise<'done' | 'refused'> {
    return new Promise((resolve) => {
      const connection = this.#map;
      const look = () => {
        if (connection?.status === 'live' && isTrue(connection)) resolve('done');
        else if (!connection || connection.status === 'refused') resolve('refused');
        else return false;
        return true;
      };
      if (look()) return;
      const stops = [connection, this.#comments].map((each) =>
        each?.onChange(() => {
          if (look()) for (const stop of stops) stop?.();
        }),
      );
    });
  }

  /** Told once, though both sockets hear of it. */
  #take(renewed: ShareLink, before: ShareLink): void {
    if (this.#link?.token === renewed.token) return;
    this.#link = renewed;
    this.#options.onRenewed(renewed, before);
  }

  #follow(): void {
    const map = this.#map;
    if (!map) return;
    const comments = this.#comments;
    const isNews = map.reason === 'deleted' && this.#state.refusal !== 'deleted';
    const { unsent } = this.#options;
    if (hasAll(map)) unsent.map.acknowledged();
    if (comments && hasAll(comments)) unsent.comments.acknowledged();
    // What is too big for the server can be made smaller here, by whoever may.
    this.#canEdit = map.mayWrite && (map.status !== 'refused' || map.reason === 'too-big');
    this.#state = {
      shared: together(map, comments),
      refusal: map.reason,
      refusedBytes: map.bytes,
      trouble: map.trouble ?? comments?.trouble ?? null,
      sharedSaved: map.saved && isDone(comments),
      commentsRefusal: comments?.reason ?? null,
    };
    if (isNews && this.#link !== null) this.#options.onDeleted(this.#link.mapId);
  }
}

/** The server has said that it has everything; one that takes nothing from us says nothing of the kind. */
function hasAll({ mayWrite, saved, status }: Connection): boolean {
  return mayWrite && saved && status === 'live';
}

/** Nothing is under way any more: all is saved, or will never be. */
function isDone(comments: Connection | null): boolean {
  return comments === null || comments.saved || comments.status === 'refused';
}

/** What is not connected shows, whichever of the two it is; refused comments have words of their own. */
function together(map: Connection, comments: Connection | null): ConnectionStatus {
  if (map.status === 'refused' || comments === null || comments.status === 'refused') return map.status;
  const both = [map.status, comments.status];
  return (['offline', 'connecting'] as const).find((status) => both.includes(status)) ?? 'live';
}
