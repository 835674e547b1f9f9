/**
 * A share of a crowd that shows cursors. Most of it is deaf: what comes in is read from the socket and let go, not even
 * cut into frames, so that a few processes can hold a room to which 400,000 messages a second are sent. The first share
 * also edits, and has the listeners: they time the edits (made in this process, so one clock is enough) and count the
 * cursors that a person hears.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { decoding } from 'lib0';
import { FIRST_CLIENT_ID, writeEditScript } from '../../support/edit-script.ts';
import { LeanClient } from '../../support/lean-client.ts';
import type { BenchTarget } from './clients.ts';

export interface CrowdOrder {
  readonly order: 'enter';
  readonly room: BenchTarget;
  /** The people of this share: their awareness ids follow one another from `firstId` on. */
  readonly firstId: number;
  readonly people: number;
  /** The last so many of them listen, the first so many edit (neither: 0). */
  readonly listeners: number;
  readonly editors: number;
  /** Per second and person. */
  readonly cursors: number;
  /** Per second and editor. */
  readonly edits: number;
}

/** `begin`: cursors and edits; `count`: what was until now is not counted; `look`; `rest`: no more edits. */
export type Order = CrowdOrder | { readonly order: 'begin' | 'count' | 'look' | 'rest' | 'leave' };

export interface CrowdMark {
  /** Cursors of others that all listeners of this share heard since `count`. */
  readonly heard: number;
  /** Milliseconds, of every edit at every listener that has it. */
  readonly latencies: readonly number[];
  /** Milliseconds that each edit has been on its way to the listeners that do not have it. */
  readonly waiting: readonly number[];
  /** Sockets of this share that are closed. */
  readonly closed: number;
}

interface Member {
  readonly client: LeanClient;
  readonly id: number;
  readonly moves: readonly Uint8Array[];
  /** When each of the moves was sent. */
  readonly sentAt: number[];
  /** How many of them were sent before `count`. */
  uncounted: number;
  nextEdit: number;
  nextCursor: number;
  clock: number;
}

const TICK_MS = 4;
/** More than one editor makes in one round. */
const MOVES = 100;
/** Who cannot get rid of so much does not show where the cursor is now. */
const STUCK_BYTES = 64 * 1024;
/** A deaf client answers no ping; it says that it is there by itself. */
const ALIVE_MS = 5_000;
const MESSAGE_AWARENESS = 1;

let plan: CrowdOrder | null = null;
let members: Member[] = [];
/** Of each listener: how many edits of each editor it has. */
let known: Map<number, number>[] = [];
let latencies: number[] = [];
let heard = 0;
let [isShowing, isEditing] = [false, false];

async function enter(order: CrowdOrder): Promise<void> {
  plan = order;
  known = [];
  members = [];
  const script = writeEditScript(order.editors, order.editors > 0 ? MOVES : 0);
  for (let i = 0; i < order.people; i++) {
    const isListener = i >= order.people - order.listeners;
    const client = isListener ? listener(order.room, order.firstId + i) : deafClient(order.room);
    members.push({
      client,
      id: order.firstId + i,
      moves: script.people[i]?.moves ?? [],
      sentAt: [],
      uncounted: 0,
      nextEdit: 0,
      nextCursor: 0,
      clock: 0,
    });
    if (i > 0 || order.editors === 0) continue;
    await client.joined;
    client.sendUpdate(script.base);
  }
  await Promise.all(members.map(({ client }) => client.joined));
}

function deafClient(room: BenchTarget): LeanClient {
  const client = new LeanClient(room);
  let raw: Socket | null = null;
  client.socket.once('upgrade', ({ socket }: IncomingMessage) => (raw = socket));
  void client.joined
    .then(() => {
      raw?.removeAllListeners('data');
      raw?.on('data', () => undefined);
      raw?.resume();
    })
    .catch(() => undefined);
  return client;
}

