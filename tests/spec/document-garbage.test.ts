import fc from 'fast-check';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { addPerson, createMapReader, docFromMap, readMap } from '../../src/document/index.ts';
import { parseFile, reportingTree, toFileText, unitTree } from '../../src/model/index.ts';
import { SEEDS } from '../support/document-world.ts';

const IDS = ['a', 'b', 'c', '__proto__', 'constructor', 'has space', ''];
const KEYS =
  'id name title unit parent reportsTo order layer role:A role:Z mark:kp field:Phone field:__proto__ fields roles removed ' +
  'attitude power weight notes outside hue kind from to direction strength note schema scale account.name ' +
  'opportunity.stage __proto__ constructor later';
const key = fc.oneof(fc.constantFrom(...KEYS.split(' ')), fc.string({ maxLength: 12 }));
const value = fc.oneof(
  fc.constantFrom<unknown>(
    'a',
    'b',
    'c',
    null,
    true,
    false,
    1,
    -1,
    99,
    Number.NaN,
    'a0',
    '~~~',
    'influence',
    'decision',
  ),
  fc.anything({ maxDepth: 2, withNullPrototype: false, withBigInt: true }),
  fc.constant(new Uint8Array([1, 2])),
  fc.constant('x'.repeat(30_000)),
);
const thing = fc.oneof(fc.dictionary(key, value, { maxKeys: 12 }), value);
const roots = fc.record({
  meta: fc.dictionary(key, value, { maxKeys: 8 }),
  units: fc.dictionary(fc.constantFrom(...IDS), thing),
  people: fc.dictionary(fc.constantFrom(...IDS), thing),
  relations: fc.dictionary(fc.constantFrom(...IDS), thing),
  layout: fc.dictionary(fc.oneof(fc.constantFrom('fishbone/a', 'fishbone/__proto__', '/', 'x'), key), value),
});

function set(map: Y.Map<unknown>, name: string, content: unknown): void {
  try {
    map.set(name, content);
  } catch {
    // Yjs itself refuses some values; what it refuses cannot be in a document.
  }
}

/** A document as a broken or hostile peer may have written it. */
function writeGarbage(doc: Y.Doc, content: Record<string, Record<string, unknown>>): void {
  for (const [root, things] of Object.entries(content)) {
    const map = doc.getMap(root);
    for (const [id, raw] of Object.entries(things)) {
      const isThing = root !== 'meta' && root !== 'layout' && typeof raw === 'object' && raw !== null;
      if (!isThing || Array.isArray(raw) || raw instanceof Uint8Array) {
        set(map, id, raw);
        continue;
      }
      const nested = new Y.Map<unknown>();
      set(map, id, nested);
      for (const [name, item] of Object.entries(raw)) set(nested, name, item);
    }
  }
}

describe('the reader and whatever a peer may write', { timeout: 300_000 }, () => {
  it('[D1] reads every document as a valid map that a file can hold', () => {
    fc.assert(
      fc.property(roots, (content) => {
        const doc = new Y.Doc();
        const reader = createMapReader(doc);
        writeGarbage(doc, content);
        const result = readMap(doc);
        expect(reader.current()).toEqual(result);
        expect(reportingTree(result.map).depth.size).toBe(result.map.people.size);
        expect(unitTree(result.map).depth.size).toBe(result.map.units.size);
        const again = parseFile(toFileText(result.map, result.removed));
        expect(again.ok && again.value.map.people.size).toBe(result.map.people.size);
        addPerson(doc, { name: 'New' });
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      }),
      { numRuns: SEEDS, seed: 1 },
    );
  });

  it('[D1] reads a document whose roots are of other types as an empty map', () => {
    const doc = new Y.Doc();
    doc.getArray('people').push([1]);
    doc.getText('meta').insert(0, 'hello');
    const { map, dropped } = readMap(doc);
    expect(map.people.size).toBe(0);
    expect(dropped).toEqual([
      { path: 'meta', reason: 'not-an-object' },
      { path: 'people', reason: 'not-an-object' },
    ]);
  });
});

describe('the file reader and whatever a file may hold', { timeout: 300_000 }, () => {
  const lists = fc.array(fc.oneof(fc.dictionary(key, value, { maxKeys: 12 }), value), { maxLength: 6 });
  const file = fc.record(
    {
      format: fc.constant('herringbone-map'),
      schema: fc.constantFrom<unknown>(1, 2),
      units: fc.oneof(lists, value),
      people: fc.oneof(lists, value),
      relations: fc.oneof(lists, value),
      layouts: value,
      account: value,
      name: value,
      later: fc.jsonValue(),
    },
    { requiredKeys: ['format', 'schema'] },
  );

  it('[M9] never throws, and what it read reads the same after writing', () => {
    fc.assert(
      fc.property(file, (content) => {
        const first = parseFile(content);
        if (!first.ok) throw new Error(first.reason);
        const { map, removed } = first.value;
        const second = parseFile(toFileText(map, removed));
        if (!second.ok) throw new Error(second.reason);
        expect(toFileText(second.value.map)).toBe(toFileText(map));
        expect(toFileText(readMap(docFromMap(map)).map)).toBe(toFileText(map));
      }),
      { numRuns: SEEDS, seed: 2 },
    );
  });

  it('[M9] never throws on any text or value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (content) => {
        expect(typeof parseFile(content).ok).toBe('boolean');
      }),
      { numRuns: SEEDS * 4, seed: 3 },
    );
  });
});
