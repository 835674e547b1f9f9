import { describe, expect, it } from 'vitest';
import type { Comment, CommentTarget, Mention, Thread } from '../../../src/comments/index.ts';
import { firstThreads, groupThreads, keepOrder, type GroupOptions } from '../../../src/ui/comments/groups.ts';
import { callsNobody, insertMention, mentionQueryAt, offerMentions } from '../../../src/ui/comments/mention-query.ts';
import { fullTime, shortTime } from '../../../src/ui/comments/when.ts';

const BEN: CommentTarget = { on: 'person', id: 'ben' };
const GONE: CommentTarget = { on: 'unit', id: 'gone' };

function thread(id: string, target: CommentTarget, at: number, author = 'ann'): Thread {
  const comment: Comment = {
    id: `c-${id}`,
    thread: id,
    author: { id: author, name: author, colour: '' },
    at,
    edited: null,
    text: 'x',
    mentions: author === 'bob' ? [{ author: 'ann', name: 'ann' }] : [],
    stamp: { client: 1, clock: 0 },
  };
  return { id, target, label: 'as it was', resolved: null, comments: [comment] };
}

const threads = [
  thread('t1', BEN, 10),
  thread('t2', { on: 'map' }, 20, 'bob'),
  { ...thread('t3', BEN, 30), resolved: { by: 'ann', at: 40 } },
  thread('t4', GONE, 50),
];
const options: GroupOptions = {
  filter: 'open',
  isMine: ({ author }) => author.id === 'ann',
  callsMe: ({ mentions }) => mentions.length > 0,
  nameOf: (target) => (target === GONE ? null : target.on),
  isWriting: () => false,
};
const listed = (filter: GroupOptions['filter']) =>
  groupThreads(threads, { ...options, filter }).map((group) => [group.key, group.threads.map(({ id }) => id)]);

describe('the list of threads', () => {
  it('stands by target, what was said last first, what is gone last', () => {
    expect(listed('open')).toEqual([
      ['map', ['t2']],
      ['person:ben', ['t1']],
      ['unit:gone', ['t4']],
    ]);
  });

  it.each([
    ['resolved', [['person:ben', ['t3']]]],
    [
      'mine',
      [
        ['person:ben', ['t1', 't3']],
        ['unit:gone', ['t4']],
      ],
    ],
    ['mentions', [['map', ['t2']]]],
  ] as const)('holds the %s ones when those are asked for', (filter, expected) => {
    expect(listed(filter)).toEqual(expected);
  });

  it('is cut after so many threads, and goes on as far as the one that is looked for', () => {
    const groups = groupThreads(threads, { ...options, filter: 'mine' });
    const ids = (limit: number, focused: string | null) =>
      firstThreads(groups, limit, ({ id }) => id === focused).flatMap((group) => group.threads.map(({ id }) => id));
    expect(ids(1, null)).toEqual(['t1']);
    expect(ids(1, 't3')).toEqual(['t1', 't3']);
    expect(ids(9, null)).toEqual(['t1', 't3', 't4']);
    expect(firstThreads([], 5, () => true)).toEqual([]);
  });

  it('keeps a thread in which somebody is writing, whatever the filter says', () => {
    const groups = groupThreads(threads, { ...options, isWriting: ({ id }) => id === 't3' });
    expect(groups.find(({ key }) => key === 'person:ben')?.threads.map(({ id }) => id)).toEqual(['t1', 't3']);
  });

  it('keeps its order while somebody writes: what is said elsewhere moves nothing, what is new comes last', () => {
    const before = groupThreads(threads, options).map(({ key }) => key);
    const more = [...threads, thread('t5', BEN, 60), thread('t6', { on: 'unit', id: 'new' }, 70)];
    const after = keepOrder(groupThreads(more, options), before);
    expect(after.map(({ key }) => key)).toEqual([...before, 'unit:new']);
  });
});

describe('calling somebody with @', () => {
  const known: Mention[] = ['Anna Li', 'Ben', '张伟', 'Joanna'].map((name) => ({ author: null, name }));
  const names = (typed: string) => offerMentions(known, typed).map(({ name }) => name);

  it('is what stands between the @ and the caret', () => {
    expect(mentionQueryAt('ask @An', 7)).toEqual({ from: 4, typed: 'An' });
    expect(mentionQueryAt('请@张', 3)).toEqual({ from: 1, typed: '张' });
    expect(mentionQueryAt('@', 1)).toEqual({ from: 0, typed: '' });
  });

  it('[K17] offers each name once, the first who goes by it', () => {
    const namesakes = [
      { author: 'a-1', name: 'Ann' },
      { author: 'a-2', name: 'ann' },
      { author: null, name: 'Bea' },
    ];
    expect(offerMentions(namesakes, '')).toEqual([namesakes[0], namesakes[2]]);
  });

  it('is not an address, not on the next line, not far behind', () => {
    expect(mentionQueryAt('ann@firm.com', 8)).toBeNull();
    expect(mentionQueryAt('@An\nso', 6)).toBeNull();
    expect(mentionQueryAt(`@${'x'.repeat(80)}`, 81)).toBeNull();
    expect(mentionQueryAt('nobody', 3)).toBeNull();
    expect(mentionQueryAt('@An', 0)).toBeNull();
  });

  it('calls nobody while one word is typed and nobody is known, until that is waved away', () => {
    const ann = { author: 'ann', name: 'Ann' };
    expect(callsNobody({ from: 4, typed: 'An' }, -1, [])).toBe(true);
    expect(callsNobody({ from: 4, typed: 'An' }, 4, [])).toBe(false);
    expect(callsNobody({ from: 4, typed: 'An and' }, -1, [])).toBe(false);
    expect(callsNobody({ from: 4, typed: 'X' }, -1, [ann])).toBe(false);
    expect(callsNobody(null, -1, [])).toBe(false);
  });

  it('offers names that begin with the letters first, and nobody behind a whole name', () => {
    expect(names('')).toEqual(['Anna Li', 'Ben', '张伟', 'Joanna']);
    expect(names('anna')).toEqual(['Anna Li', 'Joanna']);
    expect(names('Anna L')).toEqual(['Anna Li']);
    expect(names('Ben ')).toEqual([]);
  });

  it('puts the name in place of the letters, and the caret behind one space', () => {
    expect(insertMention('ask @An now', { from: 4, typed: 'An' }, 'Anna Li')).toEqual({
      text: 'ask @Anna Li now',
      caret: 13,
    });
    expect(insertMention('@', { from: 0, typed: '' }, 'Ben')).toEqual({ text: '@Ben ', caret: 5 });
  });
});

describe('when something was said', () => {
  const at = new Date(2026, 10, 22, 14, 5).getTime();

  it('is the time today, the day this year, and the year before', () => {
    expect(shortTime(at, new Date(2026, 10, 22, 23, 0).getTime(), 'zh')).toBe('14:05');
    expect(shortTime(at, new Date(2026, 10, 23).getTime(), 'zh')).toContain('22');
    expect(shortTime(at, new Date(2026, 10, 23).getTime(), 'zh')).not.toContain('2026');
    expect(shortTime(at, new Date(2027, 0, 2).getTime(), 'en')).toContain('2026');
  });

  it('is nothing for a time that nobody gave', () => {
    expect(shortTime(0, at, 'en')).toBe('');
    expect(fullTime(0, 'en')).toBe('');
    expect(fullTime(at, 'en')).toContain('2026');
  });
});
