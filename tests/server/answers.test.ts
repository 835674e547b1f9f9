import { encoding } from 'lib0';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Answers } from '../../server/rooms/answers.ts';
import { savedFrame, updateFrame } from '../../server/rooms/hot-frames.ts';
import { RoomDoc } from '../../server/rooms/room-doc.ts';
import { encodeStep2, encodeUpdate, MESSAGE } from '../../server/rooms/wire.ts';
import { toFrame } from '../../server/rooms/ws-frame.ts';

const NOTHING = new Uint8Array([0]);

describe('what is written straight into frames', () => {
  it('[R2] is byte for byte what the protocol says, at every length of the head', () => {
    for (const length of [0, 1, 121, 122, 123, 127, 128, 16_383, 16_384, 65_530, 65_531, 65_536, 70_000]) {
      const update = Uint8Array.from({ length }, (_, i) => i % 251);
      expect(Buffer.compare(updateFrame(update), toFrame(encodeUpdate(update)))).toBe(0);
    }
    for (const count of [0, 1, 127, 128, 16_384, 2 ** 31, 2 ** 40]) {
      const saved = encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.saved);
        encoding.writeVarUint(encoder, count);
      });
      expect(Buffer.compare(savedFrame(count), toFrame(saved))).toBe(0);
    }
  });
});

describe('the document of a room', () => {
  it('[R2] gives a small update back as it came, of a large one what is new, and of a repeated one nothing', () => {
    const [source, doc] = [new Y.Doc(), new RoomDoc()];
    const updates: Uint8Array[] = [];
    source.on('update', (update: Uint8Array) => updates.push(update));
    source.getMap('people').set('a', 'x');
    source.getMap('people').set('b', 'y'.repeat(10_000));
    const [small, large] = updates as [Uint8Array, Uint8Array];

    expect(doc.take(small, null)).toBe(small);
    expect(doc.take(small, null)).toBeNull();
    const all = Y.encodeStateAsUpdate(source);
    expect(doc.take(all, null)).toEqual(large);
    expect(doc.take(all, null)).toBeNull();
    source.getMap('people').delete('a');
    const deletion = updates.at(-1) ?? NOTHING;
    expect(doc.take(deletion, null)).toBe(deletion);
    expect(doc.take(deletion, null)).toBeNull();
    expect(doc.getMap('people').toJSON()).toEqual(source.getMap('people').toJSON());
  });

  it('[R2] lets go of its listener when an update cannot be applied', () => {
    const doc = new RoomDoc();
    expect(() =>
      doc.observed(() => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(doc._observers.has('update')).toBe(false);
  });
});

describe('answers to a step 1', () => {
  it('[R3] are shared by those who ask the same, and never older than the document', () => {
    const doc = largeDoc();
    const answers = new Answers(doc);
    const first = answers.frameFor(NOTHING);
    expect(answers.frameFor(new Uint8Array([0]))).toBe(first);
    expect(Buffer.compare(first, toFrame(encodeStep2(doc, NOTHING)))).toBe(0);

    const has = Y.encodeStateVector(doc);
    doc.getMap('people').set('new', 1);
    const second = answers.frameFor(NOTHING);
    expect(Buffer.compare(second, toFrame(encodeStep2(doc, NOTHING)))).toBe(0);
    expect(Buffer.compare(answers.frameFor(has), toFrame(encodeStep2(doc, has)))).toBe(0);
    doc.getMap('people').delete('new');
    expect(answers.frameFor(NOTHING)).not.toBe(second);
    answers.destroy();
  });

  it('[R3] what comes from the store whole is answered as it is, until somebody edits', () => {
    const doc = largeDoc();
    const answers = new Answers(doc);
    const state = Y.encodeStateAsUpdate(doc);
    answers.offer(state);
    const answer = answers.frameFor(NOTHING);
    expect(Buffer.compare(answer, toFrame(encodeStep2(doc, NOTHING)))).toBe(0);
    expect(answers.frameFor(NOTHING)).toBe(answer);
    doc.getMap('people').set('new', 1);
    expect(answers.frameFor(NOTHING)).not.toBe(answer);
    answers.destroy();
  });

  it('[A5] a vector that is none is an error, with an answer kept and without', () => {
    const doc = largeDoc();
    const answers = new Answers(doc);
    const broken = encoding.encode((encoder) => encoding.writeVarUint(encoder, 9));
    expect(() => answers.frameFor(broken)).toThrow();
    answers.frameFor(NOTHING);
    expect(() => answers.frameFor(broken)).toThrow();
    answers.destroy();
  });
});

function largeDoc(): RoomDoc {
  const doc = new RoomDoc();
  doc.getMap('people').set('large', 'x'.repeat(50_000));
  return doc;
}
