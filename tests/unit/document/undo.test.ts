import { describe, expect, it } from 'vitest';
import {
  addPerson,
  applyChange,
  createMapDoc,
  createUndo,
  editPerson,
  fillDoc,
  gesture,
  patchLayoutRecord,
  readMap,
  removePeople,
  restorePerson,
  setLayoutRecord,
  setMapName,
  toggleMark,
} from '../../../src/document/index.ts';
import { emptyMap } from '../../../src/model/index.ts';
import { colleagueOf, exchange, smallDoc } from '../../support/document-world.ts';

const person = (doc: ReturnType<typeof smallDoc>, id: string) => readMap(doc).map.people.get(id);

describe('undo', () => {
  it('[D19] takes the place that the layout chose back together with the edit that asked for it', () => {
    const doc = smallDoc();
    patchLayoutRecord(doc, 'power-map', { a: { column: 1 }, c: { column: 2 } });
    const undo = createUndo(doc);
    patchLayoutRecord(doc, 'power-map', { c: { column: 9 } }, 'keep');
    expect(undo.canUndo).toBe(false);
    editPerson(doc, 'c', { layer: 'decision' });
    patchLayoutRecord(doc, 'power-map', { c: { column: 5 } }, 'keep');
    undo.undo();
    expect(readMap(doc).map.layouts['power-map']).toEqual({ a: { column: 1 }, c: { column: 9 } });
    undo.redo();
    expect(readMap(doc).map.layouts['power-map']).toEqual({ a: { column: 1 }, c: { column: 5 } });
    expect(person(doc, 'c')?.layer).toBe('decision');
  });

  it('[D10] counts placing by hand as a step, and takes an entry away with null', () => {
    const doc = smallDoc();
    patchLayoutRecord(doc, 'fishbone', { a: { side: 'left' } });
    const undo = createUndo(doc);
    patchLayoutRecord(doc, 'fishbone', { a: null, b: { side: 'right' } });
    expect(readMap(doc).map.layouts.fishbone).toEqual({ b: { side: 'right' } });
    undo.undo();
    expect(readMap(doc).map.layouts.fishbone).toEqual({ a: { side: 'left' } });
  });

  it('[D10] takes back one gesture at a time, and does it again', () => {
    const doc = smallDoc();
    const undo = createUndo(doc);
    gesture(doc, () => {
      editPerson(doc, 'c', { name: 'Cyd' });
      toggleMark(doc, 'c', 'kp');
    });
    editPerson(doc, 'c', { name: 'Cid' });
    expect(undo.undo()).toBe('done');
    expect(person(doc, 'c')).toMatchObject({ name: 'Cyd', marks: ['kp'] });
    expect(undo.undo()).toBe('done');
    expect(person(doc, 'c')).toMatchObject({ name: 'Cy', marks: [] });
    expect([undo.undo(), undo.canUndo, undo.canRedo]).toEqual(['nothing', false, true]);
    undo.redo();
    undo.redo();
    expect(person(doc, 'c')).toMatchObject({ name: 'Cid', marks: ['kp'] });
    expect(undo.redo()).toBe('nothing');
  });

  it('[D10] does not follow colleagues, nor the filling of an empty document', () => {
    const doc = createMapDoc();
    const undo = createUndo(doc);
    fillDoc(doc, emptyMap('Map'));
    const b = colleagueOf(doc);
    addPerson(b, { name: 'B' });
    exchange(doc, b);
    expect(undo.canUndo).toBe(false);
  });

  it('[D10] takes an import back in one step', () => {
    const doc = smallDoc();
    const before = readMap(doc).map;
    const undo = createUndo(doc);
    applyChange(doc, {
      name: 'Imported',
      units: [{ id: 'x', name: 'X', parent: null }],
      people: [
        { id: 'n', create: true, set: { name: 'N', unit: 'x', roles: ['A'], fields: { Phone: '1' } } },
        { id: 'c', create: false, set: { reportsTo: 'n', marks: ['kp'] } },
      ],
      relations: [{ kind: 'influence', from: 'n', to: 'c' }],
    });
    expect(person(doc, 'c')).toMatchObject({ reportsTo: 'n', marks: ['kp'] });
    expect(undo.undo()).toBe('done');
    expect(readMap(doc).map).toEqual(before);
    expect(undo.canUndo).toBe(false);
  });

  it('[D10] forgets what could be done again at the next gesture', () => {
    const doc = smallDoc();
    const undo = createUndo(doc);
    editPerson(doc, 'c', { name: 'Cyd' });
    undo.undo();
    setLayoutRecord(doc, 'fishbone', { c: { side: 1 } });
    expect([undo.canUndo, undo.canRedo]).toEqual([true, false]);
  });

  it("[D11] leaves a colleague's later value, and says so", () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    const undo = createUndo(a);
    editPerson(a, 'c', { name: 'Mine' });
    exchange(a, b);
    editPerson(b, 'c', { name: 'Theirs' });
    exchange(a, b);
    expect(undo.undo()).toBe('changed-by-others');
    expect([person(a, 'c')?.name, undo.canUndo, undo.canRedo]).toEqual(['Theirs', false, false]);
  });

  it('[D11] takes back the rest of a gesture of which a colleague changed a part', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    const undo = createUndo(a);
    editPerson(a, 'c', { name: 'Mine', power: 5 });
    exchange(a, b);
    editPerson(b, 'c', { name: 'Theirs' });
    exchange(a, b);
    expect(undo.undo()).toBe('partly');
    expect(person(a, 'c')).toMatchObject({ name: 'Theirs', power: null });
    expect(undo.redo()).toBe('done');
    expect(person(a, 'c')).toMatchObject({ name: 'Theirs', power: 5 });
  });

  it('[D21] says that a colleague changed it since, though choices of the layout were written along', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    const undo = createUndo(a);
    gesture(a, () => {
      editPerson(a, 'c', { attitude: 3 });
      setLayoutRecord(a, 'fishbone', { c: { side: 1 } });
    });
    exchange(a, b);
    editPerson(b, 'c', { attitude: 0 });
    exchange(a, b);
    expect(undo.undo()).toBe('changed-by-others');
    expect([person(a, 'c')?.attitude, undo.canUndo, undo.canRedo]).toEqual([0, false, false]);
    expect(readMap(a).map.layouts.fishbone).toEqual({ c: { side: 1 } });
  });

  it('[D21] does not count what a colleague placed elsewhere as a part that stays', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    const undo = createUndo(a);
    gesture(a, () => {
      editPerson(a, 'c', { attitude: 3 });
      setLayoutRecord(a, 'fishbone', { c: { side: 1 } });
    });
    exchange(a, b);
    patchLayoutRecord(b, 'fishbone', { c: { side: 2 } });
    exchange(a, b);
    expect(undo.undo()).toBe('done');
    expect(person(a, 'c')?.attitude).toBe(null);
    expect(readMap(a).map.layouts.fishbone).toEqual({ c: { side: 2 } });
  });

  it.each([1, 2])('[D12] keeps a value in a conflict, whoever of the two won (%i)', (winner) => {
    const a = smallDoc();
    const b = colleagueOf(a);
    [a.clientID, b.clientID] = winner === 1 ? [9, 8] : [8, 9];
    const undo = createUndo(a);
    editPerson(a, 'c', { name: 'Mine' });
    editPerson(b, 'c', { name: 'Theirs' });
    exchange(a, b);
    const isMine = person(a, 'c')?.name === 'Mine';
    expect(undo.undo()).toBe(isMine ? 'done' : 'changed-by-others');
    exchange(a, b);
    expect(person(a, 'c')?.name).toBe(isMine ? 'Cy' : 'Theirs');
    expect(readMap(b)).toEqual(readMap(a));
  });

  it('[D13] takes away what it made, and makes it again', () => {
    const doc = smallDoc();
    const undo = createUndo(doc);
    addPerson(doc, { id: 'n', name: 'N', reportsTo: 'b' });
    undo.undo();
    expect(readMap(doc).removed.people).toEqual([]);
    expect(person(doc, 'n')).toBeUndefined();
    undo.redo();
    expect(person(doc, 'n')).toMatchObject({ name: 'N', reportsTo: 'b' });
    undo.undo();
    expect(person(doc, 'n')).toBeUndefined();
  });

  it('[D13] keeps for restoring what a colleague has added to', () => {
    const a = smallDoc();
    const undo = createUndo(a);
    addPerson(a, { id: 'n', name: 'N' });
    const b = colleagueOf(a);
    editPerson(b, 'n', { notes: 'Met at the fair' });
    exchange(a, b);
    expect(undo.undo()).toBe('done');
    expect(readMap(b).map.people.has('n')).toBe(true);
    exchange(a, b);
    expect(person(b, 'n')).toBeUndefined();
    restorePerson(b, 'n');
    expect(person(b, 'n')?.notes).toBe('Met at the fair');
  });

  it("[D14] of a removal keeps a colleague's concurrent edit", () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    const undo = createUndo(a);
    removePeople(a, ['c']);
    editPerson(b, 'c', { power: 5 });
    exchange(a, b);
    undo.undo();
    expect(person(a, 'c')).toMatchObject({ name: 'Cy', power: 5 });
  });

  it('tells its listeners, until it is destroyed', () => {
    const doc = smallDoc();
    const undo = createUndo(doc);
    let calls = 0;
    const stop = undo.onChange(() => calls++);
    setMapName(doc, 'A');
    undo.undo();
    expect(calls).toBe(2);
    stop();
    undo.redo();
    undo.clear();
    expect([calls, undo.canUndo]).toEqual([2, false]);
    undo.destroy();
    undo.destroy();
    setMapName(doc, 'B');
    expect(undo.canUndo).toBe(false);
  });
});
