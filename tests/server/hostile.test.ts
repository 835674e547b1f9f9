/** What no well-behaved client does. In every test the server goes on serving another map. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { applyWhatFits, inspectUpdate } from '../../server/rooms/update-guard.ts';
import { encodeUpdate } from '../../server/rooms/wire.ts';
import { longList, rivals } from '../support/hostile-updates.ts';
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

/** Claims 33,554,431 structs: `applyUpdate` would allocate 256 MB for them. */
const BOMB = new Uint8Array([1, 255, 255, 255, 15, 1, 0]);

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
    expect(inspectUpdate(doc, updates[0]!)).toBe('fits');
    expect(inspectUpdate(doc, updates[1]!)).toBe('gap');
    expect(inspectUpdate(doc, new Uint8Array([0, 0]))).toBe('empty');
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
      expect(updates.map((update) => inspectUpdate(new Y.Doc(), update))).toEqual(['gap']);
    }
  });

  it('[U2] refuses the bomb, and every cut of a good update, before the document is touched', () => {
    expect(inspectUpdate(doc, BOMB)).toBe('malformed');
    const source = new Y.Doc();
    source.getMap('m').set('name', '张伟');
    source.getMap('m').delete('name');
    const good = Y.encodeStateAsUpdate(source);
    for (let length = 0; length < good.length; length++) {
      expect(inspectUpdate(doc, new Uint8Array(good.slice(0, length))), `${length}`).toBe('malformed');
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
      expect(inspectUpdate(taken, part)).toBe('fits');
      Y.applyUpdate(taken, part);
    }
    expect(taken.getMap('m').toJSON()).toEqual({ ...doc.getMap('m').toJSON(), z: 3 });
  });

  it.each(['values of a key', 'old values of a key'] as const)(
    '[U4] refuses rivals by the thousand for %s, whether they come together or find the others there',
    (kind) => {
      expect(inspectUpdate(doc, rivals(20_000, kind))).toBe('malformed');
      const there = new Y.Doc();
      const few = rivals(300, kind);
      expect(inspectUpdate(there, few)).toBe('fits');
      Y.applyUpdate(there, few);
      expect(inspectUpdate(there, few)).toBe('fits');
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
      expect(inspectUpdate(new Y.Doc(), Y.encodeStateAsUpdate(peer))).toBe('malformed');
    }
    expect(inspectUpdate(new Y.Doc(), longList(40_000))).toBe('malformed');
    const several = longList(1);
    // The one item says that it holds two values.
    const two = new Uint8Array([...several.slice(0, -3), 2, 127, 127, 0]);
    expect(Y.decodeUpdate(two).structs[0]?.length).toBe(2);
    expect(inspectUpdate(new Y.Doc(), two)).toBe('malformed');
  });

  it('[U5] takes in old values that Yjs has joined', () => {
    const peer = new Y.Doc();
    for (let i = 0; i < 100; i++) peer.getMap('m').set('k', i);
    const update = Y.encodeStateAsUpdate(peer);
    expect(Y.decodeUpdate(update).structs[0]?.length).toBeGreaterThan(1);
    expect(inspectUpdate(new Y.Doc(), update)).toBe('fits');
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
    expect(inspectUpdate(there, late(1000))).toBe('fits');
    expect(inspectUpdate(there, late(1500))).toBe('malformed');
  });

  it('[U4] takes in the largest list, and weeks of work of many people on the same fields', () => {
    const list = new Y.Doc();
    list.transact(() => {
      for (let i = 0; i < 10_000; i++) {
        const fields = ['name', 'title', 'unit'].map((field): [string, string] => [field, `${field} ${i}`]);
        list.getMap('people').set(`p${i}`, new Y.Map(fields));
      }
    });
    expect(inspectUpdate(new Y.Doc(), Y.encodeStateAsUpdate(list))).toBe('fits');
    const [here, train] = [new Y.Doc(), new Y.Doc()];
    for (let round = 0; round < 50; round++) {
      for (const peer of [here, train]) {
        for (let i = 0; i < 100; i++) peer.getMap('m').set(`k${i % 5}`, `${round} ${i}`);
      }
      Y.applyUpdate(here, Y.encodeStateAsUpdate(train, Y.encodeStateVector(here)));
      Y.applyUpdate(train, Y.encodeStateAsUpdate(here, Y.encodeStateVector(train)));
    }
    expect(inspectUpdate(new Y.Doc(), Y.encodeStateAsUpdate(here))).toBe('fits');
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
    const world = await startWorld({ limits: { maxMessageBytes: 1_000 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    raw.socket.send(new Uint8Array(1_001));
    expect(await raw.closed).toBe(4413);
  });

  it('[L-frame] a frame far too big is not even buffered', async () => {
    const world = await startWorld({ limits: { maxFrameBytes: 10_000 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    raw.socket.send(new Uint8Array(10_001));
    expect(await raw.closed).toBe(1009);
    await expectAlive(world, map);
  });

  it('[L-vector] a state vector too big closes with 4413', async () => {
    const world = await startWorld({ limits: { maxStateVectorBytes: 10 } });
    const map = await createMap(world);
    const raw = await openEditor(world, map);
    raw.socket.send(new Uint8Array([0, 0, 11, ...new Array<number>(11).fill(0)]));
    expect(await raw.closed).toBe(4413);
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
