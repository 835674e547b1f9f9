import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, createMapDoc, readMap } from '../../../src/document/index.ts';
import { decodeText, proposeImport } from '../../../src/import/index.ts';
import { buildTree, isId } from '../../../src/model/index.ts';
import { bytesOf } from './support.ts';

const numRuns = Number(process.env['HERRINGBONE_SEEDS'] ?? 60);

const HEADERS = [
  'id',
  'name',
  '姓名',
  'title',
  'department',
  'reports_to',
  'layer',
  'roles',
  'attitude',
  'power',
  'x',
  '',
];
const cell = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('', 'a', 'b', 'c', 'd', 'Ada', 'Bo', 'a/b', 'A;D', '3', '-2', '决策层', '?'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('"', '__proto__', 'constructor', 'x"y', '\n') },
);
const table = fc
  .tuple(
    fc.array(fc.constantFrom(...HEADERS), { minLength: 1, maxLength: 8 }),
    fc.array(fc.array(cell, { maxLength: 9 })),
  )
  .map(([header, rows]) => [header, ...rows].map((cells) => cells.join(',')).join('\n'));
const relations = fc
  .array(fc.tuple(cell, cell, fc.constantFrom('influence', 'reports', 'dotted', 'advice', '')))
  .map((rows) => ['from,to,type', ...rows.map((cells) => cells.join(','))].join('\n'));

describe('any list', () => {
  it('becomes a forest of people with unique ids, and says the same whenever it is read', () => {
    fc.assert(
      fc.property(table, relations, (people, links) => {
        const files = [
          { name: 'people.csv', bytes: bytesOf(people), as: 'people' as const },
          { name: 'relations.csv', bytes: bytesOf(links) },
        ];
        const proposal = proposeImport(files);
        const { people: changes, units } = proposal.change;
        const ids = changes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...ids, ...units.map(({ id }) => id)].every(isId)).toBe(true);
        const items = changes.map(({ id, set }) => ({ id, order: '', boss: set.reportsTo ?? null }));
        expect([...buildTree(items, (item) => item.boss).cut]).toEqual([]);
        expect(items.every(({ boss }) => boss === null || ids.includes(boss))).toBe(true);
        expect(proposeImport(files)).toEqual(proposal);
      }),
      { numRuns },
    );
  });

  it('is carried out whole: the map holds what was proposed and nothing is dropped', () => {
    fc.assert(
      fc.property(table, (people) => {
        const { change } = proposeImport([{ name: 'people.csv', bytes: bytesOf(people), as: 'people' }]);
        const doc = createMapDoc();
        expect(applyChange(doc, change).ok).toBe(true);
        const { map, dropped } = readMap(doc);
        expect(dropped).toEqual([]);
        expect([...map.people.keys()]).toEqual(change.people.map(({ id }) => id));
        for (const { id, set } of change.people) expect(map.people.get(id)).toMatchObject(set);
        expect(new Set(map.units.keys())).toEqual(new Set(change.units.map(({ id }) => id)));
      }),
      { numRuns },
    );
  });

  it('read twice into a map changes nothing the second time', () => {
    fc.assert(
      fc.property(table, fc.boolean(), (people, withIds) => {
        const [header = '', ...rows] = people.split('\n');
        const csv =
          withIds || header.includes('id')
            ? [`id,${header}`, ...rows.map((row, i) => `p${i},${row}`)].join('\n')
            : people;
        const file = { name: 'people.csv', bytes: bytesOf(csv), as: 'people' as const };
        const doc = createMapDoc();
        applyChange(doc, proposeImport([file]).change);
        const { map } = readMap(doc);
        applyChange(doc, proposeImport([file], { existing: map }).change);
        expect(readMap(doc).map).toEqual(map);
      }),
      { numRuns },
    );
  });
});

describe('any bytes', () => {
  it('are decoded or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decodeText(bytes).text).toBe('string');
        expect(proposeImport([{ name: 'x', bytes }]).problems.every(({ file }) => file === 'x')).toBe(true);
      }),
      { numRuns: numRuns * 5 },
    );
  });
});
