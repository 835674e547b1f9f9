import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addPerson, createMapDoc } from '../../../src/document/index.ts';
import { mergePast } from '../../../src/state/past-list.ts';
import { openState } from '../../../src/state/past-state.ts';

describe('the list of earlier states', () => {
  it('holds what server and device keep, newest first', () => {
    const device = [{ at: 300_000, bytes: 3, people: 2, marked: true }];
    expect(mergePast([{ at: 100_000, bytes: 5 }], device)).toEqual([
      { at: 300_000, bytes: 3, people: 2, sources: ['device'], deviceAt: 300_000, marked: true },
      { at: 100_000, bytes: 5, people: null, sources: ['server'], deviceAt: null, marked: false },
    ]);
  });

  it('shows a state that both keep once', () => {
    const device = [
      { at: 130_000, bytes: 5, people: 2, marked: false },
      { at: 131_000, bytes: 6, people: 2, marked: false },
      { at: 900_000, bytes: 5, people: 2, marked: false },
    ];
    const merged = mergePast([{ at: 100_000, bytes: 5 }], device);
    expect(merged.map(({ at, deviceAt, sources }) => [at, deviceAt, sources])).toEqual([
      [900_000, 900_000, ['device']],
      [131_000, 131_000, ['device']],
      [100_000, 130_000, ['server', 'device']],
    ]);
  });
});

describe('a state from elsewhere', () => {
  const whole = () => {
    const doc = createMapDoc();
    addPerson(doc, { name: 'Ada' });
    return doc;
  };

  it('opens with the people in it', () => {
    const opened = openState(Y.encodeStateAsUpdate(whole()));
    expect(opened.ok && [...opened.value.map.people.values()].map(({ name }) => name)).toEqual(['Ada']);
  });

  it('is broken when it is no update, or builds on what it does not hold', () => {
    const doc = whole();
    const before = Y.encodeStateVector(doc);
    addPerson(doc, { name: 'Ben' });
    const later = Y.encodeStateAsUpdate(doc, before);
    const cut = Y.encodeStateAsUpdate(doc).slice(0, -7);
    const bomb = new Uint8Array([1, 255, 255, 255, 255, 15, 1]);
    for (const bytes of [later, cut, bomb, new Uint8Array(), new Uint8Array([255, 255, 255])])
      expect(openState(bytes)).toEqual({ ok: false, reason: 'broken' });
  });

  it('is not looked at when it is larger than a map may be', () => {
    expect(openState(new Uint8Array(16 * 1024 * 1024 + 1))).toEqual({ ok: false, reason: 'too-big' });
  });
});
