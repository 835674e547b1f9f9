/** The map on the screen: its document, what is read from it, the picture, the selection and the ways to change it. */
import type * as Y from 'yjs';
import type { Placement } from '../layout/index.ts';
import type {
  AccountMap,
  Dropped,
  Person,
  PersonId,
  ProposedChange,
  Relation,
  RelationKind,
  Result,
  Unit,
  ViewId,
} from '../model/index.ts';
import type { Scene } from '../scene/index.ts';
import type { App } from './app.svelte.ts';
import type { MapCommands } from './commands.ts';
import type {
  Dialog,
  Editing,
  Peer,
  ReadOnlyReason,
  RelationDraft,
  SaveState,
  SelectionKind,
  ShareLinks,
} from './types.ts';

/** What the files of an import would do, for a person to agree to. */
export interface StagedImport {
  readonly fileNames: readonly string[];
  readonly change: ProposedChange;
  readonly problems: readonly { readonly file: string; readonly row: number | null; readonly column: string | null }[];
}

/** A selected relation; reporting lines are selectable too. */
export type SelectedRelation =
  Relation | { readonly id: string; readonly kind: 'reports'; readonly from: PersonId; readonly to: PersonId };

export declare class OpenMap {
  constructor(app: App, id: string, options?: { readonly token?: string | null });

  readonly id: string;
  readonly doc: Y.Doc;
  /** Resolves when what this device holds is in the document. */
  readonly loaded: Promise<void>;
  get ready(): boolean;
  get map(): AccountMap;
  get dropped(): readonly Dropped[];
  get removed(): { readonly people: readonly Person[]; readonly units: readonly Unit[] };
  get readOnly(): boolean;
  get readOnlyReason(): ReadOnlyReason | null;

  get view(): ViewId;
  setView(view: ViewId): void;
  get show(): ReadonlySet<RelationKind>;
  toggleKind(kind: RelationKind): void;
  get placement(): Placement | null;
  get scene(): Scene | null;
  get busy(): boolean;
  tidy(): void;

  get selection(): ReadonlySet<string>;
  get selectionKind(): SelectionKind;
  /** People, or one relation (`reports:<child>` for a reporting line), or one unit. */
  select(ids: Iterable<string>, options?: { readonly add?: boolean }): void;
  clearSelection(): void;
  get selectedPeople(): readonly Person[];
  get selectedRelation(): SelectedRelation | null;
  get selectedUnit(): Unit | null;

  get editing(): Editing | null;
  set editing(editing: Editing | null);
  get dialog(): Dialog | null;
  set dialog(dialog: Dialog | null);
  /** Ends prefilled for the relation dialog. */
  get relationDraft(): RelationDraft | null;
  set relationDraft(draft: RelationDraft | null);

  readonly commands: MapCommands;
  /** Several commands as one undo step. */
  gesture<T>(run: () => T): T;
  undo(): void;
  redo(): void;
  get canUndo(): boolean;
  get canRedo(): boolean;

  get saveState(): SaveState;
  get share(): ShareLinks | null;
  /** The reason is a sentence for people. */
  shareNow(): Promise<Result<ShareLinks>>;
  get peers(): readonly Peer[];
  /** Page units; null when the pointer left. */
  sendCursor(at: { x: number; y: number } | null): void;

  stageImport(files: readonly File[]): Promise<Result<StagedImport>>;
  applyImport(staged: StagedImport): Result<void>;
  exportSvg(): string;
  exportPng(zoom: number): Promise<Result<Blob>>;
  copyPng(zoom: number): Promise<Result<void>>;
  saveFile(): void;
  saveSvg(): void;
  savePng(zoom: number): Promise<Result<void>>;

  destroy(): void;
}
