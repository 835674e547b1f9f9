/** What no well-behaved client does. In every test the server goes on serving another map. */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { applyWhatFits, inspectUpdate, type Verdict } from '../../server/rooms/update-guard.ts';
import { encodeUpdate } from '../../server/rooms/wire.ts';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import {
  deletions,
  joinedValues,
  largeValue,
  longList,
  manyKeys,
  rivals,
  subdocuments,
} from '../support/hostile-updates.ts';
import {
  createMap,
  openPlain,
  openRawMap,
  startWorld,
  until,
  type NewMap,
  type RawSocket,
  type World,
} from '../support/server-world.ts';

const MIB = 1024 * 1024;

/** Claims 33,554,431 structs: `applyUpdate` would allocate 256 MB for them. */
const BOMB = new Uint8Array([1, 255, 255, 255, 15, 1, 0]);

function verdictOn(doc: Y.Doc, update: Uint8Array): Verdict {
  return inspectUpdate(doc, update).verdict;
}

async function openEditor(world: World, map: NewMap): Promise<RawSocket> {
  const raw = openRawMap(world, map.id, map.edit);
  await until(() => raw.frames.length >= 2);
  return raw;
}

async function expectAlive(world: World, map: NewMap): Promise<void> {
  const client = openPlain(world, map.id, map.edit);
  await client.synced();
  client.doc.getMap('m').set('alive', true);
  const other = openPlain(world, map.id, map.view);
  await until(() => other.doc.getMap('m').get('alive') === true);
}

