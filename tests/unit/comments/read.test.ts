import fc from 'fast-check';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import {
  createCommentsReader,
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
  type CommentsRead,
} from '../../../src/comments/index.ts';
import { ANN, colleagueOf, comment, docWithThread, entity, exchange, ON_BEN, ON_MAP, SEEDS, ZHANG } from './world.ts';

/** What every result has to be, whatever was written. */
function expectValid({ authors, threads }: CommentsRead): void {
  let count = 0;
  for (const thread of threads) {
    expect(thread.comments.length).toBeGreaterThan(0);
    expect(thread.label.length).toBeLessThanOrEqual(200);
    for (const { at, author, text, mentions } of thread.comments) {
      count++;
      expect(text.trim()).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
      expect(author.name.length).toBeLessThanOrEqual(60);
      expect(Number.isFinite(new Date(at).getTime())).toBe(true);
      expect(mentions.length).toBeLessThanOrEqual(20);
    }
  }
  expect(count).toBeLessThanOrEqual(MAX_COMMENTS);
  expect(authors.length).toBeLessThanOrEqual(count);
}

describe('reading', () => {
  it('[K1] an empty document has nothing to say, and nothing is written into it', () => {
    const doc = new Y.Doc();
    expect(readComments(doc)).toEqual({ threads: [], authors: [], readOnly: false });
    expect(Y.encodeStateAsUpdate(doc)).toHaveLength(2);
  });

  it('[K1] a comment without words or thread, and a thread without comments, are not read', () => {
    const doc = docWithThread();
    const comments = doc.getMap('comments');
    comments.set(
      'x1',
      new Y.Map([
        ['thread', 't9'],
        ['author', 'a'],
        ['text', 'lost'],
      ]),
    );
    comments.set(
      'x2',
      new Y.Map([
        ['thread', 't1'],
        ['author', 'a'],
        ['text', ' \n'],
      ]),
    );
    comments.set(
      'x3',
      new Y.Map([
        ['thread', 't1'],
        ['text', 'nobody'],
      ]),
    );
    comments.set('x4', { thread: 't1', author: 'a', text: 'plain' });
    comments.set(
      'constructor',
      new Y.Map([
        ['thread', 't1'],
        ['author', 'a'],
        ['text', 'bad id'],
      ]),
    );
    doc.getMap('threads').set('t2', new Y.Map([['on', 'map']]));
    doc.getMap('threads').set('t3', 'text');
    const { threads } = readComments(doc);
    expect(threads.map(({ id, comments: said }) => [id, said.map((one) => one.id)])).toEqual([['t1', ['c1']]]);
  });

  it('[K1] a root that a peer made into something else reads as nothing', () => {
    const doc = new Y.Doc();
    doc.getArray('comments').push(['x']);
    doc.getText('threads').insert(0, 'x');
    expect(readComments(doc).threads).toEqual([]);
    expect(startThread(doc, { id: 't', target: ON_MAP, label: '', comment: comment('c', 'x') }).ok).toBe(false);
  });

  it('[K2] [K3] words, names, times and colours are cut and cleaned', () => {
    const doc = docWithThread();
    const said = entity(doc, 'comments', 'c1');
    said.set('text', `\u202eabc\r\n\u0000d${'😀'.repeat(MAX_TEXT)}`);
    said.set('name', `An\nn\u200f${'n'.repeat(100)}`);
    said.set('at', Infinity);
    said.set('colour', 'red');
    entity(doc, 'threads', 't1').set('label', 'L'.repeat(500));
    const [thread] = readComments(doc).threads;
    const { at, author, text } = thread!.comments[0]!;
    expect(text.startsWith('abc\nd😀')).toBe(true);
    expect(text.length).toBe(MAX_TEXT - 1);
    expect(encodeURIComponent(text)).toContain('%F0%9F%98%80');
    expect(author).toEqual({ id: 'a-ann', name: `An${'n'.repeat(58)}`, colour: '' });
    expect(at).toBe(0);
    expect(thread!.label).toHaveLength(200);
  });

  it('[K2] of more than 5,000 comments the newest are read, again and again', () => {
    const doc = docWithThread();
    const reader = createCommentsReader(doc);
    reader.current();
    doc.transact(() => {
      for (let i = 0; i < MAX_COMMENTS; i++) {
        const said: [string, unknown][] = [
          ['thread', 't1'],
          ['author', 'a'],
          ['text', 'x'],
          ['at', 2_000 + i],
        ];
        doc.getMap('comments').set(`x${i}`, new Y.Map(said));
      }
    });
    expect(reader.current().threads[0]!.comments).toHaveLength(MAX_COMMENTS);
    expect(reader.current().threads[0]!.comments[0]!.id).toBe('x0');
    expect(reader.current()).toEqual(readComments(doc));
    removeComment(doc, 'x7');
    expect(reader.current().threads[0]!.comments[0]!.id).toBe('c1');
    expect(reader.current()).toEqual(readComments(doc));
  });

  it('[K4] threads stand in the order they were begun in', () => {
    const doc = docWithThread();
    startThread(doc, { id: 't0', target: ON_MAP, label: '', comment: comment('c2', 'later', { at: 9_000 }) });
    startThread(doc, { id: 't9', target: ON_MAP, label: '', comment: comment('c3', 'first', { at: 10 }) });
    expect(readComments(doc).threads.map(({ id }) => id)).toEqual(['t9', 't1', 't0']);
  });

  it('[K7] the label says what a thing was called', () => {
    expect(readComments(docWithThread()).threads[0]!.label).toBe('Ben Ito');
  });

  it('[K5] the reader calls once a transaction and keeps the threads that did not change', () => {
    const doc = docWithThread();
    startThread(doc, { id: 't2', target: ON_MAP, label: '', comment: comment('c2', 'x', { at: 2_000 }) });
    const reader = createCommentsReader(doc);
    const before = reader.current();
    let calls = 0;
    reader.onChange(() => calls++);
    reply(doc, 't2', comment('c3', 'y', { author: ZHANG, at: 3_000 }));
    expect(calls).toBe(1);
    expect(reader.current().threads[0]).toBe(before.threads[0]);
    expect(reader.current().threads[1]).not.toBe(before.threads[1]);
    expect(reader.current().authors.map(({ name }) => name)).toEqual(['Ann', '张伟']);
    reader.destroy();
    reader.destroy();
    removeComment(doc, 'c3');
    expect(calls).toBe(1);
  });

  it('[K4] people are listed as they called themselves last', () => {
    const doc = docWithThread();
    reply(doc, 't1', comment('c2', 'x', { author: { ...ANN, name: 'Ann Lee' }, at: 2_000 }));
    expect(readComments(doc).authors).toEqual([{ ...ANN, name: 'Ann Lee' }]);
  });
});

