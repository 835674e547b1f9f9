/** The map on the screen: its document, what is read from it, the picture, the selection and the ways to change it. */
import type * as Y from 'yjs';
import {
  applyChange,
  createMapDoc,
  createMapReader,
  createUndo,
  gesture,
  setLayoutRecord,
  type MapReader,
  type Outcome,
  type ReadResult,
  type Undo,
  type UndoResult,
} from '../document/index.ts';
import type { Density, HandMove, MatrixValues, Placement, Point } from '../layout/index.ts';
import type {
  AccountMap,
  Dropped,
  Person,
  ProposedChange,
  RelationKind,
  Result,
  Unit,
  UnitId,
  ViewId,
} from '../model/index.ts';
import type { Scene } from '../scene/index.ts';
import type { App } from './app.svelte.ts';
import { Arrangement, type TidyOptions } from './arrangement.svelte.ts';
import { bindCommands, type CommandRunner, type MapCommands } from './commands.ts';
import { Desk } from './desk.svelte.ts';
import { MapFiles } from './map-files.ts';
import { Picture } from './picture.svelte.ts';
import { Selection, type SelectedRelation } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { ShelfNote, type Seen } from './shelf-note.ts';
import type { Peer, ReadOnlyReason, SaveState, SelectionKind, ShareLinks } from './types.ts';

export class OpenMap extends Desk {
  readonly id: string;
  readonly doc: Y.Doc = createMapDoc();
  readonly commands: MapCommands;
  /** The map on its way out: pictures of the present view, and its own file. */
  readonly files: MapFiles;
  /** Resolves when what this device holds is in the document (or could not be had). */
  readonly loaded: Promise<void>;
  #app: App;
  #reader: MapReader;
  #undo: Undo;
  #session: Session;
  #picture: Picture;
  #arrangement: Arrangement;
  #selection: Selection;
  #note: ShelfNote;
  #read: ReadResult = $state.raw()!;
  #ready = $state(false);
  #undoSteps = $state.raw({ canUndo: false, canRedo: false });
  #gestureDepth = 0;
  #isDestroyed = false;

