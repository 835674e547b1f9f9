import { describe, expect, it } from 'vitest';
import { MAX_NAME, parseMeta, parsePerson, parseRelation, parseUnit } from '../../../src/model/index.ts';

const reasons = (draft: { readonly dropped: readonly { path: string; reason: string }[] }) =>
  draft.dropped.map(({ path, reason }) => `${path} ${reason}`);

describe('a person from unknown fields', () => {
  it('[M2] reads absent fields and null as defaults without a report', () => {
    const draft = parsePerson('p', { name: null }, '3..-1');
    expect(draft).toEqual({
      value: {
        id: 'p',
        name: '',
        title: '',
        unit: null,
        reportsTo: null,
        order: 'a0',
        layer: 'execution',
        roles: [],
        marks: [],
        attitude: null,
        power: null,
        interest: null,
        weight: null,
        notes: '',
        fields: {},
        extra: {},
      },
      removed: false,
      dropped: [],
      layerGiven: false,
    });
  });

  it('[M2] judges each field alone', () => {
    const raw = { name: 5, title: 'CTO', layer: 'boss', attitude: 7, power: 2.5, weight: 101, unit: 'a b', order: '~' };
    const draft = parsePerson('p', raw, '3..-1');
    expect(draft.value).toMatchObject({
      name: '',
      title: 'CTO',
      attitude: null,
      power: null,
      weight: null,
      unit: null,
    });
    expect(reasons(draft)).toEqual([
      'people/p/layer unknown-value',
      'people/p/name wrong-type',
      'people/p/unit forbidden-id',
      'people/p/order wrong-type',
      'people/p/attitude out-of-range',
      'people/p/power out-of-range',
      'people/p/weight out-of-range',
    ]);
  });

  it('[M2] takes an attitude only from the scale of the map', () => {
    expect(parsePerson('p', { attitude: 3 }, '3..-1').value.attitude).toBe(3);
    expect(parsePerson('p', { attitude: 3 }, '+2..-2').value.attitude).toBeNull();
    expect(parsePerson('p', { attitude: -2 }, '+2..-2').value.attitude).toBe(-2);
  });

  it('[M2] cuts too long a text before half a character', () => {
    const draft = parsePerson('p', { name: `${'x'.repeat(MAX_NAME - 1)}😀` }, '3..-1');
    expect(draft.value.name).toBe('x'.repeat(MAX_NAME - 1));
    expect(reasons(draft)).toEqual(['people/p/name too-long']);
  });

  it('[M3] keeps fields it does not know, blank ones too', () => {
    expect(parsePerson('p', { mood: { a: [1] }, seen: false }, '3..-1').value.extra).toEqual({
      mood: { a: [1] },
      seen: false,
    });
  });

  it('[M3] refuses names of traps and values JSON cannot hold', () => {
    const raw = JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>;
    const draft = parsePerson('p', { ...raw, ['__proto__']: undefined, when: new Date(0), n: Number.NaN }, '3..-1');
    expect(draft.value.extra).toEqual({});
    expect(reasons(draft)).toContain('people/p/when wrong-type');
    expect(reasons(parsePerson('p', raw, '3..-1'))).toEqual([
      'people/p/__proto__ forbidden-id',
      'people/p/constructor forbidden-id',
    ]);
  });

  it('[M3] reads roles and marks in the order of the method and keeps those it does not know', () => {
    const draft = parsePerson('p', { roles: ['N', 'A', 'Z', 'A'], 'mark:kp': true, 'mark:coach': false }, '3..-1');
    expect(draft.value).toMatchObject({ roles: ['A', 'N'], marks: ['kp'], extra: { 'role:Z': true } });
    expect(reasons(draft)).toEqual(['people/p/roles unknown-value']);
  });

  it('reads custom columns from one object and from keys of their own', () => {
    const draft = parsePerson('p', { fields: { Phone: '1' }, 'field:Mail': 'x@y', 'field:__proto__': 'no' }, '3..-1');
    expect(draft.value.fields).toEqual({ Mail: 'x@y', Phone: '1' });
    expect(reasons(draft)).toEqual(['people/p/fields/__proto__ forbidden-id']);
  });
});

describe('units, relations and the map itself', () => {
  it('[M2] reads a unit', () => {
    const draft = parseUnit('u', { name: 'IT', hue: 16, outside: 'yes' });
    expect(draft.value).toMatchObject({ name: 'IT', hue: null, outside: false });
    expect(reasons(draft)).toEqual(['units/u/outside wrong-type', 'units/u/hue out-of-range']);
  });

  it('[M1] is no relation without a kind of ours and two different ends', () => {
    expect(parseRelation('r', { kind: 'influence', from: 'a', to: 'b' }).value).toMatchObject({
      strength: 1,
      note: '',
    });
    expect(reasons(parseRelation('r', { kind: 'reports', from: 'a', to: 'b' }))).toEqual([
      'relations/r/kind unknown-value',
    ]);
    expect(reasons(parseRelation('r', { kind: 'dotted', from: 'a', to: 'a' }))).toEqual(['relations/r cycle']);
    expect(reasons(parseRelation('r', { kind: 'dotted', from: 'a' }))).toEqual(['relations/r missing']);
  });

  it('[M2] reads the map itself', () => {
    const draft = parseMeta({
      name: 'M',
      scale: '1-5',
      'account.grade': 'E',
      'opportunity.stage': 7,
      'account.vat': 1,
    });
    expect(draft).toMatchObject({
      name: 'M',
      scale: '3..-1',
      opportunity: { stage: null },
      extra: { 'account.vat': 1 },
    });
    expect(reasons(draft)).toEqual([
      'account.grade unknown-value',
      'opportunity.stage out-of-range',
      'scale unknown-value',
    ]);
  });
});
