/** The map on the screen: its document, what is read from it, the picture, the selection and the ways to change it. */
import type * as Y from 'yjs';
import {
  applyChange,
  createMapDoc,
  createMapReader,
  gesture,
  setLayoutRecord,
  type MapReader,
  type Outcome,
  type ReadResult,
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
import { Colleagues } from './colleagues.svelte.ts';
import { Comments } from './comments.svelte.ts';
import { Desk } from './desk.svelte.ts';
import { MapFiles } from './map-files.ts';
import { Past } from './past.svelte.ts';
import { Picture } from './picture.svelte.ts';
import { Selection, type SelectedRelation } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { Sharing } from './sharing.svelte.ts';
import { ShelfNote, type Seen } from './shelf-note.ts';
import { Steps } from './steps.svelte.ts';
import type { ReadOnlyReason, SaveState, SelectionKind } from './types.ts';

export class OpenMap extends Desk {
  readonly id: string;
  readonly doc: Y.Doc = createMapDoc();
  /** Who else is here now. */
  readonly colleagues: Colleagues;
  /** What is said about the map and its people. */
  readonly comments: Comments;
  /** Who may get in, and where the map lives. */
  readonly sharing: Sharing;
  /** Earlier states of the map. */
  readonly past: Past;
  readonly commands: MapCommands;
  /** The map on its way out: pictures of the present view, and its own file. */
  readonly files: MapFiles;
  /** Resolves when what this device holds is in the document (or could not be had). */
  readonly loaded: Promise<void>;
  #app: App;
  #reader: MapReader;
  #steps: Steps;
  #session: Session;
  #picture: Picture;
  #arrangement: Arrangement;
  #selection: Selection;
  #note: ShelfNote;
  #read: ReadResult = $state.raw()!;
  #ready = $state(false);
  #gestureDepth = 0;
  #isDestroyed = false;

  constructor(app: App, id: string, options: { readonly token?: string | null } = {}) {
    super();
    this.id = id;
    this.#app = app;
    this.#reader = createMapReader(this.doc);
    this.#read = this.#reader.current();
    this.#steps = new Steps(app, this.doc);
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
    this.colleagues = new Colleagues(app);
    this.comments = new Comments(app, this, {
      mayRead: () => this.#session.role !== 'view',
      mayWrite: () => this.#session.canComment,
      mayEdit: () => this.#session.canEdit,
    });
    this.#session = new Session(app, {
      id,
      doc: this.doc,
      comments: this.comments.doc,
      colleagues: this.colleagues,
      token: options.token ?? null,
      onKept: () => this.#note.drawn(),
    });
    this.past = new Past({ id, app, doc: this.doc, session: this.#session, onShow: () => this.#showPast() });
    this.sharing = new Sharing({ id, app, session: this.#session, past: this.past });
    this.loaded = this.#session.loaded.then(() => this.#open());
  }

  /** True once what this device holds is shown. */
  get ready(): boolean {
    return this.#ready;
  }
  /** The map as it is, or the earlier state that is looked at. */
  get map(): AccountMap {
    return this.past?.shown ?? this.#read.map;
  }
  get dropped(): readonly Dropped[] {
    return this.#read.dropped;
  }
  get removed(): ReadResult['removed'] {
    return this.#read.removed;
  }
  get readOnlyReason(): ReadOnlyReason | null {
    if (this.#read.readOnly) return 'newer-schema';
    if (this.past.shown !== null) return 'past';
    if (this.#isAwaited) return 'waiting';
    if (this.#session.canEdit) return null;
    if (this.saveState.shared === 'refused') return 'refused';
    return this.#session.canComment ? 'comment-link' : 'view-link';
  }
  /** Of a shared map that this device has never had nobody knows what is in it: a second list would be merged into it. */
  get #isAwaited(): boolean {
    const { shared } = this.#session.saveState;
    const isComing = shared !== 'off' && shared !== 'refused';
    return isComing && this.#session.share === null && this.#read.map.people.size === 0;
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
    this.colleagues.sendView(view);
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
    this.colleagues.sendSelection([...this.#selection.ids]);
  }
  clearSelection(): void {
    this.#selection.clear();
    this.colleagues.sendSelection([]);
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
        if (outermost) void this.#app.keeping.noteEdit();
        return value;
      });
    } finally {
      this.#gestureDepth--;
    }
  }

  undo(): void {
    if (this.past.shown === null) this.#steps.undo();
  }
  redo(): void {
    if (this.past.shown === null) this.#steps.redo();
  }
  get canUndo(): boolean {
    return this.#steps.canUndo;
  }
  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  get saveState(): SaveState {
    return this.#session.saveState;
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
    this.#app.forgetMap(this);
    this.#note.flush();
    const { map, removed, schema } = this.#read;
    this.#app.library.keepUnkept(this.id, { map, removed, schema });
    this.past.destroy();
    this.sharing.destroy();
    this.#session.destroy();
    this.comments.destroy();
    this.#arrangement.destroy();
    this.#picture.destroy();
    this.#steps.destroy();
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
    this.#app.notify({ kind: 'error', text: this.#app.t(`notice.read-only.${this.readOnlyReason ?? 'view-link'}`) });
  }

  #open(): void {
    if (this.#isDestroyed) return;
    this.#steps.clear();
    this.#ready = true;
    void this.#picture.refresh().then(() => this.#note.drawn());
  }

  #takeChange(): void {
    this.#read = this.#reader.current();
    if (!this.#ready || this.past.shown !== null) return;
    void this.#picture.refresh().then((placement) => this.#arrangement.settled(placement));
    this.#note.changed();
  }

  /** An earlier state is looked at, or no longer. */
  #showPast(): void {
    this.clearSelection();
    this.colleagues.sendPast(this.past.shown !== null);
    void this.#picture.refresh();
  }

  /** What the library page shows of this map. */
  #look(): Seen {
    const { name, account, people } = this.#read.map;
    const picture = this.past.shown === null ? this.files.thumbnail() : null;
    return { name: name || account.name, people: people.size, picture };
  }
}
