/** What is said about the open map and its people. */
import * as Y from 'yjs';
import type { App } from './app.svelte.ts';

export interface CommentsOptions {
  readonly app: App;
  /** False for somebody who may only look. */
  readonly mayWrite: () => boolean;
}

export class Comments {
  /** A document of its own beside the map's, so that the server can let a commenter write there and nowhere else. */
  readonly doc: Y.Doc = new Y.Doc();
  #options: CommentsOptions;

  constructor(options: CommentsOptions) {
    this.#options = options;
  }

  get mayWrite(): boolean {
    return this.#options.mayWrite();
  }

  destroy(): void {
    this.doc.destroy();
  }
}
