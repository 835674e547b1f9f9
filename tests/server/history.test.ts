/** States of the past: which are kept, and when they are written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ServerConfig } from '../../server/index.ts';
import { hourOf, thinOut } from '../../server/rooms/history-plan.ts';
import { movableCalendar } from '../support/movable-calendar.ts';
import { createMap, openPlain, startWorld, tokenOf, until, type NewMap, type World } from '../support/server-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RUNS = 100 * Number(process.env.HERRINGBONE_SEEDS ?? 1);

describe('the plan', () => {
  const now = Date.UTC(2026, 5, 15, 10, 30);
  const dayOf = (at: number): number => Math.floor(at / DAY);
  const times = fc.uniqueArray(fc.integer({ min: now - 120 * DAY, max: now }), { maxLength: 300 });
  const kept = (ats: readonly number[]): number[] => {
    const dropped = new Set(thinOut(ats));
    return ats.filter((time) => !dropped.has(time)).sort((a, b) => a - b);
  };

  it('[Y1] keeps the last of each hour of three days, the last of each day of 91, and nothing older', () => {
    const day = Date.UTC(2026, 5, 15);
    const daily = Array.from({ length: 100 }, (_, i) => day - i * DAY);
    const more = [day - 3 * DAY - 1, day - 2 * DAY + 1, day - 2 * DAY + HOUR, day + 10 * HOUR, day + 10 * HOUR + 1];
    const gone = new Set([day - 4 * DAY, day - 2 * DAY, day + 10 * HOUR, ...daily.slice(91)]);
    expect(kept([...daily, ...more])).toEqual([...daily, ...more].filter((at) => !gone.has(at)).sort((a, b) => a - b));
  });

  it('[Y4] a state from a wrong calendar, however far ahead, takes the place of one day', () => {
    const daily = Array.from({ length: 91 }, (_, i) => now - i * DAY);
    for (const ahead of [2 * DAY, 100 * DAY, 10_000 * DAY]) {
      const left = kept([...daily, now + ahead]);
      expect(left).toEqual([...daily.slice(0, 90), now + ahead].sort((a, b) => a - b));
      expect(kept([...left, now + ahead + DAY])).toHaveLength(91);
    }
  });

  it('[Y1] the latest is always kept, every hour and day that has a state keeps one, and no bucket keeps two', () => {
    fc.assert(
      fc.property(times, (ats) => {
        const left = kept(ats);
        const days = [...new Set(ats.map(dayOf))].sort((a, b) => b - a);
        const bucket = (at: number): string => (days.indexOf(dayOf(at)) < 3 ? `h${hourOf(at)}` : `d${dayOf(at)}`);
        const wanted = new Set(ats.filter((at) => days.indexOf(dayOf(at)) < 91).map(bucket));
        expect(left.map(bucket)).toEqual([...new Set(left.map(bucket))]);
        expect(new Set(left.map(bucket))).toEqual(wanted);
        for (const at of left) expect(ats.filter((other) => bucket(other) === bucket(at) && other > at)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('[Y1] thinning after each state leaves the same as thinning once', () => {
    fc.assert(
      fc.property(times, (ats) => {
        let left: number[] = [];
        for (const at of [...ats].sort((a, b) => a - b)) left = kept([...left, at]);
        expect(left).toEqual(kept(ats));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a room', () => {
  /** So far ahead that the hour has just begun: what is edited now is edited within it, whatever the real time is. */
  const toHour = (): number => HOUR - (Date.now() % HOUR);

  /** They are asked again and again until a state is there: here no limit of requests stands in the way. */
  const startAsked = (config: Partial<ServerConfig> = {}): Promise<World> =>
    startWorld({ ...config, limits: { ...config.limits, requestsBurst: 1e6 } });

  async function historyOf(world: World, map: NewMap): Promise<{ at: number; keys: string[] }[]> {
    const ask = (path: string): Promise<Response> =>
      fetch(`${world.http}/api/maps/${map.id}/history${path}`, {
        headers: { Authorization: `Bearer ${tokenOf(map.edit)}` },
      });
    const { entries } = (await (await ask('')).json()) as { entries: { at: number }[] };
    const states: { at: number; keys: string[] }[] = [];
    for (const { at } of entries) {
      const answer = await ask(`/${at}`);
      // Dropped since it was listed: its successor is there.
      if (answer.status === 404) continue;
      const doc = new Y.Doc();
      Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()));
      states.push({ at, keys: [...doc.getMap('m').keys()].sort() });
    }
    return states;
  }

  async function untilHistory(world: World, map: NewMap, isThere: (keys: string[][]) => boolean): Promise<void> {
    for (let isDone = false; !isDone;) isDone = isThere((await historyOf(world, map)).map((entry) => entry.keys));
  }

  it('[Y3] the first edit of a later hour keeps the state before it, with the time of its last edit', async () => {
    const calendar = movableCalendar();
    calendar.ahead = toHour();
    const world = await startAsked();
    const map = await createMap(world);
    const client = openPlain(world, map.id, map.edit);
    const watcher = openPlain(world, map.id, map.view);
    await Promise.all([client.synced(), watcher.synced()]);
    const before = Date.now();
    client.doc.getMap('m').set('a', 1);
    client.doc.getMap('m').set('b', 1);
    await until(() => watcher.doc.getMap('m').size === 2);
    const after = Date.now();
    calendar.ahead += HOUR;
    client.doc.getMap('m').set('c', 1);
    await untilHistory(world, map, (states) => states.length === 1);
    const [entry] = await historyOf(world, map);
    expect(entry?.keys).toEqual(['a', 'b']);
    expect(entry?.at).toBeGreaterThanOrEqual(before);
    expect(entry?.at).toBeLessThanOrEqual(after);
  });

  it('[Y3] a room that is unloaded, and a server that stops, keep what has changed; nothing changed, nothing kept', async () => {
    const world = await startAsked({ limits: { roomIdleMs: 10 } });
    const map = await createMap(world);
    const first = openPlain(world, map.id, map.edit);
    await first.synced();
    first.doc.getMap('m').set('a', 1);
    first.provider.destroy();
    await untilHistory(world, map, (states) => states.some((keys) => keys.length === 1));
    const before = await historyOf(world, map);
    const reader = openPlain(world, map.id, map.view);
    await reader.synced();
    await world.server.destroy();
    const again = await startAsked({ dataFolder: world.dataFolder });
    expect(await historyOf(again, map)).toEqual(before);
    const writer = openPlain(again, map.id, map.edit);
    const watcher = openPlain(again, map.id, map.view);
    await writer.synced();
    writer.doc.getMap('m').set('b', 1);
    await until(() => watcher.doc.getMap('m').size === 2);
    await again.server.destroy();
    const last = await startAsked({ dataFolder: world.dataFolder });
    expect((await historyOf(last, map))[0]?.keys).toEqual(['a', 'b']);
  });

  it('[Y3] while it changes it is kept again and again, and replaces itself within the hour', async () => {
    const calendar = movableCalendar();
    calendar.ahead = toHour();
    const world = await startAsked({ limits: { historyMs: 20 } });
    const map = await createMap(world);
    const client = openPlain(world, map.id, map.edit);
    await client.synced();
    for (const key of ['a', 'b', 'c']) {
      client.doc.getMap('m').set(key, 1);
      await untilHistory(world, map, (states) => states.some((keys) => keys.includes(key)));
    }
    await untilHistory(world, map, (states) => states.length === 1);
    expect((await historyOf(world, map))[0]?.keys).toEqual(['a', 'b', 'c']);
  });

  it('[Y3] a calendar that jumps a year ahead, and back, costs no state', async () => {
    const calendar = movableCalendar();
    const world = await startAsked({ limits: { historyMs: 20 } });
    const map = await createMap(world);
    const client = openPlain(world, map.id, map.edit);
    await client.synced();
    for (const [key, ahead] of [
      ['a', 0],
      ['b', 365 * DAY],
      ['c', -2 * HOUR],
    ] as const) {
      calendar.ahead = ahead;
      client.doc.getMap('m').set(key, 1);
      await untilHistory(world, map, (states) => states.some((keys) => keys.includes(key)));
    }
    expect((await historyOf(world, map)).map((entry) => entry.keys.length)).toEqual([2, 1, 3]);
  });

  it('[Y1] comments have no history', async () => {
    const world = await startAsked({ limits: { historyMs: 10, roomIdleMs: 10 } });
    const map = await createMap(world);
    const comments = openPlain(world, `${map.id}/comments`, map.edit);
    const client = openPlain(world, map.id, map.edit);
    await Promise.all([comments.synced(), client.synced()]);
    comments.doc.getMap('m').set('comment', 1);
    client.doc.getMap('m').set('map', 1);
    await untilHistory(world, map, (states) => states.length === 1);
    expect((await historyOf(world, map)).map((entry) => entry.keys)).toEqual([['map']]);
    await world.server.destroy();
    const { LevelStore } = await import('../../server/store/level-store.ts');
    const store = await LevelStore.open(`${world.dataFolder}/maps`);
    expect(await store.listHistory(`${map.id}.comments`)).toEqual([]);
    await store.close();
  });
});
