import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import {
  addPerson,
  applyChange,
  createMapDoc,
  createMapReader,
  docFromMap,
  editPerson,
  fillDoc,
  movePerson,
  readMap,
  removePeople,
  setAccount,
  setLayoutRecord,
  setMapName,
  setOpportunity,
  setScale,
} from '../../../src/document/index.ts';
import { emptyMap, parseFile, toFileText } from '../../../src/model/index.ts';
import { colleagueOf, exchange, smallDoc } from '../../support/document-world.ts';

describe('reading a document', () => {
  it('[D1] reads an empty document as an empty map of schema 1', () => {
    expect(readMap(createMapDoc())).toEqual({
      map: emptyMap(),
      dropped: [],
      removed: { people: [], units: [], relations: [] },
      schema: 1,
      readOnly: false,
    });
  });

  it('[D1] reports what it cannot use, by path', () => {
    const doc = smallDoc();
    const people = doc.getMap('people');
    people.set('__proto__', new Y.Map());
    people.set('text', new Y.Text('x'));
    people.set('plain', { name: 'X' });
    (people.get('c') as Y.Map<unknown>).set('name', new Y.Map());
    doc.getMap('meta').set('schema', 'new');
    doc.getMap('layout').set('fishbone', 1);
    expect(readMap(doc).dropped).toEqual([
      { path: 'layout/fishbone', reason: 'forbidden-id' },
      { path: 'people/__proto__', reason: 'forbidden-id' },
      { path: 'people/c/name', reason: 'wrong-type' },
      { path: 'people/plain', reason: 'not-an-object' },
      { path: 'people/text', reason: 'not-an-object' },
      { path: 'schema', reason: 'wrong-type' },
    ]);
    expect([...readMap(doc).map.people.keys()]).toEqual(['b', 'c', 'd', 'e']);
  });

  it('[D1] cuts a cycle that two moves made together, on both sides alike', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    movePerson(a, 'c', { reportsTo: 'd' });
    movePerson(b, 'd', { reportsTo: 'c' });
    exchange(a, b);
    expect(readMap(a)).toEqual(readMap(b));
    expect(readMap(a).dropped).toEqual([{ path: 'people/c/reportsTo', reason: 'cycle' }]);
  });

  it('reads account, opportunity, name and scale', () => {
    const doc = createMapDoc();
    setMapName(doc, 'Deal');
    setAccount(doc, { name: 'ACME', grade: 'B' });
    setOpportunity(doc, { name: 'Tests', stage: 3 });
    setScale(doc, '+2..-2');
    expect(readMap(doc).map).toMatchObject({
      name: 'Deal',
      account: { name: 'ACME', industry: '', grade: 'B' },
      opportunity: { name: 'Tests', stage: 3 },
      scale: '+2..-2',
    });
    expect(setOpportunity(doc, { stage: 7 })).toEqual({ ok: false, reason: 'out-of-range' });
  });
});

describe('the incremental reader', () => {
  it('[D3] keeps people who did not change as the same objects', () => {
    const doc = smallDoc();
    const reader = createMapReader(doc);
    const before = reader.current().map;
    editPerson(doc, 'c', { name: 'Cyd' });
    const after = reader.current().map;
    expect(after.people.get('c')?.name).toBe('Cyd');
    for (const id of ['b', 'd', 'e']) expect(after.people.get(id)).toBe(before.people.get(id));
    expect(after.units.get('it')).toBe(before.units.get('it'));
    reader.destroy();
  });

  it('[D3] keeps everything but the person when only what they say changes', () => {
    const doc = smallDoc();
    setLayoutRecord(doc, 'fishbone', { a: { side: 'left' } });
    const reader = createMapReader(doc);
    const before = reader.current().map;
    editPerson(doc, 'c', { notes: 'met on Monday', power: 4 });
    const after = reader.current().map;
    expect(after.people.get('c')).toMatchObject({ notes: 'met on Monday', power: 4 });
    expect([...after.people.keys()]).toEqual([...before.people.keys()]);
    expect(after.units).toBe(before.units);
    expect(after.relations).toBe(before.relations);
    expect(after.layouts.fishbone).toBe(before.layouts.fishbone);
    setLayoutRecord(doc, 'fishbone', { a: { side: 'right' } });
    expect(reader.current().map.people).toBe(after.people);
    expect(reader.current()).toEqual(readMap(doc));
  });

  it('[D3] gives the same result while nothing changes', () => {
    const reader = createMapReader(smallDoc());
    expect(reader.current()).toBe(reader.current());
    reader.destroy();
  });

  it('[D3] calls back once a transaction that changed something, until stopped', () => {
    const doc = smallDoc();
    const reader = createMapReader(doc);
    let calls = 0;
    const stop = reader.onChange(() => calls++);
    removePeople(doc, ['c', 'd']);
    doc.transact(() => {});
    expect(calls).toBe(1);
    stop();
    addPerson(doc, { name: 'X' });
    expect(calls).toBe(1);
    reader.destroy();
    reader.destroy();
  });
});

