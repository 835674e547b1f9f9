/** What is said about the open map and its people: the threads, what of them is new to me, and the ways to say more. */
import * as Y from 'yjs';
import {
  callsAuthor,
  createCommentsReader,
  editComment,
  formatSeen,
  goesBy,
  isSeen,
  mentionable,
  mentionsIn,
  parseSeen,
  removeComment,
  reopenThread,
  reply,
  resolveThread,
  restoreComment,
  seenNow,
  startThread,
  targetKey,
  type Comment,
  type CommentAuthor,
  type CommentOutcome,
  type CommentsRead,
  type CommentTarget,
  type Mention,
  type Mentionable,
  type Seen,
  type Thread,
  type Words,
} from '../comments/index.ts';
import { newId } from '../document/index.ts';
import type { AccountMap } from '../model/index.ts';
import { mayComment, PRESENCE_COLORS, type ShareRole } from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import { MentionCalls } from './mention-calls.ts';
import { nameOfTarget } from './comment-targets.ts';
import { CommentsPanel } from './comments-panel.svelte.ts';
import { readSetting, writeSetting } from './setting.ts';
import type { NewNotice } from './types.ts';

/** The part of the open map that comments need. */
export interface CommentedMap {
  readonly id: string;
  readonly map: AccountMap;
  readonly presenting: boolean;
  readonly colleagues: { readonly present: readonly { readonly name: string; readonly role: ShareRole }[] };
  select(ids: Iterable<string>): void;
}

export interface CommentRights {
  /** False with a link that is only for looking. */
  readonly mayRead: () => boolean;
  readonly mayWrite: () => boolean;
  /** Whoever may change the map may take anybody's comment away. */
  readonly mayEdit: () => boolean;
}

export interface CommentPin {
  readonly key: string;
  readonly target: Exclude<CommentTarget, { on: 'map' }>;
  /** Of open comments. */
  readonly count: number;
  readonly isNew: boolean;
}

/** How many comments stand on one target, by whether their threads are open. */
export interface CommentCount {
  readonly open: number;
  readonly resolved: number;
}

