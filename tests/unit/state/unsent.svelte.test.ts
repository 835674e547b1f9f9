import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Unsent } from '../../../src/state/unsent.svelte.ts';

/** What a device keeps beside a document, and nothing else of it. */
function createMarks() {
  const kept = new Map<string, number>();
  const writes: (number | null)[] = [];
  return {
    writes,
    readMark: (name: string) => Promise.resolve(kept.get(name) ?? null),
    setMark(name: string, value: number | null) {
      writes.push(value);
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

it('[S50] a change made here is kept as unsent, once, until the server has it', async () => {
  const [doc, marks] = [new Y.Doc(), createMarks()];
  const unsent = new Unsent(doc, marks);
  await unsent.load();
  expect(unsent.since).toBeNull();
  doc.getMap('people').set('a', 1);
  doc.getMap('people').set('b', 2);
  const { since } = unsent;
  expect(marks.writes).toEqual([since]);
  unsent.acknowledged();
  expect(unsent.since).toBeNull();
  expect(marks.writes).toEqual([since, null]);
});

it('[S50] after a reload it is still unsent, since the same time', async () => {
  const marks = createMarks();
  const before = new Y.Doc();
  const first = new Unsent(before, marks);
  before.getMap('people').set('a', 1);
  const after = new Y.Doc();
  const second = new Unsent(after, marks);
  await second.load();
  expect(second.since).toBe(first.since);
});

it('[S50] what others or the device itself bring is not unsent', () => {
  const [doc, other, marks] = [new Y.Doc(), new Y.Doc(), createMarks()];
  const unsent = new Unsent(doc, marks);
  other.getMap('people').set('a', 1);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(unsent.since).toBeNull();
});