function listener(room: BenchTarget, ownId: number): LeanClient {
  const clocks = new Map<number, number>();
  known.push(clocks);
  const client = new LeanClient(room, {
    onEdit(clientId, from, to) {
      const editor = members[clientId - FIRST_CLIENT_ID];
      if (editor === undefined || clientId < FIRST_CLIENT_ID) return;
      clocks.set(clientId, to);
      const now = performance.now();
      for (let clock = from; clock < to; clock++) latencies.push(now - (editor.sentAt[clock] ?? now));
    },
  });
  client.socket.on('message', (data: Buffer) => (heard += statesIn(data, room, ownId)));
  return client;
}

/** How many cursors of others a message shows. Servers send several in one, and echo the own; the relay does neither. */
function statesIn(data: Buffer, room: BenchTarget, ownId: number): number {
  const decoder = decoding.createDecoder(new Uint8Array(data));
  if (room.documentName) decoding.readVarString(decoder);
  if (decoding.readVarUint(decoder) !== MESSAGE_AWARENESS) return 0;
  decoding.readVarUint(decoder);
  let others = 0;
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    if (decoding.readVarUint(decoder) !== ownId) others += 1;
    decoding.readVarUint(decoder);
    const length = decoding.readVarUint(decoder);
    decoder.pos += length;
  }
  return others;
}

/** Everybody begins somewhere within the first interval, so that they do not all speak at once. */
function begin(kind: 'nextEdit' | 'nextCursor', perSecond: number): void {
  const now = performance.now();
  for (const member of members) member[kind] = now + ((member.id * 7_919) % 1_000) / perSecond;
}

function tick(): void {
  if (plan === null) return;
  for (const member of members) {
    if (isEditing) editWhenDue(member, plan.edits);
    if (isShowing) showWhenDue(member, plan.cursors);
  }
}

function editWhenDue(member: Member, perSecond: number): void {
  const move = member.moves[member.sentAt.length];
  const now = performance.now();
  if (move === undefined || now < member.nextEdit) return;
  member.nextEdit += 1_000 / perSecond;
  member.sentAt.push(now);
  member.client.sendUpdate(move);
}

function showWhenDue(member: Member, perSecond: number): void {
  const now = performance.now();
  if (now < member.nextCursor || member.client.socket.bufferedAmount > STUCK_BYTES) return;
  // A cursor that is late is not made up for.
  member.nextCursor = Math.max(member.nextCursor + 1_000 / perSecond, now - 100);
  member.clock += 1;
  const state = `{"user":{"name":"李娜","color":"#0b6"},"cursor":{"x":${member.clock * 3},"y":${member.clock % 900}}}`;
  member.client.sendState(member.id, member.clock, state);
}

function mark(): CrowdMark {
  const now = performance.now();
  return {
    heard,
    latencies,
    waiting: known.flatMap((clocks) =>
      members.flatMap(({ id, sentAt, uncounted }) =>
        sentAt.slice(Math.max(uncounted, clocks.get(id) ?? 0)).map((at) => now - at),
      ),
    ),
    closed: members.filter(({ client }) => client.socket.readyState !== client.socket.OPEN).length,
  };
}

function obey(order: Exclude<Order, CrowdOrder>['order'], { cursors, edits }: CrowdOrder): void {
  if (order === 'begin') {
    begin('nextCursor', cursors);
    begin('nextEdit', edits);
    [isShowing, isEditing] = [true, true];
  }
  if (order === 'count') {
    [heard, latencies] = [0, []];
    for (const member of members) member.uncounted = member.sentAt.length;
  }
  if (order === 'rest') isEditing = false;
  if (order !== 'leave') return;
  [isShowing, isEditing] = [false, false];
  for (const { client } of members) client.close();
  members = [];
}

setInterval(tick, TICK_MS);
setInterval(() => {
  for (const { client } of members) if (client.socket.readyState === client.socket.OPEN) client.socket.pong();
}, ALIVE_MS);
process.on('message', (order: Order) => {
  if (order.order !== 'enter') {
    if (plan !== null) obey(order.order, plan);
    return process.send?.({ mark: mark() });
  }
  return void enter(order).then(
    () => process.send?.({ entered: true }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
