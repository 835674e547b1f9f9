import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { proposeImport, TYPE_WORDS, type TypeMeaning } from '../../../src/import/index.ts';
import { plainWord } from '../../../src/import/words.ts';
import { translate } from '../../../src/i18n/index.ts';
import { RELATION_KINDS } from '../../../src/model/index.ts';
import { bosses, importBoth, summary } from './support.ts';

const PEOPLE = 'id,name,reports_to\na,Ada,\nb,Bo,a\nc,Cy,a\nd,Dee,b\n';

describe('relations', () => {
  it('of our kinds are known by id and by name in both languages', () => {
    for (const kind of RELATION_KINDS) {
      expect(TYPE_WORDS.get(kind)?.kind).toBe(kind);
      expect(TYPE_WORDS.get(plainWord(translate('en', `relation.${kind}`)))?.kind).toBe(kind);
      expect(TYPE_WORDS.get(plainWord(translate('zh', `relation.${kind}`)))?.kind).toBe(kind);
    }
  });

  it('of another type are left out until it is explained', () => {
    const rows = 'from,to,type\na,b,advice\nb,c,Advice\nc,a,influence\n';
    const proposal = importBoth(PEOPLE, rows);
    expect(proposal.unknownTypes).toEqual(['advice']);
    expect(proposal.change.relations).toHaveLength(1);
    expect(summary(proposal)).toEqual(['2 type unknown-type type-skipped']);
    const meanings = new Map<string, TypeMeaning>([['advice', { kind: 'influence', reverse: true }]]);
    const explained = importBoth(PEOPLE, rows, { relationTypes: meanings });
    expect(explained.unknownTypes).toEqual([]);
    expect(explained.change.relations.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['influence', 'b', 'a'],
      ['influence', 'c', 'b'],
      ['influence', 'c', 'a'],
    ]);
    expect(explained.problems).toEqual([]);
  });

  it('have each fault listed with row, column and what is done', () => {
    const rows = [
      'from,to,type,strength,note',
      'a,zz,influence,,',
      'a,,influence,,',
      'a,a,conflict,,',
      'a,b,influence,5,x',
      'a,b,influence,2,',
      'Ada,Bo,personal,strong,school',
    ];
    const proposal = importBoth(PEOPLE, rows.join('\n'));
    expect(summary(proposal)).toEqual([
      '2 to unknown-person relation-skipped',
      '3 to missing-end relation-skipped',
      '4 - self-relation relation-skipped',
      '5 strength out-of-range lowest-used',
      '6 - duplicate-relation relation-skipped',
    ]);
    expect(proposal.change.relations).toMatchObject([
      { kind: 'influence', from: 'a', to: 'b', strength: 1, note: 'x' },
      { kind: 'personal', from: 'a', to: 'b', strength: 3, note: 'school' },
    ]);
  });

  it('of reporting become bosses, never second ones', () => {
    const people = 'id,name,reports_to\na,Ada,\nb,Bo,\nc,Cy,\nd,Dee,a\n';
    const proposal = importBoth(people, 'from,to,type\na,b,reports\nc,a,reports to\nb,d,主汇报\n');
    expect(bosses(proposal)).toEqual({ a: null, b: 'a', c: 'a', d: 'a' });
    expect(summary(proposal)).toEqual(['4 - second-boss relation-skipped']);
    expect(proposal.counts).toMatchObject({ reportingLines: 3, relations: 0 });
  });

  it('without both ends in the header are refused', () => {
    const files = [{ name: 'r.csv', bytes: new TextEncoder().encode('from,type\na,x'), as: 'relations' as const }];
    expect(summary(proposeImport(files))).toEqual(['- - no-ends file-refused']);
  });
});

const DATA = new URL('../../../../shared/data/', import.meta.url);

if (existsSync(DATA)) {
  describe('Krackhardt’s managers', () => {
    it('are 21 people, 20 reporting lines, 190 advice and 102 friendship relations', () => {
      const files = ['krackhardt-people.csv', 'krackhardt-relations.csv'].map((name) => ({
        name,
        bytes: readFileSync(new URL(name, DATA)),
      }));
      const relationTypes = new Map<string, TypeMeaning>([
        ['advice', { kind: 'influence', reverse: true }],
        ['friendship', { kind: 'personal', reverse: false }],
      ]);
      const { counts, problems } = proposeImport(files, { relationTypes });
      expect(counts).toMatchObject({ people: 21, created: 21, reportingLines: 20, relations: 292 });
      expect(counts.types.map(({ type, count }) => [type, count])).toEqual([
        ['advice', 190],
        ['friendship', 102],
      ]);
      expect(problems).toEqual([]);
    });
  });
}
