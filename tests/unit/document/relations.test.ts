import { describe, expect, it } from 'vitest';
import {
  addRelation,
  editRelation,
  readMap,
  removePeople,
  removeRelations,
  restorePerson,
  restoreRelations,
  reverseRelation,
} from '../../../src/document/index.ts';
import { colleagueOf, exchange, smallDoc } from '../../support/document-world.ts';

const relations = (doc: ReturnType<typeof smallDoc>) =>
  [...readMap(doc).map.relations.values()].map(({ kind, from, to, note }) => `${kind} ${from} ${to} ${note}`.trim());
const boss = (doc: ReturnType<typeof smallDoc>, id: string) => readMap(doc).map.people.get(id)?.reportsTo;

describe('relations', () => {
  it('are added, and edited when added again', () => {
    const doc = smallDoc();
    const first = addRelation(doc, { kind: 'influence', from: 'c', to: 'b', strength: 2 });
    expect(addRelation(doc, { kind: 'influence', from: 'c', to: 'b', note: 'golf' })).toEqual(first);
    expect(relations(doc)).toEqual(['influence c b golf']);
    addRelation(doc, { kind: 'influence', from: 'b', to: 'c' });
    expect(readMap(doc).map.relations.size).toBe(2);
  });

  it('of kind reports make the first the boss of the second', () => {
    const doc = smallDoc();
    expect(addRelation(doc, { kind: 'reports', from: 'c', to: 'e' })).toEqual({ ok: true, value: 'reports:e' });
    expect(boss(doc, 'e')).toBe('c');
    expect(addRelation(doc, { kind: 'reports', from: 'e', to: 'b' })).toEqual({ ok: false, reason: 'cycle' });
  });

  it('need two different people who are there', () => {
    const doc = smallDoc();
    expect(addRelation(doc, { kind: 'dotted', from: 'c', to: 'c' })).toEqual({ ok: false, reason: 'same-person' });
    expect(addRelation(doc, { kind: 'dotted', from: 'c', to: 'zz' })).toEqual({ ok: false, reason: 'missing' });
    expect(editRelation(doc, 'reports:b', { kind: 'dotted' })).toEqual({ ok: false, reason: 'missing' });
  });

  it('become a reporting line and the other way round', () => {
    const doc = smallDoc();
    const dotted = editRelation(doc, 'reports:d', { kind: 'dotted' });
    expect([boss(doc, 'd'), relations(doc)]).toEqual([null, ['dotted b d']]);
    expect(dotted.ok && editRelation(doc, dotted.value, { kind: 'reports' })).toEqual({ ok: true, value: 'reports:d' });
    expect([boss(doc, 'd'), relations(doc)]).toEqual(['b', []]);
  });

  it('turn round; a turned reporting line makes the report the boss', () => {
    const doc = smallDoc();
    addRelation(doc, { kind: 'reports', from: 'e', to: 'b' });
    reverseRelation(doc, 'reports:c');
    expect([boss(doc, 'b'), boss(doc, 'c'), boss(doc, 'd')]).toEqual(['c', 'e', 'b']);
    const line = addRelation(doc, { kind: 'influence', from: 'c', to: 'b' });
    if (line.ok) reverseRelation(doc, line.value);
    expect(relations(doc)).toEqual(['influence b c']);
  });

  it('[D7] are removed and restored; a removed reporting line leaves a root', () => {
    const doc = smallDoc();
    const line = addRelation(doc, { kind: 'conflict', from: 'c', to: 'd' });
    if (!line.ok) throw new Error(line.reason);
    removeRelations(doc, [line.value, 'reports:c']);
    expect([relations(doc), boss(doc, 'c')]).toEqual([[], null]);
    restoreRelations(doc, [line.value]);
    expect(relations(doc)).toEqual(['conflict c d']);
  });

  it('[D7] are hidden while an end is removed', () => {
    const doc = smallDoc();
    addRelation(doc, { kind: 'personal', from: 'c', to: 'd' });
    removePeople(doc, ['d']);
    expect(readMap(doc)).toMatchObject({ dropped: [] });
    expect(relations(doc)).toEqual([]);
    restorePerson(doc, 'd');
    expect(relations(doc)).toEqual(['personal c d']);
  });

  it('added twice by two people are removed together', () => {
    const a = smallDoc();
    const b = colleagueOf(a);
    addRelation(a, { id: 'r1', kind: 'personal', from: 'c', to: 'd' });
    addRelation(b, { id: 'r2', kind: 'personal', from: 'c', to: 'd' });
    exchange(a, b);
    expect([...readMap(a).map.relations.keys()]).toEqual(['r1']);
    removeRelations(a, ['r1']);
    expect(relations(a)).toEqual([]);
  });
});
