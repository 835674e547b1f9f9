/**
 * The maps kept on this device, for the library page. Where nothing can be kept (a private window, storage switched
 * off), maps live as long as the tab and `error` says why.
 */
import { createMapDoc, fillDoc, setMapName, type FillOptions } from '../document/index.ts';
import { emptyMap, parseFile, type AccountMap, type Result } from '../model/index.ts';
import {
  mayEdit,
  newMapId,
  openDevice,
  openLibrary,
  parseToken,
  SHARE_ROLES,
  type EntryChange,
  type Library,
  type LibraryEntry,
  type LibraryFailure,
  type ShareRole,
} from '../sync/index.ts';
import { DeletionRounds } from './deletion-rounds.ts';
import * as changes from './link-changes.ts';
import type { ShareLinks, Speaker } from './types.ts';

/** An entry with what the page asks of it. */
export interface LibraryItem extends LibraryEntry {
  readonly shared: boolean;
  /** What the strongest link kept here allows; null when the map is not shared. */
  readonly role: ShareRole | null;
  /** Its name is a part of the map: of a map that one may only look at, it is its people's. */
  readonly canRename: boolean;
}

/** A map that only this tab holds. */
interface Unkept extends FillOptions {
  readonly map: AccountMap;
}

export class LibraryState {
  /** Resolves when the entries are read, or storage turned out to be unavailable. */
  readonly whenReady: Promise<void>;
  #speaker: Speaker;
  #library: Library | null = null;
  #entries: readonly LibraryEntry[] = $state.raw([]);
  #ready = $state(false);
  #error: LibraryFailure | null = $state(null);
  #unkept = new Map<string, Unkept>();
  #listeners = new Set<() => void>();
  #isDestroyed = false;
  #rounds: DeletionRounds;
  #items: readonly LibraryItem[] = $derived(
    this.#entries.map((entry) => {
      const role = SHARE_ROLES.find((candidate) => entry.share?.links[candidate]) ?? null;
      return { ...entry, shared: entry.share !== null, role, canRename: role === null || mayEdit(role) };
    }),
  );

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
    const server = { origin: globalThis.location?.origin ?? '', fetchFrom: fetch.bind(globalThis) };
    this.#rounds = new DeletionRounds(this, speaker, server);
    this.whenReady = this.#open();
  }

  /** The shelf, last changed first. */
  get entries(): readonly LibraryItem[] {
    return this.#items.filter((entry) => entry.trashedAt === null);
  }
  /** The trash, last thrown first; emptied of what is older than 30 days. */
  get trash(): readonly LibraryItem[] {
    return this.#items.filter((entry) => entry.trashedAt !== null).sort((a, b) => b.trashedAt! - a.trashedAt!);
  }
  get ready(): boolean {
    return this.#ready;
  }
  /** Why maps cannot be kept on this device, or null. */
  get error(): LibraryFailure | null {
    return this.#error;
  }

  createBlank(name: string): Promise<Result<string>> {
    return this.createFromMap(emptyMap(name));
  }

  /** Puts a map into the library; gives its id. The reason of a failure is a sentence for people. */
  async createFromMap(map: AccountMap, options: FillOptions = {}): Promise<Result<string>> {
    await this.whenReady;
    const id = newMapId();
    const now = Date.now();
    const entry: LibraryEntry = {
      id,
      name: map.name,
      createdAt: now,
      changedAt: now,
      trashedAt: null,
      picture: null,
      share: null,
      people: map.people.size,
    };
    const failure = this.#library ? await this.#write(entry, map, options) : null;
    if (failure !== null) return { ok: false, reason: this.#speaker.t(`notice.storage.${failure}`) };
    if (!this.#library) {
      this.#unkept.set(id, { map, ...options });
      this.#entries = [entry, ...this.#entries];
    }
    return { ok: true, value: id };
  }

  /** A `*.herringbone.json` file becomes a new map. The reason is a sentence for people. */
  async openFile(file: File): Promise<Result<string>> {
    const text = await file.text().catch(() => null);
    if (text === null) return { ok: false, reason: this.#speaker.t('notice.file.unreadable', file.name) };
    const parsed = parseFile(text);
    if (!parsed.ok) return { ok: false, reason: this.#speaker.t(`notice.file.${parsed.reason}`, file.name) };
    const { map, removed, schema, dropped } = parsed.value;
    if (dropped.length > 0) {
      const first = dropped.slice(0, 3).map((entry) => entry.path);
      this.#speaker.notify({ kind: 'error', text: this.#speaker.t('notice.file.dropped', dropped.length, first) });
    }
    return this.createFromMap(map, { removed, schema });
  }

  /** Renames the map itself and then, when it took the name, its entry. Says why when it did not. */
  async rename(id: string, name: string): Promise<void> {
    if (this.#items.find((entry) => entry.id === id)?.canRename !== true) return;
    if (!this.#library) return this.#renameUnkept(id, name);
    const edited = await this.#edit(id, (doc) => setMapName(doc, name));
    if (!edited.ok) return this.#tell(edited);
    if (!edited.value.ok) return this.#say(this.#speaker.t(`notice.refused.${edited.value.reason}`));
    this.#tell(await this.#library.rename(id, name));
  }

  async duplicate(id: string): Promise<Result<string>> {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    const name = this.#speaker.t('file.copy-of', entry?.name || this.#speaker.t('file.untitled'));
    const unkept = this.#unkept.get(id);
    if (unkept) return this.createFromMap({ ...unkept.map, name }, unkept);
    const copy = await this.#library?.duplicate(id, newMapId(), name);
    if (copy?.ok) return { ok: true, value: copy.value.id };
    return { ok: false, reason: this.#speaker.t(`notice.storage.${copy?.reason ?? 'unavailable'}`) };
  }

  async moveToTrash(id: string): Promise<void> {
    if (this.#library) this.#tell(await this.#library.trash(id));
    else this.#patch(id, { trashedAt: Date.now() });
  }
  async restore(id: string): Promise<void> {
    if (this.#library) this.#tell(await this.#library.restore(id));
    else this.#patch(id, { trashedAt: null });
  }
  async deleteForever(id: string): Promise<void> {
    this.#unkept.delete(id);
    if (this.#library) this.#tell(await this.#library.remove(id));
    else this.#entries = this.#entries.filter((entry) => entry.id !== id);
  }

  /** The links this device holds of a map; null when it is not shared. */
  linksOf(id: string): ShareLinks | null {
    const share = this.#entries.find((entry) => entry.id === id)?.share;
    return share ? { id: share.mapId, ...share.links } : null;
  }

  /** The entry that keeps this map: the map's own id here, or the one it has on the server. */
  entryOf(id: string): LibraryItem | null {
    const here = this.#items.find((entry) => entry.id === id);
    return here ?? this.#items.find((entry) => entry.share?.mapId === id) ?? null;
  }

  /**
   * Where the map of a link is kept on this device, or will be. A copy that once came by such a link may have been shared
   * anew since, as another map: the two are never mixed. Half a token opens nothing: it only names the map.
   */
  idForLink(mapId: string, token: string): string {
    if (!parseToken(token).ok) return this.entryOf(mapId)?.id ?? mapId;
    const kept = this.#entries.find((entry) => entry.share?.mapId === mapId);
    if (kept) return kept.id;
    return this.linksOf(mapId) === null ? mapId : newMapId();
  }

  /**
   * Keeps links beside the map; somebody who was given a link gets an entry for it. 'outdated': the entry is shared as
   * another map, whose links nothing may take the place of.
   */
  async keepLinks(id: string, links: ShareLinks): Promise<Result<unknown, LibraryFailure>> {
    const share = changes.shareOf(links);
    if (share === null) return { ok: false, reason: 'missing' };
    await this.whenReady;
    const kept = await this.#change(id, changes.keep(share));
    if (kept.ok || kept.reason !== 'missing') return kept;
    const now = Date.now();
    const fresh = { id, name: '', createdAt: now, changedAt: now, trashedAt: null, picture: null, people: 0, share };
    if (!this.#library) this.#entries = [fresh, ...this.#entries];
    const put = await this.#library?.put(fresh);
    await this.#load();
    return put ?? { ok: true, value: fresh };
  }

  /** Newer links of the map that the entry is shared as; of one that it is not, or not any more, they are nothing. */
  async renewLinks(id: string, links: ShareLinks): Promise<void> {
    const share = changes.shareOf(links);
    if (share !== null) this.#tell(await this.#change(id, changes.renew(share)));
  }

  /** The owner is about to end the sharing from here. */
  markEnding(id: string, mapId: string): Promise<Result<unknown, LibraryFailure>> {
    return this.#change(id, changes.markEnding(mapId));
  }

  /** The map is still there: whoever wanted to end the sharing could not. */
  async endNothing(id: string, mapId: string): Promise<void> {
    this.#tell(await this.#change(id, changes.endNothing(mapId)));
  }

  /** The entry is shared as this map, and nobody in this browser is about to end that. */
  isSharedAs(id: string, mapId: string): boolean {
    const share = this.#entries.find((entry) => entry.id === id)?.share;
    return share?.mapId === mapId && share.isEnding !== true;
  }

  /** Its owner has deleted it: here it goes to the trash as a map of this device alone, in one step. */
  async takeDeleted(id: string, mapId: string): Promise<void> {
    this.#tell(await this.#change(id, changes.takeDeleted(mapId, Date.now())));
  }

  /** Asks the server after the shared maps; those whose owner has deleted them go to the trash. Quiet when offline. */
  lookForDeleted(signal: AbortSignal): Promise<void> {
    return this.#rounds.run(signal);
  }

  /** The map belongs to this device alone from now on; one that is shared as another map by now stays so ('outdated'). */
  dropLinks(id: string, mapId: string): Promise<Result<unknown, LibraryFailure>> {
    return this.#change(id, changes.drop(mapId));
  }

  /** Keeps what the page shows of a map in step with the map. */
  note(id: string, seen: Partial<Pick<LibraryEntry, 'name' | 'people' | 'picture' | 'changedAt'>>): Promise<void> {
    return this.#update(id, seen);
  }

  /** Reads the entries anew: other tabs' changes are known at once, not in a moment. */
  reread(): Promise<void> {
    return this.#load();
  }

  /** Called when the entries were read anew, as after a change by another tab; returns the way to stop. */
  onRead(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The content of a map that only this tab holds, for the document that opens it. */
  unkept(id: string): Unkept | null {
    return this.#unkept.get(id) ?? null;
  }

  /** Keeps the newest content of such a map while it is closed. */
  keepUnkept(id: string, content: Unkept): void {
    if (this.#unkept.has(id)) this.#unkept.set(id, content);
  }

  /** Safe to call twice. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#listeners.clear();
    this.#library?.destroy();
    this.#library = null;
  }

  async #open(): Promise<void> {
    const opened = await openLibrary();
    if (this.#isDestroyed) {
      if (opened.ok) opened.value.destroy();
      return;
    }
    if (opened.ok) {
      this.#library = opened.value;
      this.#library.onChange(() => void this.#load());
      await this.#load();
      void this.#library.purge();
    } else this.#error = opened.reason;
    this.#ready = true;
  }

  async #load(): Promise<void> {
    const listed = await this.#library?.list();
    if (listed?.ok) this.#entries = listed.value;
    else if (listed) this.#error = listed.reason;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Writes the document first: an entry without a map would be a lie. */
  async #write(entry: LibraryEntry, map: AccountMap, options: FillOptions): Promise<LibraryFailure | null> {
    const filled = await this.#edit(entry.id, (doc) => fillDoc(doc, map, 'load', options));
    if (!filled.ok) return filled.reason;
    const put = await this.#library?.put(entry);
    if (put && !put.ok) {
      // Nobody would ever reach it, and there is too little room as it is.
      await this.#library?.remove(entry.id);
      return put.reason;
    }
    await this.#load();
    return null;
  }

  /** Opens a kept document, changes it, closes it again; says why when it could not be kept. */
  async #edit<T>(id: string, change: (doc: ReturnType<typeof createMapDoc>) => T): Promise<Result<T, LibraryFailure>> {
    const doc = createMapDoc();
    const device = openDevice(id, doc);
    await device.whenLoaded;
    const changed = device.status === 'failed' ? null : { value: change(doc) };
    await device.destroy();
    const { status, reason = 'unknown' } = device;
    doc.destroy();
    return changed === null || status === 'failed' ? { ok: false, reason } : { ok: true, ...changed };
  }

  #renameUnkept(id: string, name: string): void {
    const unkept = this.#unkept.get(id);
    if (unkept) this.#unkept.set(id, { ...unkept, map: { ...unkept.map, name } });
    this.#patch(id, { name });
  }

  async #update(id: string, patch: Partial<Omit<LibraryEntry, 'id'>>): Promise<void> {
    this.#tell(await this.#change(id, () => patch));
  }

  async #change(id: string, change: EntryChange): Promise<Result<unknown, LibraryFailure>> {
    if (this.#library) return this.#library.update(id, change);
    const entry = this.#entries.find((candidate) => candidate.id === id);
    if (!entry) return { ok: false, reason: 'missing' };
    const patch = change(entry);
    if (patch === null) return { ok: false, reason: 'outdated' };
    this.#patch(id, patch);
    return { ok: true, value: entry };
  }

  #patch(id: string, patch: Partial<LibraryEntry>): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, ...patch } : entry));
  }

  /** A map deleted or shared anew in another tab is no news; anything else is said. */
  #tell(outcome: Result<unknown, LibraryFailure>): void {
    if (outcome.ok || outcome.reason === 'missing' || outcome.reason === 'outdated' || this.#isDestroyed) return;
    this.#say(this.#speaker.t(`notice.storage.${outcome.reason}`));
  }

  #say(text: string): void {
    this.#speaker.notify({ kind: 'error', text });
  }
}
