/** A million random and mutated frames against one server, with two colleagues at work. HERRINGBONE_TEST_FRAMES: another number. */
import { storm } from '../../support/frame-storm.ts';
import { GoodPair } from '../../support/good-pair.ts';
import { startServerChild, type ServerChild } from '../../support/server-child.ts';
import { sleep } from './load.ts';
import { percentile, report, show } from './report.ts';

const FRAMES = Number(process.env['HERRINGBONE_TEST_FRAMES'] ?? 1_000_000);
const SEED = Number(process.env['HERRINGBONE_TEST_SEED'] ?? 41);
/** A pair of its own for every part, or its map would be the largest thing in memory. */
const PARTS = 20;
const MIB = 1024 * 1024;
const MAX_LEAK_MIB = 8;

export async function benchFrames(): Promise<void> {
  const server = await startServerChild({ limits: { mapsBurst: 1e9, requestsBurst: 1e9, roomIdleMs: 100 } });
  try {
    await storm(server, { seed: SEED - 1, frames: 10_000 });
    const before = await liveMib(server);
    const lost: string[] = [];
    let [sent, sockets, unauthenticated] = [0, 0, 0];
    const closes: Record<string, number> = {};
    for (let part = 0; part < PARTS; part++) {
      const pair = await GoodPair.start(server);
      const one = await storm(server, { seed: SEED + part, frames: Math.ceil(FRAMES / PARTS) });
      const { hasAll, isSaved, drops, edits, latencies } = await pair.finish();
      sent += one.sent;
      sockets += one.sockets;
      unauthenticated += one.unauthenticated;
      for (const [code, count] of Object.entries(one.closes)) closes[code] = (closes[code] ?? 0) + count;
      if (!hasAll || !isSaved || drops > 0) lost.push(`seed ${SEED + part}`);
      const { p99 } = percentile(latencies);
      console.log(`seed ${SEED + part}: ${one.sent} frames; the pair: ${edits} edits, p99 ${show(p99, ' ms')}`);
    }
    const leaked = (await liveMib(server)) - before;
    console.log(`${sockets} sockets, ${unauthenticated} frames of strangers, closed: ${JSON.stringify(closes)}`);
    report({
      measure: `${show(sent)} hostile frames, seeds ${SEED}–${SEED + PARTS - 1}: crashes, rooms disturbed`,
      ours: `${server.isAlive ? 0 : 1}, ${lost.length === 0 ? 0 : lost.join(', ')}`,
      target: '0, 0',
      isMet: server.isAlive && lost.length === 0,
    });
    report({
      measure: 'memory kept afterwards',
      ours: show(leaked, ' MiB'),
      target: `< ${MAX_LEAK_MIB} MiB`,
      isMet: leaked < MAX_LEAK_MIB,
    });
  } finally {
    await server.stop();
  }
}

/** When the rooms of the storm are unloaded. */
async function liveMib(server: ServerChild): Promise<number> {
  await sleep(3_000);
  return (await server.usage('memory')).liveBytes / MIB;
}
