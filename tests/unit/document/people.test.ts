import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import {
  addPerson,
  addUnit,
  createMapDoc,
  editPerson,
  editUnit,
  gesture,
  movePerson,
  moveUnit,
  readMap,
  removePeople,
  removeUnit,
  restorePerson,
  restoreUnit,
  setAttitude,
  setScale,
  toggleMark,
  toggleRole,
} from '../../../src/document/index.ts';
import { colleagueOf, exchange, smallDoc } from '../../support/document-world.ts';

const person = (doc: ReturnType<typeof smallDoc>, id: string) => readMap(doc).map.people.get(id);

describe('adding people', () => {
  it('[D16] writes the proposed layer with a title, and leaves it open without one', () => {
    const doc = smallDoc();
    addPerson(doc, { id: 'x', name: 'X', title: 'CFO', reportsTo: 'b' });
    addPerson(doc, { id: 'y', name: 'Y', reportsTo: 'b' });
    expect(doc.getMap('people').toJSON()).toMatchObject({ x: { layer: 'decision' } });
    expect(doc.getMap('people').toJSON()['y']).not.toHaveProperty('layer');
    editPerson(doc, 'y', { title: 'Manager' });
    addPerson(doc, { id: 'z', name: 'Z', reportsTo: 'y' });
    expect(person(doc, 'y')?.layer).toBe('management');
  });

  it('[D16] does not move somebody to another layer because their place changed', () => {
    const doc = smallDoc();
    expect(person(doc, 'd')?.layer).toBe('execution');
    addPerson(doc, { name: 'Under D', reportsTo: 'd' });
    expect(person(doc, 'd')?.layer).toBe('execution');
  });

  it('puts them behind everybody, or beside a neighbour', () => {
    const doc = smallDoc();
    addPerson(doc, { id: 'last', name: '' });
    addPerson(doc, { id: 'after-b', name: '', after: 'b' });
    addPerson(doc, { id: 'before-b', name: '', before: 'b' });
    expect([...readMap(doc).map.people.keys()]).toEqual(['before-b', 'b', 'after-b', 'c', 'd', 'e', 'last']);
  });

  it('puts them between neighbours that share a key', () => {
    const [a] = [smallDoc()];
    const b = colleagueOf(a);
    addPerson(a, { id: 'x', name: 'X' });
    addPerson(b, { id: 'y', name: 'Y' });
    exchange(a, b);
    expect(person(a, 'x')?.order).toBe(person(a, 'y')?.order);
    addPerson(a, { id: 'between', name: '', after: 'x' });
    expect([...readMap(a).map.people.keys()].slice(-3)).toEqual(['x', 'between', 'y']);
  });

  it('[D4] refuses ids in use or malformed, and places that are not there, and writes nothing', () => {
    const doc = smallDoc();
    const before = Y.encodeStateAsUpdate(doc);
    expect(addPerson(doc, { id: 'b' })).toEqual({ ok: false, reason: 'duplicate' });
    expect(addPerson(doc, { id: '__proto__' })).toEqual({ ok: false, reason: 'forbidden-id' });
    expect(addPerson(doc, { unit: 'gone' })).toEqual({ ok: false, reason: 'missing' });
    expect(addPerson(doc, { reportsTo: 'gone' })).toEqual({ ok: false, reason: 'missing' });
    expect(addPerson(doc, { after: 'gone' })).toEqual({ ok: false, reason: 'missing' });
    expect(addPerson(doc, { name: 'x'.repeat(2_001) })).toEqual({ ok: false, reason: 'too-long' });
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });
});

