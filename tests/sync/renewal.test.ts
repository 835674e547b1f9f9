/** A token the server renews: taken only when it says what the one before it said, and used from then on. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { decoding, encoding } from 'lib0';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import * as Y from 'yjs';
import { dropOldSecrets, rotateSecret } from '../../server/access/key-rotation.ts';
import { connectMap } from '../../src/sync/index.ts';
import { readRenewal, RENEWED_MESSAGE } from '../../src/sync/renewal.ts';
import { parseToken, type ShareLink } from '../../src/sync/share-link.ts';

import { addPerson } from '../support/api-world.ts';
import { seededRandom } from '../support/random-map.ts';
import { createMap, NodeWebSocket, startWorld, tokenOf, until } from '../support/server-world.ts';

const MAP = 'A'.repeat(22);
const MAC = 'm'.repeat(43);
const EVERYBODYS = `v1.${MAP}.edit.0.oldkey-1.3.${MAC}`;
const ADAS = `v2.${MAP}.comment.2000.oldkey-1.3.AbCd_-12.${MAC}`;

function linkOf(token: string): ShareLink {
  const link = parseToken(token);
  if (!link.ok) throw new Error(link.reason);
  return link.value;
}

function frameOf(token: string, rest: number[] = []): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, RENEWED_MESSAGE);
  encoding.writeVarString(encoder, token);
  encoding.writeUint8Array(encoder, new Uint8Array(rest));
  return encoding.toUint8Array(encoder);
}

function renewed(token: string): string {
  return token.replace('oldkey-1', 'newkey-2').replace(MAC, 'n'.repeat(43));
}

function read(frame: Uint8Array, current: string): string | null {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  return readRenewal(decoder, linkOf(current))?.token ?? null;
}

/** Everything a frame may be instead of the present capability under another key. */
function wrongFrames(current: string): Uint8Array[] {
  const good = renewed(current);
  const others = [
    current,
    '',
    'nonsense',
    good.replace(MAP, 'B'.repeat(22)),
    ...['own', 'edit', 'comment', 'view']
      .map((role) => good.replace(/\.(own|edit|comment|view)\./, `.${role}.`))
      .filter((token) => token !== good),
    // Longer, shorter, for ever; another epoch; another person, nobody's, somebody's.
    ...['1', '1999', '2001', '999999999999', '00'].map((expires) =>
      good.replace(/^((?:[^.]+\.){3})\d+/, `$1${expires}`),
    ),
    ...['2', '4', '03'].map((epoch) => good.replace(/^((?:[^.]+\.){5})\d+/, `$1${epoch}`)),
    good.startsWith('v1')
      ? good.replace('v1', 'v2').replace(/\.(n+)$/, '.AbCd_-12.$1')
      : good.replace('v2', 'v1').replace('.AbCd_-12', ''),
    good.replace('AbCd_-12', 'AbCd_-13'),
    `${good}=`,
    ` ${good}`,
    `${good}\n`,
    `#/m/${MAP}/${good}`,
    good.slice(0, -1),
  ].filter((token) => token !== good);
  const whole = frameOf(good);
  return [
    ...others.map((token) => frameOf(token)),
    frameOf(good, [0]),
    ...Array.from({ length: whole.length - 1 }, (_, i) => whole.slice(0, i + 1)),
    new Uint8Array([RENEWED_MESSAGE, 255, 255, 255, 255, 15]),
    new Uint8Array([RENEWED_MESSAGE, 2, 0xc3, 0x28]),
  ];
}

