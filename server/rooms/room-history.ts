import * as Y from 'yjs';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../meter.ts';
import { kindOf, mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { Store } from '../store/store.ts';
import { hourOf, thinOut } from './history-plan.ts';

export interface RoomHistoryOptions {
  readonly document: DocumentName;
  readonly doc: Y.Doc;
  readonly store: Store;
  readonly limits: Limits;
  readonly meter: Meter;
  readonly log: Log;
}

/**
 * Keeps the last state of every hour in which somebody here changed the map; comments have no history. A state carries
 * the time of its last edit, here or on another server, and replaces the one of the same hour by being thinned out after
 * it: written first, dropped second, so that a crash in between leaves one too many and never one too few.
 */
export class RoomHistory {
  readonly #options: RoomHistoryOptions;
  readonly #isKept: boolean;
  /** Wall clock of the last edit that no kept state shows; null = none. */
  #editedAt: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: RoomHistoryOptions) {
    this.#options = options;
    this.#isKept = kindOf(options.document) === 'map';
  }

  /** Before an edit, of another server too: the first one of an hour finds the last state of an earlier hour. */
  beforeEdit(): void {
    if (this.#editedAt !== null && hourOf(Date.now()) !== hourOf(this.#editedAt)) this.#keep();
  }

  /** After an edit was applied. */
  edited(): void {
    if (!this.#isKept) return;
    this.#editedAt = Date.now();
    this.#timer ??= setTimeout(() => this.#keep(), this.#options.limits.historyMs);
  }

  /** Other servers' edits were applied: they keep them, but what is still to be kept here holds them now as well. */
  pulled(): void {
    if (this.#editedAt !== null) this.#editedAt = Date.now();
  }

  get isSettled(): boolean {
    return this.#editedAt === null;
  }

  /** What has not been kept is on disk afterwards. Never throws. */
  settle(): Promise<void> {
    this.#keep();
    return this.#keeping;
  }

  /** What has not been kept is forgotten. */
  destroy(): void {
    this.#stopTimer();
    this.#editedAt = null;
  }

  #keep(): void {
    this.#stopTimer();
    const at = this.#editedAt;
    if (at === null) return;
    this.#editedAt = null;
    const { document, doc, log } = this.#options;
    const state = Y.encodeStateAsUpdate(doc);
    // A missing state of the past costs nobody an edit; the next hour brings the next one.
    this.#keeping = this.#keeping
      .then(() => this.#put(at, state))
      .catch((error: unknown) => log('warn', 'history-failed', { mapId: mapIdOf(document), error }));
  }

  async #put(at: number, state: Uint8Array): Promise<void> {
    const { document, store, meter } = this.#options;
    await store.putHistory(document, at, state);
    meter.count('history-snapshots');
    const entries = await store.listHistory(document);
    const dropped = thinOut(entries.map((entry) => entry.at));
    if (dropped.length > 0) await store.dropHistory(document, dropped);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
