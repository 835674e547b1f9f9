/**
 * y-websocket's own watchdog, which takes a socket for dead after 30 s without a message. Its clock is turned by hand, from
 * one ping of the server to the next: hours of idling cost no time.
 */
import { afterAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { createMap, openPlain, startWorld, until, type NewMap, type World } from '../support/server-world.ts';

/** lib0 keeps the `Date.now` it finds when it is loaded: so this one is there before. */
const calendar = vi.hoisted(() => {
  const real = Date.now;
  const shared = { aheadMs: 0, restore: () => void (Date.now = real) };
  Date.now = () => real() + shared.aheadMs;
  return shared;
});
afterAll(calendar.restore);

const STEP_MS = 1000;

interface Turned {
  readonly run: () => void;
  readonly everyMs: number;
  dueAt: number;
}

interface Idler {
  readonly provider: ReturnType<typeof openPlain>['provider'];
  /** What y-websocket and its presence would do every few seconds. */
  readonly intervals: readonly Turned[];
  readonly closes: number[];
}

function openIdler(world: World, map: NewMap, link: string): Idler {
  const intervals: Turned[] = [];
  const real = globalThis.setInterval;
  const turned = (run: () => void, everyMs: number): NodeJS.Timeout => {
    intervals.push({ run, everyMs, dueAt: Date.now() + everyMs });
    return real(() => undefined, 1e6);
  };
  globalThis.setInterval = turned as typeof setInterval;
  try {
    const { provider } = openPlain(world, map.id, link);
    const closes: number[] = [];
    provider.on('connection-close', (event) => closes.push(event?.code ?? 0));
    return { provider, intervals, closes };
  } finally {
    globalThis.setInterval = real;
  }
}

function turn(idlers: readonly Idler[], ms: number): void {
  for (let turned = 0; turned < ms; turned += STEP_MS) {
    calendar.aheadMs += STEP_MS;
    for (const interval of idlers.flatMap(({ intervals }) => intervals)) {
      if (Date.now() < interval.dueAt) continue;
      interval.dueAt += interval.everyMs;
      interval.run();
    }
  }
}

describe('lone plain clients', () => {
  it('[P1] an editor and a viewer without presence, each alone on a map, stay connected for minutes', async () => {
    const world = await startWorld({ limits: { pingMs: 500 } });
    const [one, other] = [await createMap(world), await createMap(world)];
    const idlers = [openIdler(world, one, one.edit), openIdler(world, other, other.view)];
    idlers[1]?.provider.awareness.setLocalState(null);
    await until(() => idlers.every(({ provider }) => provider.synced));
    const begun = Date.now();
    for (let ping = 1; ping <= 6; ping++) {
      turn(idlers, DEFAULT_LIMITS.pingMs);
      const now = Date.now();
      await until(() =>
        idlers.every(({ provider, closes }) => provider.wsLastMessageReceived >= now || closes.length > 0),
      );
    }
    expect(Date.now() - begun).toBeGreaterThan(75_000);
    expect(idlers.map(({ closes }) => closes)).toEqual([[], []]);
    expect(idlers.every(({ provider }) => provider.wsconnected)).toBe(true);
  });

  it('[P1] a server that says nothing loses them', async () => {
    const world = await startWorld({ limits: { pingMs: 1e6 } });
    const map = await createMap(world);
    const idler = openIdler(world, map, map.view);
    idler.provider.awareness.setLocalState(null);
    await until(() => idler.provider.synced);
    turn([idler], 35_000);
    await until(() => idler.closes.length > 0);
  });
});
