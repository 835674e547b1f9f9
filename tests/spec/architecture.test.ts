/** Holds the table of ARCHITECTURE.md: who may import whom. Arrows only point down, and nothing imports in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Folder → folders and packages it may import besides itself. '*' = anything in src; a prefix ending in `:` allows a scheme. */
const MAY_IMPORT: Record<string, string[]> = {
  i18n: [],
  model: [],
  layout: ['model', 'analysis', 'd3-force'],
  analysis: ['model'],
  scene: ['model', 'layout', 'analysis', 'i18n'],
  export: ['scene', 'model', 'i18n'],
  import: ['model', 'papaparse'],
  document: ['model', 'yjs', 'fractional-indexing'],
  comments: ['model', 'yjs'],
  sync: ['document', 'model', 'yjs', 'y-protocols', 'lib0', 'y-indexeddb', 'y-websocket'],
  state: [
    'model',
    'document',
    'comments',
    'layout',
    'analysis',
    'scene',
    'sync',
    'import',
    'export',
    'i18n',
    'svelte',
    'yjs',
  ],
  canvas: ['state', 'comments', 'scene', 'model', 'layout', 'export', 'i18n', 'svelte', '@xyflow/svelte'],
  ui: ['state', 'comments', 'uqr', 'canvas', 'scene', 'export', 'import', 'i18n', 'model', 'svelte'],
  cli: [
    'model',
    'document',
    'layout',
    'analysis',
    'scene',
    'export',
    'import',
    'i18n',
    'server',
    'node:',
    '@resvg/resvg-js',
    'subset-font',
    '@fontsource/noto-sans-sc',
  ],
  server: ['yjs', 'y-protocols', 'lib0', 'ws', 'classic-level', 'pg', 'ioredis', 'pino', 'prom-client', 'node:'],
  root: ['*', 'svelte'],
};

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
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
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+\.ts)['"]/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = (match[1] ?? match[2] ?? match[3] ?? match[4])!.replace(/\?.*$/, '');
    const path = target.startsWith('.') ? resolve(dirname(file), target) : null;
    return { file, folder: folderOf(file), target, path };
  });
}

const FILES = [...sources(join(ROOT, 'src')), ...sources(join(ROOT, 'server'))];
const IMPORTS = FILES.flatMap(importsOf);

function isAllowed({ folder, target, path }: Import): boolean {
  const rules = MAY_IMPORT[folder] ?? [];
  if (path !== null)
    return (
      folderOf(path) === folder ||
      rules.includes('*') ||
      rules.includes(folderOf(path)) ||
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

  it('the table in ARCHITECTURE.md names every folder', () => {
    const document = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    const folders = [...new Set(FILES.map(folderOf))].filter((folder) => folder !== 'root');
    expect(folders.filter((folder) => !document.includes(`| ${folder} |`))).toEqual([]);
  });
});
