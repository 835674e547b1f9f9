import type * as Y from 'yjs';
import { afterEach, describe, expect, it } from 'vitest';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import { deviceDatabase, joinTabs, type Tabs } from '../../src/sync/index.ts';

const joined: Tabs[] = [];
let count = 0;

afterEach(() => {
  for (const tab of joined.splice(0)) tab.destroy();
});

function join(mapId: string, doc: Y.Doc): Tabs {
  const tabs = joinTabs(mapId, doc);
  joined.push(tabs);
  return tabs;
}

function until(doc: Y.Doc, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      doc.off('afterTransaction', look);
      resolve();
    };
    doc.on('afterTransaction', look);
    look();
  });
}

const size = (doc: Y.Doc) => readMap(doc).map.people.size;

describe('two tabs of one browser', () => {
  it('[S9] give each other what they have when the second joins', async () => {
    const [a, b] = [createMapDoc(), createMapDoc()];
    addPerson(a, { name: 'Ann' });
    addPerson(b, { name: 'Bob' });
    join('t1', a);
    join('t1', b);
    await Promise.all([until(a, () => size(a) === 2), until(b, () => size(b) === 2)]);
    expect(readMap(a)).toEqual(readMap(b));
  });

  it('[S9] pass edits on as they happen, and only within the same map', async () => {
    const [a, b, other] = [createMapDoc(), createMapDoc(), createMapDoc()];
    join('t2', a);
    join('t2', b);
    join('t2-other', other);
    addPerson(a, { name: 'Ann' });
    await until(b, () => size(b) === 1);
    expect(size(other)).toBe(0);
  });

  it('[S10] ignore what is no message of theirs', async () => {
    const [a, b] = [createMapDoc(), createMapDoc()];
    join('t3', a);
    const channel = new BroadcastChannel(deviceDatabase('t3'));
    const rubbish = [null, 7, { type: 'update' }, { type: 'update', update: new Uint8Array([9, 9, 9]) }, { type: 'x' }];
    for (const message of [
      ...rubbish,
      { type: 'hello', vector: new Uint8Array([200]) },
      { type: 'leave', client: 1 },
    ]) {
      channel.postMessage(message);
    }
    channel.close();
    join('t3', b);
    addPerson(b, { name: `Bob${count++}` });
    await until(a, () => size(a) === 1);
    expect(readMap(a)).toEqual(readMap(b));
  });
});