describe('a renewed token', () => {
  it.each([EVERYBODYS, ADAS])('[S23] is taken when only key and signature differ: %s', (current) => {
    expect(read(frameOf(renewed(current)), current)).toBe(renewed(current));
    for (const frame of wrongFrames(current)) expect(read(frame, current), new TextDecoder().decode(frame)).toBe(null);
  });

  it('[S23] mutated at random, is the same capability or nothing, and never throws', () => {
    const random = seededRandom(20_261_122);
    const { token, role } = linkOf(ADAS);
    let taken = 0;
    for (let i = 0; i < 5_000; i++) {
      const frame = frameOf(renewed(ADAS));
      for (let n = 0; n <= random() * 3; n++)
        frame[1 + Math.floor(random() * (frame.length - 1))] = Math.floor(random() * 256);
      const now = read(frame, token);
      if (now === null) continue;
      taken += 1;
      const claim = (text: string) => text.split('.').filter((_, at) => at !== 4 && at !== 7);
      expect(claim(now)).toEqual(claim(token));
      expect(linkOf(now)).toEqual({ mapId: MAP, role, token: now });
    }
    expect(taken).toBeGreaterThan(100);
  });

  it('[S23] is what the next socket comes with; wrong ones disturb nothing', async () => {
    // Whoever is at the other end: only its frames matter.
    const peer = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'herringbone.v1' });
    onTestFinished(() => void peer.close());
    await once(peer, 'listening');
    const sockets: WebSocket[] = [];
    const offered: string[] = [];
    peer.on('connection', (socket, request) => {
      sockets.push(socket);
      offered.push(String(request.headers['sec-websocket-protocol']));
    });
    const told: [string, string][] = [];
    const { port } = peer.address() as AddressInfo;
    const connection = connectMap({
      doc: new Y.Doc(),
      url: `ws://127.0.0.1:${port}`,
      mapId: MAP,
      token: ADAS,
      WebSocket: NodeWebSocket,
      maxBackoffMs: 50,
      onRenewed: (link, before) => told.push([link.token, before.token]),
    });
    onTestFinished(() => connection.destroy());
    await until(() => sockets.length === 1);
    for (const frame of wrongFrames(ADAS)) sockets[0]?.send(frame);
    sockets[0]?.close(1012);
    await until(() => sockets.length === 2);
    expect(told).toEqual([]);
    expect(offered).toEqual(Array(2).fill(`herringbone.v1,t.${ADAS},herringbone.saved,herringbone.renew`));
    sockets[1]?.send(frameOf(renewed(ADAS)));
    sockets[1]?.send(frameOf(renewed(ADAS)));
    sockets[1]?.close(1012);
    await until(() => sockets.length === 3);
    expect(told).toEqual([[renewed(ADAS), ADAS]]);
    expect(offered[2]).toBe(`herringbone.v1,t.${renewed(ADAS)},herringbone.saved,herringbone.renew`);
    expect(connection.role).toBe('comment');
  });
});

describe('a new key of the server', () => {
  it('[S23] goes by unnoticed while a map is open, for links of roles and of persons', async () => {
    const world = await startWorld({ publicOrigin: 'https://maps.example.org' });
    const map = await createMap(world);
    const ada = await addPerson(world, map);
    const { dataFolder } = world;
    const port = world.server.address?.port ?? 0;
    const clients = [map.own, map.edit, ada.link, map.comment, map.view].map((link) => {
      const doc = new Y.Doc();
      const renewals: ShareLink[] = [];
      const [token, url] = [tokenOf(link), world.ws];
      const onRenewed = (renewal: ShareLink) => void renewals.push(renewal);
      const options = { doc, url, mapId: map.id, token, onRenewed, WebSocket: NodeWebSocket, maxBackoffMs: 100 };
      const connection = connectMap(options);
      onTestFinished(() => connection.destroy());
      return { doc, connection, renewals };
    });
    const areLive = () => clients.every(({ connection }) => connection.status === 'live' && connection.saved);
    const away = () => clients.every(({ connection }) => connection.status === 'offline');
    await until(areLive);
    await world.server.destroy();
    await until(away);
    await rotateSecret(dataFolder);
    const second = await startWorld({ dataFolder, port });
    await until(areLive);
    expect(clients.map(({ renewals }) => renewals.length)).toEqual([1, 1, 1, 1, 1]);
    await second.server.destroy();
    await until(away);
    clients[2]?.doc.getMap('m').set('while it was away', 1);
    await dropOldSecrets(dataFolder);
    await startWorld({ dataFolder, port });
    await until(areLive);
    await until(() => clients.every(({ doc }) => doc.getMap('m').has('while it was away')));
    expect(clients.map(({ renewals }) => renewals.length)).toEqual([1, 1, 1, 1, 1]);
  });
});
