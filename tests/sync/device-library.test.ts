import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, createMapDoc, readMap, setMapName } from '../../src/document/index.ts';
import {
  commentsOf,
  deviceDatabase,
  openDevice,
  openDeviceHistory,
  openLibrary,
  parseEntry,
  type Library,
} from '../../src/sync/index.ts';
import type { LibraryEntry } from '../../src/sync/index.ts';
import { parseTrashLook } from '../../src/sync/trash.ts';
import { freshFactory, withFullDisk } from '../support/device-world.ts';

const DAY_MS = 86_400_000;
let factory: IDBFactory;
let library: Library;
let time = 0;

beforeEach(async () => {
  factory = freshFactory();
  time = 1_000;
  const result = await openLibrary(factory, () => time);
  if (!result.ok) throw new Error(result.reason);
  library = result.value;
});
afterEach(() => library.destroy());

function entry(id: string, more: Partial<LibraryEntry> = {}): LibraryEntry {
  const empty = { name: id, createdAt: 1, changedAt: 1, trashedAt: null, picture: null, share: null, people: 0 };
  return { id, ...empty, ...more };
}

async function write(id: string, name: string): Promise<void> {
  const doc = createMapDoc();
  const store = openDevice(id, doc, { factory });
  await store.whenLoaded;
  setMapName(doc, 'Old');
  addPerson(doc, { name });
  await store.destroy();
}

async function read(id: string): Promise<{ name: string; people: string[] }> {
  const doc = createMapDoc();
  const store = openDevice(id, doc, { factory });
  await store.whenLoaded;
  const { map } = readMap(doc);
  await store.destroy();
  return { name: map.name, people: [...map.people.values()].map((person) => person.name) };
}

