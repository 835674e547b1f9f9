import { describe, expect, it } from 'vitest';
import { parseFile } from '../../../src/model/index.ts';
import { circleOf } from '../../../src/ui/dialogs/dropped-circle.ts';

function read(content: object) {
  const file = parseFile(JSON.stringify({ format: 'herringbone-map', schema: 1, ...content }));
  if (!file.ok) throw new Error(file.reason);
  return file.value;
}

describe('an entry that closes a circle', () => {
  it('names the people in it, from where it was cut upwards, and nobody who hangs below', () => {
    const { map, dropped } = read({
      people: [
        { id: 'a', name: 'Ada', reportsTo: 'c' },
        { id: 'b', name: 'Ben', reportsTo: 'a' },
        { id: 'c', name: 'Cleo', reportsTo: 'b' },
        { id: 'd', name: 'Dan', reportsTo: 'c' },
      ],
    });
    expect(dropped.map((row) => circleOf(row, map)?.map(({ name }) => name))).toEqual([['Ada', 'Cleo', 'Ben']]);
  });

  it('names departments that lie in each other, and somebody who is their own superior', () => {
    const { map, dropped } = read({
      units: [
        { id: 'u', name: 'IT', parent: 'w' },
        { id: 'w', name: 'Lab', parent: 'u' },
      ],
      people: [{ id: 'a', name: 'Ada', reportsTo: 'a' }],
    });
    const names = dropped.map((row) => circleOf(row, map)?.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining([['IT', 'Lab'], ['Ada']]));
  });

  it('is none any more once it was mended, and other entries never are', () => {
    const { map } = read({
      people: [
        { id: 'a', name: 'Ada' },
        { id: 'b', name: 'Ben', reportsTo: 'a' },
      ],
    });
    for (const path of ['people/a/reportsTo', 'people/b/reportsTo', 'people/gone/reportsTo', 'relations/a'])
      expect(circleOf({ path, reason: 'cycle' }, map)).toBe(null);
    expect(circleOf({ path: 'people/a/reportsTo', reason: 'dangling' }, map)).toBe(null);
  });
});
