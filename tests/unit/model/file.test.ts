import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { emptyMap, isId, parseFile, toFile, toFileText, type ParsedFile } from '../../../src/model/index.ts';
import { createPeer, randomGesture, randomStream } from '../../support/document-world.ts';
import { readMap } from '../../../src/document/index.ts';

const schema = JSON.parse(readFileSync('static/schema/map-1.json', 'utf8')) as object;
const validate = new Ajv2020({
  allowUnionTypes: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
}).compile(schema);

function parse(content: object): ParsedFile {
  const parsed = parseFile({ format: 'herringbone-map', schema: 1, ...content });
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
const reported = ({ dropped }: ParsedFile) => dropped.map(({ path, reason }) => `${path} ${reason}`);

describe('the map file', () => {
  it('[M9] refuses only what is no map file', () => {
    expect(parseFile(' \n')).toEqual({ ok: false, reason: 'empty' });
    expect(parseFile('{')).toEqual({ ok: false, reason: 'not-json' });
    expect(parseFile('[]')).toEqual({ ok: false, reason: 'not-a-map' });
    expect(parseFile({ format: 'herringbone-map', schema: '1' })).toEqual({ ok: false, reason: 'not-a-map' });
    expect(parseFile('\uFEFF{"format":"herringbone-map","schema":1}').ok).toBe(true);
  });

  it('[M10] writes what the published schema allows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const peer = createPeer(1);
      const pick = randomStream(seed);
      for (let i = 0; i < 50; i++) randomGesture(peer, pick, `${seed}x${i}`);
      const { map, removed } = readMap(peer.doc);
      const written: unknown = JSON.parse(toFileText(map, removed));
      expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('[M10] has a schema that says no to what the reader would report', () => {
    const wrong: object[] = [
      { people: [{ id: 'a b' }] },
      { people: [{ id: '__proto__' }] },
      { people: [{ id: 'a', attitude: -2 }] },
      { scale: '+2..-2', people: [{ id: 'a', attitude: 3 }] },
      { people: [{ id: 'a', power: 9 }] },
      { units: [{ id: 'a', hue: 16 }] },
      { relations: [{ id: 'r', kind: 'reports', from: 'a', to: 'b' }] },
      { layouts: { fishbone: 3 } },
    ];
    for (const content of wrong) {
      expect(validate({ format: 'herringbone-map', schema: 1, ...content }), JSON.stringify(content)).toBe(false);
      expect(parse(content).dropped, JSON.stringify(content)).not.toEqual([]);
    }
    const pattern = (schema as { $defs: { id: { pattern: string } } }).$defs.id.pattern;
    for (const id of ['a', 'a b', '张', '<a>', 'a&b', 'p-1/2'])
      expect(new RegExp(pattern, 'u').test(id)).toBe(isId(id));
  });

  it('[M11] carries unknown fields of every level through', () => {
    const content = {
      later: { a: 1 },
      account: { name: 'ACME', vat: 'X' },
      opportunity: { budget: 5 },
      units: [{ id: 'u', floor: 3 }],
      people: [
        { id: 'a', unit: 'u', roles: ['A', 'Z'], born: null },
        { id: 'b', seen: false },
      ],
      relations: [{ id: 'r', kind: 'personal', from: 'a', to: 'b', since: 1999 }],
      layouts: { later: { x: [1] } },
    };
    expect(JSON.parse(toFileText(parse(content).map))).toMatchObject(content);
  });

  it('[M12] reads a newer file, says so, and keeps its version', () => {
    const newer = parse({ schema: 2, people: [{ id: 'a', halo: true }] });
    expect([newer.readOnly, newer.schema, newer.map.people.size]).toEqual([true, 2, 1]);
    expect(toFile(newer.map, newer.removed, newer.schema).schema).toBe(2);
  });

  it('[M13] keeps the place in the list of things without an order', () => {
    const { map } = parse({ people: [{ id: 'c' }, { id: 'a' }, { id: 'b' }] });
    expect([...map.people.keys()]).toEqual(['c', 'a', 'b']);
  });

  it('[M13] reports entries without an id, with a bad one, or with one in use', () => {
    const file = parse({ people: [{ name: 'x' }, { id: 'a b' }, { id: 'a' }, { id: 'a', name: 'second' }, 7] });
    expect(reported(file)).toEqual([
      'people/0 missing',
      'people/1 forbidden-id',
      'people/3 duplicate',
      'people/4 not-an-object',
    ]);
    expect(file.map.people.get('a')?.name).toBe('');
  });

  it('[M14] carries removed things along when asked', () => {
    const file = parse({ people: [{ id: 'a', removed: true, name: 'Ann' }] });
    expect(file.map.people.size).toBe(0);
    expect(toFile(file.map).people).toEqual([]);
    expect(toFile(file.map, file.removed).people).toMatchObject([{ id: 'a', name: 'Ann', removed: true }]);
  });

  it('reads a file with nothing in it as an empty map', () => {
    expect(parse({}).map).toEqual(emptyMap());
  });
});

describe('a map fitted together', () => {
  it('[M5] lets reports and content of removed ones move up', () => {
    const { map, dropped } = parse({
      units: [{ id: 'top' }, { id: 'mid', parent: 'top', removed: true }, { id: 'low', parent: 'mid' }],
      people: [{ id: 'a' }, { id: 'b', reportsTo: 'a', removed: true }, { id: 'c', reportsTo: 'b', unit: 'mid' }],
    });
    expect(map.units.get('low')?.parent).toBe('top');
    expect(map.people.get('c')).toMatchObject({ reportsTo: 'a', unit: 'top' });
    expect(dropped).toEqual([]);
  });

  it('[M5] ends in none when removed ones stand below each other in a circle', () => {
    const { map } = parse({
      people: [
        { id: 'a', reportsTo: 'b', removed: true },
        { id: 'b', reportsTo: 'a', removed: true },
        { id: 'c', reportsTo: 'a' },
      ],
    });
    expect(map.people.get('c')?.reportsTo).toBeNull();
  });

  it('[M6] reads references to nowhere as none, and reports them', () => {
    const file = parse({
      units: [{ id: 'u', parent: 'gone' }],
      people: [
        { id: 'a', unit: 'gone', reportsTo: 'gone' },
        { id: 'b', removed: true },
      ],
      relations: [
        { id: 'r1', kind: 'dotted', from: 'a', to: 'gone' },
        { id: 'r2', kind: 'dotted', from: 'a', to: 'b' },
      ],
    });
    expect(reported(file).sort()).toEqual([
      'people/a/reportsTo dangling',
      'people/a/unit dangling',
      'relations/r1 dangling',
      'units/u/parent dangling',
    ]);
    expect(file.map.relations.size).toBe(0);
  });

  it('[M7] shows one of equal relations, and both directions', () => {
    const file = parse({
      people: [{ id: 'a' }, { id: 'b' }],
      relations: [
        { id: 'r2', kind: 'personal', from: 'a', to: 'b' },
        { id: 'r1', kind: 'personal', from: 'a', to: 'b' },
        { id: 'r3', kind: 'personal', from: 'b', to: 'a' },
      ],
    });
    expect([...file.map.relations.keys()]).toEqual(['r1', 'r3']);
    expect(reported(file)).toEqual(['relations/r2 duplicate']);
  });

  it('[M8] proposes layers for those without one: outside, by title, by place', () => {
    const { map } = parse({
      units: [
        { id: 'law', outside: true },
        { id: 'desk', parent: 'law' },
      ],
      people: [
        { id: 'a' },
        { id: 'b', reportsTo: 'a', title: 'Engineer' },
        { id: 'c', reportsTo: 'a', title: 'CFO', layer: 'execution' },
        { id: 'd', unit: 'desk', title: 'CEO' },
      ],
    });
    const layers = [...map.people.values()].map((person) => person.layer);
    expect(layers).toEqual(['decision', 'execution', 'execution', 'outside']);
  });

  it('[M4] reports who closes a cycle, and leaves what they wrote', () => {
    const file = parse({
      people: [
        { id: 'a', reportsTo: 'b' },
        { id: 'b', reportsTo: 'a' },
      ],
    });
    expect(reported(file)).toEqual(['people/a/reportsTo cycle']);
    expect(file.map.people.get('a')?.reportsTo).toBe('b');
  });
});
