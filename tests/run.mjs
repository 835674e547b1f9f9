#!/usr/bin/env node
// `npm test`, alone on a fresh clone: installs what is missing, then types, lint, unit, spec, sync, server and browser
// suites. The last line sums them all: `N passed, N failed`. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../server/installed.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(ROOT);

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

function stop(message) {
  console.error(message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  stop(`Herringbone needs Node 20.19 or newer; this is ${process.version}.`);

if (!isInstalled(ROOT, { withDev: true }) && run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']) !== 0)
  stop('npm ci failed: see above.');

const pathFolders = (process.env.PATH ?? '').split(delimiter);

/** The first folder of these that holds such a program; null when none does. */
function findProgram(names, folders = pathFolders) {
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The browser to test with: $CHROMIUM, one on the PATH, or Playwright's own. */
async function findBrowser() {
  const found = process.env.CHROMIUM || findProgram(['chromium', 'chromium-browser', 'google-chrome']);
  if (found) return found;
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

function hasChineseFont() {
  const { stdout, error } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return error ? process.platform !== 'linux' : stdout.trim() !== '';
}

/** PostgreSQL's programs are on the PATH, or where Debian keeps them. */
function hasPostgres() {
  const debian = '/usr/lib/postgresql';
  const folders = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  return findProgram(['initdb'], [...pathFolders, ...folders]) !== null;
}

/** Debian's names of what the tests need and this machine lacks. */
async function missingPackages() {
  const packages = [];
  if ((await findBrowser()) === null) packages.push('chromium');
  if (!hasChineseFont()) packages.push('fonts-noto-cjk', 'fontconfig');
  if (!process.env.HERRINGBONE_TEST_DATABASE_URL && !hasPostgres()) packages.push('postgresql');
  if (!process.env.HERRINGBONE_TEST_REDIS_URL && findProgram(['redis-server']) === null) packages.push('redis-server');
  return packages;
}

/** Installs the programs alone: the tests start their own databases, so no service is to run on this machine. */
function install(packages) {
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    run('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
    return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  } finally {
    if (isOurs) rmSync(policy);
  }
}

const missing = await missingPackages();
if (missing.length > 0) {
  const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!canInstall)
    stop(
      [
        'The tests need Chromium, a Chinese font, PostgreSQL 14 or newer, and Redis 5 or newer.',
        `Missing here, by their Debian names: ${missing.join(', ')}. On Debian or Ubuntu run:`,
        `  sudo apt-get install -y ${missing.join(' ')}`,
        'Elsewhere: npx playwright install chromium, Noto Sans CJK, and initdb and redis-server on the PATH (or',
        'HERRINGBONE_TEST_DATABASE_URL and HERRINGBONE_TEST_REDIS_URL of running ones); then npm test again.',
      ].join('\n'),
    );
  if (install(missing) !== 0) stop(`Installing ${missing.join(', ')} failed: see above.`);
}
const browser = await findBrowser();
if (browser === null) stop('No Chromium found after installing it. Set CHROMIUM to its path.');
if ((await missingPackages()).length > 0) stop(`Still missing after the installation: ${await missingPackages()}.`);
process.env.CHROMIUM = browser;
mkdirSync('test-results', { recursive: true });

let passed = 0;
let failed = 0;

/** A command that is one check: passed when it exits 0. */
function check(name, command, args) {
  console.log(`\n— ${name}`);
  if (run(command, args) === 0) passed++;
  else failed++;
}

/** A suite that writes its counts into a JSON report. A report that is missing or empty is a failure. */
function suite(name, command, args, report, count) {
  console.log(`\n— ${name}`);
  const status = run(command, args);
  try {
    const counts = count(JSON.parse(readFileSync(report, 'utf8')));
    passed += counts.passed;
    failed += counts.failed;
    if (counts.passed + counts.failed === 0 || (status !== 0 && counts.failed === 0)) failed++;
  } catch (error) {
    console.error(`${name}: no report (${error.message})`);
    failed++;
  }
}

check('types', 'npm', ['run', '-s', 'types']);
check('lint', 'npx', ['eslint', '.']);
check('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
for (const project of ['core', 'sync', 'server']) {
  // Only the core is computing alone; the others wait for sockets and disks and want the machine's ear.
  const workers = project === 'core' ? ['--maxWorkers=100%'] : [];
  const report = `test-results/${project}.json`;
  suite(
    project,
    'npx',
    [
      'vitest',
      'run',
      '--project',
      project,
      ...workers,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    (json) => ({
      passed: json.numPassedTests,
      failed:
        json.numFailedTests +
        json.numPendingTests +
        json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    }),
  );
}
check('build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = 'test-results/browser.json';
suite('browser', 'npx', ['playwright', 'test', '--reporter=list,json'], 'test-results/browser.json', ({ stats }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + stats.skipped,
}));

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
