import type * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { formatSeen, isSeen, parseSeen, readComments, reply, seenNow, type Seen } from '../../../src/comments/index.ts';
import { colleagueOf, comment, docWithThread, exchange, ZHANG } from './world.ts';

function unseen(doc: Y.Doc, seen: Seen = new Map()): string[] {
  return readComments(doc).threads.flatMap(({ comments }) =>
    comments.filter(({ stamp }) => !isSeen(seen, stamp)).map(({ id }) => id),
  );
}

describe('what is new', () => {
  it('[K15] without a look everything is new; after one nothing is', () => {
    const doc = docWithThread();
    expect(unseen(doc)).toEqual(['c1']);
    expect(unseen(doc, seenNow(doc))).toEqual([]);
  });

  it('[K15] a comment that was written offline long ago is new when it arrives', () => {
    const doc = docWithThread();
    const offline = colleagueOf(doc);
    reply(offline, 't1', comment('c2', 'from the train', { author: ZHANG, at: 10 }));
    const seen = seenNow(doc);
    exchange(doc, offline);
    expect(unseen(doc, parseSeen(formatSeen(seen)))).toEqual(['c2']);
  });

  it('[K15] an edit makes nothing new', () => {
    const doc = docWithThread();
    const seen = seenNow(doc);
    (doc.getMap('comments').get('c1') as Y.Map<unknown>).set('text', 'Edited');
    expect(unseen(doc, seen)).toEqual([]);
  });

  it.each([null, 7, 'x', '1.2.3 -1.4', 'zzzzzzzzzzzzzzzz.1', 'a '.repeat(200_000)])(
    '[K15] a kept look that is not one reads as nothing seen',
    (value) => {
      expect([...parseSeen(value)]).toEqual([]);
    },
  );
});
