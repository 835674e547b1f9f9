import { encoding } from 'lib0';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { readOrCreateSecret } from '../../server/access/secret.ts';
import { signToken } from '../../server/access/token.ts';
import { encodeAwareness, encodeUpdate } from '../../server/rooms/wire.ts';
import { movableCalendar } from '../support/movable-calendar.ts';
import { createMap, openPlain, openRawMap, startWorld, until, type RawSocket } from '../support/server-world.ts';

function edit(change: (map: Y.Map<unknown>) => void): Uint8Array {
  const doc = new Y.Doc();
  change(doc.getMap('m'));
  return Y.encodeStateAsUpdate(doc);
}

function awarenessState(clientId: number, clock: number, state: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encodeAwareness(encoding.toUint8Array(encoder));
}

const typesOf = (raw: RawSocket): (number | undefined)[] => raw.frames.map((frame) => frame[0]);
const countOf = (raw: RawSocket, type: number): number => typesOf(raw).filter((seen) => seen === type).length;

describe('sync', () => {
  it('[R1] the server speaks first: sync step 1, then who is here', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.edit);
    await until(() => raw.frames.length >= 2);
    expect([...(raw.frames[0] ?? [])].slice(0, 2)).toEqual([0, 0]);
    expect(raw.frames[1]?.[0]).toBe(1);
  });

  it('[R2] two plain y-websocket clients share edits', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = [openPlain(world, map.id, map.edit), openPlain(world, map.id, map.edit)];
    await Promise.all([one.synced(), two.synced()]);
    one.doc.getMap('m').set('from', 'one');
    await until(() => two.doc.getMap('m').get('from') === 'one');
    two.doc.getMap('m').set('from', 'two');
    await until(() => one.doc.getMap('m').get('from') === 'two');
  });

  it('[R3] a client that holds more heals the server', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const doc = new Y.Doc();
    for (let i = 0; i < 50; i++) doc.getMap('m').set(`key ${i}`, i);
    openPlain(world, map.id, map.edit, doc);
    const late = openPlain(world, map.id, map.view);
    await until(() => late.doc.getMap('m').size === 50);
  });

  it('[R4] a viewer receives but cannot write: nobody else and no restart ever sees its edit', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const world = await startWorld();
    const map = await createMap(world);
    const viewer = openPlain(world, map.id, map.view);
    const editor = openPlain(world, map.id, map.edit);
    await Promise.all([viewer.synced(), editor.synced()]);
    viewer.doc.getMap('m').set('evil', true);
    await until(() => warn.mock.calls.length > 0);
    expect(String(warn.mock.calls[0])).toContain('read-only');
    editor.doc.getMap('m').set('good', true);
    await until(() => viewer.doc.getMap('m').get('good') === true);
    await world.server.destroy();
    const after = await startWorld({ dataFolder: world.dataFolder });
    const fresh = openPlain(after, map.id, map.edit);
    await fresh.synced();
    expect(fresh.doc.getMap('m').toJSON()).toEqual({ good: true });
    warn.mockRestore();
  });

  it('[R5] a gap is asked for and filled, and nothing of it is lost or acknowledged early', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
    const watcher = openPlain(world, map.id, map.view);
    await until(() => raw.frames.length >= 2 && watcher.provider.synced);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    doc.getMap('m').set('first', 1);
    doc.getMap('m').set('second', 2);
    raw.frames.length = 0;
    raw.socket.send(encodeUpdate(updates[1] ?? new Uint8Array()));
    await until(() => raw.frames.some((frame) => frame[0] === 0 && frame[1] === 0));
    expect(countOf(raw, 100)).toBe(0);
    const step2 = encodeUpdate(Y.encodeStateAsUpdate(doc));
    step2[1] = 1;
    raw.socket.send(step2);
    await until(() => countOf(raw, 100) > 0);
    expect(raw.frames.find((frame) => frame[0] === 100)).toEqual(new Uint8Array([100, 2]));
    await until(() => watcher.doc.getMap('m').size === 2);
  });

  it('[R8] an edit said behind a gap is acknowledged with the answer that fills it, and never before', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    for (let run = 0; run < 12; run++) {
      const raw = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
      await until(() => raw.frames.length >= 2);
      const doc = new Y.Doc();
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      doc.getMap('m').set('first', run);
      doc.getMap('m').set('second', run);
      raw.socket.send(encodeUpdate(updates[1] ?? new Uint8Array()));
      raw.socket.send(encodeUpdate(edit((m) => m.set('other', run))));
      // The answer comes while the second edit is on its way to the disk.
      for (let turn = 0; turn < run; turn++) await new Promise((resolve) => setImmediate(resolve));
      const step2 = encodeUpdate(Y.encodeStateAsUpdate(doc));
      step2[1] = 1;
      raw.socket.send(step2);
      await until(() => raw.frames.some((frame) => frame[0] === 100 && frame[1] === 3));
      expect(raw.frames.filter((frame) => frame[0] === 100).map((frame) => frame[1])).toEqual([3]);
      raw.socket.close();
    }
  });

  it('[R6] what fits of a gapped answer is kept', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.edit);
    const watcher = openPlain(world, map.id, map.view);
    await until(() => raw.frames.length >= 2 && watcher.provider.synced);
    const lost = new Y.Doc();
    lost.getMap('m').set('lost', 1);
    const before = Y.encodeStateVector(lost);
    lost.getMap('m').set('torn', 2);
    const torn = Y.encodeStateAsUpdate(lost, before);
    const step2 = encodeUpdate(Y.mergeUpdates([torn, edit((m) => m.set('whole', 3))]));
    step2[1] = 1;
    raw.socket.send(step2);
    await until(() => watcher.doc.getMap('m').has('whole'));
    expect(watcher.doc.getMap('m').toJSON()).toEqual({ whole: 3 });
  });

  it('[R2] frames of every size arrive whole, those around the steps of the length field too', async () => {
    const world = await startWorld({ limits: { bytesBurst: 1e9 } });
    const map = await createMap(world);
    const [writer, reader] = [openPlain(world, map.id, map.edit), openPlain(world, map.id, map.view)];
    await Promise.all([writer.synced(), reader.synced()]);
    for (const around of [126, 65_536]) {
      for (let length = around - 80; length < around; length++) {
        writer.doc.getMap('m').set('text', 'x'.repeat(length));
        await until(() => reader.doc.getMap<string>('m').get('text')?.length === length);
      }
    }
    expect(reader.provider.wsconnected).toBe(true);
  });

  it('[R7] an idle room leaves memory and comes back whole', async () => {
    const world = await startWorld({ limits: { roomIdleMs: 10, compactUpdates: 20 } });
    const map = await createMap(world);
    for (let round = 1; round <= 3; round++) {
      const client = openPlain(world, map.id, map.edit);
      await client.synced();
      expect(client.doc.getMap('m').size).toBe((round - 1) * 30);
      const watcher = openPlain(world, map.id, map.view);
      for (let i = 0; i < 30; i++) client.doc.getMap('m').set(`${round}-${i}`, i);
      await until(() => watcher.doc.getMap('m').size === round * 30);
      client.provider.destroy();
      watcher.provider.destroy();
    }
  });
});

