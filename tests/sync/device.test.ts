import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import { deviceDatabase, openDevice, type DeviceStore } from '../../src/sync/index.ts';
import { freshFactory, rowsOf, whenStatus, withFullDisk } from '../support/device-world.ts';

let factory: IDBFactory;
const opened: DeviceStore[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);

beforeEach(() => {
  factory = freshFactory();
  rejections.length = 0;
  process.on('unhandledRejection', onRejection);
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.destroy();
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

function open(doc = createMapDoc(), from: IDBFactory | null = factory): { doc: Y.Doc; store: DeviceStore } {
  const store = openDevice('m1', doc, { factory: from });
  opened.push(store);
  return { doc, store };
}

function names(doc: Y.Doc): string[] {
  return [...readMap(doc).map.people.values()].map((person) => person.name);
}

async function reopened(): Promise<Y.Doc> {
  for (const store of opened.splice(0)) await store.destroy();
  const { doc, store } = open();
  await store.whenLoaded;
  return doc;
}

describe('keeping a map on this device', () => {
  it('[S1] goes from loading to saved, and brings back what was written', async () => {
    const { doc, store } = open();
    expect(store.status).toBe('loading');
    await store.whenLoaded;
    expect(store.status).toBe('saved');
    addPerson(doc, { name: 'Ann' });
    expect(store.status).toBe('saving');
    await whenStatus(store, 'saved');
    expect(names(await reopened())).toEqual(['Ann']);
  });

  it('[S2] keeps an edit made before the database is open', async () => {
    const { doc, store } = open();
    addPerson(doc, { name: 'Early' });
    await store.whenLoaded;
    await whenStatus(store, 'saved');
    expect(names(await reopened())).toEqual(['Early']);
  });

  it('[S3] writes nothing on opening an empty map', async () => {
    const { store } = open();
    await store.whenLoaded;
    expect(await rowsOf(factory, deviceDatabase('m1'), 'updates')).toEqual([]);
  });

  it('[S4] says why a full disk keeps nothing, and the edit goes on', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    await withFullDisk(async () => {
      expect(addPerson(doc, { name: 'Ann' }).ok).toBe(true);
      await whenStatus(store, 'failed');
    });
    expect(store.reason).toBe('quota');
    expect(names(doc)).toEqual(['Ann']);
  });

  it('[S5] keeps everything with the first write that works again', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    await withFullDisk(async () => {
      addPerson(doc, { name: 'Ann' });
      await whenStatus(store, 'failed');
    });
    addPerson(doc, { name: 'Bob' });
    await whenStatus(store, 'saved');
    expect(store.reason).toBeUndefined();
    expect(names(await reopened())).toEqual(['Ann', 'Bob']);
  });

  it('[S5] keeps everything when asked to try again', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    await withFullDisk(async () => {
      addPerson(doc, { name: 'Ann' });
      await whenStatus(store, 'failed');
      await store.retry();
      expect(store.status).toBe('failed');
    });
    await store.retry();
    expect(store.status).toBe('saved');
    expect(names(await reopened())).toEqual(['Ann']);
  });

  it('[S6] is unavailable where the browser has no storage, and the map can be edited', async () => {
    const { doc, store } = open(createMapDoc(), null);
    await store.whenLoaded;
    expect([store.status, store.reason]).toEqual(['failed', 'unavailable']);
    expect(addPerson(doc, { name: 'Ann' }).ok).toBe(true);
  });

  it('[S6] is unavailable where opening throws or fails', async () => {
    const throwing = {
      open: () => {
        throw new DOMException('', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const { store } = open(createMapDoc(), throwing);
    await store.whenLoaded;
    expect([store.status, store.reason]).toEqual(['failed', 'unavailable']);
  });

  it('[S6] fails, not the edit, when another tab has deleted the map', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    factory.deleteDatabase(deviceDatabase('m1'));
    await whenStatus(store, 'failed');
    expect(store.reason).toBe('blocked');
    expect(addPerson(doc, { name: 'Ann' }).ok).toBe(true);
    await store.retry();
    await whenStatus(store, 'saved');
    expect(names(await reopened())).toEqual(['Ann']);
  });

  it('[S7] brings back what can be read beside a damaged row, and says that it is not safe', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    addPerson(doc, { name: 'Ann' });
    await whenStatus(store, 'saved');
    await store.destroy();
    await new Promise<void>((resolve) => {
      const request = factory.open(deviceDatabase('m1'));
      request.onsuccess = () => {
        const transaction = request.result.transaction('updates', 'readwrite');
        transaction.objectStore('updates').add(new Uint8Array([255, 255, 255, 1]));
        transaction.oncomplete = () => (request.result.close(), resolve());
      };
    });
    const again = open();
    await again.store.whenLoaded;
    expect(names(again.doc)).toEqual(['Ann']);
    expect(again.store.status).toBe('failed');
  });

  it('[S51] keeps a number beside the document', async () => {
    const { store } = open();
    await whenStatus(store, 'saved');
    store.setMark('unsent', 7);
    await whenStatus(store, 'saved');
    await reopened();
    expect(await opened[0]?.readMark('unsent')).toBe(7);
    expect(await opened[0]?.readMark('other')).toBeNull();
    opened[0]?.setMark('unsent', null);
    expect(await opened[0]?.readMark('unsent')).toBeNull();
  });

  it('[S8] joins rows when there are many, and loses none', async () => {
    const { doc, store } = open();
    await store.whenLoaded;
    for (let i = 0; i < 520; i++) addPerson(doc, { id: `p${i}`, name: `N${i}` });
    await whenStatus(store, 'saved');
    await store.destroy();
    expect((await rowsOf(factory, deviceDatabase('m1'), 'updates')).length).toBeLessThan(100);
    expect(names(await reopened())).toHaveLength(520);
  });

  it('[S8] reads what y-indexeddb wrote, and the other way round', async () => {
    const before = globalThis.indexedDB;
    globalThis.indexedDB = factory;
    try {
      const theirs = createMapDoc();
      const persistence = new IndexeddbPersistence(deviceDatabase('m1'), theirs);
      await persistence.whenSynced;
      addPerson(theirs, { name: 'Ann' });
      await persistence.destroy();
      const { doc, store } = open();
      await store.whenLoaded;
      expect(names(doc)).toEqual(['Ann']);
      addPerson(doc, { name: 'Bob' });
      await store.destroy();
      const back = createMapDoc();
      const reader = new IndexeddbPersistence(deviceDatabase('m1'), back);
      await reader.whenSynced;
      expect(names(back)).toEqual(['Ann', 'Bob']);
      await reader.destroy();
    } finally {
      globalThis.indexedDB = before;
    }
  });
});
