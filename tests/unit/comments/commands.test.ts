import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import {
  editComment,
  MAX_COMMENTS,
  MAX_TEXT,
  readComments,
  removeComment,
  reopenThread,
  reply,
  resolveThread,
  restoreComment,
  startThread,
} from '../../../src/comments/index.ts';
import { ANN, colleagueOf, comment, docWithThread, entity, exchange, ON_BEN, ON_MAP, ZHANG } from './world.ts';

const DAY = 86_400_000;

function countTransactions(doc: Y.Doc): () => number {
  let count = 0;
  doc.on('update', () => count++);
  return () => count;
}

describe('beginning and answering', () => {
  it('[K8] a thread is begun in one transaction, with its target, its label and who said it', () => {
    const doc = new Y.Doc();
    const updates = countTransactions(doc);
    startThread(doc, { id: 't1', target: ON_BEN, label: 'Ben Ito', comment: comment('c1', ' Does he decide? ') });
    expect(updates()).toBe(1);
    const { threads, authors } = readComments(doc);
    expect(authors).toEqual([ANN]);
    expect(threads).toEqual([
      {
        id: 't1',
        target: ON_BEN,
        label: 'Ben Ito',
        resolved: null,
        comments: [
          {
            id: 'c1',
            thread: 't1',
            author: ANN,
            at: 1_000,
            edited: null,
            text: 'Does he decide?',
            mentions: [],
            stamp: { client: doc.clientID, clock: expect.any(Number) as number },
          },
        ],
      },
    ]);
  });

  it('[K8] a thread stands on the whole map, a link and a reporting line as well', () => {
    const doc = new Y.Doc();
    startThread(doc, { id: 't1', target: ON_MAP, label: '', comment: comment('c1', 'a') });
    const link = { on: 'relation', id: 'r-1' } as const;
    const line = { on: 'relation', id: `reports:${'p'.repeat(128)}` } as const;
    startThread(doc, { id: 't2', target: link, label: '', comment: comment('c2', 'b') });
    startThread(doc, { id: 't3', target: line, label: '', comment: comment('c3', 'c') });
    expect(readComments(doc).threads.map((thread) => thread.target)).toEqual([ON_MAP, link, line]);
  });

  it.each([
    ['empty', comment('c2', ' \u202e\n ')],
    ['too-long', comment('c2', 'x'.repeat(MAX_TEXT + 1))],
    ['duplicate', comment('c1', 'again')],
    ['forbidden-id', comment('__proto__', 'x')],
    ['forbidden-id', comment('c2', 'x', { author: { ...ANN, id: 'a b' } })],
  ] as const)('[K8] a reply that is refused as %s writes nothing', (reason, refusedComment) => {
    const doc = docWithThread();
    const updates = countTransactions(doc);
    expect(reply(doc, 't1', refusedComment)).toEqual({ ok: false, reason });
    expect(updates()).toBe(0);
  });

  it('[K8] a thread on nothing, or under an id in use, is refused and writes nothing', () => {
    const doc = docWithThread();
    const updates = countTransactions(doc);
    const made = { label: '', comment: comment('c2', 'x') };
    const bad = { on: 'person', id: '<b>' } as const;
    expect(startThread(doc, { ...made, id: 't2', target: bad })).toEqual({ ok: false, reason: 'forbidden-id' });
    expect(startThread(doc, { ...made, id: 't1', target: ON_MAP })).toEqual({ ok: false, reason: 'duplicate' });
    expect(reply(doc, 't9', comment('c2', 'x'))).toEqual({ ok: false, reason: 'missing' });
    expect(updates()).toBe(0);
  });

  it('[K2] no more than 5,000 comments are written', () => {
    const doc = docWithThread();
    doc.transact(() => {
      for (let i = 1; i < MAX_COMMENTS; i++) doc.getMap('comments').set(`x${i}`, new Y.Map());
    });
    expect(reply(doc, 't1', comment('c2', 'x'))).toEqual({ ok: false, reason: 'too-many' });
  });

  it('[K12] a reply is dated after what it answers, by at most a day ahead of its own clock', () => {
    const doc = docWithThread();
    reply(doc, 't1', comment('c2', 'my clock is behind', { at: 400 }));
    reply(doc, 't1', comment('c3', 'and mine is right', { at: 5_000 }));
    entity(doc, 'comments', 'c3').set('at', 90 * DAY);
    reply(doc, 't1', comment('c4', 'after one of a clock that is years ahead', { at: 6_000 }));
    expect(readComments(doc).threads[0]!.comments.map(({ id, at }) => [id, at])).toEqual([
      ['c1', 1_000],
      ['c2', 1_001],
      ['c4', 6_000 + DAY],
      ['c3', 90 * DAY],
    ]);
  });

  it('[K13] a reply opens a resolved thread again', () => {
    const doc = docWithThread();
    resolveThread(doc, 't1', { by: '张伟', at: 2_000 });
    expect(readComments(doc).threads[0]!.resolved).toEqual({ by: '张伟', at: 2_000 });
    reply(doc, 't1', comment('c2', 'Not quite'));
    expect(readComments(doc).threads[0]!.resolved).toBeNull();
  });

  it('[K14] a document of a newer version refuses every command', () => {
    const doc = docWithThread();
    doc.getMap('meta').set('schema', 2);
    const refusal = { ok: false, reason: 'read-only' };
    expect(reply(doc, 't1', comment('c2', 'x'))).toEqual(refusal);
    expect(removeComment(doc, 'c1')).toEqual(refusal);
    expect(resolveThread(doc, 't1', { by: '', at: 1 })).toEqual(refusal);
    expect(readComments(doc).readOnly).toBe(true);
  });
});

