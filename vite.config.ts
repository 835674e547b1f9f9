import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const SERVER = `http://127.0.0.1:${process.env.PORT ?? 4400}`;

export default defineConfig({
  plugins: [svelte()],
  publicDir: 'static',
  build: { target: 'es2022', outDir: 'dist', sourcemap: false },
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
        test: { name: 'sync', include: ['tests/sync/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'server', include: ['tests/server/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
      },
    ],
  },
});
