/**
 * What `npm start` and `npm run dev` run, also on a fresh clone: plain JavaScript without dependencies, because it may
 * be here before any of them. Installs if needed, builds if needed, then becomes the server (see main.ts).
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Run by path, not through npx: then a signal to it reaches it. */
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
const MIN_NODE = [20, 19];
const DEV_PORT = 5173;
const SOURCES = [
  'src',
  'static',
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'svelte.config.js',
];
/** There npm is a script that only a shell can start. */
const isWindows = process.platform === 'win32';
const isDev = process.argv.includes('--dev');

checkNode();
installIfNeeded();
if (isDev) startVite();
else buildIfNeeded();

const { register } = await import('tsx/esm/api');
register();
await import('./main.ts');

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  fail(`needs Node ${MIN_NODE.join('.')} or newer, this is ${process.versions.node}`);
}

function installIfNeeded() {
  if (isInstalled(ROOT)) return;
  run('npm', ['install', '--no-audit', '--no-fund'], 'the packages could not be installed', { shell: isWindows });
}

function buildIfNeeded() {
  const built = changedAt(join(ROOT, 'dist', 'index.html'));
  const newest = Math.max(...SOURCES.map((name) => newestIn(join(ROOT, name))));
  if (built > 0 && built >= newest) return;
  run(process.execPath, [VITE, 'build', '--logLevel', 'warn'], 'the app could not be built');
}

/** The development server of vite beside ours; it passes /api, /healthz and /sync on. */
function startVite() {
  // Pages come from vite's port then, so links must point there and its origin must be let in.
  process.env.HERRINGBONE_URL ??= `http://localhost:${DEV_PORT}`;
  const options = ['--port', String(DEV_PORT), '--strictPort'];
  const vite = spawn(process.execPath, [VITE, ...options], { cwd: ROOT, stdio: 'inherit' });
  process.once('exit', () => vite.kill());
  vite.once('exit', (code) => {
    if (code) fail('vite stopped');
  });
}

function run(command, args, whatFailed, options = {}) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (status !== 0) fail(whatFailed);
}

/** Milliseconds since 1970; 0 when there is no such file. */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestIn(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The folder's own time counts too: it changes when a file is removed.
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), stats.mtimeMs);
}

function fail(message) {
  console.error(`herringbone: ${message}`);
  process.exit(1);
}
