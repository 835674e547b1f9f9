import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import {
  historyDatabase,
  openDeviceHistory,
  openLibrary,
  recordHistory,
  type DeviceHistory,
  type NewDeviceState,
} from '../../src/sync/index.ts';
import { freshFactory } from '../support/device-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Noon of some day, UTC. */
const NOON = 20_000 * DAY_MS + 12 * HOUR_MS;

let factory: IDBFactory;
let time = NOON;
let history: DeviceHistory;

beforeEach(() => {
  factory = freshFactory();
  time = NOON;
  history = openDeviceHistory('m1', factory);
});

function state(at: number, more: Partial<NewDeviceState> = {}): NewDeviceState {
  return { at, people: 1, marked: false, state: new Uint8Array([at % 251]), ...more };
}

async function times(from: DeviceHistory = history): Promise<number[]> {
  const listed = await from.list();
  if (!listed.ok) throw new Error(listed.reason);
  return listed.value.map(({ at }) => at);
}

describe('the past on this device', () => {
  it('[S18] lists what it keeps, newest first, and gives each state as it was', async () => {
    await history.put([
      state(NOON - HOUR_MS, { people: 3 }),
      state(NOON, { people: 4, state: new Uint8Array([7, 8]) }),
    ]);
    expect(await history.list()).toEqual({
      ok: true,
      value: [
        { at: NOON, bytes: 2, people: 4, marked: false },
        { at: NOON - HOUR_MS, bytes: 1, people: 3, marked: false },
      ],
    });
    expect(await history.read(NOON)).toEqual({ ok: true, value: new Uint8Array([7, 8]) });
    expect(await history.read(NOON + 1)).toEqual({ ok: false, reason: 'missing' });
  });

  it('[S18] keeps the last state of an hour, and marked ones beside it', async () => {
    for (const minute of [1, 2, 3]) await history.put([state(NOON + minute * MINUTE_MS, { marked: minute === 2 })]);
    expect(await times()).toEqual([NOON + 3 * MINUTE_MS, NOON + 2 * MINUTE_MS]);
    expect(await history.read(NOON + MINUTE_MS)).toEqual({ ok: false, reason: 'missing' });
  });

  it('[S18] keeps hours for two days, days for 90, and nothing older', async () => {
    const hours = Array.from({ length: 100 * 24 }, (_, hour) => state(NOON - hour * HOUR_MS));
    await history.put(hours);
    const kept = await times();
    const ages = kept.map((at) => Math.floor(NOON / DAY_MS) - Math.floor(at / DAY_MS));
    const perDay = (day: number) => ages.filter((age) => age === day).length;
    expect([perDay(0), perDay(1), perDay(2), perDay(3), perDay(90), perDay(91)]).toEqual([13, 24, 24, 1, 1, 0]);
  });

  it('[S18] a clock that is wrong ages nothing away', async () => {
    await history.put(Array.from({ length: 90 }, (_, day) => state(NOON - day * DAY_MS)));
    await history.put([state(NOON + 1_000 * DAY_MS)]);
    expect((await times()).length).toBe(91);
  });

  it('[S63] the present state is kept after the others of its hour or day, whatever the clock says', async () => {
    await history.put([state(NOON - 6 * HOUR_MS), state(NOON + 50 * MINUTE_MS)]);
    // Set back by half an hour.
    await history.add(state(NOON + 20 * MINUTE_MS, { people: 2 }));
    await history.add(state(NOON + 21 * MINUTE_MS, { people: 3 }));
    expect(await history.list()).toMatchObject({
      value: [
        { at: NOON + 50 * MINUTE_MS + 2, people: 3 },
        { at: NOON - 6 * HOUR_MS, people: 1 },
      ],
    });
    // Set back to an hour without a state: that one is its own.
    await history.add(state(NOON - HOUR_MS, { people: 4 }));
    expect(await times()).toEqual([NOON + 50 * MINUTE_MS + 2, NOON - HOUR_MS, NOON - 6 * HOUR_MS]);
  });

  it('[S63] a clock that was set back by months costs no present state', async () => {
    await history.put(Array.from({ length: 91 }, (_, day) => state(NOON - day * DAY_MS)));
    for (let edit = 1; edit <= 3; edit++) {
      await history.add(state(NOON - 60 * DAY_MS - HOUR_MS, { people: 100 + edit }));
      const listed = await history.list();
      expect(listed.ok && listed.value.some(({ people }) => people === 100 + edit)).toBe(true);
    }
    await history.add(state(NOON - 1_000 * DAY_MS, { people: 200 }));
    const listed = await history.list();
    expect(listed.ok && listed.value.some(({ people }) => people === 200)).toBe(true);
  });

  it('[S63] a state of the same millisecond stays: the one before a map was taken back, and the one after', async () => {
    await history.add(state(NOON, { people: 1, marked: true }));
    await history.add(state(NOON, { people: 2 }));
    expect(await history.list()).toMatchObject({
      value: [
        { at: NOON + 1, people: 2, marked: false },
        { at: NOON, people: 1, marked: true },
      ],
    });
  });

  it('[S18] takes no state that is larger than a map may be', async () => {
    await history.put([state(NOON, { state: new Uint8Array(16 * 1024 * 1024 + 1) })]);
    expect(await times()).toEqual([]);
  });

  it('[S20] says why it keeps nothing where there is no storage', async () => {
    const nowhere = openDeviceHistory('m1', null);
    expect(await nowhere.list()).toEqual({ ok: false, reason: 'unavailable' });
    expect(await nowhere.put([state(NOON)])).toEqual({ ok: false, reason: 'unavailable' });
  });

  it('[S21] goes with the map, open or not, and is not made again', async () => {
    const library = await openLibrary(factory);
    if (!library.ok) throw new Error(library.reason);
    const entry = { name: '', createdAt: 1, changedAt: 1, trashedAt: 1, picture: null, share: null, people: 0 };
    await library.value.put({ id: 'm1', ...entry });
    await history.put([state(NOON)]);
    expect(await library.value.remove('m1')).toEqual({ ok: true, value: undefined });
    library.value.destroy();
    expect(await history.put([state(NOON)])).toEqual({ ok: false, reason: 'unavailable' });
    const databases = (await factory.databases()).map(({ name }) => name);
    expect(databases).not.toContain(historyDatabase('m1'));
  });
});

