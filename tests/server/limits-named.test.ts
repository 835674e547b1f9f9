/** That the list of limits and the specification say the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/index.ts';

const SERVER = join(import.meta.dirname, '../../server');

it('[L-named] every limit is named in the table of limits or below it, and no other name is', () => {
  const spec = readFileSync(join(SERVER, 'SPEC.md'), 'utf8');
  const section = /\n## 6\. Limits\n(?<text>[^]*?)\n## 7\. /.exec(spec)?.groups?.['text'] ?? '';
  const names = [...section.matchAll(/`([a-z][A-Za-z]+)(\*?)`/g)].map(([, name = '', star = '']) => ({ name, star }));
  const isNamed = (limit: string): boolean =>
    names.some(({ name, star }) => (star === '' ? limit === name : limit.startsWith(name)));
  expect(Object.keys(DEFAULT_LIMITS).filter((limit) => !isNamed(limit))).toEqual([]);
  const isLimit = ({ name, star }: { name: string; star: string }): boolean =>
    Object.keys(DEFAULT_LIMITS).some((limit) => (star === '' ? limit === name : limit.startsWith(name)));
  expect(names.filter((name) => !isLimit(name)).map(({ name }) => name)).toEqual([]);
});
