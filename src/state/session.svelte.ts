/** Where an open map is kept: on this device, in this browser's other tabs, and on the server when it is shared. */
import type * as Y from 'yjs';
import { fillDoc } from '../document/index.ts';
import type { Result, ViewId } from '../model/index.ts';
import {
  createSharedMap,
  joinTabs,
  openDevice,
  parseShareLink,
  type DeviceStore,
  type ShareLink,
  type Tabs,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Peer, SaveState, ShareLinks } from './types.ts';

export interface SessionOptions {
  readonly id: string;
  readonly doc: Y.Doc;
  /** From an address somebody was given. */
  readonly token: string | null;
  /** Called when a map somebody was given has come to the library. */
  readonly onKept: () => void;
}

/** How long sharing waits for the server to say "saved" before it hands out the links all the same. */
const SAVED_WITHIN_MS = 10_000;

export class Session {
  readonly loaded: Promise<void>;
  #app: App;
  #options: SessionOptions;
  #device: DeviceStore;
  #deviceState: Pick<SaveState, 'device' | 'reason'> = $state.raw({ device: 'saved' });
  #live: Live;
  #tabs: Tabs | null = null;
  #share: ShareLinks | null = $state.raw(null);
  #isDestroyed = false;

  constructor(app: App, options: SessionOptions) {
    this.#app = app;
    this.#options = options;
    this.#live = new Live(options.doc);
    this.#device = openDevice(options.id, options.doc);
    this.#device.onChange(() => this.#followDevice());
    this.loaded = this.#start();
  }

  get canEdit(): boolean {
    return this.#live.canEdit;
  }
  get saveState(): SaveState {
    return { ...this.#deviceState, ...this.#live.state };
  }
  get share(): ShareLinks | null {
    return this.#share;
  }
  get peers(): readonly Peer[] {
    return this.#live.peers;
  }

  sendCursor(at: { readonly x: number; readonly y: number } | null): void {
    this.#live.sendCursor(at);
  }
  sendSelection(ids: readonly string[]): void {
    this.#live.sendSelection(ids);
  }
  sendView(view: ViewId): void {
    this.#live.sendView(view);
  }
  sendName(name: string): void {
    this.#live.sendName(name);
  }

  /** Makes a map on the server, moves what is here there by connecting, and keeps the links on this device. */
  async shareNow(): Promise<Result<ShareLinks>> {
    if (this.#share) return { ok: true, value: this.#share };
    const made = await createSharedMap(location.origin, fetch.bind(globalThis));
    if (!made.ok) return { ok: false, reason: this.#app.t(`notice.share.${made.reason}`) };
    const link = parseShareLink(made.value.edit);
    if (!link.ok || this.#isDestroyed) return { ok: false, reason: this.#app.t('notice.share.refused') };
    this.#share = made.value;
    await this.#app.library.keepLinks(this.#options.id, made.value);
    this.#connect(link.value);
    const outcome = await Promise.race([this.#live.whenSaved(), waited(SAVED_WITHIN_MS)]);
    if (outcome === 'refused') return { ok: false, reason: this.#app.t('notice.share.refused') };
    return { ok: true, value: made.value };
  }

  /** Safe to call twice. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#tabs?.destroy();
    this.#live.disconnect();
    void this.#device.destroy();
  }

  async #start(): Promise<void> {
    const { id, token } = this.#options;
    const { library } = this.#app;
    const given = token === null ? null : parseShareLink(`#/m/${id}/${token}`);
    if (given?.ok) this.#live.expect(given.value);
    await Promise.all([this.#device.whenLoaded, library.whenReady]);
    this.#followDevice();
    if (this.#isDestroyed) return;
    const unkept = library.unkept(id);
    if (unkept) fillDoc(this.#options.doc, unkept.map, 'load', unkept);
    this.#share = library.linksOf(id);
    const known = parseShareLink(this.#share?.edit ?? this.#share?.view);
    if (given?.ok && !(known.ok && known.value.role === 'edit')) {
      this.#connect(given.value);
      void this.#keepOnceAdmitted(given.value);
      return;
    }
    if (known.ok) this.#connect(known.value);
    else this.#tabs = joinTabs(id, this.#options.doc);
    if (token !== null) this.#hideToken();
  }

  /** A link that opens nothing leaves nothing on the device; one that was not answered yet stays in the address. */
  async #keepOnceAdmitted(link: ShareLink): Promise<void> {
    const answer = await this.#live.whenAnswered();
    if (answer === 'refused' || this.#isDestroyed) return;
    await this.#takeLink(link);
    if (this.#isDestroyed) return;
    this.#hideToken();
    this.#options.onKept();
  }

  /** Once the token is kept on the device nobody should read it over a shoulder. */
  #hideToken(): void {
    this.#app.replaceRoute({ page: 'map', id: this.#options.id, token: null });
  }

  async #takeLink(link: ShareLink): Promise<void> {
    const address = `${location.origin}/#/m/${link.mapId}/${link.token}`;
    const before = this.#share;
    this.#share =
      link.role === 'edit'
        ? { id: link.mapId, edit: address, view: before?.view ?? null }
        : { id: link.mapId, edit: before?.edit ?? null, view: address };
    await this.#app.library.keepLinks(this.#options.id, this.#share);
  }

  #connect(link: ShareLink): void {
    if (this.#isDestroyed) return;
    const { userName, userColor } = this.#app;
    this.#live.connect(link, { name: userName, color: userColor });
    // Tabs would carry around what the server refuses to take from a view link.
    if (link.role === 'edit') this.#tabs ??= joinTabs(this.#options.id, this.#options.doc);
    else {
      this.#tabs?.destroy();
      this.#tabs = null;
    }
  }

  #followDevice(): void {
    const { status, reason } = this.#device;
    const device = status === 'loading' ? 'saving' : status;
    this.#deviceState = { device, ...(reason === undefined ? {} : { reason }) };
  }
}

function waited(ms: number): Promise<'waited'> {
  return new Promise((resolve) => setTimeout(() => resolve('waited'), ms));
}
