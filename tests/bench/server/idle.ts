/** What a thousand open rooms weigh in which nobody does anything. */
import { writeEditScript } from '../../support/edit-script.ts';
import type { Usage } from '../../support/server-entry.ts';
import { openClient, type BenchClient } from './clients.ts';
import { startContender, type ContenderName } from './contenders.ts';
import { sleep } from './load.ts';
import { report, show } from './report.ts';

const ROOMS = 1_000;
const PEOPLE_PER_ROOM = 2;
const CARDS = 10;
const BATCH = 50;
const MAX_KB = 60;

interface Weight {
  /** Kilobytes alive after a collection, per room. */
  readonly live: number;
  /** Kilobytes the operating system gave for it, with whatever V8 keeps in reserve. */
  readonly rss: number;
}

export async function benchIdle(): Promise<void> {
  const ours = await weigh('ours');
  const peers: Record<string, string> = {};
  for (const name of ['relay', 'y-websocket', 'hocuspocus', 'hocuspocus, lean'] as const) {
    peers[name] = text(await weigh(name));
  }
  report({
    measure: `memory per idle room with two people and ${CARDS} cards, of ${show(ROOMS)} rooms: alive (RSS)`,
    ours: text(ours),
    peers,
    target: `≤ ${MAX_KB} kB`,
    isMet: ours.live <= MAX_KB,
  });
}

function text({ live, rss }: Weight): string {
  return `${show(live, ' kB')} (${show(rss, ' kB')})`;
}

/** What a room adds to the process. */
async function weigh(name: ContenderName): Promise<Weight> {
  const { base } = writeEditScript(CARDS, 0);
  const contender = await startContender(name, {
    config: { limits: { liveRooms: ROOMS + BATCH, connections: PEOPLE_PER_ROOM * (ROOMS + BATCH) } },
  });
  const { child, newRoom } = contender;
  const clients: BenchClient[] = [];
  const openRooms = async (count: number): Promise<void> => {
    const targets = await Promise.all(Array.from({ length: count }, newRoom));
    const entered = await Promise.all(
      targets.flatMap((target) => Array.from({ length: PEOPLE_PER_ROOM }, () => openClient(target))),
    );
    await Promise.all(entered.map((client) => client.joined));
    for (let i = 0; i < entered.length; i += PEOPLE_PER_ROOM) entered[i]?.sendUpdate(base);
    clients.push(...entered);
  };
  try {
    // What the first rooms cost once and for all (code, pools) is not theirs.
    await openRooms(BATCH);
    const before = await settled();
    for (let opened = 0; opened < ROOMS; opened += BATCH) await openRooms(BATCH);
    const after = await settled();
    const perRoom = (bytes: number): number => bytes / ROOMS / 1_000;
    return {
      live: perRoom(after.liveBytes - before.liveBytes),
      rss: perRoom(after.rssBytes - before.rssBytes),
    };
  } finally {
    for (const client of clients) client.close();
    await child.stop();
  }

  /** After collections, and with everything said on its way. */
  async function settled(): Promise<Usage> {
    await sleep(500);
    await child.usage('memory');
    return child.usage('memory');
  }
}
