import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addPerson,
  createMapDoc,
  createUndo,
  docFromMap,
  editPerson,
  readMap,
  removePeople,
  restoreState,
} from '../../../src/document/index.ts';
import {
  colleagueOf,
  createPeer,
  exchange,
  randomGesture,
  randomStream,
  SEEDS,
  smallDoc,
} from '../../support/document-world.ts';
import { randomMap } from '../../support/random-map.ts';

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = createMapDoc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

describe('bringing an earlier state back', () => {
  it('[D20] the map reads as it did then, whatever was done since, and undo takes it back', () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const pick = randomStream(seed);
      const peer = createPeer(1);
      for (let i = 0; i < 15; i++) randomGesture(peer, pick, `${seed}a${i}`);
      const past = copyOf(peer.doc);
      for (let i = 0; i < 15; i++) randomGesture(peer, pick, `${seed}b${i}`);
      const before = readMap(peer.doc).map;
      const outcome = restoreState(peer.doc, past);
      expect(readMap(peer.doc).map, `seed ${seed}`).toEqual(readMap(past).map);
      expect(restoreState(peer.doc, past), `seed ${seed}`).toEqual({ ok: true, value: { changed: 0 } });
      if (outcome.ok && outcome.value.changed > 0) peer.undo.undo();
      expect(readMap(peer.doc).map, `seed ${seed}`).toEqual(before);
    }
  });

  it('[D20] what has come since can be taken back by hand', () => {
    const doc = smallDoc();
    const past = copyOf(doc);
    addPerson(doc, { id: 'n', name: 'Nia', title: '' });
    restoreState(doc, past);
    expect(readMap(doc).map.people.has('n')).toBe(false);
    expect(readMap(doc).removed.people.map((person) => person.id)).toEqual(['n']);
  });

  it('[D20] a colleague’s change of something else at the same time stays', () => {
    const doc = smallDoc();
    const past = copyOf(doc);
    editPerson(doc, 'b', { name: 'Changed' });
    const colleague = colleagueOf(doc);
    editPerson(colleague, 'c', { notes: 'met today' });
    restoreState(doc, past);
    exchange(doc, colleague);
    const { people } = readMap(colleague).map;
    expect([people.get('b')?.name, people.get('c')?.notes]).toEqual(['Bo', 'met today']);
  });

  it('[D20] a state of another document is brought back too: a map that was shared anew', () => {
    const past = docFromMap(randomMap(7, 60));
    const doc = docFromMap(randomMap(8, 40));
    expect(restoreState(doc, past).ok).toBe(true);
    expect(readMap(doc).map).toEqual(readMap(past).map);
  });

  it('[D17] a newer version’s state is refused, and a map of a newer version refuses it', () => {
    const newer = docFromMap(randomMap(1, 5), { schema: 99 });
    const doc = smallDoc();
    expect(restoreState(doc, newer)).toEqual({ ok: false, reason: 'read-only' });
    expect(restoreState(newer, doc)).toEqual({ ok: false, reason: 'read-only' });
  });

  it('[D1] rubbish in an earlier state throws nothing and brings no foreign types', () => {
    const past = createMapDoc();
    past.getMap('people').set('x', 'no map');
    past.getMap('people').set('__proto__', new Y.Map([['name', 'evil']]));
    past.getMap('people').set(
      'y',
      new Y.Map<unknown>([
        ['name', new Y.Text('shared')],
        ['title', 'CEO'],
      ]),
    );
    past.getArray('units').push([1]);
    const doc = smallDoc();
    const undo = createUndo(doc);
    expect(restoreState(doc, past).ok).toBe(true);
    expect([...readMap(doc).map.people.keys()]).toEqual(['y']);
    undo.undo();
    expect(readMap(doc).map.people.size).toBe(4);
    removePeople(doc, ['e']);
  });
});
