import { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { afterEach, describe, expect, it } from 'vitest';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import { deviceDatabase, joinTabs, type Tabs } from '../../src/sync/index.ts';

const joined: Tabs[] = [];
const awarenesses: Awareness[] = [];
let count = 0;

afterEach(() => {
  for (const tab of joined.splice(0)) tab.destroy();
  for (const awareness of awarenesses.splice(0)) awareness.destroy();
});

function join(mapId: string, doc: Y.Doc, awareness?: Awareness): Tabs {
  const tabs = joinTabs(mapId, doc, awareness);
  joined.push(tabs);
  return tabs;
}

function presence(doc: Y.Doc, name: string): Awareness {
  const awareness = new Awareness(doc);
  awarenesses.push(awareness);
  awareness.setLocalState({ name });
  return awareness;
}

function until(doc: Y.Doc | Awareness, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const target = doc as { on(name: string, fn: () => void): void; off(name: string, fn: () => void): void };
    const event = doc instanceof Awareness ? 'change' : 'afterTransaction';
    const look = () => {
      if (!holds()) return;
      target.off(event, look);
      resolve();
    };
    target.on(event, look);
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

  it('[S11] see who is there, and who has left', async () => {
    const [a, b] = [createMapDoc(), createMapDoc()];
    const [here, there] = [presence(a, 'Ann'), presence(b, 'Bob')];
    join('t4', a, here);
    const second = join('t4', b, there);
    await until(here, () => here.getStates().has(b.clientID));
    await until(there, () => there.getStates().has(a.clientID));
    expect(here.getStates().get(b.clientID)).toEqual({ name: 'Bob' });
    second.destroy();
    await until(here, () => !here.getStates().has(b.clientID));
    expect([...here.getStates().keys()]).toEqual([a.clientID]);
  });
});
