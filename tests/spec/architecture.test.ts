/** Holds the table of ARCHITECTURE.md: who may import whom. Arrows only point down, and nothing imports in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Folder → the folders and packages it may import besides itself, read from the table itself. '*' = anything in src; a
 * name ending in `:` allows a scheme; `(types)` after a folder, only its types.
 */
function readTable(): ReadonlyMap<string, readonly string[]> {
  const document = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = document.split('\n## Who may import whom\n');
  const [, ...rows] = section.split('\n## ')[0]!.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm);
  return new Map(
    rows.map(([, folder = '', cell = '']) => [
      folder === 'main.ts, App.svelte' ? 'root' : folder,
      cell === 'nothing' ? [] : cell.split(', ').map((name) => (name === 'anything in src' ? '*' : name)),
    ]),
  );
}

const MAY_IMPORT = readTable();

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
  readonly isType: boolean;
  /** A file of ours, or null for a package. */
  readonly path: string | null;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** `src/layout/x.ts` → layout, `server/x.ts` → server, `src/main.ts` → root. */
function folderOf(file: string): string {
  const parts = relative(ROOT, file).split('/');
  return parts[0] === 'server' ? 'server' : parts.length > 2 ? parts[1]! : 'root';
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+\.ts)['"]/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = (match[2] ?? match[3] ?? match[4] ?? match[5])!.replace(/\?.*$/, '');
    const path = target.startsWith('.') ? resolve(dirname(file), target) : null;
    return { file, folder: folderOf(file), target, isType: match[1] !== undefined, path };
  });
}

const FILES = [...sources(join(ROOT, 'src')), ...sources(join(ROOT, 'server'))];
const IMPORTS = FILES.flatMap(importsOf);

function isAllowed({ folder, target, isType, path }: Import): boolean {
  const rules = MAY_IMPORT.get(folder) ?? [];
  if (path !== null)
    return (
      folderOf(path) === folder ||
      rules.includes('*') ||
      rules.includes(folderOf(path)) ||
      (isType && rules.includes(`${folderOf(path)} (types)`)) ||
      (folder === 'root' && path.startsWith(ROOT))
    );
  return (
    rules.some((rule) => target === rule || target.startsWith(rule.endsWith(':') ? rule : `${rule}/`)) ||
    (target === 'svelte/reactivity' && rules.includes('svelte'))
  );
}

/** The first circle of imports found by depth-first search, as a path of files; empty when there is none. Types count too. */
function findCircle(): string[] {
  const next = new Map<string, string[]>();
  for (const { file, path } of IMPORTS) if (path !== null) next.set(file, [...(next.get(file) ?? []), path]);
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const target of next.get(file) ?? []) {
      const circle = walk(target, [...trail, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of FILES) {
    const circle = walk(file, []);
    if (circle.length > 0) return circle.map((path) => relative(ROOT, path));
  }
  return [];
}

describe('architecture', () => {
  it('reads the imports of the whole tree', () => {
    expect(IMPORTS.length).toBeGreaterThan(50);
  });

  it('every folder imports only what its row of the table allows', () => {
    const forbidden = IMPORTS.filter((entry) => !isAllowed(entry)).map(
      (entry) => `${relative(ROOT, entry.file)} → ${entry.target}`,
    );
    expect(forbidden).toEqual([]);
  });

  it('no file imports itself through others', () => {
    expect(findCircle()).toEqual([]);
  });

  it('the table in ARCHITECTURE.md has a row for every folder, and only for those', () => {
    expect([...MAY_IMPORT.keys()].sort()).toEqual([...new Set(FILES.map(folderOf))].sort());
  });

  it('the table in ARCHITECTURE.md names only folders there are, and packages that are installed', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const known = new Set(['*', 'node:', ...FILES.map(folderOf), ...Object.keys(dependencies)]);
    const names = [...MAY_IMPORT.values()].flat().map((name) => name.replace(/ \(types\)$/, ''));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});
