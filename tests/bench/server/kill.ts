/** kill -9 under load, again and again: what was said to be safe, and what a colleague had seen, and is gone. */
import { clocksOf, FIRST_CLIENT_ID, writeEditScript, type EditScript } from '../../support/edit-script.ts';
import { openClient, type BenchTarget } from './clients.ts';
import { movedTo, startContender, type ContenderName } from './contenders.ts';
import { sleep } from './load.ts';
import { report, show } from './report.ts';

const KILLS = 20;
const PEER_KILLS = 5;
const WRITERS = 4;
const EDIT_EVERY_MS = 8;
const LONGEST_MS = 600;
/** Peers say “synced” first and read their disk afterwards; what comes within this time is not lost. */
const PEER_PATIENCE_MS = 2_000;

interface Losses {
  /** Edits made before the kills. */
  sent: number;
  /** Lost although the server had said that they are on disk. */
  acknowledged: number;
  /** Lost although a colleague had them on the screen. */
  seen: number;
}

export async function benchKill(): Promise<void> {
  const script = writeEditScript(WRITERS, Math.ceil(LONGEST_MS / EDIT_EVERY_MS) + 10);
  const ours = await killAgain('ours', KILLS, script);
  const peers: Record<string, Losses> = {};
  for (const name of ['y-websocket + leveldb', 'hocuspocus + files'] as const) {
    peers[name] = await killAgain(name, PEER_KILLS, script);
  }
  const hocuspocus = peers['hocuspocus + files'];
  report({
    measure: `edits said to be saved and lost in ${KILLS} × kill -9 under load (peers: ${PEER_KILLS})`,
    ours: `${ours.acknowledged} of ${show(ours.sent)}`,
    peers: {
      'y-websocket + leveldb': 'says nothing',
      // Its provider's `hasUnsyncedChanges` was false of them.
      'hocuspocus + files': `${hocuspocus?.acknowledged} of ${show(hocuspocus?.sent ?? 0)}`,
    },
    target: '0',
    isMet: ours.acknowledged === 0,
  });
  report({
    measure: `edits a colleague had seen and that were lost meanwhile`,
    ours: `${ours.seen} of ${show(ours.sent)}`,
    peers: Object.fromEntries(Object.entries(peers).map(([name, one]) => [name, `${one.seen} of ${show(one.sent)}`])),
    target: '',
    isMet: null,
  });
}

async function killAgain(name: ContenderName, kills: number, script: EditScript): Promise<Losses> {
  const losses: Losses = { sent: 0, acknowledged: 0, seen: 0 };
  let contender = await startContender(name);
  const { dataFolder } = contender.child;
  for (let i = 0; i < kills; i++) {
    const room = await contender.newRoom();
    const round = await writeUntilKilled(room, script, async () => {
      await sleep(LONGEST_MS * (0.3 + (0.7 * ((i * 37) % 20)) / 20));
      await contender.child.kill();
    });
    contender = await startContender(name, { dataFolder });
    const kept = await keptBy(movedTo(room, contender.child), name === 'ours' ? 100 : PEER_PATIENCE_MS);
    for (const [clientId, { sent, acknowledged, seen }] of round) {
      const has = kept.get(clientId) ?? 0;
      losses.sent += sent;
      losses.acknowledged += Math.max(0, acknowledged - has);
      losses.seen += Math.max(0, seen - has);
    }
  }
  await contender.child.stop();
  return losses;
}

interface Written {
  sent: number;
  acknowledged: number;
  seen: number;
}

/** Some write and one watches; what each knew when the server died. */
async function writeUntilKilled(
  room: BenchTarget,
  script: EditScript,
  kill: () => Promise<void>,
): Promise<ReadonlyMap<number, Written>> {
  const written = new Map(script.people.map(({ clientId }) => [clientId, { sent: 0, acknowledged: 0, seen: 0 }]));
  const watcher = await openClient(room, {
    onEdit(clientId, _from, to) {
      const one = written.get(clientId);
      if (one) one.seen = Math.max(one.seen, to);
    },
  });
  await watcher.joined;
  watcher.sendUpdate(script.base);
  const writers = await Promise.all(
    script.people.map(async ({ clientId, moves }) => {
      const one = written.get(clientId);
      const client = await openClient(room, {
        // The empty answer to the server's first question counts as one.
        onSaved: (count) => one && (one.acknowledged = count - 1),
      });
      return { client, moves, one };
    }),
  );
  await Promise.all(writers.map(({ client }) => client.joined));
  const timer = setInterval(() => {
    for (const { client, moves, one } of writers) {
      const move = one && moves[one.sent];
      if (!move) continue;
      client.sendUpdate(move);
      one.sent += 1;
    }
  }, EDIT_EVERY_MS);
  await kill();
  clearInterval(timer);
  for (const { client } of [...writers, { client: watcher }]) client.close();
  return written;
}

/** The number of edits of each client that a newcomer gets. */
async function keptBy(target: BenchTarget, patienceMs: number): Promise<ReadonlyMap<number, number>> {
  let clocks = new Map<number, number>();
  const client = await openClient(target, {
    onState: (update) => (clocks = clocksOf(update)),
    onEdit: (clientId, _from, to) => clocks.set(clientId, Math.max(clocks.get(clientId) ?? 0, to)),
  });
  await client.joined;
  const total = (): number => [...clocks].reduce((sum, [id, clock]) => sum + (id >= FIRST_CLIENT_ID ? clock : 0), 0);
  for (let last = -1; last !== total();) {
    last = total();
    await sleep(patienceMs);
  }
  client.close();
  return clocks;
}
