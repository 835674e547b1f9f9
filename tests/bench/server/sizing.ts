/** The numbers of the operator's page “Sizing”: what a room, a socket and an edit cost, on a folder and on PostgreSQL. */
import { readdir, readFile } from 'node:fs/promises';
import { startPostgres } from '../../support/postgres.ts';
import { openClient, type BenchClient } from './clients.ts';
import { startContender } from './contenders.ts';
import { LoadGenerator, sleep, type LoadShape } from './load.ts';
import { report, show } from './report.ts';

const SHAPE: LoadShape = { rooms: 20, perRoom: 10, edits: 4 };
const WINDOW_MS = 5_000;
const ROOMS = 400;
const SOCKETS = { few: 1, many: 5 };
/** Linux counts CPU time in these. */
const TICKS_PER_SECOND = 100;

/** A database that no server has used: it would want that server's secret. Null: maps are kept in a folder. */
type NewDatabase = () => Promise<string | null>;

export async function benchSizing(): Promise<void> {
  const postgres = await startPostgres({ waitsForDisk: true });
  try {
    await sizeOf('a folder', () => Promise.resolve(null));
    await sizeOf('PostgreSQL', () => postgres.newDatabase());
  } finally {
    await postgres.stop();
  }
}

async function sizeOf(place: string, newDatabase: NewDatabase): Promise<void> {
  const load = new LoadGenerator();
  const databaseUrl = await newDatabase();
  const contender = await startContender('ours', { config: { databaseUrl } });
  try {
    await load.measure(contender, SHAPE, WINDOW_MS / 2);
    const before = await postgresCpuMs();
    const { cpuPer1000, edits, p50, p99 } = await load.measure(contender, SHAPE, WINDOW_MS);
    const database = (((await postgresCpuMs()) - before) / edits) * 1_000;
    state(`on ${place}: CPU per 1,000 edits delivered, 20 rooms × 10 people`, show(cpuPer1000, ' ms'));
    state(`on ${place}: an edit’s way, p50 / p99`, `${show(p50)} / ${show(p99, ' ms')}`);
    const perSecond = show(edits / (WINDOW_MS / 1_000));
    if (databaseUrl !== null)
      state(`PostgreSQL’s own CPU per 1,000 edits said, ${perSecond} a second`, show(database, ' ms'));
  } finally {
    load.stop();
    await contender.child.stop();
  }
  const few = await weigh(newDatabase, SOCKETS.few);
  const many = await weigh(newDatabase, SOCKETS.many);
  const perSocket = (many - few) / (SOCKETS.many - SOCKETS.few);
  state(`on ${place}: memory of the process per open document`, show(few - perSocket * SOCKETS.few, ' kB'));
  state(`on ${place}: memory of the process per socket`, show(perSocket, ' kB'));
}

/** Kilobytes of the process per document with so many sockets. */
async function weigh(newDatabase: NewDatabase, sockets: number): Promise<number> {
  const spare = ROOMS + 50;
  const { child, newRoom } = await startContender('ours', {
    config: { databaseUrl: await newDatabase(), limits: { liveRooms: spare, connections: spare * sockets } },
  });
  const clients: BenchClient[] = [];
  const open = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 25) {
      const targets = await Promise.all(Array.from({ length: Math.min(25, count - i) }, newRoom));
      const entered = await Promise.all(
        targets.flatMap((target) => Array.from({ length: sockets }, () => openClient(target))),
      );
      await Promise.all(entered.map((client) => client.joined));
      clients.push(...entered);
    }
  };
  const weighed = async (): Promise<number> => {
    await sleep(500);
    await child.usage('memory');
    return (await child.usage('memory')).rssBytes;
  };
  try {
    // What the first rooms cost once and for all (code, pools) is not theirs.
    await open(50);
    const before = await weighed();
    await open(ROOMS);
    return ((await weighed()) - before) / ROOMS / 1_000;
  } finally {
    for (const client of clients) client.close();
    await child.stop();
  }
}

/** Of every PostgreSQL process on this machine; NaN where there is no /proc. */
async function postgresCpuMs(): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  const ours = stats.filter((stat) => stat.includes('(postgres)'));
  if (ours.length === 0) return Number.NaN;
  const ticks = ours.map((stat) => {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return (ticks.reduce((sum, count) => sum + count, 0) * 1_000) / TICKS_PER_SECOND;
}

function state(measure: string, ours: string): void {
  report({ measure, ours, target: '', isMet: null });
}
