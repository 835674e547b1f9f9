import { describe, expect, it } from 'vitest';
import { proposeImport } from '../../../src/import/index.ts';
import { emptyMap, MAX_NAME, type AccountMap, type Person, type Unit } from '../../../src/model/index.ts';
import { bosses, fixture, importPeople, person, summary } from './support.ts';

describe('cells', () => {
  const one = (header: string, value: string) => importPeople(`id,name,${header}\na,Ada,"${value}"\n`);

  it.each(['A;D', 'A；D', 'A,D', 'A、D', 'A|D', 'd a', 'AD', '审批者;决策者', 'Approver, Decision maker'])(
    'hold the roles A and D as %s',
    (text) => {
      const proposal = one('roles', text);
      expect(person(proposal, 'a').roles).toEqual(['A', 'D']);
      expect(proposal.problems).toEqual([]);
    },
  );

  it.each([
    ['决策层', 'decision'],
    ['管理', 'management'],
    ['执行', 'execution'],
    ['外部', 'outside'],
    ['Management', 'management'],
    ['execution layer', 'execution'],
  ])('hold the layer %s', (text, layer) => expect(person(one('layer', text), 'a').layer).toBe(layer));

  it('hold marks as ids and words', () => {
    const text = 'kp; Coach;技术把关者; commercial gatekeeper';
    expect(person(one('marks', text), 'a').marks).toEqual(['kp', 'coach', 'tech-gatekeeper', 'commercial-gatekeeper']);
  });

  it.each([
    ['3', 3],
    ['+1', 1],
    ['−1', -1],
    ['－1', -1],
    ['０', 0],
    ['教练', 3],
    ['', null],
    ['未接触', null],
    ['-', null],
  ])('hold the attitude %s', (text, value) => {
    const proposal = importPeople(`id,name,attitude\na,Ada,${text}\n`, { scale: '3..-1' });
    expect(person(proposal, 'a').attitude).toBe(value);
    expect(proposal.problems).toEqual([]);
  });

  it('hold power 1-5 and weight with or without a percent sign', () => {
    const proposal = importPeople('id,name,power,weight\na,Ada,5,40%\nb,Bo,1,12.5\n');
    expect(person(proposal, 'a')).toMatchObject({ power: 5, weight: 40 });
    expect(person(proposal, 'b')).toMatchObject({ power: 1, weight: 12.5 });
  });
});

describe('the scale', () => {
  const scaleOf = (...values: string[]) =>
    importPeople(`name,attitude\n${values.map((value, i) => `N${i},${value}`).join('\n')}`);

  it('is proposed by values that only one scale has', () => {
    expect(scaleOf('2', '-2')).toMatchObject({ scale: '+2..-2', scaleProposed: true, change: { scale: '+2..-2' } });
    expect(scaleOf('3', '-1')).toMatchObject({ scale: '3..-1', scaleProposed: false });
    expect(scaleOf('2', '-1')).toMatchObject({ scale: '3..-1', scaleProposed: false });
  });

  it('is never bent: values of the other scale are reported', () => {
    const proposal = importPeople('name,attitude\nAda,3\nBo,-2', { scale: '+2..-2' });
    expect(summary(proposal)).toEqual(['2 attitude out-of-range value-ignored']);
    expect(proposal.change.people.map((entry) => entry.set.attitude)).toEqual([null, -2]);
  });
});