  constructor(app: App, id: string, options: { readonly token?: string | null } = {}) {
    super();
    this.id = id;
    this.#app = app;
    this.#reader = createMapReader(this.doc);
    this.#read = this.#reader.current();
    this.#undo = createUndo(this.doc);
    this.#picture = new Picture(app, () => this.map);
    this.#arrangement = new Arrangement({
      doc: this.doc,
      map: () => this.map,
      readOnly: () => this.readOnly,
      picture: this.#picture,
      refuse: () => this.#refuse(),
      sayTidy: () => app.notify({ kind: 'info', text: app.t('notice.tidy.already') }),
    });
    this.#selection = new Selection(() => this.map);
    this.commands = bindCommands(this.doc, this.#run);
    this.files = new MapFiles(app, {
      map: () => this.map,
      removed: () => this.#read.removed,
      schema: () => this.#read.schema,
      placement: () => this.placement,
      show: () => this.show,
    });
    this.#note = new ShelfNote(
      () => this.#look(),
      (seen) => void app.library.note(id, seen),
    );
    this.#reader.onChange(() => this.#takeChange());
    this.#undo.onChange(() => this.#countSteps());
    this.#session = new Session(app, {
      id,
      doc: this.doc,
      token: options.token ?? null,
      onKept: () => this.#note.drawn(),
    });
    this.loaded = this.#session.loaded.then(() => this.#open());
  }

  /** True once what this device holds is shown. */
  get ready(): boolean {
    return this.#ready;
  }
  get map(): AccountMap {
    return this.#read.map;
  }
  get dropped(): readonly Dropped[] {
    return this.#read.dropped;
  }
  get removed(): ReadResult['removed'] {
    return this.#read.removed;
  }
  get readOnlyReason(): ReadOnlyReason | null {
    if (this.#read.readOnly) return 'newer-schema';
    return this.#session.canEdit ? null : 'view-link';
  }
  get readOnly(): boolean {
    return this.readOnlyReason !== null;
  }

  get view(): ViewId {
    return this.#picture.view;
  }
  setView(view: ViewId): void {
    this.#arrangement.forgetOffer();
    this.#picture.setView(view);
    this.#session.sendView(view);
  }
  /** Relation kinds drawn in the present view. */
  get show(): ReadonlySet<RelationKind> {
    return this.#picture.show;
  }
  toggleKind(kind: RelationKind): void {
    this.#picture.toggleKind(kind);
  }
  /** The last good picture: stays while a new one is computed. */
  get placement(): Placement | null {
    return this.#picture.placement;
  }
  get scene(): Scene | null {
    return this.#picture.scene;
  }
  get busy(): boolean {
    return this.#picture.busy || this.#arrangement.tidying;
  }

  /** The department that the fishbone shows as a fish of its own; null = all. */
  get focus(): UnitId | null {
    return this.#picture.focus;
  }
  setFocus(unit: UnitId | null): void {
    this.#picture.setFocus(unit);
  }
  /** Arranges the present view (or one department in it) afresh, as one undo step. What hands placed stays unless released. */
  tidy(options: TidyOptions = {}): Promise<void> {
    return this.#arrangement.tidy(options);
  }
  /** A fresh layout would make the text more than 15 % larger. */
  get tidyOffer(): boolean {
    return this.#arrangement.tidyOffer;
  }
  dismissTidyOffer(): void {
    this.#arrangement.dismissTidyOffer();
  }
  /** Something let go by hand, in page units of the placement; one undo step. False: the place means nothing. */
  place(move: HandMove): boolean {
    return this.#arrangement.place(move);
  }
  /** What a card takes on where it is let go; null outside a matrix. */
  valuesAt(at: Point): MatrixValues | null {
    return this.#arrangement.valuesAt(at);
  }
  isFolded(unit: UnitId): boolean {
    return this.#arrangement.isFolded(unit);
  }
  toggleFold(unit: UnitId): void {
    this.#arrangement.toggleFold(unit);
  }
  /** Card size chosen by hand for the present view; null = what fits. */
  get density(): Density | null {
    return this.#arrangement.choices.density ?? null;
  }
  setDensity(density: Density | null): void {
    this.#arrangement.setDensity(density);
  }
  get headSide(): 'left' | 'right' {
    return this.#arrangement.choices.head ?? 'right';
  }
  setHeadSide(side: 'left' | 'right'): void {
    this.#arrangement.setHeadSide(side);
  }

  get selection(): ReadonlySet<string> {
    return this.#selection.ids;
  }
  get selectionKind(): SelectionKind {
    return this.#selection.kind;
  }
  /** People, or one relation (`reports:<child>` for a reporting line), or one department. */
  select(ids: Iterable<string>, options: { readonly add?: boolean } = {}): void {
    this.#selection.select(ids, options);
    this.#session.sendSelection([...this.#selection.ids]);
  }
  clearSelection(): void {
    this.#selection.clear();
    this.#session.sendSelection([]);
  }
  get selectedPeople(): readonly Person[] {
    return this.#selection.people;
  }
  get selectedRelation(): SelectedRelation | null {
    return this.#selection.relation;
  }
  get selectedUnit(): Unit | null {
    return this.#selection.unit;
  }

  /** Makes several commands one undo step. With the first own edit the choices behind the shown picture are kept. */
  gesture<T>(run: () => T): T {
    const outermost = this.#gestureDepth === 0;
    const still = outermost ? this.#arrangement.recordToKeep() : null;
    this.#gestureDepth++;
    try {
      return gesture(this.doc, () => {
        const value = run();
        if (still && this.doc.transact((transaction) => transaction.changed.size > 0))
          setLayoutRecord(this.doc, still.view, still.record);
        if (outermost) this.#arrangement.noteOwnEdit();
        return value;
      });
    } finally {
      this.#gestureDepth--;
    }
  }

  undo(): void {
    this.#say(this.#undo.undo());
  }
  redo(): void {
    this.#say(this.#undo.redo());
  }
  get canUndo(): boolean {
    return this.#undoSteps.canUndo;
  }
  get canRedo(): boolean {
    return this.#undoSteps.canRedo;
  }

  get saveState(): SaveState {
    return this.#session.saveState;
  }
  get share(): ShareLinks | null {
    return this.#session.share;
  }
  /** Puts the map on the server. The reason is a sentence for people. */
  shareNow(): Promise<Result<ShareLinks>> {
    return this.#session.shareNow();
  }
  get peers(): readonly Peer[] {
    return this.#session.peers;
  }
  /** Page units of the view that is drawn; null when the pointer left. */
  sendCursor(at: { readonly x: number; readonly y: number } | null): void {
    this.#session.sendCursor(at);
  }
  /** Tells the colleagues what I call myself from now on. */
  sendName(name: string): void {
    this.#session.sendName(name);
  }

  /** What lists were found to change. One undo step. The reason is a sentence for people. */
  applyImport({ change }: { readonly change: ProposedChange }): Result<void> {
    const outcome = this.#run(() => applyChange(this.doc, change));
    return outcome.ok ? outcome : { ok: false, reason: this.#app.t(`notice.refused.${outcome.reason}`) };
  }

  /** Safe to call twice. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#note.flush();
    const { map, removed, schema } = this.#read;
    this.#app.library.keepUnkept(this.id, { map, removed, schema });
    this.#session.destroy();
    this.#arrangement.destroy();
    this.#picture.destroy();
    this.#undo.destroy();
    this.#reader.destroy();
    this.doc.destroy();
  }

  #run: CommandRunner = <T>(command: () => Outcome<T>): Outcome<T> => {
    if (this.readOnly) {
      this.#refuse();
      return { ok: false, reason: 'read-only' };
    }
    const outcome = this.gesture(command);
    if (!outcome.ok) this.#app.notify({ kind: 'error', text: this.#app.t(`notice.refused.${outcome.reason}`) });
    return outcome;
  };

  #refuse(): void {
    const reason = this.readOnlyReason ?? 'view-link';
    this.#app.notify({ kind: 'error', text: this.#app.t(`notice.read-only.${reason}`) });
  }

  #open(): void {
    if (this.#isDestroyed) return;
    this.#undo.clear();
    this.#ready = true;
    void this.#picture.refresh().then(() => this.#note.drawn());
  }

  #takeChange(): void {
    this.#read = this.#reader.current();
    if (!this.#ready) return;
    void this.#picture.refresh().then((placement) => this.#arrangement.settled(placement));
    this.#note.changed();
  }

  /** What the library page shows of this map. */
  #look(): Seen {
    const { name, account, people } = this.map;
    return { name: name || account.name, people: people.size, picture: this.files.thumbnail() };
  }

  #countSteps(): void {
    this.#undoSteps = { canUndo: this.#undo.canUndo, canRedo: this.#undo.canRedo };
  }

  #say(result: UndoResult): void {
    if (result === 'changed-by-others') this.#app.notify({ kind: 'info', text: this.#app.t('notice.undo.others') });
  }
}
