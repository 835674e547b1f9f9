import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { TokenBucket } from '../../server/access/token-bucket.ts';
import { NO_METER, type Meter } from '../../server/meter.ts';
import { encodeStep2, encodeUpdate, MESSAGE } from '../../server/rooms/wire.ts';
import { manyKeys } from '../support/hostile-updates.ts';
import { createMap, openPlain, openRaw, openRawMap, startWorld, tokenOf, until } from '../support/server-world.ts';

const protocolsOf = (link: string): string[] => ['herringbone.v1', `t.${tokenOf(link)}`];

describe('token bucket', () => {
  it('[B1] lets the burst through, then one per interval, and lets a large one owe', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 2, now: 0 });
    bucket.spend(2, 0);
    expect(bucket.waitMs(0)).toBe(100);
    expect(bucket.waitMs(100)).toBe(0);
    bucket.spend(11, 100);
    expect(bucket.waitMs(100)).toBe(1_100);
    expect(bucket.waitMs(1_200)).toBe(0);
  });
});

describe('connections', () => {
  const manyFrom = { trustedProxies: ['127.0.0.1'] };
  const from = (address: string) => ({ 'X-Forwarded-For': address });

  it('[L-address] one address gets so many sockets, others still get theirs; closed ones count no more', async () => {
    const world = await startWorld({ ...manyFrom, limits: { connectionsPerAddress: 2 } });
    const map = await createMap(world);
    const open = (address: string) => openRawMap(world, map.id, map.view, from(address));
    const kept = [open('203.0.113.5'), open('203.0.113.5')];
    await until(() => kept.every((raw) => raw.frames.length > 0));
    expect(await open('203.0.113.5').closed).toBe(1013);
    const other = open('203.0.113.6');
    await until(() => other.frames.length > 0);
    kept[0]?.socket.close();
    await kept[0]?.closed;
    const next = open('203.0.113.5');
    await until(() => next.frames.length > 0);
  });

  it('[L-address] forwarded addresses from anybody but a configured proxy are not believed', async () => {
    const world = await startWorld({ limits: { mapsBurst: 2 } });
    await createMap(world);
    await createMap(world);
    const response = await fetch(`${world.http}/api/maps`, { method: 'POST', headers: from('203.0.113.5') });
    expect(response.status).toBe(429);
  });

  it('[L-map-connections] one map takes so many sockets', async () => {
    const world = await startWorld({ limits: { connectionsPerMap: 1 } });
    const map = await createMap(world);
    const first = openRawMap(world, map.id, map.view);
    await until(() => first.frames.length > 0);
    expect(await openRawMap(world, map.id, map.edit).closed).toBe(1013);
  });

  it('[L-map-connections] a map and its comments are counted each for itself: a page opens one of both', async () => {
    const world = await startWorld({ limits: { connectionsPerMap: 1 } });
    const map = await createMap(world);
    const open = (path: string) => openRaw(`${world.ws}/sync/${map.id}${path}`, { protocols: protocolsOf(map.edit) });
    const page = [open(''), open('/comments')];
    await until(() => page.every((raw) => raw.frames.length > 0));
    expect(await open('').closed).toBe(1013);
    expect(await open('/comments').closed).toBe(1013);
  });

  it('[L-connections] the process takes so many sockets', async () => {
    const world = await startWorld({ limits: { connections: 1 } });
    const map = await createMap(world);
    const first = openRawMap(world, map.id, map.view);
    await until(() => first.frames.length > 0);
    expect(await openRawMap(world, (await createMap(world)).id, map.view).closed).toBe(1013);
  });

  it('[L-rooms] so many maps are live at once', async () => {
    const world = await startWorld({ limits: { liveRooms: 1 } });
    const [one, two] = [await createMap(world), await createMap(world)];
    const first = openRawMap(world, one.id, one.view);
    await until(() => first.frames.length > 0);
    expect(await openRawMap(world, two.id, two.view).closed).toBe(1013);
  });

  it('[R9] an empty room gives way at once, the one empty for longest first, with all that was said in it', async () => {
    const world = await startWorld({ limits: { liveRooms: 2, roomIdleMs: 600_000 } });
    const maps = [await createMap(world), await createMap(world), await createMap(world)];
    for (const [i, map] of maps.entries()) {
      const client = openPlain(world, map.id, map.edit);
      await client.synced();
      client.doc.getMap('m').set('said', i);
      const reader = openPlain(world, map.id, map.view);
      await until(() => reader.doc.getMap('m').get('said') === i);
      for (const { provider } of [client, reader]) provider.destroy();
      await until(() => !client.provider.wsconnected);
    }
    for (const [i, map] of maps.entries()) {
      const reader = openPlain(world, map.id, map.view);
      await reader.synced();
      expect(reader.doc.getMap('m').get('said')).toBe(i);
      reader.provider.destroy();
    }
  });

  it('[L-ping] a socket that answers no ping is cut off, one that does stays', async () => {
    const world = await startWorld({ limits: { pingMs: 500 } });
    const map = await createMap(world);
    const path = `${world.ws}/sync/${map.id}`;
    const protocols = ['herringbone.v1', `t.${tokenOf(map.view)}`];
    const alive = openRaw(path, { protocols });
    const deaf = openRaw(path, { protocols, autoPong: false });
    expect(await deaf.closed).toBe(1006);
    const seen = alive.frames.length;
    await until(() => alive.frames.length > seen + 3);
  });

  it('[L-headers] a request that never ends its headers is dropped', async () => {
    const world = await startWorld({ limits: { headersMs: 200 } });
    const { hostname, port } = new URL(world.http);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    await closed;
  });
});