describe('editing people', () => {
  it('changes the given fields and merges custom columns by header', () => {
    const doc = smallDoc();
    editPerson(doc, 'c', { power: 4, fields: { Phone: '1', Mail: 'm' } });
    editPerson(doc, 'c', { name: 'Cyd', roles: ['A'], fields: { Mail: null } });
    expect(person(doc, 'c')).toMatchObject({ name: 'Cyd', power: 4, roles: ['A'], fields: { Phone: '1' } });
  });

  it('refuses numbers out of range and people who are not there', () => {
    const doc = smallDoc();
    expect(editPerson(doc, 'c', { power: 6 })).toEqual({ ok: false, reason: 'out-of-range' });
    expect(editPerson(doc, 'c', { weight: 100.5 })).toEqual({ ok: false, reason: 'out-of-range' });
    expect(editPerson(doc, 'zz', { name: 'Z' })).toEqual({ ok: false, reason: 'missing' });
    expect(editPerson(doc, 'c', { fields: { constructor: 'x' } })).toEqual({ ok: false, reason: 'forbidden-id' });
  });

  it('[D6] writes nothing when nothing changes', () => {
    const doc = smallDoc();
    const before = Y.encodeStateAsUpdate(doc);
    editPerson(doc, 'c', { name: 'Cy', notes: '', power: null });
    movePerson(doc, 'c', {});
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  it('toggles a role for all: on unless all have it', () => {
    const doc = smallDoc();
    toggleRole(doc, 'b', 'A');
    toggleRole(doc, ['b', 'c'], 'A');
    expect([person(doc, 'b')?.roles, person(doc, 'c')?.roles]).toEqual([['A'], ['A']]);
    toggleRole(doc, ['b', 'c'], 'A');
    expect([person(doc, 'b')?.roles, person(doc, 'c')?.roles]).toEqual([[], []]);
  });

  it('merges two roles that two people set at once', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    toggleRole(a, 'c', 'A');
    toggleRole(b, 'c', 'D');
    toggleMark(b, 'c', 'kp');
    exchange(a, b);
    expect(person(a, 'c')).toMatchObject({ roles: ['A', 'D'], marks: ['kp'] });
  });

  it('[D18] takes attitudes of the scale only, and converts none', () => {
    const doc = smallDoc();
    expect(setAttitude(doc, ['b', 'c'], 3).ok).toBe(true);
    expect(setAttitude(doc, ['b'], -2)).toEqual({ ok: false, reason: 'out-of-range' });
    setScale(doc, '+2..-2');
    expect(person(doc, 'b')?.attitude).toBeNull();
    setScale(doc, '3..-1');
    expect(person(doc, 'b')?.attitude).toBe(3);
  });
});

describe('moving people', () => {
  it('[D8] refuses a boss who is below, or the person themselves', () => {
    const doc = smallDoc();
    expect(movePerson(doc, 'b', { reportsTo: 'c' })).toEqual({ ok: false, reason: 'cycle' });
    expect(movePerson(doc, 'b', { reportsTo: 'b' })).toEqual({ ok: false, reason: 'cycle' });
  });

  it('[D8] makes the leader of the new department the boss', () => {
    const doc = smallDoc();
    movePerson(doc, 'd', { unit: 'it' });
    expect(person(doc, 'd')).toMatchObject({ unit: 'it', reportsTo: 'e' });
  });

  it('[D8] keeps the boss where the leader stands below, and where nobody leads', () => {
    const doc = smallDoc();
    addUnit(doc, { id: 'empty', name: 'Empty' });
    movePerson(doc, 'e', { reportsTo: 'b' });
    movePerson(doc, 'b', { unit: 'it' });
    expect(person(doc, 'b')).toMatchObject({ unit: 'it', reportsTo: null });
    movePerson(doc, 'd', { unit: 'empty' });
    expect(person(doc, 'd')).toMatchObject({ unit: 'empty', reportsTo: 'b' });
  });

  it('[D8] keeps bosses among those who move together', () => {
    const doc = smallDoc();
    movePerson(doc, ['b', 'c'], { reportsTo: 'e', unit: 'it' });
    expect([person(doc, 'b')?.reportsTo, person(doc, 'c')?.reportsTo]).toEqual(['e', 'b']);
  });

  it('moves within the order', () => {
    const doc = smallDoc();
    movePerson(doc, ['d', 'e'], { before: 'b' });
    expect([...readMap(doc).map.people.keys()]).toEqual(['d', 'e', 'b', 'c']);
  });
});

describe('removing and restoring', () => {
  it('[D7] hides a person, lifts their reports, and brings all of it back', () => {
    const doc = smallDoc();
    movePerson(doc, 'd', { reportsTo: 'c' });
    const before = readMap(doc).map;
    removePeople(doc, ['c']);
    expect(person(doc, 'c')).toBeUndefined();
    expect(person(doc, 'd')?.reportsTo).toBe('b');
    expect(readMap(doc).removed.people.map(({ id }) => id)).toEqual(['c']);
    restorePerson(doc, 'c');
    expect(readMap(doc).map).toEqual(before);
  });

  it("[D7] keeps a colleague's edit of somebody removed at the same time", () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    removePeople(a, ['c']);
    editPerson(b, 'c', { name: 'Cyd' });
    movePerson(b, 'd', { reportsTo: 'c' });
    exchange(a, b);
    expect(person(a, 'd')?.reportsTo).toBe('b');
    restorePerson(a, 'c');
    expect([person(a, 'c')?.name, person(a, 'd')?.reportsTo]).toEqual(['Cyd', 'c']);
  });

  it('[D7] gives a removed department to its parent, and back', () => {
    const doc = smallDoc();
    addUnit(doc, { id: 'desk', name: 'Desk', parent: 'sales' });
    movePerson(doc, 'c', { unit: 'desk', reportsTo: 'b' });
    removeUnit(doc, 'desk');
    expect(person(doc, 'c')?.unit).toBe('sales');
    removeUnit(doc, 'sales');
    expect(person(doc, 'c')?.unit).toBeNull();
    restoreUnit(doc, 'desk');
    expect(person(doc, 'c')?.unit).toBe('desk');
    expect(readMap(doc).map.units.get('desk')?.parent).toBeNull();
  });
});

