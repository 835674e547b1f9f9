/** Takes states of a map for the device's history while it is worked on: SPEC.md S18-S20. */
import * as Y from 'yjs';
import { readMap } from '../document/index.ts';
import type { DeviceHistory } from './device-history.ts';
import { hourOf } from './history-plan.ts';

export interface RecorderOptions {
  readonly doc: Y.Doc;
  readonly history: DeviceHistory;
  /** False while nothing is to be kept: with a link that may only look. */
  readonly mayKeep: () => boolean;
  /** Milliseconds since 1970; default the clock. */
  readonly now?: () => number;
  /** How long after an edit at the latest its state is kept; default five minutes. */
  readonly everyMs?: number;
}

export interface HistoryRecorder {
  /** Keeps the present state at once, edited or not, and beside the others of its hour. */
  mark(): void;
  /** Stops following the document, with its last state on the way into the history. Safe to call twice. */
  destroy(): void;
}

const EVERY_MS = 5 * 60_000;

/** Follows a document that is loaded already: what comes from now on counts as edits, colleagues' too. */
export function recordHistory(options: RecorderOptions): HistoryRecorder {
  return new Recorder(options);
}

class Recorder implements HistoryRecorder {
  readonly #options: RecorderOptions;
  readonly #now: () => number;
  /** When the last edit came that no kept state shows; null = none. */
  #editedAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    options.doc.on('beforeTransaction', this.#beforeEdit);
    options.doc.on('update', this.#edited);
    // The last moment at which a browser surely lets a tab write: it may be closed, or frozen, without another word.
    globalThis.addEventListener?.('pagehide', this.#keep);
    globalThis.document?.addEventListener('visibilitychange', this.#onHide);
  }

  mark(): void {
    this.#take(this.#now(), true);
    this.#settled();
  }

  destroy(): void {
    const { doc } = this.#options;
    doc.off('beforeTransaction', this.#beforeEdit);
    doc.off('update', this.#edited);
    globalThis.removeEventListener?.('pagehide', this.#keep);
    globalThis.document?.removeEventListener('visibilitychange', this.#onHide);
    this.#keep();
  }

  /** The first edit of an hour finds the last state of an earlier hour. */
  readonly #beforeEdit = (): void => {
    if (this.#editedAt !== null && hourOf(this.#now()) !== hourOf(this.#editedAt)) this.#keep();
  };

  readonly #edited = (): void => {
    if (!this.#options.mayKeep()) return;
    this.#editedAt = this.#now();
    this.#timer ??= setTimeout(this.#keep, this.#options.everyMs ?? EVERY_MS);
  };

  readonly #onHide = (): void => {
    if (document.visibilityState === 'hidden') this.#keep();
  };

  readonly #keep = (): void => {
    if (this.#editedAt !== null) this.#take(this.#editedAt, false);
    this.#settled();
  };

  #settled(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#editedAt = null;
  }

  /** A state that could not be kept costs nobody an edit: the map's own store says when the device keeps nothing. */
  #take(at: number, marked: boolean): void {
    const { doc, history } = this.#options;
    const people = readMap(doc).map.people.size;
    void history.add({ at, people, marked, state: Y.encodeStateAsUpdate(doc) });
  }
}
