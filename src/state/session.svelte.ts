/** Where an open map is kept: on this device, in this browser's other tabs, and on the server when it is shared. */
import type * as Y from 'yjs';
import { fillDoc } from '../document/index.ts';
import type { Result } from '../model/index.ts';
import {
  commentsOf,
  createSharedMap,
  joinTabs,
  mayComment,
  mayEdit,
  openDevice,
  parseShareLink,
  parseToken,
  SHARE_ROLES,
  type CreateFailure,
  type DeviceStore,
  type MapCaller,
  type ShareLink,
  type ShareRole,
  type Tabs,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import type { Colleagues } from './colleagues.svelte.ts';
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
  /** Called when a map somebody was given has come to the library. */
  readonly onKept: () => void;
}

/** How long sharing waits for the server to say "saved" before it hands out the links all the same. */
const SAVED_WITHIN_MS = 10_000;

/** How long the news of one tab takes to the others as a rule; on a busy machine up to so many times as long. */
const OTHER_TAB_MS = 2_000;
const OTHER_TAB_TRIES = 5;

const NO_LINKS = Object.fromEntries(SHARE_ROLES.map((role) => [role, null])) as Record<ShareRole, null>;

export class Session {
  readonly loaded: Promise<void>;
  #app: App;
  #options: SessionOptions;
  #devices: readonly DeviceStore[];
  #deviceState: Pick<SaveState, 'device' | 'reason'> = $state.raw({ device: 'saved' });
  #unsent: { readonly map: Unsent; readonly comments: Unsent };
  #live: Live;
  #tabs: Tabs[] = [];
  #share: ShareLinks | null = $state.raw(null);
  /** A link to the map of which this device keeps a copy of its own: joining is the person's decision. */
  #offered: ShareLink | null = $state.raw(null);
  /** What this tab itself writes about the links is no news to it. */
  #writes = 0;
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
      onDeleted: () => void this.#takeDeletion(),
      onRenewed: (link, before) => void this.#takeRenewed(link, before),
    });
    for (const device of this.#devices) device.onChange(() => this.#followDevices());
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
    const links = linksIn(this.#share);
    const link = links.find((known) => known.role === role) ?? strongestFirst(links)[0];
    if (!link) return null;
    return { origin: location.origin, fetchFrom: fetch.bind(globalThis), mapId: link.mapId, token: link.token };
  }

  /** Makes a map on the server, moves what is here there by connecting, and keeps the links on this device. */
  async shareNow(createToken: string | null): Promise<Result<ShareLinks, CreateFailure>> {
    if (this.#share) return { ok: true, value: this.#share };
    const made = await createSharedMap(location.origin, fetch.bind(globalThis), createToken);
    if (!made.ok) return made;
    const link = parseShareLink(made.value.own);
    if (!link.ok || this.#isDestroyed) return { ok: false, reason: 'refused' };
    await this.keepLinks(made.value);
    for (const unsent of Object.values(this.#unsent)) unsent.changed();
    this.#connect(link.value);
    const outcome = await Promise.race([this.#live.whenSaved(), waited(SAVED_WITHIN_MS)]);
    if (outcome === 'refused') return { ok: false, reason: 'refused' };
    return { ok: true, value: made.value };
  }

  /** Links that took the place of those this device held. */
  async keepLinks(links: ShareLinks): Promise<void> {
    this.#share = links;
    await this.#write((library, id) => library.keepLinks(id, links));
  }

  /** From now on the map is on this device only, with all that is in it; the server and the others keep theirs. */
  async leave(): Promise<void> {
    this.#live.disconnect();
    this.#share = null;
    await this.#write((library, id) => library.dropLinks(id));
    this.#stayHere();
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

  /** Like `leave`, once `erase` has deleted the map on the server; when it could not, everything stays as it was. */
  async endSharing<E>(erase: () => Promise<Result<unknown, E>>): Promise<Result<void, E>> {
    const erased = await erase();
    // Its answer may get lost on a network that then brings the news all the same.
    if (!erased.ok && this.#live.state.refusal !== 'deleted') return erased;
    await this.leave();
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
    this.#followDevices();
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
    const links = strongestFirst([...(given?.ok ? [given.value] : []), ...linksIn(this.#share)]);
    if (links.length > 0) void this.#connectToFirst(links, given?.ok ? given.value : null);
    else this.#joinTabs(null);
    if (token !== null && given?.ok !== true) this.#hideToken();
  }

  /** Kept here after the sharing had ended for this device: what was changed since is nobody else's business yet. */
  #isOwnCopy(): boolean {
    const entry = this.#app.library.entryOf(this.#options.id);
    return entry !== null && entry.share === null && entry.people > 0;
  }

  /** A withdrawn link may have been followed by a weaker one: each is tried, the strongest first. */
  async #connectToFirst(links: readonly ShareLink[], given: ShareLink | null): Promise<void> {
    for (const link of links) {
      this.#connect(link);
      if ((await this.#live.whenAnswered()) === 'refused') continue;
      if (link.token === given?.token) await this.#keepGiven(this.#live.link ?? given);
      else if (given !== null && !this.#isDestroyed) this.#hideToken();
      return;
    }
  }

  /** Only once the server has let us in with it: a link that opens nothing takes the place of none that does. */
  async #keepGiven(link: ShareLink): Promise<void> {
    if (this.#isDestroyed) return;
    const address = `${location.origin}/#/m/${link.mapId}/${link.token}`;
    await this.keepLinks({ ...NO_LINKS, ...this.#share, id: link.mapId, [link.role]: address });
    if (this.#isDestroyed) return;
    this.#hideToken();
    this.#options.onKept();
  }

  /** What is kept here would die with the old key. One that was just given is kept when the server has let us in. */
  async #takeRenewed({ role, token }: ShareLink, before: ShareLink): Promise<void> {
    const share = this.#share;
    const kept = share?.[role];
    if (share && kept?.endsWith(before.token)) {
      await this.keepLinks({ ...share, [role]: kept.replace(before.token, token) });
    }
  }

  /** Once the token is kept on the device nobody should read it over a shoulder. */
  #hideToken(): void {
    this.#app.replaceRoute({ page: 'map', id: this.#options.id, token: null });
  }

  /** The owner has deleted the map: here it goes to the trash, as a map of this device, where it can be taken back. */
  async #takeDeletion(): Promise<void> {
    const { id } = this.#options;
    const { library } = this.#app;
    const deleted = this.#share?.id ?? null;
    const wasKept = deleted !== null;
    // An owner may have ended the sharing here or in another tab of this browser: the library knows in a moment.
    const tries = this.#live.role === 'own' ? OTHER_TAB_TRIES : 0;
    for (let i = 0; i < tries && (i === 0 || library.linksOf(id)?.id === deleted); i++) await waited(OTHER_TAB_MS);
    // Ended here, and perhaps shared anew since, which has nothing to do with the map that was deleted.
    if (this.#isDestroyed || (wasKept && this.#share?.id !== deleted)) return;
    if (wasKept && library.linksOf(id) === null && library.entryOf(id)?.trashedAt === null) return this.leave();
    await this.#write(() => library.dropLinks(id));
    await library.moveToTrash(id);
  }

  /** Sharing that began or ended in another tab of this browser begins or ends here too. */
  #followLibrary(): void {
    const { id } = this.#options;
    const { library } = this.#app;
    const links = library.linksOf(id);
    if (this.#isDestroyed || this.#writes > 0 || JSON.stringify(links) === JSON.stringify(this.#share)) return;
    const isLeft = links === null;
    // Deleted by its owner, which is another story: it goes to the trash, and there is a way back.
    if (isLeft && (this.#live.state.refusal === 'deleted' || library.entryOf(id)?.trashedAt !== null)) return;
    const isIdle = this.#live.role === null || this.#live.state.refusal === 'deleted';
    const isBegun = links !== null && links.id !== this.#share?.id && isIdle && this.#offered === null;
    this.#share = links;
    if (isLeft) {
      this.#live.disconnect();
      this.#stayHere();
    } else if (isBegun) void this.#connectToFirst(strongestFirst(linksIn(links)), null);
  }

  #stayHere(): void {
    if (this.#isDestroyed) return;
    // A link left in the address would lead back to the server with the next reload.
    this.#hideToken();
    this.#joinTabs(null);
  }

  async #write(change: (library: App['library'], id: string) => Promise<void>): Promise<void> {
    this.#writes += 1;
    try {
      await change(this.#app.library, this.#options.id);
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

  /** The worst of the two documents' states. */
  #followDevices(): void {
    const states = this.#devices.map(({ status, reason }) => ({
      device: status === 'loading' ? ('saving' as const) : status,
      ...(reason === undefined ? {} : { reason }),
    }));
    const worst = states.find(({ device }) => device === 'failed') ?? states.find(({ device }) => device === 'saving');
    this.#deviceState = worst ?? { device: 'saved' };
  }
}

function linksIn(share: ShareLinks | null): ShareLink[] {
  return SHARE_ROLES.flatMap((role) => {
    const link = parseShareLink(share?.[role]);
    return link.ok ? [link.value] : [];
  });
}

/** Of equal ones the first stays first: a link somebody was just given before one that was kept. */
function strongestFirst(links: readonly ShareLink[]): ShareLink[] {
  const unique = links.filter((link, i) => links.findIndex((other) => other.token === link.token) === i);
  return unique.sort((a, b) => SHARE_ROLES.indexOf(a.role) - SHARE_ROLES.indexOf(b.role));
}

function waited(ms: number): Promise<'waited'> {
  return new Promise((resolve) => setTimeout(() => resolve('waited'), ms));
}
