import { describe, expect, it } from 'vitest';
import {
  callsAuthor,
  editComment,
  mentionable,
  mentionsIn,
  readComments,
  reply,
  segmentsOf,
  type Mention,
} from '../../../src/comments/index.ts';
import { ANN, comment, docWithThread, entity, ZHANG } from './world.ts';

const ann: Mention = { author: 'a-ann', name: 'Ann' };
const anna: Mention = { author: null, name: 'Anna Li' };
const zhang: Mention = { author: 'a-zhang', name: '张伟' };

describe('mentions', () => {
  it('[K6] stand in the words as @ and the name; longer names win', () => {
    expect(segmentsOf('Ask @Anna Li, not @Ann.', [ann, anna])).toEqual([
      { text: 'Ask ', mention: null },
      { text: '@Anna Li', mention: anna },
      { text: ', not ', mention: null },
      { text: '@Ann', mention: ann },
      { text: '.', mention: null },
    ]);
  });

  it('[K6] a name is not found within a longer word, and needs no space in Chinese', () => {
    expect(mentionsIn('@Anna', [ann])).toEqual([]);
    expect(mentionsIn('@张伟你看一下', [zhang])).toEqual([zhang]);
    expect(mentionsIn('see@Ann', [ann])).toEqual([ann]);
    expect(segmentsOf('', [ann])).toEqual([]);
    expect(segmentsOf('@', [ann])).toEqual([{ text: '@', mention: null }]);
  });

  it('[K6] lie beside the words and count only while they stand there', () => {
    const doc = docWithThread();
    reply(doc, 't1', comment('c2', '@张伟 please look', { mentions: [zhang, ann] }));
    expect(readComments(doc).threads[0]!.comments[1]!.mentions).toEqual([zhang]);
    expect(entity(doc, 'comments', 'c2').has('mention:a-ann')).toBe(false);
    editComment(doc, 'c2', { text: 'Never mind', mentions: [], at: 2, author: ANN });
    expect(readComments(doc).threads[0]!.comments[1]!.mentions).toEqual([]);
  });

  it('[K6] what a peer hides beside the words calls nobody', () => {
    const doc = docWithThread();
    entity(doc, 'comments', 'c1').set('mention:a-zhang', '张伟');
    entity(doc, 'comments', 'c1').set('mention:~', '');
    entity(doc, 'comments', 'c1').set('mention:<b>', 'Does');
    expect(readComments(doc).threads[0]!.comments[0]!.mentions).toEqual([]);
  });

  it('[K16] call somebody by id, and by name on another device', () => {
    expect(callsAuthor([zhang], ZHANG)).toBe(true);
    expect(callsAuthor([zhang], { id: ZHANG.id, name: 'renamed' })).toBe(true);
    expect(callsAuthor([zhang], { id: 'a-other', name: '张伟' })).toBe(true);
    expect(callsAuthor([zhang], { id: 'a-other', name: '张' })).toBe(false);
    expect(callsAuthor([anna], { id: 'a-1', name: 'anna li ' })).toBe(true);
    expect(callsAuthor([anna], { id: 'a-1', name: '' })).toBe(false);
  });
});

describe('who can be called', () => {
  const me = { id: 'a-me', name: 'Ann' };
  const [bob, laptop] = [
    { id: 'a-bob', name: 'Bob' },
    { id: 'a-laptop', name: 'bob ' },
  ];

  it('[K17] are those who have written, and those who are here and have not', () => {
    expect(mentionable([me, bob, { id: 'a-none', name: '' }], ['Cleo', 'bob', 'Cleo', ''], me)).toEqual([
      { author: 'a-bob', name: 'Bob', isShared: false },
      { author: null, name: 'Cleo', isShared: true },
    ]);
  });

  it('[K16] a name is said to be shared when two go by it, or I do', () => {
    const shared = (...found: ReturnType<typeof mentionable>) => found.map(({ isShared }) => isShared);
    expect(shared(...mentionable([me, bob], ['Bob'], me))).toEqual([false]);
    expect(shared(...mentionable([me, bob, laptop], [], me))).toEqual([true, true]);
    expect(shared(...mentionable([me], ['Bob', 'BOB'], me))).toEqual([true]);
    expect(shared(...mentionable([me], ['ann'], me))).toEqual([true]);
    expect(shared(...mentionable([me], ['ann'], { ...me, name: '' }))).toEqual([false]);
  });
});
