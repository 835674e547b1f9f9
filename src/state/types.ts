/** The words the screen speaks with: plain types shared by the classes of this folder and by canvas and ui. */
import type { Arguments, MessageKey } from '../i18n/index.ts';
import type { RefusalReason, ShareRole, Trouble } from '../sync/index.ts';
import type { PersonId, RelationKind } from '../model/index.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type EffectiveTheme = 'light' | 'dark';

export type Route =
  | { readonly page: 'library' }
  /** `token` is only in an address somebody was given; it moves to the device's library when the map opens. */
  | { readonly page: 'map'; readonly id: string; readonly token: string | null };

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** A button on the notice, e.g. "Undo". */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** The open map that the action works on: when it is closed, the action goes. */
  readonly on?: object;
}
export type NewNotice = Omit<Notice, 'id'>;

/** The part of App that speaks to the person: what App's own parts need of it. */
export interface Speaker {
  t<K extends MessageKey>(key: K, ...values: Arguments<K>): string;
  notify(notice: NewNotice): number;
}

export type SelectionKind = 'none' | 'people' | 'relation' | 'unit';
export type Dialog = 'relation' | 'import' | 'export' | 'share' | 'help' | 'departments';

/** The inline editor that stands over a card. */
export interface Editing {
  readonly person: PersonId;
  readonly field: 'line';
  /** Made a moment ago and still empty: cancelling takes it off the map again. */
  readonly fresh: boolean;
  /** Of a fresh card: who was selected when it was made, to go back to. */
  readonly from?: PersonId;
}

/** The relation being edited or drawn when the relation dialog is open. */
export interface RelationDraft {
  readonly from: PersonId;
  readonly to: PersonId | null;
  readonly kind: RelationKind;
}

export interface SaveState {
  readonly device: 'saved' | 'saving' | 'failed';
  /** i18n-free reason of a failure on this device. */
  readonly reason?: string;
  readonly shared: 'off' | 'connecting' | 'live' | 'offline' | 'refused';
  /** For `refused`. */
  readonly refusal: RefusalReason | null;
  /** For `too-big`: the bytes that the map takes. */
  readonly refusedBytes: number | null;
  /** The server is there, but cannot write down what it hears, or has no room: it is tried again. */
  readonly trouble: Trouble | null;
  /** The server has committed everything this tab did. */
  readonly sharedSaved: boolean;
  /** Why the server takes no comments, while it does take the map. */
  readonly commentsRefusal: RefusalReason | null;
  /** Since when something here waits for a server's word, in milliseconds since 1970; null = nothing does. */
  readonly unsent: { readonly map: number | null; readonly comments: number | null };
}

/** Full links this device holds. Who made the map has all; who was given one has that one. */
export type ShareLinks = { readonly id: string } & Readonly<Record<ShareRole, string | null>>;

export type { Attendance, Peer } from '../sync/index.ts';

/** `waiting`: the map is on the server and has never been here. `past`: a state of the past is looked at. `refused`: the link does not open the map any more, see `saveState.refusal`. */
export type ReadOnlyReason = 'newer-schema' | 'view-link' | 'comment-link' | 'past' | 'refused' | 'waiting';
