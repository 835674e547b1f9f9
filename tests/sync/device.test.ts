import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import { deviceDatabase, openDevice, type DeviceStore } from '../../src/sync/index.ts';
import { addRows, freshFactory, rowsOf, turns, whenStatus, withFullDisk } from '../support/device-world.ts';

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

describe('a map of many rows', () => {
  /** One update for each of so many changes: the rows of a document that was worked on for a while. */
  const rows = rowsOfChanges(510, 'p');

  function change(doc: Y.Doc, count: number, prefix: string): void {
    for (let i = 0; i < count; i++) doc.getMap('many').set(`${prefix}${i}`, i);
  }

  function rowsOfChanges(count: number, prefix: string): Uint8Array[] {
    const made: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => made.push(update));
    change(doc, count, prefix);
    return made;
  }

  async function countReopened(): Promise<number> {
    return (await reopened()).getMap('many').size;
  }

  /** How many turns of the event loop loading and joining take here. */
  async function turnsToJoin(): Promise<number> {
    const from = freshFactory();
    await addRows(from, deviceDatabase('m1'), rows);
    const store = openDevice('m1', createMapDoc(), { factory: from });
    let count = 0;
    while (store.status !== 'saved' || count < 10) count += await turns(1);
    await store.destroy();
    return count + 10;
  }

  it('[S60] is all there again, whenever it was left while it loaded or was joined', async () => {
    const last = await turnsToJoin();
    for (let moment = 0; moment <= last; moment++) {
      factory = freshFactory();
      await addRows(factory, deviceDatabase('m1'), rows);
      const { doc, store } = open();
      await turns(moment);
      // Some promises later, in the middle of a turn.
      for (let i = 0; i < moment % 4; i++) await Promise.resolve();
      void store.destroy();
      doc.destroy();
      expect(await countReopened(), `left after ${moment} of ${last} turns`).toBe(rows.length);
    }
  });

  it('[S60] keeps what another tab wrote, whenever this one is left while it joins rows', async () => {
    const mine = rows.slice(0, 495);
    const others = rowsOfChanges(10, 'q');
    for (let moment = 0; moment <= 12; moment++) {
      factory = freshFactory();
      await addRows(factory, deviceDatabase('m1'), mine);
      const { doc, store } = open();
      await store.whenLoaded;
      await addRows(factory, deviceDatabase('m1'), others);
      change(doc, 6, 'r');
      await turns(moment);
      void store.destroy();
      doc.destroy();
      expect(await countReopened(), `left after ${moment} turns`).toBe(495 + 10 + 6);
    }
  });

  it('[S60] two tabs that join rows at the same time lose none of each other', async () => {
    await addRows(factory, deviceDatabase('m1'), rows.slice(0, 490));
    const [a, b] = [open(), open()];
    await Promise.all([a.store.whenLoaded, b.store.whenLoaded]);
    for (let i = 0; i < 20; i++) {
      change(a.doc, 1, `a${i}-`);
      change(b.doc, 1, `b${i}-`);
      await turns(i % 3);
    }
    expect(await countReopened()).toBe(490 + 2 * 20);
    expect((await rowsOf(factory, deviceDatabase('m1'), 'updates')).length).toBeLessThan(100);
  });

  it('[S60] a row that came to nothing hides no row of another tab', async () => {
    const { doc, store } = open();
    change(doc, 1, 'early');
    // The loading adds the early edit; the disk refuses it, and its key is given to another row.
    await withFullDisk(() => store.whenLoaded.then(() => whenStatus(store, 'failed')));
    await addRows(factory, deviceDatabase('m1'), rowsOfChanges(3, 'q'));
    change(doc, 1, 'whole');
    await whenStatus(store, 'saved');
    change(doc, 505, 'r');
    await whenStatus(store, 'saved');
    expect(await countReopened()).toBe(1 + 3 + 1 + 505);
  });

  it('[S2] keeps an edit made before the database was open, of a map that was left before, too', async () => {
    for (let moment = 0; moment <= 12; moment++) {
      factory = freshFactory();
      const { doc, store } = open();
      addPerson(doc, { name: 'Early' });
      await turns(moment);
      void store.destroy();
      doc.destroy();
      expect(names(await reopened()), `left after ${moment} turns`).toEqual(['Early']);
    }
  });
});
