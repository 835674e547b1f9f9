/** Earlier states of the open map: looked at in place of the present one, and restored as a change like any other. */
import type * as Y from 'yjs';
import { restoreState } from '../document/index.ts';
import type { AccountMap, Result } from '../model/index.ts';
import {
  listServerStates,
  mayEdit,
  openDeviceHistory,
  readServerState,
  recordHistory,
  type DeviceHistory,
  type HistoryRecorder,
  type NewDeviceState,
  type StorageFailure,
} from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import { keyOf, mergePast, type PastEntry } from './past-list.ts';
import { openState, type OpenedState } from './past-state.ts';
import type { Session } from './session.svelte.ts';

export interface PastOptions {
  readonly id: string;
  readonly app: App;
  readonly doc: Y.Doc;
  readonly session: Session;
  /** Called whenever another state is shown, or the present one again. */
  readonly onShow: () => void;
}

/** What is fetched of the server's states unasked, to say how many people are in them. */
const PREVIEW_BYTES = 4 * 1024 * 1024;
const PREVIEW_STATES = 48;

interface Shown extends OpenedState {
  readonly entry: PastEntry;
}

export class Past {
  #options: PastOptions;
  #history: DeviceHistory;
  #recorder: HistoryRecorder | null = null;
  #isOpen = $state(false);
  #entries: readonly PastEntry[] = $state.raw([]);
  #isListing = $state(false);
  #isReading = $state(false);
  #failures: readonly string[] = $state.raw([]);
  #shown: Shown | null = $state.raw(null);
  /** The server's states that were fetched while the list is open. */
  #fetched = new Map<number, Uint8Array>();
  /** Of the list, of the state to show and of the counting: what was asked for later makes the earlier answer nothing. */
  #listings = 0;
  #readings = 0;
  #previews = 0;
  #isDestroyed = false;