export class Comments {
  /** A document of its own beside the map's, so that the server can let a commenter write there and nowhere else. */
  readonly doc: Y.Doc = new Y.Doc();
  readonly panel = new CommentsPanel(() => this.#look());
  #app: App;
  #open: CommentedMap;
  #rights: CommentRights;
  #reader = createCommentsReader(this.doc);
  #calls: MentionCalls;
  #read: CommentsRead = $state.raw(this.#reader.current());
  #seen: Seen = $state.raw(new Map());
  /** What had been seen before the panel was opened: newer comments are marked as new until it closes. */
  #seenBefore: Seen = $state.raw(new Map());

  #counts: ReadonlyMap<string, CommentCount> = $derived(countByTarget(this.#read.threads));
  #unread: readonly Comment[] = $derived(this.#newSince(this.#seen));
  #pins: readonly CommentPin[] = $derived.by(() => this.#toPins());

  constructor(app: App, open: CommentedMap, rights: CommentRights) {
    this.#app = app;
    this.#open = open;
    this.#rights = rights;
    const speaker = { t: app.t.bind(app), notify: (notice: NewNotice) => app.notify({ ...notice, on: open }) };
    this.#calls = new MentionCalls(speaker, (thread) => this.showThread(thread));
    this.#seen = parseSeen(readSetting(`seen.${open.id}`));
    this.#seenBefore = this.#seen;
    this.#reader.onChange(() => this.#takeChange());
  }

  get mayRead(): boolean {
    return this.#rights.mayRead();
  }
  get mayWrite(): boolean {
    return this.#rights.mayWrite() && !this.#read.readOnly;
  }
  mayEdit(comment: Comment): boolean {
    return this.mayWrite && this.isMine(comment);
  }
  mayRemove(comment: Comment): boolean {
    return this.mayWrite && (this.isMine(comment) || this.#rights.mayEdit());
  }

  get me(): CommentAuthor {
    const { authorId, userColor, userName } = this.#app;
    return { id: authorId, name: userName, colour: userColor };
  }
  isMine(comment: Comment): boolean {
    return comment.author.id === this.#app.authorId;
  }
  /** Written here, or by somebody of my name: most likely by me, on another device. Gives no right. */
  isInMyName({ author }: Comment): boolean {
    return author.id === this.#app.authorId || goesBy(author, this.#app.userName);
  }
  callsMe(comment: Comment): boolean {
    return !this.isMine(comment) && callsAuthor(comment.mentions, this.me);
  }

  /** Oldest first. */
  get threads(): readonly Thread[] {
    return this.#read.threads;
  }
  /** What the canvas marks: targets with open comments; not the map itself. */
  get pins(): readonly CommentPin[] {
    return this.#pins;
  }
  countOn(target: CommentTarget): CommentCount {
    return this.#counts.get(targetKey(target)) ?? { open: 0, resolved: 0 };
  }
  /** Others' comments that came since I looked last. */
  get unread(): readonly Comment[] {
    return this.#unread;
  }
  /** New to me, or it was when the panel was opened. */
  isNew(comment: Comment): boolean {
    return !this.isMine(comment) && !isSeen(this.#seenBefore, comment.stamp);
  }
  /** Who can be called with `@`. Who is here with a link that is only for looking would never read it. */
  get mentionable(): readonly Mentionable[] {
    const readers = this.#open.colleagues.present.filter(({ role }) => mayComment(role));
    return mentionable(
      this.#read.authors,
      readers.map(({ name }) => name),
      this.me,
    );
  }
  /** Dark enough for white letters, whatever a peer sent. */
  colourOf({ colour, id }: CommentAuthor): string {
    const known = PRESENCE_COLORS.find((offered) => offered === colour);
    return known ?? PRESENCE_COLORS[id.charCodeAt(id.length - 1) % PRESENCE_COLORS.length]!;
  }
  /** What a target is called now; null when it is gone. */
  nameOf(target: CommentTarget): string | null {
    return nameOfTarget(this.#app, this.#open.map, target);
  }

  /**
   * Begins a thread. False, with a notice, when it could not be. `picked` are mentions chosen from the list, `name` is
   * what the target was called last, should it be gone.
   */
  say(target: CommentTarget, text: string, picked: readonly Mention[] = [], name = ''): boolean {
    const comment = { id: newId('c'), ...this.#words(text, picked) };
    const label = target.on === 'map' ? '' : (this.nameOf(target) ?? name);
    return this.#run(() => startThread(this.doc, { id: newId('t'), target, label, comment }));
  }
  reply(thread: Thread, text: string, picked: readonly Mention[] = []): boolean {
    return this.#run(() => reply(this.doc, thread.id, { id: newId('c'), ...this.#words(text, picked) }));
  }
  edit(comment: Comment, text: string, picked: readonly Mention[] = []): boolean {
    return this.#run(() => editComment(this.doc, comment.id, this.#words(text, [...picked, ...comment.mentions])));
  }
  remove(comment: Comment): void {
    if (!this.#run(() => removeComment(this.doc, comment.id))) return;
    this.#sayDone('comments.removed', () => restoreComment(this.doc, comment.id));
  }
  resolve(thread: Thread): void {
    if (!this.#run(() => resolveThread(this.doc, thread.id, { by: this.me.name, at: Date.now() }))) return;
    this.#sayDone('comments.resolved', () => reopenThread(this.doc, thread.id));
  }
  reopen(thread: Thread): void {
    this.#run(() => reopenThread(this.doc, thread.id));
  }

  /** Opens the panel ready to write about something, which is selected. */
  composeOn(target: CommentTarget): void {
    this.#select(target);
    this.panel.compose();
  }
  /** Opens the panel at a thread and shows what it is about. */
  showThread(thread: Thread): void {
    this.panel.show(thread);
    this.jumpTo(thread.target);
  }
  /** Selects a target and brings it into the window. */
  jumpTo(target: CommentTarget): void {
    if (this.nameOf(target) === null) return;
    this.#select(target);
    this.panel.bringIntoView(target);
  }

  /** Safe to call twice. */
  destroy(): void {
    this.#reader.destroy();
    this.doc.destroy();
  }

  #select(target: CommentTarget): void {
    this.#open.select(target.on === 'map' ? [] : [target.id]);
  }

  #words(text: string, picked: readonly Mention[]): Words {
    return { text, at: Date.now(), author: this.me, mentions: mentionsIn(text, [...picked, ...this.mentionable]) };
  }

  #run(command: () => CommentOutcome): boolean {
    const outcome: CommentOutcome = this.mayWrite ? command() : { ok: false, reason: 'read-only' };
    if (!outcome.ok) this.#app.notify({ kind: 'error', text: this.#app.t(`comments.refused.${outcome.reason}`) });
    return outcome.ok;
  }

  #sayDone(key: 'comments.removed' | 'comments.resolved', undo: () => CommentOutcome): void {
    const action = { label: this.#app.t('comments.undo'), run: () => void this.#run(undo) };
    this.#app.notify({ kind: 'info', text: this.#app.t(key), action, on: this.#open });
  }

  #newSince(seen: Seen): readonly Comment[] {
    return this.#read.threads.flatMap(({ comments }) =>
      comments.filter((comment) => !this.isMine(comment) && !isSeen(seen, comment.stamp)),
    );
  }

  #toPins(): readonly CommentPin[] {
    const fresh = new Set(this.#newSince(this.#seenBefore).map((comment) => comment.thread));
    const pins = new Map<string, CommentPin>();
    for (const { id, resolved, target } of this.#read.threads) {
      if (resolved !== null || target.on === 'map') continue;
      const key = targetKey(target);
      const isNew = fresh.has(id) || pins.get(key)?.isNew === true;
      pins.set(key, { key, target, count: this.countOn(target).open, isNew });
    }
    return [...pins.values()];
  }

  #takeChange(): void {
    this.#read = this.#reader.current();
    if (this.mayRead && !this.#open.presenting && !this.#app.discreet) {
      const calls = this.#newSince(this.#seen).filter((comment) => this.callsMe(comment));
      this.#calls.say(calls, this.#read.threads);
    }
    if (this.panel.isOpen) this.#keepSeen();
  }

  /** The panel has opened or closed. */
  #look(): void {
    if (this.panel.isOpen) this.#seenBefore = this.#seen;
    this.#keepSeen();
    if (!this.panel.isOpen) this.#seenBefore = this.#seen;
  }

  #keepSeen(): void {
    this.#seen = seenNow(this.doc);
    writeSetting(`seen.${this.#open.id}`, formatSeen(this.#seen));
  }
}

function countByTarget(threads: readonly Thread[]): ReadonlyMap<string, CommentCount> {
  const counts = new Map<string, { open: number; resolved: number }>();
  for (const { comments, resolved, target } of threads) {
    const key = targetKey(target);
    const count = counts.get(key) ?? { open: 0, resolved: 0 };
    count[resolved === null ? 'open' : 'resolved'] += comments.length;
    counts.set(key, count);
  }
  return counts;
}