describe('taking states while a map is worked on', () => {
  const follow = (doc: Y.Doc, mayKeep = () => true) =>
    recordHistory({ doc, history, mayKeep, now: () => time, everyMs: 3_600_000 });

  async function peopleIn(at: number): Promise<number> {
    const read = await history.read(at);
    if (!read.ok) throw new Error(read.reason);
    const past = createMapDoc();
    Y.applyUpdate(past, read.value);
    return readMap(past).map.people.size;
  }

  it('[S19] keeps nothing of a map that was only looked at', async () => {
    const doc = createMapDoc();
    addPerson(doc, { name: 'Ada' });
    follow(doc).destroy();
    expect(await times()).toEqual([]);
  });

  it('[S19] keeps the last state when the map is closed, timed by its last edit', async () => {
    const doc = createMapDoc();
    const recorder = follow(doc);
    addPerson(doc, { name: 'Ada' });
    time += MINUTE_MS;
    addPerson(doc, { name: 'Ben' });
    time += MINUTE_MS;
    recorder.destroy();
    recorder.destroy();
    doc.destroy();
    await history.destroy();
    const again = openDeviceHistory('m1', factory);
    expect(await again.list()).toMatchObject({ ok: true, value: [{ at: NOON + MINUTE_MS, people: 2 }] });
  });

  it('[S19] the first edit of an hour finds the last state of the hour before', async () => {
    const doc = createMapDoc();
    const recorder = follow(doc);
    addPerson(doc, { name: 'Ada' });
    time += HOUR_MS;
    addPerson(doc, { name: 'Ben' });
    recorder.destroy();
    expect(await times()).toEqual([NOON + HOUR_MS, NOON]);
    expect([await peopleIn(NOON), await peopleIn(NOON + HOUR_MS)]).toEqual([1, 2]);
  });

  it('[S63] keeps what was done after the clock was set back within the hour', async () => {
    const doc = createMapDoc();
    time = NOON + 50 * MINUTE_MS;
    const before = follow(doc);
    addPerson(doc, { name: 'Ada' });
    before.destroy();
    time = NOON + 20 * MINUTE_MS;
    const after = follow(doc);
    addPerson(doc, { name: 'Ben' });
    after.destroy();
    const [newest] = await times();
    expect(await peopleIn(newest!)).toBe(2);
  });

  it('[S19] keeps a state a while after an edit, without another', async () => {
    const doc = createMapDoc();
    const recorder = recordHistory({ doc, history, mayKeep: () => true, now: () => time, everyMs: 1 });
    addPerson(doc, { name: 'Ada' });
    await expect.poll(times, { timeout: 20_000 }).toHaveLength(1);
    recorder.destroy();
    expect(await peopleIn(NOON)).toBe(1);
  });

  it('[S19] keeps nothing with a link that may only look', async () => {
    const doc = createMapDoc();
    const recorder = follow(doc, () => false);
    addPerson(doc, { name: 'Ada' });
    recorder.destroy();
    expect(await times()).toEqual([]);
  });

  it('[S18] marks the present state on demand, beside the others of its hour', async () => {
    const doc = createMapDoc();
    const recorder = follow(doc);
    addPerson(doc, { name: 'Ada' });
    time += MINUTE_MS;
    recorder.mark();
    time += MINUTE_MS;
    addPerson(doc, { name: 'Ben' });
    recorder.destroy();
    expect(await times()).toEqual([NOON + 2 * MINUTE_MS, NOON + MINUTE_MS]);
    expect(await peopleIn(NOON + MINUTE_MS)).toBe(1);
  });
});
