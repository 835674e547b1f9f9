/** What was done on this tab, to be taken back and done again; says so when a colleague has changed it since. */
import type * as Y from 'yjs';
import { createUndo, type Undo, type UndoResult } from '../document/index.ts';
import type { App } from './app.svelte.ts';

export class Steps {
  #app: App;
  #undo: Undo;
  #can = $state.raw({ undo: false, redo: false });

  constructor(app: App, doc: Y.Doc) {
    this.#app = app;
    this.#undo = createUndo(doc);
    this.#undo.onChange(() => (this.#can = { undo: this.#undo.canUndo, redo: this.#undo.canRedo }));
  }

  get canUndo(): boolean {
    return this.#can.undo;
  }
  get canRedo(): boolean {
    return this.#can.redo;
  }
  undo(): void {
    this.#say(this.#undo.undo());
  }
  redo(): void {
    this.#say(this.#undo.redo());
  }
  clear(): void {
    this.#undo.clear();
  }
  destroy(): void {
    this.#undo.destroy();
  }

  #say(result: UndoResult): void {
    if (result === 'done' || result === 'nothing') return;
    const key = result === 'partly' ? 'notice.undo.partly' : 'notice.undo.others';
    this.#app.notify({ kind: 'info', text: this.#app.t(key) });
  }
}
