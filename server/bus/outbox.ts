import { atMost, pauseBefore, sleep } from '../backoff.ts';
import type { Log } from '../log.ts';
import type { DocumentName } from '../store/document-name.ts';
import { encodeEntry } from './bus-frame.ts';
import type { BusMessage } from './bus.ts';

/** An encoded message on its way out. */
export interface Outgoing {
  readonly document: DocumentName;
  readonly bytes: Uint8Array;
}

export interface OutboxOptions {
  /** Sends all of it in this order. @throws when it could not: then it is tried again, so some may arrive twice. */
  readonly send: (batch: readonly Outgoing[]) => Promise<void>;
  readonly maxBytes: number;
  readonly log: Log;
}

interface Waiting extends Outgoing {
  readonly key: string | null;
}

/**
 * What is to be said, in order, through a bus that may be away: kept up to `maxBytes`, then the oldest goes. What
 * waits is not said twice; of a log that grows only the newest number is.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting = new Map<symbol, Waiting>();
  readonly #places = new Map<string, symbol>();
  #bytes = 0;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  push(document: DocumentName, message: BusMessage): void {
    if (this.#isClosed) return;
    const key = message.kind === 'presence' ? null : `${message.kind} ${document}`;
    const place = (key === null ? undefined : this.#places.get(key)) ?? Symbol();
    this.#forget(place, this.#waiting.get(place), { keepPlace: true });
    const bytes = encodeEntry({ document, message });
    // A Map keeps the place of a key that is set again: a newer number takes the place of the older.
    this.#waiting.set(place, { document, bytes, key });
    if (key !== null) this.#places.set(key, place);
    this.#bytes += bytes.length;
    this.#shrink();
    this.#running ??= this.#run();
  }

  /** Sends what waits, as far as that works within `timeoutMs`; takes nothing more. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    if (this.#running === null) return;
    await atMost(timeoutMs, this.#running);
    this.#waiting.clear();
  }

  #forget(place: symbol, entry: Waiting | undefined, { keepPlace = false } = {}): void {
    if (entry === undefined) return;
    this.#bytes -= entry.bytes.length;
    if (!keepPlace) this.#waiting.delete(place);
    if (entry.key !== null) this.#places.delete(entry.key);
  }

  #shrink(): void {
    for (const [place, entry] of this.#waiting) {
      if (this.#bytes <= this.#options.maxBytes) return;
      this.#forget(place, entry);
    }
  }

  async #run(): Promise<void> {
    // One turn later, so that everything said in this turn travels together.
    await Promise.resolve();
    let failures = 0;
    let batch: readonly Outgoing[] = [];
    while (batch.length > 0 || this.#waiting.size > 0) {
      if (batch.length === 0) batch = this.#take();
      try {
        await this.#options.send(batch);
        batch = [];
        failures = 0;
      } catch (error) {
        if (this.#isClosed) break;
        if (failures === 0) this.#options.log('warn', 'bus-send-failed', { error });
        await sleep(pauseBefore(failures++));
      }
    }
    this.#running = null;
  }

  #take(): readonly Outgoing[] {
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#places.clear();
    this.#bytes = 0;
    return batch;
  }
}