describe('rates', () => {
  it('[L-updates] edits over the rate wait, in order, and none is lost', async () => {
    const world = await startWorld({ limits: { updatesBurst: 5, updatesPerSecond: 200 } });
    const map = await createMap(world);
    const fast = openPlain(world, map.id, map.edit);
    const watcher = openPlain(world, map.id, map.view);
    await Promise.all([fast.synced(), watcher.synced()]);
    for (let i = 0; i < 100; i++) fast.doc.getMap('l').set(`${i}`, i);
    await until(() => watcher.doc.getMap('l').size === 100);
    expect([...watcher.doc.getMap('l').values()]).toEqual([...Array(100).keys()]);
  });

  it('[L-bytes] bytes over the rate wait too', async () => {
    const world = await startWorld({ limits: { bytesBurst: 1_000, bytesPerSecond: 100_000 } });
    const map = await createMap(world);
    const fast = openPlain(world, map.id, map.edit);
    const watcher = openPlain(world, map.id, map.view);
    await Promise.all([fast.synced(), watcher.synced()]);
    for (let i = 0; i < 20; i++) fast.doc.getMap('l').set(`${i}`, 'x'.repeat(2_000));
    await until(() => watcher.doc.getMap('l').size === 20);
  });

  it('[L-bytes] so do answers about who is here, and all are given', async () => {
    let paused = 0;
    const meter: Meter = { ...NO_METER, count: (event) => (paused += event === 'paused' ? 1 : 0) };
    const world = await startWorld({ meter, limits: { bytesBurst: 4_000, bytesPerSecond: 100_000 } });
    const map = await createMap(world);
    const member = openPlain(world, map.id, map.edit);
    await member.synced();
    member.provider.awareness.setLocalState({ name: 'x'.repeat(1_500) });
    const asking = openRawMap(world, map.id, map.view);
    const answers = (): number => asking.frames.filter((frame) => frame.length > 1_500).length;
    await until(() => answers() > 0);
    const [before, pausedBefore] = [answers(), paused];
    for (let i = 0; i < 20; i++) asking.socket.send(new Uint8Array([MESSAGE.queryAwareness]));
    await until(() => answers() >= before + 20);
    expect(paused).toBeGreaterThan(pausedBefore);
  });

  it('[L-work] questions that cost much wait too, and all are answered', async () => {
    let paused = 0;
    const meter: Meter = { ...NO_METER, count: (event) => (paused += event === 'paused' ? 1 : 0) };
    const world = await startWorld({ meter, limits: { workMsPerSecond: 50, workMsBurst: 1 } });
    const map = await createMap(world);
    const writer = openPlain(world, map.id, map.edit);
    await writer.synced();
    writer.doc.transact(() => {
      for (let i = 0; i < 2_000; i++) writer.doc.getMap('m').set(`key ${i}`, i);
    });
    const reader = openRawMap(world, map.id, map.view);
    await until(() => reader.frames.length > 0);
    paused = 0;
    const ask = new Uint8Array([0, 0, 1, 0]);
    const answers = (): number => reader.frames.filter((frame) => frame[0] === 0 && frame[1] === 1).length;
    for (let i = 0; i < 30; i++) reader.socket.send(ask);
    await until(() => answers() === 30);
    expect(paused).toBeGreaterThan(0);
  });

  it('[L-address-work] what one socket has cost the next one of the same link waits for, and nobody else', async () => {
    let paused = 0;
    const meter: Meter = { ...NO_METER, count: (event) => (paused += event === 'paused' ? 1 : 0) };
    const limits = { workMsPerSecond: 1e6, addressWorkMsPerSecond: 0.05, addressWorkMsBurst: 60 };
    const world = await startWorld({ meter, limits });
    const map = await createMap(world);
    const colleague = openPlain(world, map.id, map.own);
    await colleague.synced();
    const dear = openRawMap(world, map.id, map.edit);
    await until(() => dear.frames.length >= 2);
    dear.socket.send(encodeUpdate(manyKeys(60_000, 'one client')));
    await until(() => colleague.doc.getMap('m').size === 60_000);
    dear.socket.terminate();
    const before = paused;
    const again = openRawMap(world, map.id, map.edit);
    await until(() => again.frames.length >= 2);
    again.socket.send(new Uint8Array([0, 0, 1, 0]));
    await until(() => paused > before);
    const late = openPlain(world, map.id, map.view);
    await until(() => late.doc.getMap('m').size === 60_000);
  });

  it('[L-inbox] what waits is bounded', async () => {
    const world = await startWorld({ limits: { inboxBytes: 3_000, bytesBurst: 10, bytesPerSecond: 1 } });
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.edit);
    await until(() => raw.frames.length >= 2);
    const doc = new Y.Doc();
    doc.getMap('m').set('text', 'x'.repeat(1_000));
    for (let i = 0; i < 8; i++) raw.socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
    expect(await raw.closed).toBe(1013);
  });
});

