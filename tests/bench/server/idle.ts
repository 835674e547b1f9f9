/** What a thousand open rooms weigh in which nobody does anything. */
import { writeEditScript } from '../../support/edit-script.ts';
import { LeanClient } from '../../support/lean-client.ts';
import { startContender, type ContenderName } from './contenders.ts';
import { sleep } from './load.ts';
import { report, show } from './report.ts';

const ROOMS = 1_000;
const PEOPLE_PER_ROOM = 2;
const CARDS = 10;
const BATCH = 50;
const MAX_KB = 60;

export async function benchIdle(): Promise<void> {
  const ours = await weigh('ours');
  const peers: Record<string, string> = {};
  for (const name of ['relay', 'y-websocket', 'hocuspocus'] as const) peers[name] = show(await weigh(name), ' kB');
  report({
    measure: `memory (RSS) per idle room with two people and ${CARDS} cards, of ${show(ROOMS)} rooms`,
    ours: show(ours, ' kB'),
    peers,
    target: `≤ ${MAX_KB} kB`,
    isMet: ours <= MAX_KB,
  });
}

/** Kilobytes a room adds to the process. */
async function weigh(name: ContenderName): Promise<number> {
  const { base } = writeEditScript(CARDS, 0);
  const contender = await startContender(name, {
    config: { limits: { liveRooms: ROOMS + BATCH, connections: 3 * ROOMS } },
  });
  const { child, newRoom } = contender;
  const clients: LeanClient[] = [];
  const openRooms = async (count: number): Promise<void> => {
    const targets = await Promise.all(Array.from({ length: count }, newRoom));
    const entered = targets.flatMap((target) => Array.from({ length: PEOPLE_PER_ROOM }, () => new LeanClient(target)));
    await Promise.all(entered.map((client) => client.joined));
    for (let i = 0; i < entered.length; i += PEOPLE_PER_ROOM) entered[i]?.sendUpdate(base);
    clients.push(...entered);
  };
  try {
    // What the first rooms cost once and for all (code, pools) is not theirs.
    await openRooms(BATCH);
    const before = await settled();
    for (let opened = 0; opened < ROOMS; opened += BATCH) await openRooms(BATCH);
    return ((await settled()) - before) / ROOMS / 1_000;
  } finally {
    for (const client of clients) client.close();
    await child.stop();
  }

  /** After collections, and with everything said on its way. */
  async function settled(): Promise<number> {
    await sleep(500);
    await child.usage('memory');
    return (await child.usage('memory')).rssBytes;
  }
}
