/** Coming into a large map: what it costs the server, and whether everything is there when it says so. */
import { countCards, writeHistory } from '../../support/edit-script.ts';
import { openClient, type BenchTarget } from './clients.ts';
import { movedTo, startContender, type Contender, type ContenderName } from './contenders.ts';
import { sleep } from './load.ts';
import { median, report, show } from './report.ts';

const CARDS = 2_000;
const MOVES = 10_000;
const ROUNDS = 3;
const MAX_CPU_MS = 60;
/** Filling the map is not what is measured. */
const UNHURRIED = { updatesPerSecond: 1e6, updatesBurst: 1e6, bytesPerSecond: 1e9, bytesBurst: 1e9, inboxBytes: 1e9 };
const PEERS: readonly ContenderName[] = ['y-websocket + leveldb', 'hocuspocus + files'];

interface Join {
  readonly cpuMs: number;
  readonly cards: number;
}

interface Joins {
  readonly cold: Join;
  readonly warm: Join;
}

export async function benchJoin(): Promise<void> {
  const history = writeHistory(CARDS, MOVES);
  const results = new Map<ContenderName, Joins>();
  for (const name of ['ours', ...PEERS] as const) results.set(name, await measureJoins(name, history));
  const ours = results.get('ours');
  if (ours === undefined) return;
  const peers = (text: (joins: Joins) => string): Record<string, string> =>
    Object.fromEntries(PEERS.map((name) => [name, text(results.get(name) ?? ours)]));
  const cpu = ({ cpuMs }: Join): string => show(cpuMs, ' ms');
  const cards = ({ cards: count }: Join): string => show(count);

  report({
    measure: `CPU of a join of ${show(CARDS)} people, ${show(MOVES)} moves, room open`,
    ours: cpu(ours.warm),
    peers: peers((joins) => cpu(joins.warm)),
    target: `≤ ${MAX_CPU_MS} ms`,
    isMet: ours.warm.cpuMs <= MAX_CPU_MS,
  });
  report({
    measure: 'the same, first join after a start',
    ours: cpu(ours.cold),
    peers: peers((joins) => cpu(joins.cold)),
    target: '',
    isMet: null,
  });
  report({
    measure: 'people there at the first “synced” after a start',
    ours: cards(ours.cold),
    peers: peers((joins) => cards(joins.cold)),
    target: show(CARDS),
    isMet: ours.cold.cards === CARDS,
  });
}

async function measureJoins(name: ContenderName, history: readonly Uint8Array[]): Promise<Joins> {
  const filling = await startContender(name, { config: { limits: UNHURRIED } });
  const room = await fill(filling, history);
  await filling.child.stop({ keepFolder: true });
  const cold: Join[] = [];
  const warm: Join[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const contender = await startContender(name, { dataFolder: filling.child.dataFolder });
    const target = movedTo(room, contender.child);
    cold.push(await join(contender, target));
    // A person stays, so that the room does.
    const resident = await openClient(target);
    await resident.joined;
    for (let i = 0; i < 5; i++) warm.push(await join(contender, target));
    resident.close();
    await contender.child.stop({ keepFolder: round < ROUNDS - 1 });
  }
  return { cold: middle(cold), warm: middle(warm) };
}

/** One client says it all; done when another one hears of the last. */
async function fill({ child, newRoom }: Contender, history: readonly Uint8Array[]): Promise<BenchTarget> {
  const target = await newRoom();
  const writer = await openClient(target);
  await writer.joined;
  for (const [i, update] of history.entries()) {
    writer.sendUpdate(update);
    if (i % 500 === 0) await sleep(1);
  }
  const end = Date.now() + 60_000;
  let last = '';
  // Until two looks a while apart show the same, full map.
  for (;;) {
    const visitor = await come(target);
    visitor.leave();
    const state = Buffer.from(visitor.state).toString('base64');
    if (state === last && countCards(visitor.state) === CARDS) break;
    if (Date.now() > end || !child.isAlive) throw new Error('the map was never filled');
    last = state;
    await sleep(300);
  }
  // Hocuspocus stores two seconds after the last edit.
  await sleep(2_500);
  writer.close();
  return target;
}

async function join({ child }: Contender, target: BenchTarget): Promise<Join> {
  const before = (await child.usage('cpu')).cpuMicros;
  const { state, leave } = await come(target);
  const cpuMs = ((await child.usage('cpu')).cpuMicros - before) / 1_000;
  leave();
  return { cpuMs, cards: countCards(state) };
}

/** Comes in, and is told what the map is. */
async function come(target: BenchTarget): Promise<{ state: Uint8Array; leave: () => void }> {
  let state = new Uint8Array([0, 0]);
  const client = await openClient(target, { onState: (update) => (state = new Uint8Array(update)) });
  await client.joined;
  return { state, leave: () => client.close() };
}

function middle(joins: readonly Join[]): Join {
  return { cpuMs: median(joins.map((one) => one.cpuMs)), cards: Math.min(...joins.map((one) => one.cards)) };
}