describe('the library of maps on this device', () => {
  it('[S12] lists what was put, the last changed first', async () => {
    await library.put(entry('a', { changedAt: 5 }));
    await library.put(entry('b', { changedAt: 9 }));
    const listed = await library.list();
    expect(listed.ok && listed.value.map((item) => item.id)).toEqual(['b', 'a']);
  });

  it('[S12] skips entries that are none and fills in missing fields', () => {
    expect([null, 3, {}, { id: '__proto__' }].map(parseEntry)).toEqual([null, null, null, null]);
    expect(parseEntry({ id: 'a', name: 4, changedAt: 'x', share: { mapId: 1 } })).toEqual(
      entry('a', { name: '', createdAt: 0, changedAt: 0 }),
    );
  });

  it('[S13] renames, and answers missing for a map that is not there', async () => {
    await library.put(entry('a'));
    expect(await library.rename('a', 'New')).toEqual({
      ok: true,
      value: entry('a', { name: 'New', changedAt: 1_000 }),
    });
    expect(await library.rename('zz', 'New')).toEqual({ ok: false, reason: 'missing' });
  });

  it('[S14] duplicates a map with its content, unshared, under a new name', async () => {
    await write('a', 'Ann');
    await library.put(
      entry('a', {
        people: 1,
        share: { mapId: 's', token: 't', links: { own: null, edit: null, comment: null, view: null } },
      }),
    );
    const copy = await library.duplicate('a', 'b', 'Copy');
    expect(copy).toEqual({
      ok: true,
      value: entry('b', { name: 'Copy', people: 1, createdAt: 1_000, changedAt: 1_000 }),
    });
    expect(await read('b')).toEqual({ name: 'Copy', people: ['Ann'] });
    expect(await read('a')).toEqual({ name: 'Old', people: ['Ann'] });
    expect(await library.duplicate('a', 'b')).toEqual({ ok: false, reason: 'duplicate' });
  });

  it('[S14] a duplicate brings the comments and the past, and what is done to it afterwards is its own', async () => {
    await write('a', 'Ann');
    await write(commentsOf('a'), 'Said');
    await library.put(entry('a'));
    const past = openDeviceHistory('a', factory);
    const states = [1, 2].map((at) => ({ at, people: at, marked: at === 2, state: new Uint8Array([at]) }));
    await past.put(states);

    expect(await library.duplicate('a', 'b')).toMatchObject({ ok: true });
    expect((await read(commentsOf('b'))).people).toEqual(['Said']);
    const copied = openDeviceHistory('b', factory);
    expect(await copied.list()).toEqual(await past.list());
    expect(await copied.read(2)).toEqual({ ok: true, value: new Uint8Array([2]) });
    await copied.put([{ at: 3, people: 3, marked: false, state: new Uint8Array([3]) }]);
    await write(commentsOf('b'), 'Later');
    const left = await past.list();
    expect(left.ok && left.value.map(({ at }) => at)).toEqual([2, 1]);
    expect((await read(commentsOf('a'))).people).toEqual(['Said']);
    await Promise.all([past.destroy(), copied.destroy()]);
  });

  it('[S14] a duplicate that finds the disk full leaves nothing behind', async () => {
    await write('a', 'Ann');
    await library.put(entry('a'));
    expect(await withFullDisk(() => library.duplicate('a', 'b'))).toEqual({ ok: false, reason: 'quota' });
    expect((await factory.databases()).map(({ name }) => name)).not.toContain(deviceDatabase('b'));
    expect(await library.get('b')).toEqual({ ok: false, reason: 'missing' });
  });

  it('[S14] a duplicate whose entry cannot be written leaves nothing behind', async () => {
    await write('a', 'Ann');
    await write(commentsOf('a'), 'Said');
    await library.put(entry('a'));
    const before = (await factory.databases()).length;
    expect(await withFullDisk(() => library.duplicate('a', 'b'), 'maps')).toEqual({ ok: false, reason: 'quota' });
    const names = (await factory.databases()).map(({ name }) => name ?? '');
    expect(names.filter((name) => /-b(\.|$)/.test(name))).toEqual([]);
    expect(names.length).toBeLessThanOrEqual(before + 1);
  });

  /** Starts the program every second day of so many; gives what was deleted. */
  async function startsOf(days: number): Promise<string[]> {
    const gone: string[] = [];
    for (let day = 0; day < days; day += 2) {
      time += 2 * DAY_MS;
      const purged = await library.purge();
      if (purged.ok) gone.push(...purged.value);
    }
    return gone;
  }

  it('[S15] empties the trash of what has been there for 30 days, content included', async () => {
    await write('a', 'Ann');
    for (const id of ['a', 'b', 'c']) await library.put(entry(id));
    await library.trash('a');
    await library.purge();
    expect(await startsOf(28)).toEqual([]);
    await library.trash('b');
    expect(await startsOf(2)).toEqual(['a']);
    const listed = await library.list();
    expect(listed.ok && listed.value.map((item) => item.id).sort()).toEqual(['b', 'c']);
    expect((await factory.databases()).map((db) => db.name)).not.toContain(deviceDatabase('a'));
    expect(await startsOf(60)).toEqual(['b']);
  });

  it('[S15] takes a map back from the trash', async () => {
    await library.put(entry('a'));
    await library.trash('a');
    await library.purge();
    expect(await library.restore('a')).toEqual({ ok: true, value: entry('a') });
    expect(await startsOf(90)).toEqual([]);
  });

  it('[S61] deletes nothing for a clock that was years off and was put right, one way or the other', async () => {
    for (const [wrong, right] of [
      [2020, 2026],
      [2026, 2040],
      [2040, 2026],
    ] as const) {
      time = Date.UTC(wrong, 0, 1);
      const id = `m${wrong}-${right}`;
      await library.put(entry(id, { createdAt: time, changedAt: time }));
      await library.trash(id);
      // Whether the program was started meanwhile or not.
      if (right !== 2026) await library.purge();
      time = Date.UTC(right, 10, 22);
      expect([...(await startsOf(2)), ...(await startsOf(26))]).toEqual([]);
      expect(await startsOf(4)).toEqual([id]);
    }
  });

  it('[S61] deletes nothing while the clock jumps at every start, nor after a long absence', async () => {
    await library.put(entry('a'));
    await library.trash('a');
    for (let start = 0; start < 40; start++) {
      time = Date.UTC(start % 2 === 0 ? 2020 : 2026, 0, 1 + start);
      expect(await library.purge()).toEqual({ ok: true, value: [] });
    }
    time += 300 * DAY_MS;
    expect(await startsOf(20)).toEqual([]);
    expect(await startsOf(12)).toEqual(['a']);
  });

  it('[S61] a map that is worked on in the trash is counted anew', async () => {
    await library.put(entry('a'));
    await library.trash('a');
    await library.purge();
    expect(await startsOf(28)).toEqual([]);
    await library.update('a', { changedAt: time });
    expect(await startsOf(30)).toEqual([]);
    expect(await startsOf(4)).toEqual(['a']);
  });

  it('[S61] a damaged memory of the trash counts as none', async () => {
    for (const value of [null, 3, {}, { at: Number.NaN, waits: [] }, { at: 1, waits: 'x' }])
      expect(parseTrashLook(value)).toBeNull();
    expect(parseTrashLook({ at: 1, waits: [null, { id: 'a' }] })).toEqual({ at: 1, waits: [] });
  });

  it('[S62] an owner’s link, the only key to a map on a server, stays in the trash', async () => {
    const links = { own: null, edit: 'e', comment: null, view: null };
    await library.put(entry('guest', { share: { mapId: 's', token: 't', links } }));
    await library.put(entry('owner', { share: { mapId: 'o', token: 't', links: { ...links, own: 'l' } } }));
    for (const id of ['guest', 'owner']) await library.trash(id);
    expect(await startsOf(200)).toEqual(['guest']);
  });

  it('[S16] is a reason, not an exception, where there is no storage', async () => {
    expect(await openLibrary(null)).toEqual({ ok: false, reason: 'unavailable' });
    library.destroy();
    expect(await library.list()).toEqual({ ok: false, reason: 'unavailable' });
    expect(await library.put(entry('a'))).toEqual({ ok: false, reason: 'unavailable' });
  });

  it('[S17] tells the other tabs of a change', async () => {
    const other = await openLibrary(factory);
    if (!other.ok) throw new Error(other.reason);
    const heard = new Promise<void>((resolve) => other.value.onChange(resolve));
    await library.put(entry('a'));
    await heard;
    expect(await other.value.get('a')).toEqual({ ok: true, value: entry('a') });
    other.value.destroy();
  });
});
