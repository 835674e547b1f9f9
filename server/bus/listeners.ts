import type { Log } from '../log.ts';
import { mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { BusEntry } from './bus-frame.ts';
import type { BusMessage } from './bus.ts';

type Listener = (message: BusMessage) => void;

/** Who on this server wants to hear about which document. */
export class Listeners {
  readonly #byDocument = new Map<DocumentName, Set<Listener>>();
  readonly #onGap = new Set<() => void>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns the way to stop, which is safe to call twice. */
  add(document: DocumentName, listener: Listener): () => void {
    // Its own function each time: the same listener may be there twice.
    const entry: Listener = (message) => listener(message);
    const all = this.#byDocument.get(document) ?? new Set();
    this.#byDocument.set(document, all.add(entry));
    return () => {
      all.delete(entry);
      if (all.size === 0 && this.#byDocument.get(document) === all) this.#byDocument.delete(document);
    };
  }

  addGap(listener: () => void): () => void {
    const entry = (): void => listener();
    this.#onGap.add(entry);
    return () => void this.#onGap.delete(entry);
  }

  deliver({ document, message }: BusEntry): void {
    for (const listener of [...(this.#byDocument.get(document) ?? [])]) this.#call(() => listener(message), document);
  }

  gap(): void {
    for (const listener of [...this.#onGap]) this.#call(listener);
  }

  /** A room that fails must not take the bus, and with it all others, along. */
  #call(run: () => void, document?: DocumentName): void {
    try {
      run();
    } catch (error) {
      this.#log('error', 'bus-listener-failed', {
        error,
        ...(document === undefined ? {} : { mapId: mapIdOf(document) }),
      });
    }
  }
}