describe('a list with every fault', () => {
  const proposal = proposeImport([{ name: 'bad.csv', bytes: fixture('bad.csv') }], { scale: '3..-1' });

  it('has each one listed with row, column and what is done', () => {
    expect(summary(proposal)).toEqual([
      '5 name missing-name kept-as-seat',
      '6 name missing-name row-skipped',
      '7 layer unknown-layer value-ignored',
      '7 roles unknown-role value-ignored',
      '7 marks unknown-mark value-ignored',
      '7 power out-of-range value-ignored',
      '7 weight out-of-range value-ignored',
      '7 reports_to unknown-manager kept-without-boss',
      '7 attitude out-of-range value-ignored',
      '8 id duplicate-id row-skipped',
      '9 power not-a-number value-ignored',
      '9 reports_to cycle kept-without-boss',
      '11 - too-many-cells cells-ignored',
      '11 name duplicate-name kept',
      '12 reports_to ambiguous-manager kept-without-boss',
      '13 reports_to two-roots kept',
    ]);
  });

  it('keeps the good rows and the good cells of the others', () => {
    expect(bosses(proposal)).toEqual({
      p1: null,
      p2: 'p1',
      p3: 'p2',
      p5: null,
      p6: null,
      p7: 'p6',
      p8: 'p1',
      p9: null,
      p10: null,
    });
    expect(person(proposal, 'p2')).toMatchObject({
      layer: 'decision',
      roles: ['E', 'I'],
      marks: ['kp'],
      attitude: -1,
      weight: 30,
      notes: 'two\nlines',
    });
    expect(person(proposal, 'p5').roles).toEqual(['U']);
    expect(person(proposal, 'p3')).toMatchObject({ name: '', title: 'Head of testing' });
  });

  it('names the people of a cycle', () => {
    expect(proposal.problems.find((problem) => problem.code === 'cycle')?.values).toEqual({
      name: 'Dee Hall',
      value: 'Dee Hall → Eve Park → Dee Hall',
      count: 2,
    });
  });

  it('makes departments once, by path', () => {
    const units = new Map(proposal.change.units.map((unit) => [unit.name, unit]));
    expect([...units.keys()]).toEqual(['Technology', 'Testing', 'Finance']);
    expect(units.get('Testing')?.parent).toBe(units.get('Technology')?.id);
  });
});

describe('a Chinese list in GB18030 with semicolons', () => {
  const proposal = proposeImport([{ name: 'chinese-gb18030.csv', bytes: fixture('chinese-gb18030.csv') }]);

  it('is read whole, in the scale its values fit', () => {
    expect(summary(proposal)).toEqual(['- 态度 scale-proposed scale-used', '4 姓名 missing-name kept-as-seat']);
    expect(proposal.scale).toBe('+2..-2');
    expect(bosses(proposal)).toEqual({ '001': null, '002': '001', '003': '002', '004': '003', '005': null });
    expect(person(proposal, '002')).toMatchObject({
      ...{ name: '欧阳静', layer: 'decision', roles: ['D', 'E'], marks: ['kp'], attitude: 2, power: 4, weight: 25 },
      fields: { 工龄: '12' },
    });
    expect(person(proposal, '004')).toMatchObject({
      attitude: -2,
      notes: '“不急”',
      unit: person(proposal, '003').unit,
    });
  });

  it('tells outside organisations from departments', () => {
    expect(proposal.change.units.map(({ name, outside }) => [name, outside])).toEqual([
      ['信息技术部', false],
      ['测试组', false],
      ['省设计院', true],
    ]);
  });
});

