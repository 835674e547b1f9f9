/** The only ways to write comments (SPEC.md K8-K14): one transaction each, times and ids from the caller. */
import * as Y from 'yjs';
import { isId, type Result } from '../model/index.ts';
import { cleanColour, cleanLine, cleanTime, cleanWords, parseTarget } from './clean.ts';
import { MAX_AUTHOR_NAME, MAX_COMMENTS, MAX_LABEL, MAX_MENTIONS, MAX_TEXT } from './limits.ts';
import { mentionRef, mentionsIn } from './mentions.ts';
import { parseComment } from './parse.ts';
import { COMMENTS_SCHEMA, entityOf, isReadOnly, MENTION_PREFIX, rootOf } from './schema.ts';
import type { CommentAuthor, CommentTarget, Mention } from './types.ts';

/** Why nothing was written. */
export type CommentRefusal =
  | 'missing'
  /** No words are left once they are cleaned. */
  | 'empty'
  | 'too-long'
  | 'too-many'
  | 'forbidden-id'
  | 'duplicate'
  /** Somebody else's words. */
  | 'not-yours'
  /** The comments were written by a newer version. */
  | 'read-only';
export type CommentOutcome = Result<void, CommentRefusal>;

const DONE: CommentOutcome = { ok: true, value: undefined };
const DAY_MS = 86_400_000;

/** Words and whom they call. */
export interface Words {
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly author: CommentAuthor;
}
export interface NewComment extends Words {
  /** Free in the document. */
  readonly id: string;
}
export interface NewThread {
  /** Free in the document. */
  readonly id: string;
  readonly target: CommentTarget;
  /** What the target is called now: read when it is gone. */
  readonly label: string;
  readonly comment: NewComment;
}

/** Begins a thread with its first comment. */
export function startThread(doc: Y.Doc, { comment, id, label, target }: NewThread): CommentOutcome {
  return command(doc, () => {
    const threads = rootOf(doc, 'threads');
    const isTarget = parseTarget(target.on, target.on === 'map' ? undefined : target.id) !== null;
    const refusal = !isId(id) || !isTarget ? 'forbidden-id' : threads?.has(id) !== false ? 'duplicate' : null;
    if (refusal || !threads) return refused(refusal ?? 'duplicate');
    const added = addComment(doc, id, comment, comment.at);
    if (!added.ok) return added;
    const entries = { ...target, label: cleanLine(label, MAX_LABEL) };
    threads.set(
      id,
      new Y.Map<unknown>([
        ['on', entries.on],
        ...(entries.on === 'map' ? [] : [['target', entries.id] as const]),
        ['label', entries.label],
      ]),
    );
    return added;
  });
}

/** Adds a comment to a thread, dated after the last one there; opens it again. */
export function reply(doc: Y.Doc, thread: string, comment: NewComment): CommentOutcome {
  return command(doc, () => {
    const entity = entityOf(doc, 'threads', thread);
    if (!entity) return refused('missing');
    const added = addComment(doc, thread, comment, afterLast(doc, thread, comment.at));
    if (added.ok && entity.get('resolved') === true) entity.set('resolved', false);
    return added;
  });
}

/** Changes the words of a comment of one's own. */
export function editComment(doc: Y.Doc, id: string, words: Words): CommentOutcome {
  return command(doc, () => {
    const entity = entityOf(doc, 'comments', id);
    if (!entity || entity.get('removed') === true) return refused('missing');
    if (entity.get('author') !== words.author.id) return refused('not-yours');
    const text = checkWords(words.text);
    if (!text.ok) return text;
    if (entity.get('text') === text.value) return DONE;
    entity.set('text', text.value);
    entity.set('edited', cleanTime(words.at));
    for (const [key, name] of mentionEntries(text.value, words.mentions)) put(entity, key, name);
    return DONE;
  });
}

/** Marks a comment as removed. */
export function removeComment(doc: Y.Doc, id: string): CommentOutcome {
  return change(doc, 'comments', id, { removed: true });
}