  constructor(options: PastOptions) {
    this.#options = options;
    this.#history = openDeviceHistory(options.id);
    void options.session.loaded.then(() => this.#record());
  }

  /** The list of earlier states is on the screen. */
  get isOpen(): boolean {
    return this.#isOpen;
  }
  /** Newest first. */
  get entries(): readonly PastEntry[] {
    return this.#entries;
  }
  /** The list, or a state, is being fetched. */
  get busy(): boolean {
    return this.#isListing || this.#isReading;
  }
  /** Why a part of the list is not there, in sentences. */
  get failures(): readonly string[] {
    return this.#failures;
  }
  /** The earlier state on the screen; null = the present. */
  get shown(): AccountMap | null {
    return this.#shown?.map ?? null;
  }
  get shownEntry(): PastEntry | null {
    return this.#shown?.entry ?? null;
  }
  get canRestore(): boolean {
    return this.#shown !== null && this.#options.session.canEdit;
  }

  /** Shows the list, fetched afresh. */
  async open(): Promise<void> {
    this.#isOpen = true;
    const listing = ++this.#listings;
    this.#isListing = true;
    const [device, server] = await Promise.all([this.#history.list(), this.#listServer()]);
    if (listing !== this.#listings) return;
    this.#isListing = false;
    const { app } = this.#options;
    this.#entries = mergePast(server.ok ? server.value : [], device.ok ? device.value : []);
    this.#failures = [
      ...(server.ok ? [] : [app.t('history.server-failed', app.t(`share.failure.${server.reason}`))]),
      ...(device.ok ? [] : [app.t(`history.storage.${device.reason}`)]),
    ];
    await this.#preview();
  }

  /** Looks at a state. The reason is a sentence for people. */
  async show(entry: PastEntry): Promise<Result<void>> {
    const { app } = this.#options;
    const reading = ++this.#readings;
    this.#previews++;
    this.#isReading = true;
    const update = await this.#read(entry);
    if (reading !== this.#readings) return { ok: true, value: undefined };
    this.#isReading = false;
    if (!update.ok) return { ok: false, reason: app.t('history.unread', update.reason) };
    const opened = openState(update.value);
    if (!opened.ok) return { ok: false, reason: app.t(`history.${opened.reason}`) };
    this.#shown?.doc.destroy();
    this.#shown = { ...opened.value, entry };
    this.#count(entry, opened.value.map.people.size);
    this.#options.onShow();
    void this.#preview();
    return { ok: true, value: undefined };
  }

  /** Makes the map as it was in the state that is looked at: one change, which undo takes back. */
  restore(): Result<{ readonly changed: number }> {
    const { app, doc, session } = this.#options;
    const shown = this.#shown;
    if (shown === null || !session.canEdit) return { ok: false, reason: app.t('notice.read-only.view-link') };
    this.#recorder?.mark();
    this.#shown = null;
    this.#options.onShow();
    const outcome = restoreState(doc, shown.doc);
    shown.doc.destroy();
    return outcome.ok ? outcome : { ok: false, reason: app.t(`notice.refused.${outcome.reason}`) };
  }

  /** Back to the present; the list stays. */
  close(): void {
    if (this.#shown === null) return;
    this.#stopReading();
    this.#shown.doc.destroy();
    this.#shown = null;
    this.#options.onShow();
  }

  /** Back to the present, and the list away. */
  leave(): void {
    this.close();
    this.#stopReading();
    this.#stopListing();
    this.#isOpen = false;
    this.#fetched.clear();
  }

  /** Takes in states that would be lost elsewhere. */
  keep(states: readonly NewDeviceState[]): Promise<Result<void, StorageFailure>> {
    return this.#history.put(states);
  }

  /** Safe to call twice. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#stopReading();
    this.#stopListing();
    this.#shown?.doc.destroy();
    this.#recorder?.destroy();
    void this.#history.destroy();
  }

  #stopReading(): void {
    this.#readings++;
    this.#isReading = false;
  }

  #stopListing(): void {
    this.#listings++;
    this.#previews++;
    this.#isListing = false;
  }

  #record(): void {
    if (this.#isDestroyed) return;
    const { doc, session } = this.#options;
    this.#recorder = recordHistory({ doc, history: this.#history, mayKeep: () => session.canEdit });
  }

  async #listServer(): ReturnType<typeof listServerStates> {
    const { session } = this.#options;
    const caller = session.caller();
    if (caller === null || session.role === null || !mayEdit(session.role)) return { ok: true, value: [] };
    return listServerStates(caller);
  }

  async #read({ at, deviceAt, sources }: PastEntry): Promise<Result<Uint8Array>> {
    const { app } = this.#options;
    if (deviceAt !== null) {
      const read = await this.#history.read(deviceAt);
      if (read.ok) return read;
      if (!sources.includes('server')) return { ok: false, reason: app.t(`history.storage.${read.reason}`) };
    }
    const read = await this.#fetch(at);
    return read.ok ? read : { ok: false, reason: app.t(`share.failure.${read.reason}`) };
  }

  async #fetch(at: number): ReturnType<typeof readServerState> {
    const fetched = this.#fetched.get(at);
    if (fetched) return { ok: true, value: fetched };
    const caller = this.#options.session.caller();
    if (!caller) return { ok: false, reason: 'missing' };
    const read = await readServerState(caller, at);
    if (read.ok && this.#isOpen) this.#fetched.set(at, read.value);
    return read;
  }

  /** One after the other, newest first, until there is enough: nobody waits for it. */
  async #preview(): Promise<void> {
    const preview = ++this.#previews;
    let bytes = 0;
    const wanted = this.#entries.filter(({ people }) => people === null).slice(0, PREVIEW_STATES);
    for (const entry of wanted) {
      bytes += entry.bytes;
      if (bytes > PREVIEW_BYTES || preview !== this.#previews) return;
      const read = await this.#fetch(entry.at);
      if (!read.ok || preview !== this.#previews) return;
      const opened = openState(read.value);
      if (!opened.ok) continue;
      opened.value.doc.destroy();
      this.#count(entry, opened.value.map.people.size);
    }
  }

  #count(counted: PastEntry, people: number): void {
    const key = keyOf(counted);
    this.#entries = this.#entries.map((entry) => (keyOf(entry) === key ? { ...entry, people } : entry));
  }
}