describe('access while somebody is in', () => {
  it('[A9] a link that expires puts its people out with 4401, and nobody else', async () => {
    const calendar = movableCalendar();
    const world = await startWorld({ limits: { pingMs: 100 } });
    const map = await createMap(world);
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    const short = signToken({ mapId: map.id, role: 'edit', expires, epoch: 0, link: null }, keyRing);
    const lasting = openRawMap(world, map.id, map.edit);
    const expiring = openRawMap(world, map.id, short);
    await until(() => expiring.frames.length >= 2 && lasting.frames.length >= 2);
    calendar.ahead = 3_600_000;
    expect(await expiring.closed).toBe(4401);
    const seen = lasting.frames.length;
    await until(() => lasting.frames.length > seen);
  });
});

describe('saved', () => {
  it('[S1] acknowledges what is on disk, to those who asked, with the number of their messages', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const asking = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
    const plain = openRawMap(world, map.id, map.edit);
    await until(() => asking.frames.length >= 2 && plain.frames.length >= 2);
    plain.socket.send(encodeUpdate(edit((m) => m.set('plain', 1))));
    await until(() => asking.frames.some((frame) => frame[0] === 0 && frame[1] === 2));
    asking.socket.send(encodeUpdate(edit((m) => m.set('a', 1))));
    asking.socket.send(encodeUpdate(edit((m) => m.set('b', 2))));
    await until(() => asking.frames.some((frame) => frame[0] === 100 && frame[1] === 2));
    expect(countOf(plain, 100)).toBe(0);
  });
});