/** One deed of somebody, by numbers: ids are taken from what there may be. */
type Deed = readonly [who: number, what: number, which: number];

function run(doc: Y.Doc, [, what, which]: Deed, serial: string, at: number): void {
  const author = which % 2 === 0 ? ANN : ZHANG;
  const words = { text: `${serial} @张伟`, at, author, mentions: [{ author: ZHANG.id, name: ZHANG.name }] };
  const [thread, said] = [`t${which % 4}`, `c${which}`];
  if (what === 0)
    startThread(doc, { id: thread, target: ON_BEN, label: serial, comment: { id: `s-${serial}`, ...words } });
  else if (what === 1) reply(doc, thread, { id: said, ...words });
  else if (what === 2) editComment(doc, said, words);
  else if (what === 3) removeComment(doc, said);
  else if (what === 4) restoreComment(doc, said);
  else if (what === 5) resolveThread(doc, thread, { by: author.name, at });
  else reopenThread(doc, thread);
}

const deeds = fc.array(fc.tuple(fc.nat(2), fc.nat(6), fc.nat(9)), { minLength: 5, maxLength: 60 });

describe('together', () => {
  it('[K4] what several do at once reads the same on every device, in whatever order it arrives', () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(59), { maxLength: 6 }), (all, meetings) => {
        const docs = [docWithThread()];
        docs.push(colleagueOf(docs[0]!), colleagueOf(docs[0]!));
        const readers = docs.map((doc) => createCommentsReader(doc));
        all.forEach((deed, i) => {
          run(docs[deed[0]]!, deed, `${i}`, 1_000 + i);
          readers[deed[0]]!.current();
          if (meetings.includes(i)) exchange(docs[i % 3]!, docs[(i + 1) % 3]!);
        });
        const updates = docs.map((doc) => Y.encodeStateAsUpdate(doc));
        exchange(...docs);
        const merged = docs.map((doc) => readComments(doc));
        expectValid(merged[0]!);
        expect(merged[1]).toEqual(merged[0]);
        expect(merged[2]).toEqual(merged[0]);
        for (const [i, reader] of readers.entries()) expect(reader.current()).toEqual(merged[i]);
        for (const order of [
          [0, 1, 2],
          [2, 1, 0],
          [1, 2, 0],
        ]) {
          const late = new Y.Doc();
          for (const i of order) Y.applyUpdate(late, updates[i]!);
          expect(readComments(late)).toEqual(merged[0]);
        }
      }),
      { numRuns: SEEDS, seed: 41 },
    );
  });

  const key = fc.constantFrom(
    ...['thread', 'author', 'name', 'colour', 'at', 'text', 'edited', 'removed', 'mention:a', 'mention:~x', 'mention:'],
    ...['on', 'target', 'label', 'resolved', 'resolvedBy', 'resolvedAt', '__proto__', 'more'],
  );
  const garbage = fc.oneof(
    fc.constantFrom<unknown>(
      't1',
      'a-ann',
      'map',
      'person',
      'p-ben',
      true,
      false,
      0,
      -1,
      1e300,
      NaN,
      null,
      '',
      '\ud800',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const id = fc.constantFrom('t1', 'c1', 't2', 'c2', '__proto__', 'x y', '');
  const writes = fc.array(fc.tuple(fc.constantFrom('threads', 'comments', 'meta'), id, key, garbage), {
    maxLength: 40,
  });

  it('[K1] whatever a peer writes, reading gives valid threads and never throws', () => {
    fc.assert(
      fc.property(writes, (all) => {
        const doc = docWithThread();
        const reader = createCommentsReader(doc);
        for (const [root, at, field, value] of all) {
          const there = doc.getMap(root).get(at);
          if (value === null) doc.getMap(root).delete(at);
          else if (there instanceof Y.Map) there.set(field, value);
          else if (field === 'more') doc.getMap(root).set(at, value);
          else doc.getMap(root).set(at, new Y.Map([[field, value]]));
          reader.current();
        }
        expectValid(reader.current());
        expect(reader.current()).toEqual(readComments(doc));
      }),
      { numRuns: SEEDS * 3, seed: 42 },
    );
  });
});