describe('inspectUpdate', () => {
  const doc = new Y.Doc();
  doc.getMap('m').set('a', 1);

  it('[U1] tells what fits, what is empty and what has a gap', () => {
    const other = new Y.Doc();
    const updates: Uint8Array[] = [];
    other.on('update', (update: Uint8Array) => updates.push(update));
    other.getMap('m').set('b', 1);
    other.getMap('m').set('b', 2);
    expect(verdictOn(doc, updates[0]!)).toBe('fits');
    expect(verdictOn(doc, updates[1]!)).toBe('gap');
    expect(verdictOn(doc, new Uint8Array([0, 0]))).toBe('empty');
  });

  it('[U1] sees a gap in parents, neighbours and deletions too', () => {
    const base = new Y.Doc();
    base.getMap('l').set('x', 1);
    base.getMap('m').set('inner', new Y.Map());
    const peer = new Y.Doc();
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(base));
    const changes: (() => void)[] = [
      () => peer.getMap('l').set('x', 2),
      () => (peer.getMap('m').get('inner') as Y.Map<unknown>).set('deep', 1),
      () => peer.getMap('l').delete('x'),
    ];
    for (const change of changes) {
      const updates: Uint8Array[] = [];
      const keep = (update: Uint8Array): void => void updates.push(update);
      peer.on('update', keep);
      change();
      peer.off('update', keep);
      expect(updates.map((update) => verdictOn(new Y.Doc(), update))).toEqual(['gap']);
    }
  });

  it('[U2] refuses the bomb, and every cut of a good update, before the document is touched', () => {
    expect(verdictOn(doc, BOMB)).toBe('malformed');
    const source = new Y.Doc();
    source.getMap('m').set('name', '张伟');
    source.getMap('m').delete('name');
    const good = Y.encodeStateAsUpdate(source);
    for (let length = 0; length < good.length; length++) {
      expect(verdictOn(doc, new Uint8Array(good.slice(0, length))), `${length}`).toBe('malformed');
    }
    expect(doc.store.pendingStructs).toBeNull();
    expect(doc.store.clients.size).toBe(1);
  });

  it('[U3] of an update with a gap what fits is taken in, nothing waits, and what is passed on has no gap', () => {
    const torn = new Y.Doc();
    torn.getMap('m').set('x', 1);
    const before = Y.encodeStateVector(torn);
    torn.getMap('m').set('y', 2);
    const whole = new Y.Doc();
    whole.getMap('m').set('z', 3);
    const update = Y.mergeUpdates([Y.encodeStateAsUpdate(torn, before), Y.encodeStateAsUpdate(whole)]);
    const taken = new Y.Doc();
    Y.applyUpdate(taken, Y.encodeStateAsUpdate(doc));
    const room = new Y.Doc();
    Y.applyUpdate(room, Y.encodeStateAsUpdate(doc));
    const said: Uint8Array[] = [];
    room.on('update', (part: Uint8Array) => said.push(part));
    applyWhatFits(room, update, 'socket');
    expect([room.store.pendingStructs, room.store.pendingDs]).toEqual([null, null]);
    for (const part of said) {
      expect(verdictOn(taken, part)).toBe('fits');
      Y.applyUpdate(taken, part);
    }
    expect(taken.getMap('m').toJSON()).toEqual({ ...doc.getMap('m').toJSON(), z: 3 });
  });

  it.each(['values of a key', 'old values of a key'] as const)(
    '[U4] refuses rivals by the thousand for %s, whether they come together or find the others there',
    (kind) => {
      expect(verdictOn(doc, rivals(20_000, kind))).toBe('malformed');
      const there = new Y.Doc();
      const few = rivals(300, kind);
      expect(verdictOn(there, few)).toBe('fits');
      Y.applyUpdate(there, few);
      expect(verdictOn(there, few)).toBe('fits');
    },
  );

  it('[U5] refuses lists, texts and several values in one item, of whatever length', () => {
    const edits: ((peer: Y.Doc) => void)[] = [
      (peer) => peer.getArray('l').insert(0, ['x']),
      (peer) => peer.getText('t').insert(0, 'x'),
      (peer) => peer.getXmlFragment('f').insert(0, [new Y.XmlText('x')]),
      (peer) => peer.getMap('m').set('l', Y.Array.from([1, 2])),
    ];
    for (const edit of edits) {
      const peer = new Y.Doc();
      edit(peer);
      expect(verdictOn(new Y.Doc(), Y.encodeStateAsUpdate(peer))).toBe('malformed');
    }
    expect(verdictOn(new Y.Doc(), longList(40_000))).toBe('malformed');
    const several = longList(1);
    // The one item says that it holds two values.
    const two = new Uint8Array([...several.slice(0, -3), 2, 127, 127, 0]);
    expect(Y.decodeUpdate(two).structs[0]?.length).toBe(2);
    expect(verdictOn(new Y.Doc(), two)).toBe('malformed');
  });

  it('[U5] takes in old values that Yjs has joined', () => {
    const peer = new Y.Doc();
    for (let i = 0; i < 100; i++) peer.getMap('m').set('k', i);
    const update = Y.encodeStateAsUpdate(peer);
    expect(Y.decodeUpdate(update).structs[0]?.length).toBeGreaterThan(1);
    expect(verdictOn(new Y.Doc(), update)).toBe('fits');
  });

  it('[U4] counts what the document has at the place', () => {
    const there = new Y.Doc();
    Y.applyUpdate(there, rivals(1000, 'values of a key'));
    const late = (count: number): Uint8Array => {
      const peers = Array.from({ length: count }, (_, i) => {
        const peer = new Y.Doc();
        peer.getMap('m').set('k', i);
        return Y.encodeStateAsUpdate(peer);
      });
      return Y.mergeUpdates(peers);
    };
    expect(verdictOn(there, late(1000))).toBe('fits');
    expect(verdictOn(there, late(1500))).toBe('malformed');
  });

  it('[U4] takes in the largest list, and weeks of work of many people on the same fields', () => {
    const list = new Y.Doc();
    list.transact(() => {
      for (let i = 0; i < 10_000; i++) {
        const fields = ['name', 'title', 'unit'].map((field): [string, string] => [field, `${field} ${i}`]);
        list.getMap('people').set(`p${i}`, new Y.Map(fields));
      }
    });
    expect(verdictOn(new Y.Doc(), Y.encodeStateAsUpdate(list))).toBe('fits');
    const [here, train] = [new Y.Doc(), new Y.Doc()];
    for (let round = 0; round < 50; round++) {
      for (const peer of [here, train]) {
        for (let i = 0; i < 100; i++) peer.getMap('m').set(`k${i % 5}`, `${round} ${i}`);
      }
      Y.applyUpdate(here, Y.encodeStateAsUpdate(train, Y.encodeStateVector(here)));
      Y.applyUpdate(train, Y.encodeStateAsUpdate(here, Y.encodeStateVector(train)));
    }
    expect(verdictOn(new Y.Doc(), Y.encodeStateAsUpdate(here))).toBe('fits');
  });
});

