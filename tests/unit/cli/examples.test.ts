import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFile, toFileText, type AccountMap } from '../../../src/model/index.ts';
import { example } from './support.ts';

const NAMES = ['app-testing', 'ceo-listens'];

function textOf(name: string): string {
  return readFileSync(example(name), 'utf8');
}

function mapOf(name: string): AccountMap {
  const parsed = parseFile(textOf(name));
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.value.dropped).toEqual([]);
  return parsed.value.map;
}

/** The map without its texts: what the two languages have in common. */
function shapeOf(map: AccountMap) {
  return {
    units: [...map.units.values()].map(({ id, parent, outside }) => [id, parent, outside]),
    people: [...map.people.values()].map(({ name, title, notes, ...rest }) => [
      rest,
      name === '',
      title === '',
      notes === '',
    ]),
    relations: [...map.relations.values()].map(({ note, ...rest }) => [rest, note === '']),
  };
}

describe.each(NAMES)('the example %s', (name) => {
  it('is one story in two languages', () => {
    expect(shapeOf(mapOf(`${name}.zh`))).toEqual(shapeOf(mapOf(`${name}.en`)));
    expect(textOf(`${name}.en`)).not.toMatch(/[\u3400-\u9fff]/);
  });

  it.each(['en', 'zh'])('is written as the program writes it (%s)', (language) => {
    const text = textOf(`${name}.${language}`);
    expect(toFileText(mapOf(`${name}.${language}`))).toBe(text);
  });

  it('shows an unknown seat, an outside organisation, every other kind of relation and somebody to meet', () => {
    const map = mapOf(`${name}.en`);
    const people = [...map.people.values()];
    expect(people.some((person) => person.name === '' && person.title !== '')).toBe(true);
    expect(people.some((person) => person.name !== '' && person.attitude === null)).toBe(true);
    expect([...map.units.values()].some((unit) => unit.outside)).toBe(true);
    const kinds = [...new Set([...map.relations.values()].map((relation) => relation.kind))].sort();
    expect(kinds).toEqual(['conflict', 'dotted', 'influence', 'personal']);
    expect(people.reduce((sum, person) => sum + (person.weight ?? 0), 0)).toBe(100);
  });
});
