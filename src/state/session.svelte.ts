/** Where an open map is kept: on this device, in this browser's other tabs, and on the server when it is shared. */
import type * as Y from 'yjs';
import { fillDoc } from '../document/index.ts';
import type { Result } from '../model/index.ts';
import {
  commentsOf,
  joinTabs,
  mayComment,
  mayEdit,
  openDevice,
  parseToken,
  type DeviceStore,
  type MapCaller,
  type ShareLink,
  type ShareRole,
  type Tabs,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import type { Colleagues } from './colleagues.svelte.ts';
import { worstOf, type DeviceState } from './device-state.ts';
import * as held from './held-links.ts';
import { Live } from './live.svelte.ts';
import type { SaveState, ShareLinks } from './types.ts';
import { Unsent } from './unsent.svelte.ts';

export interface SessionOptions {
  readonly id: string;
  readonly doc: Y.Doc;
  /** The comments beside the map: a document of their own. */
  readonly comments: Y.Doc;
  readonly colleagues: Colleagues;
  /** From an address somebody was given. */
  readonly token: string | null;
  /** A map somebody was given has come to the library. */
  readonly onKept: () => void;
}

export class Session {
  readonly loaded: Promise<void>;
  #app: App;
  #options: SessionOptions;
  #devices: readonly DeviceStore[];
  #deviceState: DeviceState = $state.raw({ device: 'saved' });
  #unsent: { readonly map: Unsent; readonly comments: Unsent };
  #live: Live;
  #tabs: Tabs[] = [];
  #share: ShareLinks | null = $state.raw(null);
  /** A link to the map of which this device keeps a copy of its own: joining is the person's decision. */
  #offered: ShareLink | null = $state.raw(null);
  /** What this tab itself writes about the links is no news to it. */
  #writes = 0;
  /** Sharing that is under way: asked for twice, it happens once. */
  #sharing: Promise<Result<ShareLinks, held.ShareFailure>> | null = null;
  #stopReading: (() => void) | null = null;
  #isDestroyed = false;

  constructor(app: App, options: SessionOptions) {
    this.#app = app;
    this.#options = options;
    const { id, doc, comments, colleagues } = options;
    const [ofMap, ofComments] = [openDevice(id, doc), openDevice(commentsOf(id), comments)];
    this.#devices = [ofMap, ofComments];
    this.#unsent = { map: new Unsent(doc, ofMap), comments: new Unsent(comments, ofComments) };
    this.#live = new Live({
      doc,
      comments,
      unsent: this.#unsent,
      colleagues,
      onDeleted: (mapId) => void this.#takeDeletion(mapId),
      onRenewed: (link, before) => void this.#takeRenewed(link, before),
    });
    for (const device of this.#devices) device.onChange(() => (this.#deviceState = worstOf(this.#devices)));
    this.loaded = this.#start();
  }

  get canEdit(): boolean {
    return this.#live.canEdit;
  }
  get canComment(): boolean {
    return this.#live.canComment;
  }
  /** What the link in use allows; null when the map is not shared. */
  get role(): ShareRole | null {
    return this.#live.role;
  }
  get saveState(): SaveState {
    const { map, comments } = this.#unsent;
    return { ...this.#deviceState, ...this.#live.state, unsent: { map: map.since, comments: comments.since } };
  }
  get share(): ShareLinks | null {
    return this.#share;
  }
  /** What a link allows that was opened on a copy which belongs to this device alone; null = there is none to decide on. */
  get offered(): ShareRole | null {
    return this.#offered?.role ?? null;
  }

  /** Who asks the server about this map: the link in use; null when the map is not shared. */
  caller(): MapCaller | null {
    const { role } = this.#live;
    const links = held.linksIn(this.#share);
    const link = links.find((known) => known.role === role) ?? held.strongestFirst(links)[0];
    return link ? held.callerOf(link) : null;
  }

  /** Makes a map on the server, moves what is here there by connecting, and keeps the links on this device. */
  shareNow(createToken: string | null): Promise<Result<ShareLinks, held.ShareFailure>> {
    this.#sharing ??= this.#makeShared(createToken).finally(() => (this.#sharing = null));
    return this.#sharing;
  }

  /** Newer links of the shared map that this device holds links of. */
  async renewLinks(links: ShareLinks): Promise<void> {
    if (this.#share?.id !== links.id) return;
    this.#share = links;
    await this.#write((library, id) => library.renewLinks(id, links));
  }

  /**
   * From now on the map is on this device only, with all that is in it; the server and the others keep theirs. When the
   * device cannot write that down, nothing has changed: the next start would lead back to the server.
   */
  async leave(): Promise<Result<void, 'unkept'>> {
    const mapId = this.#share?.id;
    const dropped = await this.#write(async (library, id) =>
      mapId === undefined ? null : library.dropLinks(id, mapId),
    );
    const isOther = dropped?.ok === false && (dropped.reason === 'outdated' || dropped.reason === 'missing');
    if (dropped?.ok === false && !isOther) return held.UNKEPT;
    if (isOther) await this.#app.library.reread();
    this.#stayHere();
    // Another tab may have shared it anew.
    if (isOther) this.#followLibrary();
    return { ok: true, value: undefined };
  }

  /** Puts the copy of this device and the shared map together. */
  join(): void {
    const link = this.#offered;
    this.#offered = null;
    if (link !== null) void this.#connectToFirst([link], link);
  }

  /** The copy stays what it is; the link is let go. */
  decline(): void {
    this.#offered = null;
    this.#hideToken();
  }

  /**
   * Like `leave`, once `erase` has deleted the map on the server; when it could not, everything stays as it was. Its
   * answer may get lost: the news of the deletion then finds the mark that it was we who wanted it (SPEC S57).
   */
  async endSharing<E extends string>(erase: () => Promise<Result<unknown, E>>): Promise<Result<void, E | 'unkept'>> {
    const mapId = this.#share?.id;
    if (mapId === undefined) return this.leave();
    const marked = await this.#write((library, id) => library.markEnding(id, mapId));
    if (!marked.ok) return held.UNKEPT;
    const erased = await erase();
    if (!erased.ok && this.#share?.id === mapId && this.#live.state.refusal !== 'deleted') {
      const isKnown = erased.reason !== 'unreachable' && erased.reason !== 'refused';
      if (isKnown) await this.#write((library, id) => library.endNothing(id, mapId));
      return erased;
    }
    if (this.#share?.id === mapId) await this.leave();
    return { ok: true, value: undefined };
  }

  /** Safe to call twice. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#stopReading?.();
    this.#leaveTabs();
    this.#live.disconnect();
    for (const device of this.#devices) void device.destroy();
  }

  async #start(): Promise<void> {
    const { id, token, doc } = this.#options;
    const { library } = this.#app;
    const given = token === null ? null : parseToken(token);
    if (given?.ok) this.#live.expect(given.value);
    const { map, comments } = this.#unsent;
    await Promise.all([...this.#devices.map(({ whenLoaded }) => whenLoaded), library.whenReady]);
    await Promise.all([map.load(), comments.load()]);
    this.#deviceState = worstOf(this.#devices);
    if (this.#isDestroyed) return;
    const unkept = library.unkept(id);
    if (unkept) fillDoc(doc, unkept.map, 'load', unkept);
    this.#share = library.linksOf(id);
    this.#stopReading = library.onRead(() => this.#followLibrary());
    if (given?.ok && this.#isOwnCopy()) {
      this.#live.disconnect();
      this.#offered = given.value;
      return this.#joinTabs(null);
    }
    const links = held.strongestFirst([...(given?.ok ? [given.value] : []), ...held.linksIn(this.#share)]);
    if (links.length > 0) void this.#connectToFirst(links, given?.ok ? given.value : null);
    else this.#joinTabs(null);
    if (token !== null && given?.ok !== true) this.#hideToken();
  }

  /** Kept here after the sharing had ended for this device: what was changed since is nobody else's business yet. */
  #isOwnCopy(): boolean {
    const entry = this.#app.library.entryOf(this.#options.id);
    return entry !== null && entry.share === null && entry.people > 0;
  }

  async #makeShared(createToken: string | null): Promise<Result<ShareLinks, held.ShareFailure>> {
    if (this.#share) return { ok: true, value: this.#share };
    const made = await held.makeShared(createToken, async (links) =>
      this.#isDestroyed ? held.OUTDATED : this.#write((library, id) => library.keepLinks(id, links)),
    );
    if (!made.ok && made.reason === 'taken') await this.#app.library.reread();
    if (!made.ok && this.#share) return { ok: true, value: this.#share };
    if (!made.ok) return made.reason === 'taken' ? held.REFUSED : { ok: false, reason: made.reason };
    this.#offered = null;
    this.#share = made.value;
    for (const unsent of Object.values(this.#unsent)) unsent.changed();
    this.#connect(held.linksIn(made.value)[0]!);
    const outcome = await this.#live.whenSaved();
    return outcome === 'refused' ? held.REFUSED : { ok: true, value: made.value };
  }

  /** A withdrawn link may have been followed by a weaker one: each is tried, the strongest first. */
  async #connectToFirst(links: readonly ShareLink[], given: ShareLink | null): Promise<void> {
    for (const link of links) {
      this.#connect(link);
      const answer = await this.#live.whenAnswered();
      // Left, or shared as another map meanwhile; or there is no map any more that a weaker link could open.
      if (this.#live.link?.mapId !== link.mapId || this.#live.state.refusal === 'deleted') return;
      if (answer === 'refused') continue;
      // It outlived an attempt to end it that nobody knew the end of.
      if (this.#share?.id === link.mapId) void this.#write((library, id) => library.endNothing(id, link.mapId));
      if (link.token === given?.token) await this.#keepGiven(this.#live.link ?? given);
      else if (given !== null && !this.#isDestroyed) this.#hideToken();
      return;
    }
  }

  /** Only once the server has let us in with it: a link that opens nothing takes the place of none that does. */
  async #keepGiven(link: ShareLink): Promise<void> {
    if (this.#isDestroyed) return;
    const address = `${location.origin}/#/m/${link.mapId}/${link.token}`;
    const known = this.#share?.id === link.mapId ? this.#share : null;
    const links = { ...held.NO_LINKS, ...known, id: link.mapId, [link.role]: address };
    const kept = await this.#write((library, id) => library.keepLinks(id, links));
    // Without an entry the address is the only way back: it stays as it is.
    if (!kept.ok) {
      this.#app.notify({ kind: 'error', text: this.#app.t(`notice.storage.${kept.reason}`) });
      if (kept.reason !== 'outdated') return;
      await this.#app.library.reread();
      this.#stayHere();
      return this.#followLibrary();
    }
    if (this.#isDestroyed) return;
    this.#share = links;
    this.#hideToken();
    this.#options.onKept();
  }

  /** What is kept here would die with the old key. One that was just given is kept when the server has let us in. */
  async #takeRenewed({ role, token }: ShareLink, before: ShareLink): Promise<void> {
    const share = this.#share;
    const kept = share?.[role];
    if (share && kept?.endsWith(before.token)) {
      await this.renewLinks({ ...share, [role]: kept.replace(before.token, token) });
    }
  }

  /** Once the token is kept on the device nobody should read it over a shoulder. */
  #hideToken(): void {
    this.#app.replaceRoute({ page: 'map', id: this.#options.id, token: null });
  }

  /**
   * The owner has deleted the map: here it goes to the trash, as a map of this device, where it can be taken back. Unless
   * it is one that this browser has ended itself, here or in another tab: that is written down before the server is asked.
   */
  async #takeDeletion(mapId: string): Promise<void> {
    const { id } = this.#options;
    const { library } = this.#app;
    const wasKept = this.#share?.id === mapId;
    await library.reread();
    // Left, or shared anew meanwhile, which has nothing to do with the map that was deleted.
    if (this.#isDestroyed || this.#live.link?.mapId !== mapId) return;
    if (library.isSharedAs(id, mapId)) return library.takeDeleted(id, mapId);
    if (wasKept && (library.entryOf(id)?.trashedAt ?? null) === null) return void (await this.leave());
    if (wasKept || !this.#isOwnCopy()) return;
    // Joined with the copy of this device, which belongs to nobody else.
    this.#stayHere();
    this.#app.notify({ kind: 'error', text: this.#app.t('share.join.gone') });
  }

  /** Sharing that began or ended in another tab of this browser begins or ends here too. */
  #followLibrary(): void {
    const { id } = this.#options;
    const { library } = this.#app;
    const links = library.linksOf(id);
    if (this.#isDestroyed || this.#writes > 0 || JSON.stringify(links) === JSON.stringify(this.#share)) return;
    if (links === null) {
      // Deleted by its owner, which is another story: it goes to the trash, and there is a way back.
      if (this.#live.state.refusal !== 'deleted' && library.entryOf(id)?.trashedAt === null) this.#stayHere();
      return;
    }
    const isOther = links.id !== (this.#share?.id ?? this.#live.link?.mapId);
    this.#share = links;
    if (!isOther) return;
    // Shared anew in another tab: what was offered to be joined with the copy is another map (SPEC S59).
    if (this.#offered !== null) this.decline();
    void this.#connectToFirst(held.strongestFirst(held.linksIn(links)), null);
  }

  #stayHere(): void {
    this.#live.disconnect();
    this.#share = null;
    if (this.#isDestroyed) return;
    // A link left in the address would lead back to the server with the next reload.
    this.#hideToken();
    this.#joinTabs(null);
  }

  async #write<T>(change: (library: App['library'], id: string) => Promise<T>): Promise<T> {
    this.#writes += 1;
    try {
      return await change(this.#app.library, this.#options.id);
    } finally {
      this.#writes -= 1;
    }
  }

  #connect(link: ShareLink): void {
    if (this.#isDestroyed) return;
    this.#live.connect(link);
    this.#joinTabs(link.role);
  }

  /** Tabs would carry around what the server refuses to take from a link that may not write. */
  #joinTabs(role: ShareRole | null): void {
    this.#leaveTabs();
    const { id, doc, comments } = this.#options;
    if (role === null || mayEdit(role)) this.#tabs.push(joinTabs(id, doc));
    if (role === null || mayComment(role)) this.#tabs.push(joinTabs(commentsOf(id), comments));
  }

  #leaveTabs(): void {
    for (const tabs of this.#tabs.splice(0)) tabs.destroy();
  }
}
