import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFile, type AccountMap } from '../../../src/model/index.ts';
import { cli, cliHere, importFixture, workFolder } from './support.ts';

const folder = workFolder();
const PEOPLE = 'id,name,title,department,reports_to,attitude\na,Ada,CEO,,,2\nb,Bo,CIO,Technology,a,-2\n';
const RELATIONS = 'from,to,type\nb,a,advice\n';

function mapOf(name: string): AccountMap {
  const parsed = parseFile(folder.text(name));
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.value.dropped).toEqual([]);
  return parsed.value.map;
}

describe('herringbone import', () => {
  it('writes people, bosses, departments and explained relations', async () => {
    const people = folder.write('people.csv', PEOPLE);
    const relations = folder.write('relations.csv', RELATIONS);
    const output = folder.path('map.json');
    const options = ['--relation', 'advice=influence:reverse', '--scale', '+2..-2', '--name', 'Harbour', '--strict'];
    const ended = await cli(['import', '--people', people, '--relations', relations, ...options, '-o', output]);
    expect(ended).toMatchObject({ code: 0, errors: [] });
    expect(ended.out).toContain('2 people, 1 reporting line, 1 new department, 1 advice');
    const map = mapOf('map.json');
    expect(map).toMatchObject({ name: 'Harbour', scale: '+2..-2' });
    expect(map.people.get('b')).toMatchObject({ name: 'Bo', reportsTo: 'a', attitude: -2, layer: 'decision' });
    expect([...map.relations.values()]).toMatchObject([{ kind: 'influence', from: 'a', to: 'b' }]);
  });

  it('lists problems with their rows and goes on with the good ones', async () => {
    const ended = await cliHere(['import', '--people', importFixture('bad.csv'), '-o', folder.path('bad.json')]);
    expect(ended.code).toBe(0);
    expect(ended.errors).toContain(
      'bad.csv, row 8, column “id”: The id “p2” is in use already, in row 3; the row is left out.',
    );
    expect(mapOf('bad.json').people.size).toBe(9);
  });

  it('writes nothing with --strict and a problem', async () => {
    const output = folder.path('strict.json');
    const ended = await cliHere(['import', '--people', importFixture('bad.csv'), '--strict', '-o', output]);
    expect(ended.code).toBe(1);
    expect(ended.errors.at(-1)).toMatch(/^--strict: \d+ problems/);
    expect(existsSync(output)).toBe(false);
  });

  it('ends with 1 when nothing is usable', async () => {
    for (const content of ['', 'x,y\n1,2\n', 'PK\u0003\u0004rest']) {
      const people = folder.write('useless.csv', content);
      const ended = await cliHere(['import', '--people', people, '-o', folder.path('useless.json')]);
      expect(ended.code).toBe(1);
      expect(ended.errors).toHaveLength(2);
    }
    expect(existsSync(folder.path('useless.json'))).toBe(false);
  });

  it('adds to a map, updating people with the same id', async () => {
    const first = folder.write('first.csv', PEOPLE);
    const second = folder.write('second.csv', '编号,姓名,职务,部门,上级\na,,董事长,,\nc,丙,工程师,Technology,Bo\n');
    const into = folder.path('into.json');
    await cliHere(['import', '--people', first, '-o', into]);
    const ended = await cliHere(['import', '--people', second, '--into', into, '-o', into]);
    expect(ended).toMatchObject({ code: 0, errors: [] });
    const map = mapOf('into.json');
    expect(map.people.get('a')).toMatchObject({ name: 'Ada', title: '董事长', attitude: 2 });
    expect(map.people.get('c')).toMatchObject({ reportsTo: 'b', unit: map.people.get('b')?.unit });
    expect(map.units.size).toBe(1);
  });

  it('never converts the scale of a map that holds attitudes', async () => {
    const people = folder.write('scaled.csv', PEOPLE);
    const into = folder.path('scaled.json');
    await cliHere(['import', '--people', people, '--scale', '+2..-2', '-o', into]);
    const ended = await cliHere(['import', '--people', people, '--into', into, '--scale', '3..-1', '-o', into]);
    expect(ended.code).toBe(2);
    expect(ended.errors[0]).toContain('+2..-2');
  });

  it('gives the same bytes for the same files', async () => {
    const people = folder.write('same.csv', 'name,title,department\nAda,CEO,Board\nBo,CIO,Board/IT\n');
    await cliHere(['import', '--people', people, '-o', folder.path('same-1.json')]);
    await cliHere(['import', '--people', people, '-o', folder.path('same-2.json')]);
    expect(folder.text('same-1.json')).toBe(folder.text('same-2.json'));
  });

  it('says which option explains an unknown type, in the language of the environment', async () => {
    const people = folder.write('people.csv', PEOPLE);
    const relations = folder.write('relations.csv', RELATIONS);
    const args = ['import', '--people', people, '--relations', relations, '-o', folder.path('zh.json')];
    const { errors } = await cli(args, 'zh_CN.UTF-8');
    expect(errors).toContain('要收入类型“advice”，可加上例如：--relation "advice=influence"');
  });
});