describe('whole maps', () => {
  it('fills an empty document with a map, unknown fields included, and no other', () => {
    const file = parseFile({
      format: 'herringbone-map',
      schema: 1,
      name: 'M',
      later: false,
      units: [{ id: 'u', name: 'U', floor: 0 }],
      people: [
        { id: 'a', name: 'A', unit: 'u', roles: ['D'], marks: ['kp'], fields: { Phone: '1' }, born: null },
        { id: 'b', removed: true, name: 'B' },
      ],
      layouts: { fishbone: { a: { side: 1 } } },
    });
    if (!file.ok) throw new Error(file.reason);
    const { map, removed } = file.value;
    const doc = docFromMap(map, { removed });
    const copy = createMapDoc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    expect(readMap(copy).map).toEqual(map);
    expect(toFileText(readMap(copy).map, readMap(copy).removed)).toBe(toFileText(map, removed));
    expect(fillDoc(doc, map)).toEqual({ ok: false, reason: 'duplicate' });
  });

  it('keeps a newer schema, so that the document is read-only too', () => {
    expect(readMap(docFromMap(emptyMap(), { schema: 2 })).readOnly).toBe(true);
  });

  it('[D9] edits by an import what has the id, makes the rest behind it, and skips edits of nobody', () => {
    const doc = smallDoc();
    removePeople(doc, ['d']);
    const relations = [{ kind: 'personal' as const, from: 'n', to: 'c' }];
    const people = [
      { id: 'n', create: true, set: { name: 'N' } },
      { id: 'd', create: true, set: { power: 3 } },
      { id: 'zz', create: false, set: { name: 'Z' } },
    ];
    applyChange(doc, { units: [{ id: 'it', name: 'Other', parent: null }], people, relations });
    applyChange(doc, { units: [], people: [], relations: [{ ...relations[0]!, note: 'school' }], scale: '+2..-2' });
    const { map } = readMap(doc);
    expect([...map.people.keys()]).toEqual(['b', 'c', 'd', 'e', 'n']);
    expect(map.people.get('d')).toMatchObject({ name: 'Di', power: 3 });
    expect(map.units.get('it')?.name).toBe('IT');
    expect([...map.relations.values()]).toMatchObject([{ from: 'n', to: 'c', note: 'school' }]);
    expect(map.scale).toBe('+2..-2');
  });

  it('writes of a layout record only what differs', () => {
    const doc = smallDoc();
    setLayoutRecord(doc, 'fishbone', { a: { side: 1 }, b: [2] });
    const before = Y.encodeStateAsUpdate(doc);
    setLayoutRecord(doc, 'fishbone', { b: [2], a: { side: 1 } });
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    setLayoutRecord(doc, 'fishbone', { a: { side: 2 } });
    setLayoutRecord(doc, 'power-map', { a: 0 });
    expect(readMap(doc).map.layouts).toEqual({ fishbone: { a: { side: 2 } }, 'power-map': { a: 0 } });
  });
});
