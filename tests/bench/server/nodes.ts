/** Two servers on one PostgreSQL: how long an edit takes to somebody on the other one. */
import { startPostgres } from '../../support/postgres.ts';
import { writeEditScript } from '../../support/edit-script.ts';
import { LeanClient, type LeanTarget } from '../../support/lean-client.ts';
import { startRedis } from '../../support/redis.ts';
import { movedTo, startContender } from './contenders.ts';
import { sleep } from './load.ts';
import { percentile, report, show } from './report.ts';

const EDITS = 300;
const EDIT_EVERY_MS = 10;
const MAX_P50_MS = 10;

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly arrived: number;
}

export async function benchNodes(): Promise<void> {
  const postgres = await startPostgres({ waitsForDisk: true });
  const redis = await startRedis();
  try {
    const viaPostgres = await measure(await postgres.newDatabase(), null);
    const viaRedis = await measure(await postgres.newDatabase(), redis.url);
    for (const [bus, spread] of [
      ['PostgreSQL', viaPostgres],
      ['Redis', viaRedis],
    ] as const) {
      report({
        measure: `an edit’s way to another server, p50 / p99, woken by ${bus}`,
        ours: `${show(spread.p50)} / ${show(spread.p99, ' ms')}${spread.arrived < EDITS ? `, ${EDITS - spread.arrived} lost` : ''}`,
        target: `p50 ≤ ${MAX_P50_MS} ms`,
        isMet: spread.p50 <= MAX_P50_MS && spread.arrived === EDITS,
      });
    }
  } finally {
    await redis.stop();
    await postgres.stop();
  }
}

async function measure(databaseUrl: string, redisUrl: string | null): Promise<Spread> {
  const one = await startContender('ours', { config: { databaseUrl, redisUrl } });
  // The same folder holds the same secret, and nothing else.
  const other = await startContender('ours', { dataFolder: one.child.dataFolder, config: { databaseUrl, redisUrl } });
  try {
    const here = await one.newRoom();
    return await timeEdits(here, movedTo(here, other.child));
  } finally {
    await other.child.stop({ keepFolder: true });
    await one.child.stop();
  }
}

async function timeEdits(here: LeanTarget, there: LeanTarget): Promise<Spread> {
  const { base, people } = writeEditScript(1, EDITS);
  const [person] = people;
  const sentAt: number[] = [];
  const latencies: number[] = [];
  const watcher = new LeanClient(there, {
    onEdit(clientId, from, to) {
      if (clientId !== person?.clientId) return;
      for (let clock = from; clock < to; clock++) latencies.push(performance.now() - (sentAt[clock] ?? Number.NaN));
    },
  });
  await watcher.joined;
  const writer = new LeanClient(here);
  await writer.joined;
  writer.sendUpdate(base);
  await sleep(500);
  for (const move of person?.moves ?? []) {
    sentAt.push(performance.now());
    writer.sendUpdate(move);
    await sleep(EDIT_EVERY_MS);
  }
  const end = Date.now() + 10_000;
  while (latencies.length < EDITS && Date.now() < end) await sleep(50);
  for (const client of [writer, watcher]) client.close();
  return { ...percentile(latencies), arrived: latencies.length };
}
