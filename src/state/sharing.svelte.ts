/** Who may get into the open map, and where it lives: what the share dialog works with. Reasons are sentences. */
import type { Result } from '../model/index.ts';
import {
  addPersonLink,
  deleteSharedMap,
  listServerStates,
  mayEdit,
  readAccess,
  readServerInfo,
  readServerState,
  SHARE_ROLES,
  withdrawPersonLink,
  withdrawRole,
  type ApiFailure,
  type LinkWish,
  type MapAccess,
  type MapCaller,
  type PersonLink,
  type ServerInfo,
  type ShareRole,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import { openState } from './past-state.ts';
import type { Past } from './past.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { ShareLinks } from './types.ts';

export interface SharingOptions {
  readonly id: string;
  readonly app: App;
  readonly session: Session;
  readonly past: Past;
}

export class Sharing {
  #options: SharingOptions;
  #server: ServerInfo | null = $state.raw(null);
  /** What the server said last of the links, and of which map. */
  #access: { readonly mapId: string; readonly access: MapAccess } | null = $state.raw(null);
  #failure: string | null = $state(null);

  constructor(options: SharingOptions) {
    this.#options = options;
  }

  /** The links this device holds; null while the map lives on this device only. */
  get links(): ShareLinks | null {
    return this.#options.session.share;
  }
  /** What the link in use allows; null when the map is not shared. */
  get role(): ShareRole | null {
    return this.#options.session.role;
  }
  /** What a link allows that was opened on a copy which belongs to this device alone; null = nothing to decide. */
  get offered(): ShareRole | null {
    return this.#options.session.offered;
  }
  /** Puts the copy of this device and the shared map together. */
  join(): void {
    this.#options.session.join();
  }
  /** The copy stays what it is. */
  decline(): void {
    this.#options.session.decline();
  }
  /** The address of the server, as people know it. */
  get host(): string {
    return location.host;
  }
  /** What the server says of itself; null until it was asked, or when it did not say. */
  get server(): ServerInfo | null {
    return this.#server;
  }
  /** When the link in use ends, in milliseconds since 1970; null = never, or not known. */
  get expiresAt(): number | null {
    const expires = this.#known?.expires ?? 0;
    return expires === 0 ? null : expires * 1000;
  }
  /** The links made for persons, the newest first; null until an owner has asked for them. */
  get people(): readonly PersonLink[] | null {
    const people = this.#known?.owner?.people;
    return people ? [...people].sort((a, b) => b.created - a.created) : null;
  }
  /** Why what the server knows of the links is not there. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Asks the server about itself, and about the links of this map. */
  async look(): Promise<void> {
    const [server] = await Promise.all([readServerInfo(location.origin, fetch.bind(globalThis)), this.#lookAtLinks()]);
    if (server.ok) this.#server = server.value;
  }

  /** Puts the map on the server. */
  async shareNow(createToken: string | null = null): Promise<Result<ShareLinks>> {
    const { app, session } = this.#options;
    const shared = await session.shareNow(createToken);
    if (!shared.ok) {
      const isUnknown = shared.reason === 'create-token' && createToken !== null;
      return { ok: false, reason: app.t(isUnknown ? 'share.token.unknown' : `notice.share.${shared.reason}`) };
    }
    await this.#lookAtLinks();
    return shared;
  }

  /** Makes a link for one person. */
  async addPerson(wish: LinkWish): Promise<Result<PersonLink>> {
    const added = await this.#ask((caller) => addPersonLink(caller, wish));
    if (added.ok) await this.#lookAtLinks();
    return added;
  }

  /** Whoever is in with this person's link is put out. */
  async withdrawPerson(id: string): Promise<Result<true>> {
    const withdrawn = await this.#ask((caller) => withdrawPersonLink(caller, id));
    if (withdrawn.ok) await this.#lookAtLinks();
    return withdrawn;
  }

  /** All links of a role, those made for persons included, are dead afterwards; there is a new one for everybody. */
  async renew(role: Exclude<ShareRole, 'own'>): Promise<Result<MapAccess>> {
    const mapId = this.#options.session.caller()?.mapId;
    const renewed = await this.#ask((caller) => withdrawRole(caller, role));
    if (renewed.ok && mapId !== undefined) await this.#takeLinks(mapId, renewed.value);
    return renewed;
  }

  /**
   * Takes the map off the server, for everybody; here it goes on with all that is in it and all its earlier states.
   * `withoutPast` leaves the server's earlier states behind, for when they cannot be had.
   */
  async stop({ withoutPast = false } = {}): Promise<Result<void>> {
    const { app, session } = this.#options;
    if (!this.#hasAll) return { ok: false, reason: app.t('share.stop.not-live') };
    const fetched = withoutPast ? null : await this.#bringPast();
    if (fetched?.ok === false) return fetched;
    // Fetching takes its time, and what colleagues say meanwhile is erased too: all of it must be here.
    const ended = await session.endSharing<ApiFailure | 'not-live'>(async () =>
      this.#hasAll ? this.#request(deleteSharedMap) : { ok: false, reason: 'not-live' },
    );
    if (ended.ok) return ended;
    if (ended.reason === 'unkept') return this.#unkept();
    if (ended.reason === 'not-live') return { ok: false, reason: app.t('share.stop.not-live') };
    return { ok: false, reason: app.t(`share.failure.${ended.reason}`) };
  }

  /** Everything that the server has is here, and the other way round. */
  get #hasAll(): boolean {
    const { shared, sharedSaved } = this.#options.session.saveState;
    return shared === 'live' && sharedSaved;
  }

  /** Erases the map on the server; here, and on every device that opens it, it goes to the trash. */
  async deleteEverywhere(): Promise<Result<true>> {
    const { app, id } = this.#options;
    const deleted = await this.#ask(deleteSharedMap);
    if (!deleted.ok) return deleted;
    await this.leave();
    await app.library.moveToTrash(id);
    app.notify({ kind: 'info', text: app.t('share.delete.done') });
    if (app.route.page === 'map' && app.library.entryOf(app.route.id)?.id === id) app.go({ page: 'library' });
    return deleted;
  }

  /** The earlier states that the server keeps can come along when this device leaves: whoever may edit may read them. */
  get canBringPast(): boolean {
    const { role, saveState } = this.#options.session;
    return role !== null && mayEdit(role) && saveState.shared !== 'refused';
  }

  /**
   * Like `leave`, with the server's earlier states where the link reaches them; nothing has changed when they cannot be
   * had. `withoutPast` leaves them behind.
   */
  async keepCopy({ withoutPast = false } = {}): Promise<Result<void>> {
    const brought = withoutPast || !this.canBringPast ? null : await this.#bringPast();
    if (brought?.ok === false) return brought;
    return this.leave();
  }

  /**
   * Keeps the map on this device alone from now on, with all that is in it; the server and the others keep theirs. One
   * that its owner has deleted comes out of the trash.
   */
  async leave(): Promise<Result<void>> {
    const { app, id, session } = this.#options;
    if (session.saveState.refusal === 'deleted') await app.library.restore(id);
    const left = await session.leave();
    return left.ok ? left : this.#unkept();
  }

  /** Who leaves a map that its owner has deleted is told where it is. */
  destroy(): void {
    const { app, id, session } = this.#options;
    const entry = app.library.entryOf(id);
    if (session.saveState.refusal !== 'deleted' || entry === null || entry.trashedAt === null) return;
    const text = app.t('share.deleted.notice', entry.name || app.t('map.untitled'));
    const action = { label: app.t('share.take-back'), run: () => void app.library.restore(id) };
    app.notify({ kind: 'error', text, action });
  }

  async #lookAtLinks(): Promise<void> {
    const mapId = this.#options.session.caller()?.mapId;
    if (mapId === undefined) return;
    const access = await this.#ask(readAccess);
    if (this.#options.session.share?.id !== mapId) return;
    this.#failure = access.ok ? null : access.reason;
    if (access.ok) await this.#takeLinks(mapId, access.value);
  }

  /**
   * Another device of the owner, or a new key of the server, may have put new links in the place of those kept here. The
   * answer is about the map that was asked about: it may be shared as another one by now.
   */
  async #takeLinks(mapId: string, access: MapAccess): Promise<void> {
    const { session } = this.#options;
    const kept = session.share;
    if (kept?.id !== mapId) return;
    this.#access = { mapId, access };
    const now = access.owner?.everyone;
    if (now && SHARE_ROLES.some((role) => kept[role] !== now[role])) await session.renewLinks(now);
  }

  /** Every state that the server keeps comes to this device; one that cannot be read is worth nothing and left behind. */
  async #bringPast(): Promise<Result<void>> {
    const { app, past } = this.#options;
    const listed = await this.#ask(listServerStates);
    if (!listed.ok) return { ok: false, reason: app.t('share.stop.no-past', listed.reason) };
    for (const { at } of listed.value) {
      const caller = this.#options.session.caller();
      const read = caller && (await readServerState(caller, at));
      if (read?.ok !== true) {
        // Thinned out since the list was made, or larger than any map may be.
        if (read?.reason === 'missing' || read?.reason === 'too-big') continue;
        const why = app.t(`share.failure.${read?.reason ?? 'refused'}`);
        return { ok: false, reason: app.t('share.stop.no-past', why) };
      }
      const opened = openState(read.value);
      if (!opened.ok) continue;
      const people = opened.value.map.people.size;
      opened.value.doc.destroy();
      const kept = await past.keep([{ at, people, marked: false, state: read.value }]);
      if (!kept.ok) return { ok: false, reason: app.t('share.stop.no-past', app.t(`history.storage.${kept.reason}`)) };
    }
    return { ok: true, value: undefined };
  }

  get #known(): MapAccess | null {
    return this.#access !== null && this.#access.mapId === this.links?.id ? this.#access.access : null;
  }

  #unkept(): { readonly ok: false; readonly reason: string } {
    return { ok: false, reason: this.#options.app.t('share.unkept') };
  }

  async #ask<T>(request: (caller: MapCaller) => Promise<Result<T, ApiFailure>>): Promise<Result<T>> {
    const answer = await this.#request(request);
    return answer.ok ? answer : { ok: false, reason: this.#options.app.t(`share.failure.${answer.reason}`) };
  }

  async #request<T>(request: (caller: MapCaller) => Promise<Result<T, ApiFailure>>): Promise<Result<T, ApiFailure>> {
    const caller = this.#options.session.caller();
    return caller === null ? { ok: false, reason: 'missing' } : request(caller);
  }
}
