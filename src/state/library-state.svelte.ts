/** The maps kept on this device, for the library page. */
import type { AccountMap, Result } from '../model/index.ts';
import type { App } from './app.svelte.ts';

export interface LibraryItem {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it was put into the trash; null on the shelf. */
  readonly trashedAt: number | null;
  readonly people: number;
  /** A small picture as SVG text, or null before the first one was made. */
  readonly picture: string | null;
  readonly shared: boolean;
  readonly canEdit: boolean;
}

export class LibraryState {
  #app: App;
  #entries: readonly LibraryItem[] = $state.raw([]);
  #ready = $state(false);
  #error: string | null = $state(null);

  constructor(app: App) {
    this.#app = app;
  }

  /** The shelf, last changed first. */
  get entries(): readonly LibraryItem[] {
    return this.#entries.filter((entry) => entry.trashedAt === null);
  }
  /** The trash, last thrown first; emptied of what is older than 30 days. */
  get trash(): readonly LibraryItem[] {
    return this.#entries.filter((entry) => entry.trashedAt !== null);
  }
  get ready(): boolean {
    return this.#ready;
  }
  /** Why maps cannot be kept on this device, or null. */
  get error(): string | null {
    return this.#error;
  }

  async createBlank(_name: string): Promise<Result<string>> {
    return this.#missing();
  }
  async createFromMap(_map: AccountMap): Promise<Result<string>> {
    return this.#missing();
  }
  /** A `*.herringbone.json` file becomes a new map. The reason is a sentence for people. */
  async openFile(_file: File): Promise<Result<string>> {
    return this.#missing();
  }
  async rename(_id: string, _name: string): Promise<void> {}
  async duplicate(_id: string): Promise<Result<string>> {
    return this.#missing();
  }
  async moveToTrash(_id: string): Promise<void> {}
  async restore(_id: string): Promise<void> {}
  async deleteForever(_id: string): Promise<void> {}
  destroy(): void {}

  #missing(): Result<string> {
    return { ok: false, reason: this.#app.language };
  }
}
