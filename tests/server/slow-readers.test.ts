/** One socket of a room on a real line, seen from the server's side: how much waits there for who does not read. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { DEFAULT_LIMITS, type Limits } from '../../server/index.ts';
import { NO_METER, type Meter } from '../../server/meter.ts';
import { Answers } from '../../server/rooms/answers.ts';
import { Connection } from '../../server/rooms/connection.ts';
import { RoomDoc } from '../../server/rooms/room-doc.ts';
import { RoomPresence } from '../../server/rooms/room-presence.ts';
import { encodeAwareness, encodeStep1, encodeUpdate, MESSAGE } from '../../server/rooms/wire.ts';
import { toFrame } from '../../server/rooms/ws-frame.ts';
import { until } from '../support/server-world.ts';

const MIB = 1024 * 1024;
/** As much as anybody likes: what is tested here is memory, not rates. */
const UNHURRIED = { bytesPerSecond: 1e12, bytesBurst: 1e12, workMsPerSecond: 1e6, workMsBurst: 1e6 };

interface Line {
  /** The server's side. */
  readonly side: WebSocket;
  readonly client: WebSocket;
  readonly connection: Connection;
  readonly doc: RoomDoc;
  readonly counts: Record<string, number>;
  /** What has come out at the client's end, by message type and step. */
  readonly got: string[];
  /** Messages the server's side has taken in. */
  taken(): number;
}

async function openLine(limits: Partial<Limits> = {}): Promise<Line> {
  const all: Limits = { ...DEFAULT_LIMITS, ...UNHURRIED, ...limits };
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const doc = new RoomDoc();
  const answers = new Answers(doc);
  const presence = new RoomPresence({ limits: all, show: () => undefined, publish: null });
  const counts: Record<string, number> = {};
  const meter: Meter = { ...NO_METER, count: (event) => void (counts[event] = (counts[event] ?? 0) + 1) };
  const connected = once(server, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const got: string[] = [];
  client.on('message', (data: Buffer) => void got.push(data[0] === 0 ? `0/${data[1]}` : `${data[0]}`));
  client.on('error', () => undefined);
  const [side, request] = (await connected) as [WebSocket, { socket: Socket }];
  let taken = 0;
  side.on('message', () => (taken += 1));
  const connection = new Connection({
    socket: side,
    stream: request.socket,
    capability: { mapId: 'm'.repeat(22), role: 'view', expires: 0, epoch: 0, link: null } as Connection['capability'],
    mayWrite: false,
    wantsSaved: false,
    sharedWork: { waitMs: () => 0, spend: () => undefined },
    limits: all,
    meter,
  });
  connection.enter({ doc, answers, presence, receive: () => undefined });
  onTestFinished(() => {
    client.terminate();
    connection.destroy();
    server.close();
    answers.destroy();
    presence.destroy();
    doc.destroy();
  });
  if (client.readyState !== client.OPEN) await once(client, 'open');
  return { side, client, connection, doc, counts, got, taken: () => taken };
}

/** A map of about so many MiB, in keys of several clients so that different questions have different answers. */
function fill(doc: Y.Doc, mib: number): void {
  for (let client = 1; client <= mib; client++) {
    const part = new Y.Doc();
    part.clientID = client;
    part.getMap('m').set(`key ${client}`, 'x'.repeat(MIB));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(part));
  }
}

/** Step 1 of somebody who has what `client` wrote, and nothing else. */
function askWithout(client: number): Uint8Array {
  const has = new Y.Doc();
  has.clientID = client;
  has.getMap('m').set(`key ${client}`, 'x');
  return encodeStep1(has);
}

describe('a reader that does not read', () => {
  it('[F6] holds one answer and less than 8 MiB of a large map, whatever it asks and however often', async () => {
    const { side, client, doc, got, taken } = await openLine();
    fill(doc, 14);
    client.pause();
    let sent = 0;
    for (let i = 1; i <= 8; i++) {
      client.send(askWithout(1 + (i % 14)));
      client.send(new Uint8Array([MESSAGE.queryAwareness]));
      sent += 2;
    }
    await until(() => side.isPaused || taken() === sent || side.readyState !== side.OPEN);
    expect(side.bufferedAmount).toBeGreaterThan(8 * MIB);
    expect(side.bufferedAmount).toBeLessThan(14 * MIB + 8 * MIB);
    client.resume();
    await until(() => got.length === sent);
    expect(got.filter((kind) => kind === '0/1')).toHaveLength(8);
    expect(side.readyState).toBe(side.OPEN);
  });

  it('[F6] is cut off when it has asked again and then takes nothing at all', async () => {
    const { side, client, doc, counts } = await openLine({ answerMs: 100 });
    fill(doc, 14);
    client.pause();
    for (let i = 1; i <= 3; i++) client.send(askWithout(i));
    await until(() => side.readyState === side.CLOSED);
    expect(counts['slow-readers-cut']).toBe(1);
  });

  it('[F6] holds no more when what others say is large', async () => {
    const { side, client, connection, counts } = await openLine();
    client.pause();
    let most = 0;
    for (let i = 0; i < 10 && side.readyState === side.OPEN; i++) {
      connection.send(encodeUpdate(new Uint8Array(7 * MIB)));
      most = Math.max(most, side.bufferedAmount);
    }
    expect(counts['slow-readers-cut']).toBe(1);
    expect(most).toBeLessThan(7 * MIB + 8 * MIB);
  });

  it('[L-slow] gets no presence any more, gets edits still, and presence again when it has caught up', async () => {
    const { side, client, connection, got } = await openLine({ slowReaderBytes: 100_000 });
    const presence = toFrame(encodeAwareness(new Uint8Array([0])));
    client.pause();
    connection.sendPresenceFrame(presence);
    // More than the kernel's own buffers take.
    connection.send(encodeUpdate(new Uint8Array(12 * MIB)));
    expect(side.bufferedAmount).toBeGreaterThan(100_000);
    for (let i = 0; i < 5; i++) connection.sendPresenceFrame(presence);
    connection.send(encodeUpdate(new Uint8Array(10)));
    client.resume();
    await until(() => got.length >= 3 && side.bufferedAmount === 0);
    connection.sendPresenceFrame(presence);
    await until(() => got.length >= 4);
    expect(got).toEqual(['1', '0/2', '0/2', '1']);
  });
});