describe('odd lists', () => {
  it('cut a name longer than a map holds', () => {
    const proposal = importPeople(`id,name\na,${'x'.repeat(MAX_NAME)}\nb,${'y'.repeat(MAX_NAME - 1)}😀\n`);
    expect(person(proposal, 'a').name).toHaveLength(MAX_NAME);
    expect(person(proposal, 'b').name).toBe('y'.repeat(MAX_NAME - 1));
    expect(summary(proposal)).toEqual(['3 name too-long cut-short']);
  });

  it('keep HTML, emoji and right-to-left names as they are', () => {
    const names = ['<b onclick=x>Bo</b>', '👩‍💼 Ada', 'محمد علي'];
    const proposal = importPeople(`name\n${names.join('\n')}`);
    expect(proposal.change.people.map((entry) => entry.set.name)).toEqual(names);
  });

  it('take a question mark for a seat without a name', () => {
    expect(importPeople('id,name,title\na,?,CFO').change.people[0]?.set).toMatchObject({ name: '', title: 'CFO' });
  });

  it('find bosses by id first, then by unique name, ids with blanks too', () => {
    const proposal = importPeople('id,name,reports_to\nE 1,Ada,\nb,Bo,E 1\nc,Cy,ada\n');
    const ada = proposal.change.people[0]!.id;
    expect(bosses(proposal)).toEqual({ [ada]: null, b: ada, c: ada });
    expect(summary(proposal)).toEqual(['2 id unusable-id id-made']);
  });

  it('get the same ids whenever they are read', () => {
    const csv = 'name,title\nAda,CEO\nAda,CEO\nBo,CIO\n';
    expect(importPeople(csv)).toEqual(importPeople(csv));
    expect(new Set(importPeople(csv).change.people.map((entry) => entry.id)).size).toBe(3);
  });

  it('put people of outside organisations beside the customer, without a fuss about their boss', () => {
    const proposal = importPeople(
      'id,name,title,department,reports_to,layer\na,Ada,CEO,,,\nb,Bo,COO,,a,\nr,Ro,Officer,Regulator,,外部\n',
    );
    expect(proposal.change.units).toMatchObject([{ name: 'Regulator', outside: true }]);
    expect(proposal.problems).toEqual([]);
  });

  it('of 10,000 rows in one chain are read whole', () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `p${i},Name ${i},Clerk,D${i % 50}/S${i % 500},${i ? `p${i - 1}` : ''}`,
    );
    const proposal = importPeople(`id,name,title,department,reports_to\n${rows.join('\n')}`);
    expect(proposal.counts).toMatchObject({ people: 10_000, reportingLines: 9_999, units: 550 });
    expect(proposal.problems).toEqual([]);
  });
});

describe('adding to a map', () => {
  const somebody = (id: string, more: Partial<Person>): Person => ({
    ...{ id, name: id, title: '', unit: null, reportsTo: null, order: id, layer: 'execution', roles: [], marks: [] },
    ...{ attitude: null, power: null, interest: null, weight: null, notes: '', fields: {}, extra: {} },
    ...more,
  });
  const unit: Unit = { id: 'u1', name: 'Sales', parent: null, order: 'a', outside: false, hue: null, extra: {} };
  const people = [
    somebody('a', { name: 'Ada', unit: 'u1', attitude: 1 }),
    somebody('b', { name: 'Bo', unit: 'u1', reportsTo: 'a' }),
  ];
  const existing: AccountMap = {
    ...emptyMap('Account'),
    units: new Map([['u1', unit]]),
    people: new Map(people.map((entry) => [entry.id, entry])),
  };

  it('updates only the given fields of people with the same id', () => {
    const proposal = importPeople('id,name,title,power,attitude\na,,CEO,,\n', { existing });
    expect(proposal.change).toEqual({
      units: [],
      people: [{ id: 'a', create: false, set: { title: 'CEO' } }],
      relations: [],
    });
    expect(proposal.problems).toEqual([]);
  });

  it('finds departments by path, bosses on the map, and people without an id by unique name', () => {
    const proposal = importPeople('name,title,department,reports_to\nBo,CIO,,\nCy,Clerk,Sales,Bo\n', { existing });
    expect(proposal.change.units).toEqual([]);
    expect(proposal.change.people[0]).toEqual({ id: 'b', create: false, set: { name: 'Bo', title: 'CIO' } });
    expect(proposal.change.people[1]).toMatchObject({ create: true, set: { unit: 'u1', reportsTo: 'b' } });
  });

  it('keeps the boss on the map where the list would close a cycle', () => {
    const proposal = importPeople('id,name,reports_to\na,Ada,b\n', { existing });
    expect(summary(proposal)).toEqual(['2 reports_to cycle boss-unchanged']);
    expect(proposal.change.people).toEqual([{ id: 'a', create: false, set: { name: 'Ada' } }]);
  });

  it('reads attitudes in the scale of the map once it holds some', () => {
    const proposal = importPeople('id,attitude,name\nb,-2,Bo\n', { existing });
    expect(summary(proposal)).toEqual(['2 attitude out-of-range value-ignored']);
    expect(proposal.change.scale).toBeUndefined();
  });
});
