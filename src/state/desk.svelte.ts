/** What is open on this tab's screen besides the picture: session state, neither saved nor shared. */
import type { AccountMap } from '../model/index.ts';
import type { Dialog, Editing, RelationDraft } from './types.ts';

export abstract class Desk {
  #editing: Editing | null = $state.raw(null);
  #dialog: Dialog | null = $state(null);
  #relationDraft: RelationDraft | null = $state.raw(null);
  #inspections = $state(0);
  #presenting = $state(false);

  abstract get map(): AccountMap;

  /** Full screen without chrome, for a room. */
  get presenting(): boolean {
    return this.#presenting;
  }
  set presenting(presenting: boolean) {
    this.#presenting = presenting;
  }

  /** The inline editor; null as soon as its person is gone. */
  get editing(): Editing | null {
    return this.#editing && this.map.people.has(this.#editing.person) ? this.#editing : null;
  }
  set editing(editing: Editing | null) {
    this.#editing = editing;
  }
  get dialog(): Dialog | null {
    return this.#dialog;
  }
  set dialog(dialog: Dialog | null) {
    this.#dialog = dialog;
  }
  /** Ends prefilled for the relation dialog. */
  get relationDraft(): RelationDraft | null {
    return this.#relationDraft;
  }
  set relationDraft(draft: RelationDraft | null) {
    this.#relationDraft = draft;
  }
  /** Counts how often somebody asked to edit what is selected (double click): the inspector takes the focus then. */
  get inspections(): number {
    return this.#inspections;
  }
  inspect(): void {
    this.#inspections++;
  }
}