describe('departments', () => {
  it('[D8] never lie within themselves', () => {
    const doc = smallDoc();
    moveUnit(doc, 'it', { parent: 'sales' });
    expect(moveUnit(doc, 'sales', { parent: 'it' })).toEqual({ ok: false, reason: 'cycle' });
  });

  it('are renamed, coloured and marked as outside', () => {
    const doc = smallDoc();
    editUnit(doc, 'it', { name: 'ICT', hue: 7, outside: true });
    expect(readMap(doc).map.units.get('it')).toMatchObject({ name: 'ICT', hue: 7, outside: true });
    expect(editUnit(doc, 'it', { hue: 16 })).toEqual({ ok: false, reason: 'out-of-range' });
  });
});

describe('every command', () => {
  it('[D17] is refused on a map of a newer version', () => {
    const doc = smallDoc();
    doc.getMap('meta').set('schema', 2);
    expect(readMap(doc)).toMatchObject({ schema: 2, readOnly: true });
    expect(editPerson(doc, 'b', { name: 'X' })).toEqual({ ok: false, reason: 'read-only' });
    expect(restorePerson(doc, 'b')).toEqual({ ok: false, reason: 'read-only' });
  });

  it('[D5] changes a thing within its nested map', () => {
    const doc = smallDoc();
    const kept = doc.getMap('people').get('c');
    editPerson(doc, 'c', { name: 'X' });
    movePerson(doc, 'c', { unit: 'it' });
    removePeople(doc, ['c']);
    restorePerson(doc, 'c');
    expect(doc.getMap('people').get('c')).toBe(kept);
  });

  it('[D2] writes nothing on making and reading a document', () => {
    const doc = createMapDoc();
    readMap(doc);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(new Uint8Array([0, 0]));
  });

  it('[D4] is one transaction with others of its gesture', () => {
    const doc = smallDoc();
    let transactions = 0;
    doc.on('afterTransaction', () => transactions++);
    gesture(doc, () => {
      addPerson(doc, { id: 'n', name: 'N', reportsTo: 'b' });
      movePerson(doc, 'n', { reportsTo: 'c' });
      toggleMark(doc, 'n', 'coach');
    });
    expect(transactions).toBe(1);
    expect(person(doc, 'n')).toMatchObject({ reportsTo: 'c', marks: ['coach'] });
  });
});
