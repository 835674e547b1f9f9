import { describe, expect, it } from 'vitest';
import { cliHere, example, workFolder } from './support.ts';

const folder = workFolder();

describe('herringbone', () => {
  it('explains itself and each command', async () => {
    for (const args of [[], ['import'], ['render'], ['tidy'], ['check'], ['serve']]) {
      const ended = await cliHere([...args, '--help']);
      expect(ended).toMatchObject({ code: 0, errors: [] });
      expect(ended.out).toContain(`herringbone${args.map((arg) => ` ${arg}`).join('')}`);
    }
  });

  it.each([
    [[]],
    [['frobnicate']],
    [['import']],
    [['import', '--people', 'x.csv']],
    [['import', '--people', 'x.csv', '--scale', '5..1', '-o', 'y.json']],
    [['import', '--people', 'x.csv', '--relation', 'advice', '-o', 'y.json']],
    [['import', '--people', 'x.csv', '--frobnicate', '-o', 'y.json']],
    [['check']],
    [['check', 'a.json', 'b.json']],
    [['render', 'a.json']],
    [['render', 'a.json', '--view', 'pie', '-o', 'a.svg']],
    [['render', 'a.json', '--zoom', '9', '-o', 'a.png']],
    [['tidy', 'a.json']],
    [['serve', 'now']],
  ])('ends with 2 for the wrong usage %j', async (args) => {
    const ended = await cliHere(args);
    expect(ended.code).toBe(2);
    expect(ended.out).toBe('');
    expect(ended.errors.length).toBeGreaterThan(1);
  });

  it('ends with 1 and one line for a file that is not there', async () => {
    const missing = folder.path('nowhere.json');
    expect(await cliHere(['check', missing])).toEqual({
      code: 1,
      out: '',
      errors: [`${missing} cannot be read: ENOENT`],
    });
  });
});

describe('herringbone check', () => {
  it.each(['app-testing.en', 'app-testing.zh', 'ceo-listens.en', 'ceo-listens.zh'])(
    'finds nothing wrong with %s',
    async (name) => {
      const ended = await cliHere(['check', example(name), '--strict']);
      expect(ended).toMatchObject({ code: 0, errors: [] });
    },
  );

  it('lists what a map file cannot keep', async () => {
    const people = [
      { id: 'a', name: 'Ada', attitude: 9 },
      { id: 'a', name: 'Twin' },
      { id: 'b', name: 'Bo', reportsTo: 'zz' },
    ];
    const file = folder.write('bad.json', JSON.stringify({ format: 'herringbone-map', schema: 1, people }));
    const ended = await cliHere(['check', file]);
    expect(ended.code).toBe(0);
    expect(ended.errors.join('\n')).toMatch(/attitude: out of range/);
    expect(ended.errors.join('\n')).toMatch(/people\/1: the same id/);
    expect((await cliHere(['check', file, '--strict'])).code).toBe(1);
  });

  it.each([
    ['', 'is empty'],
    ['{', 'not JSON'],
    ['{"a":1}', 'not a Herringbone map file'],
  ])('refuses %j', async (content, reason) => {
    const ended = await cliHere(['check', folder.write('other.json', content)]);
    expect(ended.code).toBe(1);
    expect(ended.errors.join()).toContain(reason);
  });
});
