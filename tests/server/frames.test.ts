/**
 * A slice of the million: `npm run bench:server -- frames` sends them all. HERRINGBONE_SEEDS scales it, and
 * HERRINGBONE_TEST_SEED repeats one run.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { storm } from '../support/frame-storm.ts';
import { GoodPair } from '../support/good-pair.ts';
import { startServerChild, type ServerChild } from '../support/server-child.ts';
import type { Usage } from '../support/server-entry.ts';

const SEEDS = Math.max(1, Math.round(Number(process.env['HERRINGBONE_SEEDS'] ?? 10) / 10));
const FIRST_SEED = Number(process.env['HERRINGBONE_TEST_SEED'] ?? 41);
const FRAMES = 5_000;
const MAX_LEAK_BYTES = 8 * 1024 * 1024;

/** Rooms are unloaded some time after their last socket: asked again until then. */
async function expectNoLeak(server: ServerChild, before: Usage): Promise<void> {
  const end = Date.now() + 20_000;
  let leaked = Number.POSITIVE_INFINITY;
  while (leaked > MAX_LEAK_BYTES && Date.now() < end)
    leaked = (await server.usage('memory')).liveBytes - before.liveBytes;
  expect(leaked).toBeLessThan(MAX_LEAK_BYTES);
}

describe('random and mutated frames', () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    it(`[F5] seed ${seed}: ${FRAMES} of them crash nothing, leak nothing and disturb nobody`, async () => {
      const server = await startServerChild({ limits: { mapsBurst: 1e6, roomIdleMs: 100 } });
      onTestFinished(() => server.stop());
      await storm(server, { seed, frames: FRAMES / 4 });
      const before = await server.usage('memory');
      const pair = await GoodPair.start(server);
      const report = await storm(server, { seed: seed + 1_000, frames: FRAMES });
      const { edits, latencies, ...rest } = await pair.finish();
      expect(rest).toEqual({ hasAll: true, isSaved: true, drops: 0 });
      expect(edits).toBeGreaterThan(20);
      expect(latencies.length).toBe(edits);
      expect(report.closes['4400'], 'frames that were refused').toBeGreaterThan(100);
      expect(server.isAlive).toBe(true);
      await expectNoLeak(server, before);
      expect(server.errors()).not.toContain('Uncaught');
    });
  }
});
