/** Parsed threads and comments by id, so that a change costs the parsing of what changed only. */
import * as Y from 'yjs';
import { isId } from '../model/index.ts';
import { MAX_COMMENTS } from './limits.ts';
import { parseComment, parseThread, type ThreadHead } from './parse.ts';
import { isReadOnly, rootOf, type EntityRoot } from './schema.ts';
import type { Comment, CommentAuthor, CommentsRead, Thread } from './types.ts';

export class ThreadStore {
  readonly #doc: Y.Doc;
  readonly #heads = new Map<string, ThreadHead>();
  readonly #comments = new Map<string, Comment>();
  readonly #idsOf = new Map<string, Set<string>>();
  readonly #threads = new Map<string, Thread>();
  /** Null: everything. */
  readonly #dirty: Record<EntityRoot, Set<string> | null> = { threads: null, comments: null };
  /** More comments than are read: then a change may bring others in or out anywhere. */
  #wasOverfull = false;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  markDirty(root: EntityRoot, event: Y.YEvent<Y.AbstractType<unknown>>): void {
    const ids = event.path.length === 0 ? event.changes.keys.keys() : [String(event.path[0])];
    for (const id of ids) this.#dirty[root]?.add(id);
  }

  read(): CommentsRead {
    const touched = new Set<string>();
    this.#refresh('threads', (id, entity) => {
      touched.add(id);
      const head = entity && parseThread(id, entity);
      if (head) this.#heads.set(id, head);
      else this.#heads.delete(id);
    });
    this.#refresh('comments', (id, entity) => this.#take(id, entity ? parseComment(id, entity) : null, touched));
    const isOverfull = this.#comments.size > MAX_COMMENTS;
    const kept = isOverfull ? newest(this.#comments) : null;
    const rebuilt = isOverfull || this.#wasOverfull ? this.#heads.keys() : touched;
    this.#wasOverfull = isOverfull;
    for (const id of [...touched, ...rebuilt]) this.#build(id, kept);
    const threads = [...this.#threads.values()].sort((a, b) => byTime(a.comments[0]!, b.comments[0]!));
    return { threads, authors: authorsOf(threads), readOnly: isReadOnly(this.#doc) };
  }

  #refresh(root: EntityRoot, take: (id: string, entity: Y.Map<unknown> | null) => void): void {
    const map = rootOf(this.#doc, root);
    const ids = this.#dirty[root] ?? [...(map?.keys() ?? [])];
    this.#dirty[root] = new Set();
    for (const id of ids) {
      const entity = isId(id) ? map?.get(id) : undefined;
      take(id, entity instanceof Y.Map ? (entity as Y.Map<unknown>) : null);
    }
  }

  #take(id: string, comment: Comment | null, touched: Set<string>): void {
    const before = this.#comments.get(id);
    if (before) {
      touched.add(before.thread);
      this.#comments.delete(id);
      this.#idsOf.get(before.thread)?.delete(id);
    }
    if (!comment) return;
    touched.add(comment.thread);
    this.#comments.set(id, comment);
    const ids = this.#idsOf.get(comment.thread);
    if (ids) ids.add(id);
    else this.#idsOf.set(comment.thread, new Set([id]));
  }

  #build(id: string, kept: ReadonlySet<string> | null): void {
    const head = this.#heads.get(id);
    const ids = [...(this.#idsOf.get(id) ?? [])].filter((comment) => !kept || kept.has(comment));
    if (!head || ids.length === 0) this.#threads.delete(id);
    else this.#threads.set(id, { ...head, comments: ids.map((comment) => this.#comments.get(comment)!).sort(byTime) });
  }
}

function newest(comments: ReadonlyMap<string, Comment>): ReadonlySet<string> {
  const ordered = [...comments.values()].sort(byTime);
  return new Set(ordered.slice(-MAX_COMMENTS).map((comment) => comment.id));
}

function byTime(a: Comment, b: Comment): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** As everybody called themselves last. */
function authorsOf(threads: readonly Thread[]): readonly CommentAuthor[] {
  const last = new Map<string, Comment>();
  for (const { comments } of threads)
    for (const comment of comments) {
      const before = last.get(comment.author.id);
      if (!before || byTime(before, comment) < 0) last.set(comment.author.id, comment);
    }
  const authors = [...last.values()].map((comment) => comment.author);
  const key = (author: CommentAuthor) => `${author.name}\u0000${author.id}`;
  return authors.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
