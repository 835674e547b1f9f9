import type { DocumentName } from './document-name.ts';

/** What goes to the database together: updates of many documents, each document's in the order of calls. */
export type AppendBatch = ReadonlyMap<DocumentName, readonly Uint8Array[]>;

/** Writes a batch as one step. Gives each document's last number. */
export type WriteBatch = (batch: AppendBatch) => Promise<ReadonlyMap<DocumentName, number>>;

interface Entry {
  readonly document: DocumentName;
  readonly updates: readonly Uint8Array[];
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
}

export interface AppendQueueOptions {
  readonly write: WriteBatch;
  /** A batch is closed when it holds this much; a single larger append goes alone. */
  readonly maxBytes: number;
}

/**
 * Group commit: everything that arrives while one batch is being written goes into the next, so a hundred editors cost
 * as many commits as one. When a batch fails, what waits behind it fails too: a later edit must not be kept where an
 * earlier one of the same document is missing.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  readonly #last = new Map<DocumentName, Promise<unknown>>();
  #waiting: Entry[] = [];
  #running: Promise<void> | null = null;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** Gives the number of the last of `updates` once they are written. */
  append(document: DocumentName, updates: readonly Uint8Array[]): Promise<number> {
    const appended = new Promise<number>((resolve, reject) => {
      this.#waiting.push({ document, updates, resolve, reject });
    });
    const forget = (): void => this.#forget(document, settled);
    const settled: Promise<void> = appended.then(forget, forget);
    this.#last.set(document, settled);
    this.#running ??= this.#run();
    return appended;
  }

  /** Resolves when what was appended to the document so far is written, or has failed. */
  async settled(document: DocumentName): Promise<void> {
    await this.#last.get(document);
  }

  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #forget(document: DocumentName, settled: Promise<unknown>): void {
    if (this.#last.get(document) === settled) this.#last.delete(document);
  }

  async #run(): Promise<void> {
    // One turn later, so that everything said in this turn shares the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#writeOne(this.#takeBatch());
    this.#running = null;
  }

  #takeBatch(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const { updates } of this.#waiting) {
      bytes += updates.reduce((sum, update) => sum + update.length, 0);
      if (count > 0 && bytes > this.#options.maxBytes) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeOne(entries: readonly Entry[]): Promise<void> {
    const batch = new Map<DocumentName, Uint8Array[]>();
    for (const { document, updates } of entries) {
      const all = batch.get(document);
      if (all === undefined) batch.set(document, [...updates]);
      else all.push(...updates);
    }
    try {
      const last = await this.#options.write(batch);
      const next = new Map([...last].map(([document, seq]) => [document, seq - (batch.get(document)?.length ?? 0)]));
      for (const { document, updates, resolve } of entries) {
        const seq = (next.get(document) ?? 0) + updates.length;
        next.set(document, seq);
        resolve(seq);
      }
    } catch (error) {
      for (const entry of [...entries, ...this.#waiting.splice(0)]) entry.reject(error);
    }
  }
}
