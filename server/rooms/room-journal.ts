import * as Y from 'yjs';
import type { Bus } from '../bus/bus.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../meter.ts';
import { mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { readable } from '../store/unreadable.ts';
import type { MapSize } from './map-size.ts';
import type { RoomDoc } from './room-doc.ts';

/** Origin of what comes from the store. */
const FROM_STORE = 'store';

/** Somebody who waits to hear that what he said is on disk. */
export interface Saver {
  sendSaved(count: number): void;
}

export interface RoomJournalOptions {
  readonly document: DocumentName;
  readonly doc: RoomDoc;
  readonly size: MapSize;
  readonly store: Store;
  readonly bus: Bus;
  readonly meter: Meter;
  readonly limits: Limits;
  readonly log: Log;
  /** Once, at the start: the document is exactly this, encoded. Not called when it was put together of several parts. */
  readonly onWhole: (state: Uint8Array) => void;
  /** Other servers' edits are about to come into the document. */
  readonly beforePulled: () => void;
  /** Other servers' edits, now in the document: for the sockets, not for the store. */
  readonly onPulled: (update: Uint8Array) => void;
  /** Writes, now, whatever is in the document and was not given to `write` yet. */
  readonly handOver: () => void;
  /** The document in memory is no longer what the store has. Called at most once. */
  readonly onFault: (step: 'apply' | 'append', error: unknown) => void;
}

interface Batch {
  readonly updates: Uint8Array[];
  /** What to acknowledge once the batch, and all before it, is on disk. */
  readonly saved: Map<Saver, number>;
  /** What to put in place of the log once the batch, and all before it, is on disk. */
  snapshot: Snapshot | null;
}

interface Snapshot {
  readonly state: Uint8Array;
  /** Every update up to this number is in it. */
  readonly seq: number;
  /** Monotonic milliseconds. */
  readonly begun: number;
}

const emptyBatch = (): Batch => ({ updates: [], saved: new Map(), snapshot: null });

/**
 * A room's way to the store: loads the document, appends what is said here, reads what other servers have appended, and
 * compacts. `cursor` is the number up to which every update is in the document.
 *
 * One append is under way at a time. What is said meanwhile goes with the next; so a failed append is never followed by
 * one that succeeds and builds on it. A snapshot goes the same way, behind everything it holds: were it there before an
 * edit that then cannot be appended, a server would find that edit in it, and the others would never hear of it.
 */
export class RoomJournal {
  readonly #options: RoomJournalOptions;
  #cursor = 0;
  #heard = 0;
  #isLoaded = false;
  #isOver = false;
  #pending = emptyBatch();
  #writing: Promise<void> | null = null;
  #pulling: Promise<void> | null = null;
  #pullAgain = false;
  #isAway = false;
  /** A snapshot is on its way. */
  #isCompacting = false;
  #compacting: Promise<void> | null = null;
  #tailUpdates = 0;
  #tailBytes = 0;

  constructor(options: RoomJournalOptions) {
    this.#options = options;
  }

  /** @throws UnreadableError when the stored document is none, else what the store throws. */
  async load(): Promise<void> {
    const stored = await this.#read();
    readable('document', () => this.#takeIn(stored));
    const { document, doc, log, onWhole } = this.#options;
    if (stored.snapshot !== null && stored.tail.length === 0) onWhole(stored.snapshot);
    if (!doc.isWhole) log('warn', 'map-has-hole', { mapId: mapIdOf(document) });
    this.#isLoaded = true;
    if (this.#heard > this.#cursor) await this.pull();
  }

  /** Appends `updates`, which `size` knows of already, and acknowledges `saved` when they, and everything before them, are on disk. */
  write(updates: readonly Uint8Array[], saved: ReadonlyMap<Saver, number>): void {
    if (this.#isOver) return;
    for (const update of updates) {
      this.#pending.updates.push(update);
      this.#tailUpdates += 1;
      this.#tailBytes += update.length;
    }
    for (const [saver, count] of saved) this.#pending.saved.set(saver, count);
    this.#startWriting();
  }

  /** Another server has appended up to `seq`. */
  heard(seq: number): void {
    this.#heard = Math.max(this.#heard, seq);
    if (this.#isLoaded && seq > this.#cursor) void this.pull();
  }

  /** Reads what others have appended; one reading at a time. Never rejects: what fails is tried again at the next call. */
  pull(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    this.#pullAgain = this.#pulling !== null;
    this.#pulling ??= this.#pullAll().finally(() => (this.#pulling = null));
    return this.#pulling;
  }

  get isSettled(): boolean {
    return this.#writing === null;
  }

  /** What was written so far is on disk and acknowledged afterwards, or the journal has failed; not what comes meanwhile. */
  async flush(): Promise<void> {
    await this.#writing;
    // What waited behind the first.
    await this.#writing;
  }

  /** Everything written is on disk afterwards or the journal has failed; a grown log has become a snapshot. */
  async settle(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    await this.#pulling;
    if (this.#tailUpdates > this.#options.limits.compactUpdates / 10) this.#compact();
    while (this.#writing !== null) await this.#writing;
    await this.#compacting;
  }

  /** Nothing is written, read or acknowledged any more. */
  destroy(): void {
    this.#isOver = true;
    this.#pending = emptyBatch();
  }

  async #read(): Promise<StoredDocument> {
    const { document, store, meter } = this.#options;
    const started = performance.now();
    const stored = await store.load(document);
    meter.time('load', (performance.now() - started) / 1000);
    return stored;
  }

  /** One transaction: merging a long log, or one transaction per update, costs many times more. */
  #takeIn({ snapshot, seq, tail }: StoredDocument): void {
    const { size } = this.#options;
    this.#applyAll(snapshot === null ? tail : [snapshot, ...tail]);
    this.#cursor = Math.max(this.#cursor, seq);
    this.#tailUpdates = tail.length;
    this.#tailBytes = tail.reduce((sum, update) => sum + update.length, 0);
    size.set((snapshot?.length ?? 0) + this.#tailBytes);
  }

  #applyAll(updates: readonly Uint8Array[]): void {
    const { doc } = this.#options;
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, FROM_STORE);
    }, FROM_STORE);
  }

  #startWriting(): void {
    if (this.#writing !== null) return;
    this.#writing = this.#writeBatch().finally(() => {
      this.#writing = null;
      const { updates, saved, snapshot } = this.#pending;
      if (updates.length > 0 || saved.size > 0 || snapshot !== null) this.#startWriting();
    });
  }

  async #writeBatch(): Promise<void> {
    const { updates, saved, snapshot } = this.#pending;
    this.#pending = emptyBatch();
    if (updates.length > 0 && !(await this.#append(updates))) return;
    for (const [saver, count] of saved) saver.sendSaved(count);
    if (snapshot !== null) this.#compacting = this.#put(snapshot);
  }

  /** False when nothing may be acknowledged any more. */
  async #append(updates: readonly Uint8Array[]): Promise<boolean> {
    const { document, store, bus, meter } = this.#options;
    const started = performance.now();
    const before = this.#cursor;
    let seq: number;
    try {
      seq = await store.append(document, updates);
    } catch (error) {
      this.#fail('append', error);
      return false;
    }
    meter.time('append', (performance.now() - started) / 1000);
    // On disk, whatever became of the room meanwhile: the others must hear of it.
    bus.publish(document, { kind: 'log', seq });
    if (this.#isOver) return false;
    if (seq - updates.length < before) {
      this.#failShortened(before, seq - updates.length);
      return false;
    }
    if (seq - updates.length <= this.#cursor) this.#cursor = Math.max(this.#cursor, seq);
    else void this.pull();
    this.#compactWhenDue();
    return true;
  }

  async #pullAll(): Promise<void> {
    const { document, log } = this.#options;
    do {
      this.#pullAgain = false;
      try {
        await this.#pullOnce();
        this.#isAway = false;
      } catch (error) {
        // Away for a while: the next wake-up or look around tries again. Said once.
        if (!this.#isAway) log('warn', 'pull-failed', { mapId: mapIdOf(document), error });
        this.#isAway = true;
      }
    } while (this.#pullAgain && !this.#isOver && !this.#isAway);
  }

  async #pullOnce(): Promise<void> {
    const { document, doc, store, meter, size, beforePulled, onPulled } = this.#options;
    const known = this.#cursor;
    const found = await store.since(document, known);
    const whole = found === null ? await this.#read() : null;
    if (this.#isOver) return;
    if (found !== null && found.seq < known) return this.#failShortened(known, found.seq);
    if (whole !== null || found?.updates.length) beforePulled();
    const wasWhole = doc.isWhole;
    try {
      const news = doc.observed(() => {
        if (whole !== null) this.#takeIn(whole);
        else if (found !== null) this.#applyAll(found.updates);
      });
      // Never seen. Should it be, then a snapshot may have what the log has not, or somebody who comes back.
      if (wasWhole && !doc.isWhole) throw new Error('an update in the log builds on one that is not there');
      if (news !== null) onPulled(news);
    } catch (error) {
      return this.#fail('apply', error);
    }
    if (found === null) return;
    this.#cursor = Math.max(this.#cursor, found.seq);
    if (found.updates.length === 0) return;
    meter.count('updates-pulled', found.updates.length);
    const bytes = found.updates.reduce((sum, update) => sum + update.length, 0);
    size.grow(bytes);
    this.#tailUpdates += found.updates.length;
    this.#tailBytes += bytes;
  }

  #compactWhenDue(): void {
    const { limits, size } = this.#options;
    if (
      this.#tailUpdates >= limits.compactUpdates ||
      this.#tailBytes >= Math.max(limits.compactBytes, size.bytes / 2)
    ) {
      this.#compact();
    }
  }

  /** What it holds beyond the cursor is on its way to the log and goes there first; without it, no snapshot. */
  #compact(): void {
    if (this.#isCompacting || this.#isOver) return;
    this.#isCompacting = true;
    const { doc, size, handOver } = this.#options;
    const begun = performance.now();
    handOver();
    const state = Y.encodeStateAsUpdate(doc);
    this.#tailUpdates = 0;
    this.#tailBytes = 0;
    size.set(state.length);
    this.#pending.snapshot = { state, seq: this.#cursor, begun };
    this.#startWriting();
  }

  async #put({ state, seq, begun }: Snapshot): Promise<void> {
    const { document, store, meter, log } = this.#options;
    try {
      if (await store.compact(document, state, seq)) meter.count('compactions');
      meter.time('compact', (performance.now() - begun) / 1000);
    } catch (error) {
      // The log is whole without it, only longer.
      log('warn', 'compact-failed', { mapId: mapIdOf(document), error });
    }
    this.#isCompacting = false;
    this.#compacting = null;
  }

  /**
   * A log only grows, unless a database took over that had not received the end of it. What was lost is in the document
   * here and with the people: everybody comes back and brings it again. Going on would hide it from the other servers.
   */
  #failShortened(known: number, found: number): void {
    this.#fail('apply', new Error(`the log has gone back from ${known} to ${found}`));
  }

  #fail(step: 'apply' | 'append', error: unknown): void {
    if (this.#isOver) return;
    this.destroy();
    this.#options.onFault(step, error);
  }
}