describe('inspectUpdate, of what Yjs would build', () => {
  it('[U7] refuses documents in documents, one or thousands, before one of them is built', () => {
    for (const count of [1, 20_000]) {
      const update = subdocuments(count);
      expect(verdictOn(new Y.Doc(), update)).toBe('malformed');
    }
    const peer = new Y.Doc();
    peer.getMap('m').set('inner', new Y.Doc());
    expect(verdictOn(new Y.Doc(), Y.encodeStateAsUpdate(peer))).toBe('malformed');
  });

  it('[U7] refuses joined values that live, and cuts through deleted ones by the thousand', () => {
    const joined = (length: number, cuts: number, isDeleted: boolean): Verdict =>
      verdictOn(new Y.Doc(), joinedValues(length, { cuts, isDeleted }));
    expect(joined(100, 10, true)).toBe('fits');
    expect(joined(100, 10, false)).toBe('malformed');
    expect(joined(20_000, 10_000, true)).toBe('malformed');
  });

  it('[U7] refuses two parts of one client, and texts that are no UTF-8', () => {
    const part = manyKeys(1, 'one client').slice(1, -1);
    expect(verdictOn(new Y.Doc(), new Uint8Array([1, ...part, 0]))).toBe('fits');
    expect(verdictOn(new Y.Doc(), new Uint8Array([2, ...part, ...part, 0]))).toBe('malformed');
    const peer = new Y.Doc();
    peer.getMap('m').set('k', 'abc');
    const update = Y.encodeStateAsUpdate(peer);
    update[update.lastIndexOf(97)] = 0xff;
    expect(verdictOn(new Y.Doc(), update)).toBe('malformed');
  });

  it('[U8] tells what is too much for one update: items, deletions, values, their depth, new clients', () => {
    const few = { ...DEFAULT_LIMITS, updateStructs: 1_000 };
    const { updateClients, updateDeletions, updateValues, valueDepth } = DEFAULT_LIMITS;
    expect(inspectUpdate(new Y.Doc(), manyKeys(1_000, 'one client'), few).verdict).toBe('fits');
    expect(inspectUpdate(new Y.Doc(), manyKeys(1_001, 'one client'), few).verdict).toBe('too-dear');
    const tooMuch = [
      deletions(updateDeletions + 1, 0),
      largeValue(updateValues, 'wide'),
      largeValue(valueDepth + 1, 'deep'),
      largeValue(100_000, 'deep'),
      manyKeys(updateClients + 1, 'many clients'),
    ];
    expect(tooMuch.map((update) => verdictOn(new Y.Doc(), update))).toEqual(tooMuch.map(() => 'too-dear'));
    const good = [largeValue(updateValues - 1, 'wide'), largeValue(valueDepth, 'deep')];
    expect(good.map((update) => verdictOn(new Y.Doc(), update))).toEqual(['fits', 'fits']);
  });

  it('[U4] refuses deletions that repeat each other thousands of times', () => {
    const there = new Y.Doc();
    Y.applyUpdate(there, manyKeys(20_000, 'one client'));
    expect(verdictOn(there, deletions(100, 20_000))).toBe('fits');
    expect(verdictOn(there, deletions(1_000, 20_000))).toBe('malformed');
  });
});