describe('changing', () => {
  it('[K10] only who wrote a comment edits it', () => {
    const doc = docWithThread();
    const words = { text: 'He decides.', mentions: [], at: 3_000 };
    expect(editComment(doc, 'c1', { ...words, author: ZHANG })).toEqual({ ok: false, reason: 'not-yours' });
    expect(editComment(doc, 'c1', { ...words, author: ANN })).toEqual({ ok: true, value: undefined });
    expect(readComments(doc).threads[0]!.comments[0]).toMatchObject({ text: 'He decides.', edited: 3_000, at: 1_000 });
  });

  it('[K9] words that stay the same are not written again', () => {
    const doc = docWithThread('Same');
    const updates = countTransactions(doc);
    editComment(doc, 'c1', { text: 'Same ', mentions: [], at: 3_000, author: ANN });
    reopenThread(doc, 't1');
    restoreComment(doc, 'c1');
    expect(updates()).toBe(0);
  });

  it('[K9] an edit and a removal at the same time both hold', () => {
    const a = docWithThread();
    const b = colleagueOf(a);
    editComment(a, 'c1', { text: 'Edited', mentions: [], at: 2_000, author: ANN });
    removeComment(b, 'c1');
    exchange(a, b);
    expect(readComments(a).threads).toEqual([]);
    restoreComment(a, 'c1');
    expect(readComments(a).threads[0]!.comments[0]!.text).toBe('Edited');
  });

  it('[K11] a removed comment is gone, and comes back when restored', () => {
    const doc = docWithThread();
    reply(doc, 't1', comment('c2', 'Yes', { author: ZHANG }));
    const before = readComments(doc);
    removeComment(doc, 'c1');
    expect(readComments(doc).threads[0]!.comments.map(({ id }) => id)).toEqual(['c2']);
    expect(editComment(doc, 'c1', { text: 'x', mentions: [], at: 1, author: ANN })).toEqual({
      ok: false,
      reason: 'missing',
    });
    restoreComment(doc, 'c1');
    expect(readComments(doc)).toEqual(before);
  });

  it('[K9] replies of two people at the same time are both there', () => {
    const a = docWithThread();
    const b = colleagueOf(a);
    reply(a, 't1', comment('c2', 'one'));
    reply(b, 't1', comment('c3', 'two', { author: ZHANG }));
    resolveThread(b, 't1', { by: 'Ann', at: 9 });
    exchange(a, b);
    expect(readComments(a)).toEqual(readComments(b));
    expect(readComments(a).threads[0]!.comments.map(({ text }) => text)).toEqual(['Does he decide?', 'one', 'two']);
  });
});
