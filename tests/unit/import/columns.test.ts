import { describe, expect, it } from 'vitest';
import { importBoth, importPeople, person, summary } from './support.ts';

const fieldsOf = (csv: string) => importPeople(csv).columns.map((column) => column.field);

describe('headers', () => {
  it('are found in English and Chinese', () => {
    const english = 'id,name,title,department,reports_to,layer,roles,marks,attitude,power,weight,notes';
    const chinese = '编号,姓名,职务,部门,上级,层级,角色,标记,态度,影响力,权重 %,备注';
    expect(fieldsOf(english)).toEqual(english.split(','));
    expect(fieldsOf(chinese)).toEqual(english.split(','));
  });

  it('are found in any order, case and spacing, and written in both languages', () => {
    expect(fieldsOf(' Reports_To ,NAME,Reports To,Weight (%)')).toEqual(['reports_to', 'name', null, 'weight']);
    expect(fieldsOf('姓名 / Name,reports to 上级,title职务')).toEqual(['name', 'reports_to', 'title']);
    expect(fieldsOf('职务;姓名;Ｉｄ')).toEqual(['title', 'name', 'id']);
  });

  it('make custom fields of what is not ours', () => {
    const proposal = importPeople('name,Hobby,工龄\nAda,chess,7\nBo,,\n');
    expect(proposal.change.people.map((entry) => entry.set.fields)).toEqual([{ Hobby: 'chess', 工龄: '7' }, {}]);
    expect(proposal.problems).toEqual([]);
  });

  it('are preferred by their proper name, the second column is kept as a custom field', () => {
    const proposal = importPeople('id,name,manager,reports_to\na,Ada,x,\nb,Bo,y,a\n');
    expect(person(proposal, 'b')).toMatchObject({ reportsTo: 'a', fields: { manager: 'y' } });
    expect(summary(proposal)).toEqual(['- manager duplicate-column kept-as-custom']);
  });

  it('that would damage objects are left out', () => {
    const proposal = importPeople('name,__proto__,constructor\nAda,1,2\n');
    expect(proposal.change.people[0]?.set.fields).toEqual({});
    expect(summary(proposal)).toEqual([
      '- __proto__ forbidden-column column-ignored',
      '- constructor forbidden-column column-ignored',
    ]);
  });

  it('without a name or a title refuse the file', () => {
    const proposal = importPeople('1,2,3\n4,5,6\n');
    expect(proposal.change.people).toEqual([]);
    expect(summary(proposal)).toEqual(['- - no-header file-refused']);
  });
});

describe('a file', () => {
  it('is split by comma, semicolon or tab', () => {
    for (const delimiter of [',', ';', '\t']) {
      const csv = [
        ['id', 'name', 'roles'],
        ['a', 'Ada', '"A;D"'],
      ]
        .map((cells) => cells.join(delimiter))
        .join('\r\n');
      expect(importPeople(csv).change.people).toMatchObject([{ id: 'a', set: { name: 'Ada', roles: ['A', 'D'] } }]);
    }
  });

  it('may have one column only', () => {
    expect(importPeople('姓名\n张伟\n李娜').change.people.map((entry) => entry.set.name)).toEqual(['张伟', '李娜']);
  });

  it('with both ends in its header is a list of relations', () => {
    const proposal = importBoth('id,name\na,Ada\nb,Bo', '从;到;类型;强度\na;Bo;影响;3');
    expect(proposal.change.relations).toMatchObject([{ kind: 'influence', from: 'a', to: 'b', strength: 3 }]);
  });

  it('that is empty, blank or only a header says so', () => {
    expect(summary(importPeople(''))).toEqual(['- - empty-file file-refused']);
    expect(summary(importPeople(' \n,,\n\n'))).toEqual(['- - empty-file file-refused']);
    expect(summary(importPeople('name,title\n'))).toEqual(['- - no-rows kept']);
  });

  it('keeps the row numbers of a spreadsheet over blank rows, line breaks in cells and a sep= line', () => {
    const proposal = importPeople('sep=;\nid;name;layer\n\na;"Ada\nLane";\nb;Bo;cellar\n');
    expect(summary(proposal)).toEqual(['5 layer unknown-layer value-ignored']);
    expect(person(proposal, 'a').name).toBe('Ada Lane');
  });

  it('with a stray quotation mark loses nothing but the mark', () => {
    const proposal = importPeople('id,name,title\na,"Ada,CEO\nb,Bo,CIO\nc,"Cy" Moon,CFO\nd,"Dee, Dr.",CTO\n');
    expect(proposal.change.people.map((entry) => entry.set.title)).toEqual(['CEO', 'CIO', 'CFO', 'CTO']);
    expect(person(proposal, 'd').name).toBe('Dee, Dr.');
    expect(summary(proposal).map((line) => line.split(' ')[2])).toEqual(['broken-quotes', 'broken-quotes']);
  });
});