describe('a calendar that jumps', () => {
  it('[F4] set ahead or back, it neither holds up an edit nor ends the wait for a gap', async () => {
    const real = Date.now;
    let ahead = 0;
    const calendar = vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
    onTestFinished(() => calendar.mockRestore());
    const world = await startWorld({ limits: { updatesBurst: 2, updatesPerSecond: 50 } });
    const map = await createMap(world);
    const watcher = openRawMap(world, map.id, map.view);
    const writer = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
    await until(() => watcher.frames.length >= 2 && writer.frames.length >= 2);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let i = 0; i < 6; i++) doc.getMap('m').set(`key ${i}`, i);
    ahead = -3_600_000;
    const [, second = new Uint8Array(), ...others] = updates;
    writer.socket.send(encodeUpdate(second));
    await until(() => writer.frames.some((frame, i) => i > 1 && frame[0] === 0 && frame[1] === 0));
    ahead = 3_600_000;
    for (const update of others) writer.socket.send(encodeUpdate(update));
    const answer = encodeUpdate(Y.encodeStateAsUpdate(doc));
    answer[1] = 1;
    writer.socket.send(answer);
    await until(() => writer.frames.some((frame) => frame[0] === 100 && frame[1] === 6));
  });
});

describe('slow readers', () => {
  it('[L-stuck] a reader that stops reading is cut off, the others go on', async () => {
    const world = await startWorld({ limits: { stuckReaderBytes: 100_000, bytesBurst: 1e9 } });
    const map = await createMap(world);
    const stuck = openRawMap(world, map.id, map.view);
    const watcher = openPlain(world, map.id, map.view);
    const writer = openPlain(world, map.id, map.edit);
    await until(() => stuck.frames.length > 0 && writer.provider.synced && watcher.provider.synced);
    const closed = new Promise((resolve) => stuck.socket.once('close', resolve));
    stuck.socket.pause();
    // More than the kernel's own buffers take, so that it piles up in the server.
    const text = 'x'.repeat(500_000);
    for (let i = 0; i < 30; i++) {
      writer.doc.getMap('m').set('text', `${i}${text}`);
      await until(() => watcher.doc.getMap('m').get('text') === `${i}${text}`);
    }
    stuck.socket.resume();
    await closed;
    expect(watcher.provider.wsconnected).toBe(true);
  });

  it('[L-stuck] the answer to a first sync may be larger than that', async () => {
    const world = await startWorld({ limits: { stuckReaderBytes: 10_000 } });
    const map = await createMap(world);
    const doc = new Y.Doc();
    doc.getMap('m').set('text', 'x'.repeat(1_000_000));
    expect(encodeStep2(doc, new Uint8Array([0])).length).toBeGreaterThan(1_000_000);
    const writer = openPlain(world, map.id, map.edit, doc);
    await writer.synced();
    const reader = openPlain(world, map.id, map.view);
    await until(() => reader.doc.getMap('m').size === 1);
    writer.doc.getMap('m').set('more', 1);
    await until(() => reader.doc.getMap('m').get('more') === 1);
  });
});
