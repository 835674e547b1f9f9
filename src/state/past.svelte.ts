/** Earlier states of the open map: looked at in place of the present one, and restored as a change like any other. */
import type * as Y from 'yjs';
import type { AccountMap } from '../model/index.ts';
import type { App } from './app.svelte.ts';
import type { Session } from './session.svelte.ts';

export interface PastOptions {
  readonly id: string;
  readonly app: App;
  readonly doc: Y.Doc;
  readonly session: Session;
  /** Called whenever another state is shown, or the present one again. */
  readonly onShow: () => void;
}

export class Past {
  #options: PastOptions;
  #shown: AccountMap | null = $state.raw(null);

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /** The earlier state on the screen; null = the present. */
  get shown(): AccountMap | null {
    return this.#shown;
  }

  /** Back to the present. */
  close(): void {
    if (this.#shown === null) return;
    this.#shown = null;
    this.#options.onShow();
  }

  destroy(): void {}
}
