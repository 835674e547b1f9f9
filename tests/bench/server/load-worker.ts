/** The people of a load test, apart from the server: so their CPU is not its CPU. */
import { FIRST_CLIENT_ID, writeEditScript, type EditScript, type Person } from '../../support/edit-script.ts';
import { openClient, type BenchClient, type BenchTarget } from './clients.ts';

export interface EnterOrder {
  readonly order: 'enter';
  readonly rooms: readonly BenchTarget[];
  readonly perRoom: number;
  /** Per second and person. */
  readonly edits: number;
  /** Which of so many processes this is; they share out the people of every room. */
  readonly part: number;
  readonly parts: number;
}

export type Order = EnterOrder | { readonly order: 'run' | 'mark' | 'pause' | 'leave' };

export interface Mark {
  readonly sent: number;
  /** Edits that reached others: one edit in a room of ten is nine. */
  readonly delivered: number;
  /** Milliseconds, of the edits that were made and heard in this process: they have one clock. */
  readonly latencies: readonly number[];
}

interface Member {
  readonly client: BenchClient;
  readonly person: Person;
  readonly sentAt: Float64Array;
  next: number;
  sent: number;
}

/** More than anybody makes in one round. */
const MOVES = 80;
const TICK_MS = 4;
/** Edits on their way at once; above it people wait, as they would behind a full pipe. A busy machine stays reachable. */
const MAX_MISSING = 20_000;

/** By people in a room: they take a while to write. */
const scripts = new Map<number, EditScript>();

let members: Member[] = [];
let plan: EnterOrder | null = null;
let sent = 0;
let delivered = 0;
let latencies: number[] = [];
let timer: NodeJS.Timeout | null = null;

async function enter(order: EnterOrder): Promise<void> {
  const { rooms, perRoom, part, parts } = order;
  plan = order;
  sent = 0;
  delivered = 0;
  latencies = [];
  const script = scripts.get(perRoom) ?? writeEditScript(perRoom, MOVES);
  scripts.set(perRoom, script);
  members = [];
  for (const room of rooms) {
    const here = script.people.filter((_, i) => i % parts === part);
    const sentAt = new Map(here.map(({ clientId }) => [clientId, new Float64Array(MOVES)]));
    for (const person of here) {
      const client = await openClient(room, {
        onEdit(clientId, from, to) {
          if (clientId === person.clientId || clientId < FIRST_CLIENT_ID) return;
          delivered += to - from;
          const times = sentAt.get(clientId);
          if (times === undefined) return;
          const now = performance.now();
          for (let clock = from; clock < to; clock++) latencies.push(now - (times[clock] ?? now));
        },
      });
      members.push({ client, person, sentAt: sentAt.get(person.clientId) ?? new Float64Array(), next: 0, sent: 0 });
      if (person !== script.people[0]) continue;
      await client.joined;
      client.sendUpdate(script.base);
    }
  }
  await Promise.all(members.map(({ client }) => client.joined));
}

/** Everybody begins somewhere within the first interval, so that they do not all speak at once. */
function run({ edits }: EnterOrder): void {
  const now = performance.now();
  for (const [i, member] of members.entries()) member.next = now + ((i * 7_919) % 1_000) / edits;
  timer = setInterval(() => tick(edits), TICK_MS);
}

function tick(edits: number): void {
  if (sent * ((plan?.perRoom ?? 1) - 1) - delivered > MAX_MISSING) return;
  const now = performance.now();
  for (const member of members) {
    const update = member.person.moves[member.sent];
    if (now < member.next || update === undefined) continue;
    member.sentAt[member.sent] = performance.now();
    member.sent += 1;
    sent += 1;
    member.next = Math.max(member.next + 1_000 / edits, now - 100);
    member.client.sendUpdate(update);
  }
}

/** What happened since `enter`; the latencies since the last mark. */
function mark(): Mark {
  const since = latencies;
  latencies = [];
  return { sent, delivered, latencies: since };
}

function pause(): void {
  if (timer !== null) clearInterval(timer);
  timer = null;
}

process.on('message', (order: Order) => {
  if (order.order === 'enter') {
    return void enter(order).then(
      () => process.send?.({ entered: true }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  }
  if (order.order === 'run' && plan !== null) run(plan);
  if (order.order === 'pause' || order.order === 'leave') pause();
  if (order.order === 'leave') {
    for (const { client } of members) client.close();
    members = [];
  }
  process.send?.({ mark: mark() });
});
process.on('disconnect', () => process.exit(0));
