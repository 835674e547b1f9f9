/** Ways to drown a server. Each returns what the server did about it; none waits for it to like it. */
import * as Y from 'yjs';
import { encodeUpdate, MESSAGE } from '../../server/rooms/wire.ts';
import { createChildMap, waitFor } from './good-pair.ts';
import { syncFrame } from './hostile-updates.ts';
import { hasHeard, LeanClient, type LeanTarget } from './lean-client.ts';
import type { ServerChild } from './server-child.ts';

/** Claims 33,554,431 structs: applying it would allocate 256 MB. */
const BOMB = new Uint8Array([1, 255, 255, 255, 15, 1, 0]);

export type Closes = Record<string, number>;

export function targetOf(server: Pick<ServerChild, 'ws'>, map: Record<string, string>, role = 'edit'): LeanTarget {
  const link = map[role] ?? '';
  return {
    url: `${server.ws}/sync/${map.id}`,
    protocols: ['herringbone.v1', 'herringbone.saved', `t.${link.slice(link.lastIndexOf('/') + 1)}`],
  };
}

/** So many sockets at once, kept; gives the codes of those that were closed. */
export async function floodOfSockets(target: LeanTarget, sockets: number): Promise<Closes> {
  const closes: Closes = {};
  const clients = Array.from({ length: sockets }, () => new LeanClient(target));
  for (const client of clients) client.socket.on('close', (code) => (closes[code] = (closes[code] ?? 0) + 1));
  await Promise.allSettled(clients.map((client) => client.joined));
  const refused = { ...closes };
  for (const client of clients) client.close();
  await waitFor(() => clients.every((client) => client.socket.readyState === client.socket.CLOSED));
  return refused;
}

/** Asks for so many maps; gives how many answers had which status. */
export async function floodOfMaps(server: ServerChild, maps: number): Promise<Closes> {
  const statuses: Closes = {};
  const one = async (): Promise<void> => {
    const { status } = await fetch(`${server.http}/api/maps`, { method: 'POST' });
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: maps }, one));
  return statuses;
}

/** Comes and goes, so many times. */
export async function floodOfJoins(target: LeanTarget, joins: number): Promise<void> {
  for (let i = 0; i < joins; i += 10) {
    const clients = Array.from({ length: 10 }, () => new LeanClient(target));
    await Promise.all(clients.map((client) => client.joined));
    for (const client of clients) client.close();
  }
}

/**
 * Sends the frames as fast as the server takes them, coming back whenever it is put out, but for no longer than `maxMs`:
 * the server may make a socket wait for ever. Gives the close codes.
 */
export async function floodOfFrames(
  target: LeanTarget,
  frames: Iterable<Uint8Array>,
  maxMs = 600_000,
): Promise<Closes> {
  const closes: Closes = {};
  let isOver = false;
  let timer: NodeJS.Timeout | null = null;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(void (isOver = true)), maxMs);
  });
  const come = async (): Promise<LeanClient> => {
    const client = new LeanClient(target);
    client.socket.on('close', (code) => (closes[code] = (closes[code] ?? 0) + 1));
    await client.joined.catch(() => undefined);
    return client;
  };
  let client = await come();
  let count = 0;
  for (const frame of frames) {
    // Closing takes a moment: frames said into it would flood nobody.
    if (++count % 50 === 0) await Promise.race([hasHeard(client.socket), over]);
    if (isOver) break;
    if (client.socket.readyState !== client.socket.OPEN) client = await come();
    if (client.socket.readyState === client.socket.OPEN) client.socket.send(frame);
  }
  await Promise.race([hasHeard(client.socket), over]);
  if (timer !== null) clearTimeout(timer);
  // Our own going is none of them.
  const seen = { ...closes };
  client.close();
  return seen;
}

export function* bombs(count: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) yield encodeUpdate(BOMB);
}

/** Edits whose forerunners never come: said as edits, or as the answer to the server's question. */
export function* gaps(count: number, step: 'update' | 'step2'): Iterable<Uint8Array> {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < 200; i++) doc.getMap('gap').set('key', i);
  for (let i = 0; i < count; i++) yield syncFrame(step, updates[1 + (i % 198)] ?? BOMB);
}

/** Questions of a few bytes whose answers are long: who is here, and what do you have. */
export function* questions(count: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) {
    yield i % 2 === 0 ? new Uint8Array([MESSAGE.queryAwareness]) : syncFrame('step1', new Uint8Array([0]));
  }
}

/** Own states as fast as they can be said, and states of others. */
export function* states(count: number): Iterable<Uint8Array> {
  for (let i = 1; i <= count; i++) {
    const text = new TextEncoder().encode(`{"cursor":{"x":${i % 900},"y":1}}`);
    const id = i % 3 === 0 ? i % 128 : 7;
    const payload = [1, id, i % 128, text.length, ...text];
    yield new Uint8Array([MESSAGE.awareness, payload.length, ...payload]);
  }
}

/** Readers that join and never read again, while a colleague replaces a long text; gives the most bytes one cost. */
export async function stoppedReaders(server: ServerChild, readers: number): Promise<number> {
  const map = await createChildMap(server);
  const stopped = Array.from({ length: readers }, () => new LeanClient(targetOf(server, map, 'view')));
  await Promise.all(stopped.map((client) => client.joined));
  const doc = new Y.Doc();
  let saved = 0;
  let sent = 0;
  const writer = new LeanClient(targetOf(server, map), { onSaved: (count) => (saved = count) });
  doc.on('update', (update: Uint8Array) => {
    writer.sendUpdate(update);
    sent += 1;
  });
  await writer.joined;
  const { liveBytes } = await server.usage('memory');
  for (const client of stopped) client.socket.pause();
  let most = 0;
  for (let i = 0; i < 40; i++) {
    doc.getMap('map').set('text', `${i}${'x'.repeat(250_000)}`);
    // The empty answer to the server's step 1 is a message too.
    await waitFor(() => saved >= sent + 1);
    most = Math.max(most, (await server.usage('memory')).liveBytes - liveBytes);
  }
  for (const client of [writer, ...stopped]) client.close();
  return most / readers;
}
