/** Floods, with two colleagues at work on another map all the while. Their p99 is printed by `npm run bench:server`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import {
  bombs,
  floodOfFrames,
  floodOfJoins,
  floodOfMaps,
  floodOfSockets,
  gaps,
  questions,
  states,
  stoppedReaders,
  targetOf,
} from '../support/floods.ts';
import { createChildMap, GoodPair } from '../support/good-pair.ts';
import { startServerChild, type ServerChild } from '../support/server-child.ts';

const MAX_READER_BYTES = 8 * 1024 * 1024;

let server: ServerChild;
beforeAll(async () => {
  // One a minute: what comes back while a flood lasts counts for nothing, however slow the machine is.
  server = await startServerChild({ limits: { mapsPerMinute: 1 } });
});
afterAll(() => server.stop());

/** The flood, and that nobody noticed. */
async function undisturbed<T>(flood: () => Promise<T>): Promise<T> {
  const pair = await GoodPair.start(server);
  const result = await flood();
  const { hasAll, isSaved, drops } = await pair.finish();
  expect({ hasAll, isSaved, drops }).toEqual({ hasAll: true, isSaved: true, drops: 0 });
  expect(server.isAlive).toBe(true);
  expect(server.errors()).not.toContain('"level":"error"');
  return result;
}

describe('floods', () => {
  it('[F6] of sockets on one map: those over its limit are told to try again', async () => {
    const map = await createChildMap(server);
    const closes = await undisturbed(() => floodOfSockets(targetOf(server, map), 120));
    expect(closes).toEqual({ '1013': 70 });
  });

  it('[F6] of joins', async () => {
    const map = await createChildMap(server);
    await undisturbed(() => floodOfJoins(targetOf(server, map), 200));
  });

  it('[F6] of presence, own and of others', async () => {
    const map = await createChildMap(server);
    const closes = await undisturbed(() => floodOfFrames(targetOf(server, map, 'view'), states(300)));
    expect(closes).toEqual({});
  });

  it('[F6] of bombs: each closes its socket', async () => {
    const map = await createChildMap(server);
    const closes = await undisturbed(() => floodOfFrames(targetOf(server, map), bombs(1_000)));
    expect(closes['4400']).toBeGreaterThanOrEqual(10);
    expect(Object.keys(closes)).toEqual(['4400']);
  });

  it('[F6] of edits behind a gap, and of answers that fill none', async () => {
    const map = await createChildMap(server);
    await undisturbed(async () => {
      await floodOfFrames(targetOf(server, map), gaps(2_000, 'update'));
      await floodOfFrames(targetOf(server, map), gaps(1_000, 'step2'));
    });
  });

  it('[F6] of short questions with long answers', async () => {
    const map = await createChildMap(server);
    await undisturbed(() => floodOfFrames(targetOf(server, map, 'view'), questions(3_000)));
  });

  it('[F6] readers that stop cost less than 8 MiB each', async () => {
    const bytes = await undisturbed(() => stoppedReaders(server, 4));
    expect(bytes).toBeLessThan(MAX_READER_BYTES);
  });

  it('[F6] of new maps: those over the rate are refused', async () => {
    const statuses = await undisturbed(() => floodOfMaps(server, 200));
    expect(statuses['201']! + statuses['429']!).toBe(200);
    expect(statuses['201']).toBeLessThanOrEqual(DEFAULT_LIMITS.mapsBurst);
  });
});
