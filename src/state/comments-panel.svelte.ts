/** What is open of the comments on this screen: session state, neither saved nor shared. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { CommentTarget, Thread } from '../comments/index.ts';

export const COMMENT_FILTERS = ['open', 'resolved', 'mine', 'mentions'] as const;
export type CommentFilter = (typeof COMMENT_FILTERS)[number];

/** A wish to see where something stands; another object each time. */
export interface Jump {
  readonly target: CommentTarget;
}

export class CommentsPanel {
  #isOpen = $state(false);
  #filter: CommentFilter = $state('open');
  #led: { readonly thread: string } | null = $state.raw(null);
  #compositions = $state(0);
  #answered = 0;
  #jump: Jump | null = $state.raw(null);
  #drafts = new SvelteMap<string, string>();
  #fields = new SvelteSet<string>();
  #onLook: () => void;

  /** @param onLook called when the panel opens and when it closes */
  constructor(onLook: () => void) {
    this.#onLook = onLook;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
  get filter(): CommentFilter {
    return this.#filter;
  }
  set filter(filter: CommentFilter) {
    this.#filter = filter;
  }
  /** The thread somebody was led to; read in an effect, it runs again each time they are, to the same one too. */
  get focused(): string | null {
    return this.#led?.thread ?? null;
  }
  /** Whether somebody asked to write since this was asked last: the field for a new comment takes the focus then. */
  answer(): boolean {
    const isAsked = this.#compositions !== this.#answered;
    this.#answered = this.#compositions;
    return isAsked;
  }
  get jump(): Jump | null {
    return this.#jump;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#onLook();
  }
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#led = null;
    this.#onLook();
  }
  toggle(): void {
    if (this.#isOpen) this.close();
    else this.open();
  }

  /** Opens the panel with the field for a new comment ready. */
  compose(): void {
    this.open();
    this.#led = null;
    if (this.#filter === 'resolved') this.#filter = 'open';
    this.#compositions++;
  }

  /** Opens the panel at a thread, whatever it was filtered by. */
  show(thread: Thread): void {
    this.open();
    this.#filter = thread.resolved === null ? 'open' : 'resolved';
    this.#led = { thread: thread.id };
  }

  /** Asks the canvas to bring something into the window. */
  bringIntoView(target: CommentTarget): void {
    this.#jump = { target };
  }

  /** Words begun and not sent, by where they were begun: they outlast the panel. */
  draft(key: string): string {
    return this.#drafts.get(key) ?? '';
  }
  keepDraft(key: string, text: string): void {
    if (text === '') this.#drafts.delete(key);
    else this.#drafts.set(key, text);
  }

  /** A field for such words is on the screen, from now until the returned function is called. */
  showField(key: string): () => void {
    this.#fields.add(key);
    return () => this.#fields.delete(key);
  }
  /** Words were begun there, or the field for them is open: what they belong to must not be taken away. */
  isWriting(key: string): boolean {
    return this.#fields.has(key) || this.#drafts.has(key);
  }
}
