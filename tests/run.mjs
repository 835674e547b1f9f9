#!/usr/bin/env node
// `npm test`, alone on a fresh clone: installs what is missing, then types, lint, unit, spec, sync, server and browser
// suites. The last line sums them all: `N passed, N failed`. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

function isInstalled() {
  const marker = 'node_modules/.package-lock.json';
  return (
    existsSync(marker) &&
    existsSync('node_modules/vitest') &&
    statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs
  );
}
if (!isInstalled() && run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']) !== 0)
  stop('npm ci failed: see above.');

/** The browser to test with: $CHROMIUM, one on the PATH, or Playwright's own. */
async function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env.PATH ?? '').split(delimiter))
      if (existsSync(join(folder, name))) return join(folder, name);
  }
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

const hasChineseFont = () => {
  const { stdout, error } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return error ? process.platform !== 'linux' : stdout.trim() !== '';
};

let browser = await findBrowser();
if (browser === null || !hasChineseFont()) {
  const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!canInstall)
    stop(
      'The browser tests need Chromium and a Chinese font. On Debian or Ubuntu run:\n  sudo apt-get install -y chromium fonts-noto-cjk\nElsewhere: npx playwright install chromium, and install Noto Sans CJK; then npm test again.',
    );
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], { env: environment, stdio: 'ignore' });
  if (
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig'], {
      env: environment,
    }) !== 0
  )
    stop('Installing chromium and fonts-noto-cjk failed: see above.');
  browser = await findBrowser();
}
if (browser === null) stop('No Chromium found after installing it. Set CHROMIUM to its path.');
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
