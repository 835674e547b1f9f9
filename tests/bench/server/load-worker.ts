/** The people of a load test, all in this one process: so their CPU is not the server's, and one clock times them. */
import { writeEditScript, type EditScript, type Person } from '../../support/edit-script.ts';
import { LeanClient, type LeanTarget } from '../../support/lean-client.ts';

export interface EnterOrder {
  readonly order: 'enter';
  readonly rooms: readonly LeanTarget[];
  readonly perRoom: number;
  /** Per second; a person edits, or shows a cursor, that often. */
  readonly edits: number;
  readonly cursors: number;
  /** Only so many of a room edit; the others watch. */
  readonly editors: number;
}

export type Order = EnterOrder | { readonly order: 'run' | 'mark' | 'pause' | 'leave' };

export interface Mark {
  readonly sent: number;
  /** Edits that reached others: one edit in a room of ten is nine. */
  readonly delivered: number;
  /** What is still to come. */
  readonly missing: number;
  /** Milliseconds; of everything delivered since the last mark. */
  readonly p50: number;
  readonly p99: number;
}

interface Member {
  readonly client: LeanClient;
  readonly person: Person;
  readonly sentAt: Float64Array;
  readonly edits: boolean;
  next: number;
  nextCursor: number;
  sent: number;
  clock: number;
}

/** More than anybody makes in one round. */
const MOVES = 80;
const TICK_MS = 4;
/** Edits on their way to each person at which cursors stop: nobody drags on a screen that hangs. */
const HANGING = 10;
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
  plan = order;
  sent = 0;
  delivered = 0;
  latencies = [];
  const script = scripts.get(order.perRoom) ?? writeEditScript(order.perRoom, MOVES);
  scripts.set(order.perRoom, script);
  members = [];
  for (const room of order.rooms) {
    const sentAt = new Map(script.people.map(({ clientId }) => [clientId, new Float64Array(MOVES)]));
    for (const [i, person] of script.people.entries()) {
      const client = new LeanClient(room, {
        onEdit(clientId, from, to) {
          if (clientId === person.clientId) return;
          const times = sentAt.get(clientId);
          if (times === undefined) return;
          const now = performance.now();
          for (let clock = from; clock < to; clock++) latencies.push(now - (times[clock] ?? now));
          delivered += to - from;
        },
      });
      members.push({
        client,
        person,
        sentAt: sentAt.get(person.clientId) ?? new Float64Array(),
        edits: i < order.editors,
        next: 0,
        nextCursor: 0,
        sent: 0,
        clock: 0,
      });
      if (i === 0) {
        await client.joined;
        client.sendUpdate(script.base);
      }
    }
  }
  await Promise.all(members.map(({ client }) => client.joined));
}

/** Everybody begins somewhere within the first interval, so that they do not all speak at once. */
function run({ edits, cursors }: EnterOrder): void {
  const now = performance.now();
  for (const [i, member] of members.entries()) {
    const phase = ((i * 7_919) % 1_000) / 1_000;
    member.next = now + (phase * 1_000) / edits;
    member.nextCursor = now + (phase * 1_000) / Math.max(cursors, 0.001);
  }
  timer = setInterval(() => tick(edits, cursors), TICK_MS);
}

function tick(edits: number, cursors: number): void {
  if (missing() > MAX_MISSING) return;
  const now = performance.now();
  const isHanging = missing() > HANGING * members.length;
  for (const member of members) {
    const update = member.person.moves[member.sent];
    if (member.edits && now >= member.next && update !== undefined) {
      member.sentAt[member.sent] = performance.now();
      member.sent += 1;
      sent += 1;
      member.next = Math.max(member.next + 1_000 / edits, now - 100);
      member.client.sendUpdate(update);
    }
    if (cursors > 0 && !isHanging && now >= member.nextCursor) {
      member.clock += 1;
      member.nextCursor = Math.max(member.nextCursor + 1_000 / cursors, now - 100);
      const state = `{"user":{"name":"李娜","color":"#0b6"},"cursor":{"x":${member.clock * 3},"y":${member.clock % 900}}}`;
      member.client.sendState(member.person.clientId, member.clock, state);
    }
  }
}

function mark(): Mark {
  const sorted = Float64Array.from(latencies).sort();
  latencies = [];
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { sent, delivered, missing: missing(), p50: at(0.5), p99: at(0.99) };
}

function missing(): number {
  return sent * ((plan?.perRoom ?? 1) - 1) - delivered;
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
