/** What the server reads of an update before Yjs does: the same as Yjs of all that is written in good faith. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { editComment, removeComment, reply, resolveThread, startThread } from '../../src/comments/index.ts';
import { docFromMap, readMap, restoreState } from '../../src/document/index.ts';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { inspectUpdate } from '../../server/rooms/update-guard.ts';
import { scanUpdate } from '../../server/rooms/update-scan.ts';
import { createPeer, exchange, randomGesture, randomStream, SEEDS } from '../support/document-world.ts';
import { randomMap } from '../support/random-map.ts';

/** Everything a document says from now on, edit by edit. */
function listen(doc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return updates;
}

/** As numbers: what Yjs finds in an update, and what the scan does. */
function seenByYjs(update: Uint8Array): unknown {
  const { structs, ds } = Y.decodeUpdate(update);
  const idOf = (id: Y.ID | null): unknown => id && [id.client, id.clock];
  return {
    structs: structs.map((struct) => {
      const { client, clock } = struct.id;
      if (!(struct instanceof Y.Item)) return [client, clock, struct.length, null, null, null, null];
      const parent = struct.parent instanceof Y.ID ? idOf(struct.parent) : struct.parent;
      return [client, clock, struct.length, idOf(struct.origin), idOf(struct.rightOrigin), parent, struct.parentSub];
    }),
    deletions: [...ds.clients].map(([client, items]) => [
      client,
      ...items.flatMap(({ clock, len }) => [clock, clock + len]),
    ]),
  };
}

function seenByScan(update: Uint8Array): unknown {
  const scan = scanUpdate(update, DEFAULT_LIMITS);
  if (typeof scan === 'string') return scan;
  const idOf = (id: Y.ID | null): unknown => id && [id.client, id.clock];
  return {
    structs: scan.structs.map(({ client, clock, length, origin, rightOrigin, parent, parentSub }) => {
      const holder = parent instanceof Y.ID ? idOf(parent) : parent;
      return [client, clock, length, idOf(origin), idOf(rightOrigin), holder, parentSub];
    }),
    deletions: scan.deletions.map(({ client, ranges }) => [client, ...ranges]),
  };
}

/** Each update is read as Yjs reads it, and is taken in where it is due. */
function expectGood(updates: readonly Uint8Array[]): void {
  const room = new Y.Doc();
  for (const update of updates) {
    expect(seenByScan(update)).toEqual(seenByYjs(update));
    expect(['fits', 'empty']).toContain(inspectUpdate(room, update).verdict);
    Y.applyUpdate(room, update);
  }
}

/** Random work of two people at one map, who are apart now and then; one of them looks at the past and restores it. */
function workOnMap(seed: number): Uint8Array[] {
  const pick = randomStream(seed);
  const [anna, bo] = [createPeer(1 + seed * 2), createPeer(2 + seed * 2)];
  Y.applyUpdate(anna.doc, Y.encodeStateAsUpdate(docFromMap(randomMap(seed, pick(30)))));
  const said = [...listen(anna.doc), Y.encodeStateAsUpdate(anna.doc)];
  const later = listen(anna.doc);
  exchange(anna.doc, bo.doc);
  const past = Y.encodeStateAsUpdate(anna.doc);
  for (let i = 0; i < 40; i++) {
    randomGesture(pick(2) ? anna : bo, pick, `${i}`);
    if (pick(4) === 0) exchange(anna.doc, bo.doc);
  }
  const then = new Y.Doc();
  Y.applyUpdate(then, past);
  restoreState(anna.doc, then);
  exchange(anna.doc, bo.doc);
  return [...said, ...later, Y.encodeStateAsUpdate(bo.doc), Y.mergeUpdates([...said, ...later])];
}

/** A page of somebody else: plain maps, bytes among them, with Yjs's own undo, which keeps what was deleted. */
function workWithUndo(seed: number): Uint8Array[] {
  const pick = randomStream(seed);
  const doc = new Y.Doc();
  doc.clientID = seed + 1;
  const updates = listen(doc);
  const root = doc.getMap<unknown>('map');
  const undo = new Y.UndoManager(root, { captureTimeout: pick(2) * 1000 });
  const values = (): unknown =>
    [pick(9), 'ü张😀', null, true, 1.5, -0.1, 2 ** 40, -7, 10n, { a: [{ b: undefined }] }, new Uint8Array(3)][pick(11)];
  for (let i = 0; i < 60; i++) {
    const map = root.get(`m${pick(3)}`);
    const steps: (() => void)[] = [
      () => root.set(`k${pick(3)}`, values()),
      () => doc.transact(() => [1, 2, 3, 4].forEach(() => root.set('same', values()))),
      () => root.set(`m${pick(3)}`, new Y.Map([['x', values()]])),
      () => map instanceof Y.Map && map.set('x', values()),
      () => root.delete(`k${pick(3)}`),
      () => undo.undo(),
      () => undo.redo(),
    ];
    steps[pick(steps.length)]?.();
  }
  return [...updates, Y.encodeStateAsUpdate(doc), Y.mergeUpdates(updates)];
}

describe('the scan of updates', () => {
  it(`[U6] reads all that the app writes about a map as Yjs does (${SEEDS} seeds)`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) expectGood(workOnMap(seed));
  });

  it('[U6] reads all that the app writes about comments as Yjs does', () => {
    const doc = new Y.Doc();
    const updates = listen(doc);
    const author = { id: 'anna', name: '安娜', colour: '#336699' };
    const words = {
      at: Date.UTC(2026, 0, 1),
      author,
      text: 'What does he want? @Bo',
      mentions: [{ author: null, name: 'Bo' }],
    };
    const done = [
      startThread(doc, { id: 't1', target: { on: 'map' }, label: 'Map', comment: { id: 'c1', ...words } }),
      reply(doc, 't1', { id: 'c2', ...words }),
      editComment(doc, 'c2', { ...words, text: 'Nothing.', mentions: [] }),
      resolveThread(doc, 't1', { by: 'Bo', at: words.at }),
      removeComment(doc, 'c1'),
    ];
    expect(done.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(updates.length).toBe(5);
    expectGood([...updates, Y.encodeStateAsUpdate(doc)]);
  });

  it(`[U6] reads what a plain client with Y.UndoManager writes, joined values among it (${SEEDS} seeds)`, () => {
    let joined = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const updates = workWithUndo(seed);
      expectGood(updates);
      for (const update of updates) {
        for (const struct of Y.decodeUpdate(update).structs) {
          if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny && struct.length > 1) joined += 1;
        }
      }
    }
    expect(joined).toBeGreaterThan(0);
  });

  it('[U6] takes in a map that thousands of sessions have worked at', () => {
    const doc = new Y.Doc();
    for (let session = 0; session < 3_000; session++) {
      doc.clientID = 1_000_000 + session;
      doc.getMap('people').set(`p${session % 200}`, new Y.Map([['name', `name ${session}`]]));
      if (session % 3 === 0) doc.getMap('people').delete(`p${(session * 7) % 200}`);
    }
    expectGood([Y.encodeStateAsUpdate(doc)]);
    expect(readMap(doc)).toBeDefined();
  });
});