describe('hostile frames', () => {
  const frames: Record<string, Uint8Array | string> = {
    'a text frame': 'hello',
    'an empty frame': new Uint8Array(),
    'an unknown type': new Uint8Array([77]),
    'an unknown sync step': new Uint8Array([0, 9, 0]),
    'a length beyond the frame': new Uint8Array([0, 2, 200, 1, 0]),
    'a state vector that is none': new Uint8Array([0, 0, 2, 9, 9]),
    'the 7-byte bomb': encodeUpdate(BOMB),
    'a document in a document': encodeUpdate(subdocuments(1)),
    'an update in another encoding': encodeUpdate(Y.encodeStateAsUpdateV2(new Y.Doc({ guid: 'x' })).fill(255)),
  };
  for (const [name, frame] of Object.entries(frames)) {
    it(`[F1] ${name} closes its socket with 4400 and harms nobody`, async () => {
      const world = await startWorld();
      const map = await createMap(world);
      const raw = await openEditor(world, map);
      raw.socket.send(frame);
      expect(await raw.closed).toBe(4400);
      await expectAlive(world, map);
    });
  }

  it('[L-message] a message too big closes with 4413', async () => {
    const world = await startWorld({ limits: { hardMapBytes: 1_000, spareMapBytes: 0 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    const reason = new Promise((resolve) => raw.socket.on('close', (_code, text) => resolve(text.toString())));
    raw.socket.send(new Uint8Array(1_100));
    expect(await raw.closed).toBe(4413);
    expect(await reason).toBe('message-too-big');
  });

  it('[L-message] in parts too, and before it is there: what it says of its length is enough', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [parts, head] = [await openEditor(world, map), await openEditor(world, map)];
    for (let i = 0; i < 3; i++) parts.socket.send(Buffer.alloc(6 * MIB), { fin: false, binary: true });
    expect(await parts.closed).toBe(4413);
    // Final, binary, masked, of a terabyte; and nothing of it.
    const { _socket: line } = head.socket as unknown as { readonly _socket: Socket };
    line.write(Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]));
    expect(await head.closed).toBe(4413);
    await expectAlive(world, map);
  });

  it('[R3] a map as large as a map may be is shared in one message, and heals a server that lost it', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const whole = new Y.Doc();
    whole.transact(() => {
      for (let i = 0; i < 255; i++) whole.getMap('m').set(`key ${i}`, 'x'.repeat(64 * 1024));
    });
    const size = Y.encodeStateAsUpdate(whole).length;
    expect(size).toBeGreaterThan(15.9 * MIB);
    const owner = openPlain(world, map.id, map.edit, whole);
    const closes: number[] = [];
    owner.provider.on('connection-close', (event) => closes.push(event?.code ?? 0));
    const reader = openPlain(world, map.id, map.view);
    await until(() => reader.doc.getMap('m').size === 255 || closes.length > 0);
    expect(closes).toEqual([]);
  });

  it('[L-vector] a state vector too big closes with 4413', async () => {
    const world = await startWorld({ limits: { maxStateVectorBytes: 10 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    raw.socket.send(new Uint8Array([0, 0, 13, ...new Array<number>(13).fill(0)]));
    expect(await raw.closed).toBe(4413);
  });

  it('[L-vector] of a map that 20,000 clients wrote at, everybody who has it comes back', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const update = manyKeys(20_000, 'many clients');
    const raw = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
    await until(() => raw.frames.length >= 2);
    raw.socket.send(encodeUpdate(update));
    await until(() => raw.frames.some(([type]) => type === 100));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update);
    expect(Y.encodeStateVector(doc).length).toBeGreaterThan(DEFAULT_LIMITS.maxStateVectorBytes);
    const back = openPlain(world, map.id, map.edit, doc);
    await back.synced();
    doc.getMap('m').set('back', true);
    const other = openPlain(world, map.id, map.view);
    await until(() => other.doc.getMap('m').get('back') === true);
  });

  it('[U8] an update that is too much closes with 4413, and nothing of it is taken in', async () => {
    const world = await startWorld({ limits: { updateStructs: 10 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    raw.socket.send(encodeUpdate(manyKeys(11, 'one client')));
    expect(await raw.closed).toBe(4413);
    await expectAlive(world, map);
    const reader = openPlain(world, map.id, map.view);
    await reader.synced();
    expect(reader.doc.getMap('m').size).toBe(1);
  });

  it('[L-map] a full map is emptied by deleting, and takes new things again; who only comes and looks is let in', async () => {
    const world = await startWorld({ limits: { softMapBytes: 5_000, hardMapBytes: 10_000 } });
    const map = await createMap(world);
    const writer = openPlain(world, map.id, map.edit);
    await writer.synced();
    const things = writer.doc.getMap('m');
    writer.doc.transact(() => {
      for (let i = 0; i < 19; i++) things.set(`k${i}`, 'x'.repeat(500));
    });
    const free = 9_990 - Y.encodeStateAsUpdate(writer.doc).length;
    things.set('rest', 'x'.repeat(free - 20));
    const colleague = openPlain(world, map.id, map.edit);
    await until(() => colleague.doc.getMap('m').size === 20);
    expect(Y.encodeStateAsUpdate(colleague.doc).length).toBeGreaterThan(9_950);
    for (let i = 0; i < 10; i++) colleague.doc.getMap('m').delete(`k${i}`);
    await until(() => things.size === 10);
    things.set('new', 'x'.repeat(1_000));
    await until(() => colleague.doc.getMap('m').has('new'));
    expect([writer, colleague].map(({ provider }) => provider.shouldConnect)).toEqual([true, true]);
  });

  it('[L-gap] more and more edits behind a gap that is never filled close with 4400', async () => {
    const world = await startWorld({ limits: { gapBytes: 500 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let i = 0; i < 50; i++) doc.getMap('m').set(`key ${i}`, i);
    for (const update of updates.slice(1)) raw.socket.send(encodeUpdate(update));
    expect(await raw.closed).toBe(4400);
    await expectAlive(world, map);
  });

  it('[L-map] a map that would grow too large takes no more, with 4413, and stays readable', async () => {
    const world = await startWorld({ limits: { softMapBytes: 1_000, hardMapBytes: 2_000 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    const sendText = (length: number): void => {
      const doc = new Y.Doc();
      doc.getMap('m').set(`text ${length}`, 'x'.repeat(length));
      raw.socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
    };
    sendText(900);
    sendText(901);
    sendText(902);
    expect(await raw.closed).toBe(4413);
    const reader = openPlain(world, map.id, map.view);
    await reader.synced();
    expect(reader.doc.getMap('m').size).toBe(2);
    expect(world.logged).toEqual(['warn map-large']);
  });
});