/** Brings a removed comment back. */
export function restoreComment(doc: Y.Doc, id: string): CommentOutcome {
  return change(doc, 'comments', id, { removed: false });
}

/** Says that a thread is done with; `at` in milliseconds since 1970. */
export function resolveThread(
  doc: Y.Doc,
  id: string,
  { at, by }: { readonly by: string; readonly at: number },
): CommentOutcome {
  const resolvedBy = cleanLine(by, MAX_AUTHOR_NAME);
  return change(doc, 'threads', id, { resolved: true, resolvedBy, resolvedAt: cleanTime(at) });
}

/** Takes a thread up again. */
export function reopenThread(doc: Y.Doc, id: string): CommentOutcome {
  return change(doc, 'threads', id, { resolved: false });
}

function refused(reason: CommentRefusal): { readonly ok: false; readonly reason: CommentRefusal } {
  return { ok: false, reason };
}

function command(doc: Y.Doc, run: () => CommentOutcome): CommentOutcome {
  if (isReadOnly(doc)) return refused('read-only');
  return doc.transact(() => {
    const outcome = run();
    const meta = rootOf(doc, 'meta');
    if (outcome.ok && meta && !meta.has('schema')) meta.set('schema', COMMENTS_SCHEMA);
    return outcome;
  }, 'edit');
}

function change(
  doc: Y.Doc,
  root: 'threads' | 'comments',
  id: string,
  entries: Readonly<Record<string, unknown>>,
): CommentOutcome {
  return command(doc, () => {
    const entity = entityOf(doc, root, id);
    if (!entity) return refused('missing');
    for (const [key, value] of Object.entries(entries)) put(entity, key, value);
    return DONE;
  });
}

/** An equal value is not written again: it could win over a colleague's different one. Absent reads as false. */
function put(entity: Y.Map<unknown>, key: string, value: unknown): void {
  if ((entity.get(key) ?? false) !== value) entity.set(key, value);
}

function checkWords(text: string): Result<string, CommentRefusal> {
  if (text.trim().length > MAX_TEXT) return refused('too-long');
  const clean = cleanWords(text, MAX_TEXT);
  return clean === '' ? refused('empty') : { ok: true, value: clean };
}

function addComment(doc: Y.Doc, thread: string, comment: NewComment, at: number): CommentOutcome {
  const comments = rootOf(doc, 'comments');
  const { author, id, mentions } = comment;
  if (!isId(id) || !isId(author.id)) return refused('forbidden-id');
  if (!comments || comments.has(id)) return refused('duplicate');
  if (comments.size >= MAX_COMMENTS) return refused('too-many');
  const text = checkWords(comment.text);
  if (!text.ok) return text;
  const entries: [string, unknown][] = [
    ['thread', thread],
    ['author', author.id],
    ['name', cleanLine(author.name, MAX_AUTHOR_NAME)],
    ['colour', cleanColour(author.colour)],
    ['at', cleanTime(at)],
    ['text', text.value],
    ...mentionEntries(text.value, mentions),
  ];
  comments.set(id, new Y.Map(entries.filter(([, value]) => value !== '')));
  return DONE;
}

function mentionEntries(text: string, mentions: readonly Mention[]): [string, string][] {
  const named = mentions
    .map(({ author, name }) => ({ author, name: cleanLine(name, MAX_AUTHOR_NAME) }))
    .filter(({ author, name }) => name !== '' && (author === null || isId(author)));
  return mentionsIn(text, named)
    .slice(0, MAX_MENTIONS)
    .map((mention) => [MENTION_PREFIX + mentionRef(mention), mention.name]);
}

/** The given time, or just after the last comment of the thread where that is later, by at most a day. */
function afterLast(doc: Y.Doc, thread: string, at: number): number {
  let last = 0;
  rootOf(doc, 'comments')?.forEach((value, id) => {
    if (!(value instanceof Y.Map) || value.get('thread') !== thread) return;
    last = Math.max(last, parseComment(id, value as Y.Map<unknown>)?.at ?? 0);
  });
  return Math.max(at, Math.min(last + 1, at + DAY_MS));
}
