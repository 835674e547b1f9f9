/** A small world of people who comment: times and ids are given, nothing is random. */
import * as Y from 'yjs';
import { startThread, type CommentAuthor, type CommentTarget, type NewComment } from '../../../src/comments/index.ts';

export const ANN: CommentAuthor = { id: 'a-ann', name: 'Ann', colour: '#b4232f' };
export const ZHANG: CommentAuthor = { id: 'a-zhang', name: '张伟', colour: '#0b6aa8' };
export const ON_MAP: CommentTarget = { on: 'map' };
export const ON_BEN: CommentTarget = { on: 'person', id: 'p-ben' };
export const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 40);

export function comment(id: string, text: string, more: Partial<NewComment> = {}): NewComment {
  return { id, text, author: ANN, at: 1_000, mentions: [], ...more };
}

/** A document with one thread `t1` on Ben, begun by Ann. */
export function docWithThread(text = 'Does he decide?'): Y.Doc {
  const doc = new Y.Doc();
  startThread(doc, { id: 't1', target: ON_BEN, label: 'Ben Ito', comment: comment('c1', text) });
  return doc;
}

/** Another device that has seen all of it. */
export function colleagueOf(doc: Y.Doc): Y.Doc {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  return other;
}

/** Each learns everything of every other. */
export function exchange(...docs: readonly Y.Doc[]): void {
  for (const to of docs)
    for (const from of docs)
      if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'remote');
}

export function entity(doc: Y.Doc, root: 'threads' | 'comments', id: string): Y.Map<unknown> {
  return doc.getMap(root).get(id) as Y.Map<unknown>;
}