describe('presence', () => {
  it('[P1] an idle lone client hears something well within its 30 s watchdog', async () => {
    const world = await startWorld({ limits: { pingMs: 300 } });
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.view);
    await until(() => countOf(raw, 1) >= 4);
    const { DEFAULT_LIMITS } = await import('../../server/index.ts');
    expect(DEFAULT_LIMITS.pingMs).toBeLessThan(30_000);
  });

  it('[P2] a state is echoed to its sender and reaches the others', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = [openRawMap(world, map.id, map.view), openRawMap(world, map.id, map.edit)];
    await until(() => one.frames.length >= 2 && two.frames.length >= 2);
    one.socket.send(awarenessState(7, 1, { name: 'Ann' }));
    for (const raw of [one, two]) {
      await until(() => raw.frames.some((frame) => Buffer.from(frame).includes('"Ann"')));
    }
  });

  it('[P3] one socket speaks for one client: foreign ids are ignored', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = [openRawMap(world, map.id, map.edit), openRawMap(world, map.id, map.edit)];
    await until(() => one.frames.length >= 2 && two.frames.length >= 2);
    one.socket.send(awarenessState(7, 1, { name: 'Ann' }));
    await until(() => two.frames.some((frame) => Buffer.from(frame).includes('"Ann"')));
    two.socket.send(awarenessState(7, 9, { name: 'Mallory' }));
    two.socket.send(awarenessState(8, 1, { name: 'Ben' }));
    two.socket.send(awarenessState(7, 10, { name: 'Mallory' }));
    two.socket.send(awarenessState(8, 2, { name: 'Ben again' }));
    await until(() => one.frames.some((frame) => Buffer.from(frame).includes('"Ben again"')));
    expect(one.frames.some((frame) => Buffer.from(frame).includes('Mallory'))).toBe(false);
  });

  it('[P4] a socket that closes takes its state with it', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const one = openPlain(world, map.id, map.edit);
    const two = openPlain(world, map.id, map.edit);
    one.provider.awareness.setLocalState({ name: 'Ann' });
    await until(() => two.provider.awareness.getStates().has(one.doc.clientID));
    one.provider.ws?.close();
    one.provider.shouldConnect = false;
    await until(() => !two.provider.awareness.getStates().has(one.doc.clientID));
  });

  it('[P5] states that would break a client, or are too large, are left out', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = [openRawMap(world, map.id, map.edit), openRawMap(world, map.id, map.edit)];
    await until(() => one.frames.length >= 2 && two.frames.length >= 2);
    const broken = awarenessState(7, 1, { x: 'broken' });
    broken.set(Buffer.from('!'), broken.length - 2);
    one.socket.send(broken);
    one.socket.send(awarenessState(7, 2, { x: 'big'.repeat(1_000) }));
    one.socket.send(awarenessState(7, 3, { x: 'huge'.repeat(5_000) }));
    one.socket.send(awarenessState(7, 4, ['broken']));
    one.socket.send(awarenessState(7, 5, { x: 'fine' }));
    await until(() => two.frames.some((frame) => Buffer.from(frame).includes('"fine"')));
    expect(two.frames.some((frame) => /broken|big|huge/.test(Buffer.from(frame).toString('latin1')))).toBe(false);
  });
});
