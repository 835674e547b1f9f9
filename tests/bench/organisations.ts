/**
 * The organisations the benches draw: from the project's reference generator when it is there (a checkout's neighbour
 * or HERRINGBONE_TEST_MAKE_ORG), else from our own. Its tables hold no quoted cells, so splitting at commas is enough.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { emptyMap, type AccountMap, type Layer, type Person, type Relation, type Unit } from '../../src/model/index.ts';
import { randomMap } from '../support/random-map.ts';

const GENERATOR =
  process.env['HERRINGBONE_TEST_MAKE_ORG'] ?? resolve(import.meta.dirname, '../../../shared/tools/make-org.mjs');

export const hasGenerator = existsSync(GENERATOR);

/** A customer of `people` persons; the same arguments give the same map. */
export function organisation(people: number, seed: number): AccountMap {
  if (!hasGenerator) return randomMap(seed, people);
  const folder = mkdtempSync(join(tmpdir(), 'herringbone-org-'));
  try {
    execFileSync(process.execPath, [GENERATOR, String(people), String(seed), folder]);
    const read = (name: string) => rowsOf(readFileSync(join(folder, name), 'utf8'));
    return toMap(read('people.csv'), read('relations.csv'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Row = Readonly<Record<string, string>>;

function rowsOf(text: string): Row[] {
  const [header, ...lines] = text.trim().split('\n');
  const names = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

const orderKey = (n: number) => `a${String(n).padStart(6, '0')}`;

function toMap(people: readonly Row[], relations: readonly Row[]): AccountMap {
  const units = new Map<string, Unit>();
  const unitOf = (path: string): string | null => {
    if (path === '') return null;
    if (!units.has(path)) {
      const names = path.split('/');
      const parent = unitOf(names.slice(0, -1).join('/'));
      const place = { order: orderKey(units.size), outside: false, hue: null, extra: {} };
      units.set(path, { id: path, name: names.at(-1)!, parent, ...place });
    }
    return path;
  };
  const persons = people.map((row, i): Person => {
    const blank = { roles: [], marks: [], weight: null, notes: '', fields: {}, extra: {} };
    return {
      ...blank,
      id: row['id']!,
      name: row['name']!,
      title: row['title']!,
      unit: unitOf(row['department']!),
      reportsTo: row['reports_to'] || null,
      order: orderKey(i),
      layer: row['layer'] as Layer,
      attitude: row['attitude'] === '' ? null : Number(row['attitude']),
      power: Number(row['power']),
      interest: Number(row['interest'] ?? 0) || null,
    };
  });
  const links = relations.map((row, i): Relation => ({
    id: `r${String(i).padStart(5, '0')}`,
    kind: row['type'] as Relation['kind'],
    from: row['from']!,
    to: row['to']!,
    direction: 'forward',
    strength: Number(row['strength']) as Relation['strength'],
    note: '',
    extra: {},
  }));
  return {
    ...emptyMap('bench'),
    units,
    people: new Map(persons.map((person) => [person.id, person])),
    relations: new Map(links.map((link) => [link.id, link])),
  };
}
