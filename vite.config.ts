/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const SERVER = `http://127.0.0.1:${process.env.PORT ?? 4400}`;

const WORKER = 'service-worker';

/** Tells the service worker which files there are; it stands at the root under a name of its own, as browsers want it. */
function listBuiltFiles(): Plugin {
  return {
    name: 'list-built-files',
    apply: 'build',
    generateBundle(_options, bundle) {
      const worker = bundle[`${WORKER}.js`];
      if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
      const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const files = [
        ...names.sort().map((name) => `/${name}`),
        '/favicon.svg',
        '/manifest.webmanifest',
        '/starting.js',
      ];
      // The one file without a hash in its name that decides whether the app starts.
      const starting = readFileSync('static/starting.js');
      const version = createHash('sha256').update(files.join()).update(starting).digest('hex').slice(0, 12);
      worker.code = `const BUILT_FILES = ${JSON.stringify(files)}, BUILT_VERSION = '${version}';\n${worker.code}`;
    },
  };
}

export default defineConfig({
  plugins: [svelte(), listBuiltFiles()],
  publicDir: 'static',
  build: {
    target: 'es2022',
    outDir: 'dist',
    sourcemap: false,
    rolldownOptions: {
      input: { index: 'index.html', [WORKER]: `src/${WORKER}.ts` },
      output: { entryFileNames: ({ name }) => (name === WORKER ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': SERVER, '/healthz': SERVER, '/sync': { target: SERVER.replace('http', 'ws'), ws: true } },
  },
  test: {
    projects: [
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: {
          name: 'core',
          include: ['tests/unit/**/*.test.ts', 'tests/spec/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: { name: 'sync', include: ['tests/sync/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'server', include: ['tests/server/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
      },
    ],
  },
});
