/**
 * The canvas beside plain Svelte Flow (every card a node, every link an SVG edge, the same card component) on the same
 * graph, in one run of one browser. Prints a Markdown table. HERRINGBONE_TEST_PEOPLE=200,2000 chooses the sizes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { build, preview, type InlineConfig } from 'vite';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import type { Frames } from './canvas/drive.ts';
import type { BenchPage } from './canvas/main.ts';

const ROOT = resolve(import.meta.dirname, 'canvas');
const SIZES = (process.env.HERRINGBONE_TEST_PEOPLE ?? '200,1000,2000,5000').split(',').map(Number);
const CHANGES = 40;
/** First renders per side; the larger maps take plain Svelte Flow long enough to be plain. */
const runsFor = (people: number) => (people > 1000 ? 1 : 3);
const ALL_APPS = ['ours', 'plain'] as const;
const APPS = ALL_APPS.filter((app) => (process.env.HERRINGBONE_TEST_SIDES ?? 'ours,plain').includes(app));

declare const bench: BenchPage;

interface Measured {
  readonly first: number;
  readonly firstLongest: number;
  readonly pan: Frames;
  readonly zoom: Frames;
  readonly drag: Frames;
  readonly heapMb: number;
  readonly changeMs: number;
}

export async function benchCanvas(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'herringbone-canvas-bench-'));
  const common = {
    root: ROOT,
    configFile: false as const,
    logLevel: 'error' as const,
    plugins: [svelte()],
  } satisfies InlineConfig;
  await build({ ...common, build: { outDir: out, target: 'es2022', emptyOutDir: true }, worker: { format: 'es' } });
  const server = await preview({ ...common, build: { outDir: out }, preview: { port: 0, host: '127.0.0.1' } });
  const origin = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumFlags, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  try {
    console.log(`Chromium ${browser.version()}, software rendering, 1920 × 1080\n`);
    const sizes: [number, Record<(typeof APPS)[number], Measured>][] = [];
    for (const people of SIZES) {
      const found = {} as Record<(typeof APPS)[number], Measured>;
      for (const app of APPS) found[app] = await measure(browser, origin, app, people);
      sizes.push([people, found]);
      printTable([[people, found]]);
      console.log();
    }
    if (sizes.length > 1) printTable(sizes);
  } finally {
    await browser.close();
    await server.close();
    rmSync(out, { recursive: true, force: true });
  }
}

async function openPage(browser: Browser, origin: string, app: string, people: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'en' });
  page.on('pageerror', (error) => console.error(`${app} ${people}: ${error.message}`));
  await page.goto(`${origin}?app=${app}&people=${people}`);
  await page.waitForFunction(() => 'bench' in globalThis);
  return page;
}

async function measure(browser: Browser, origin: string, app: string, people: number): Promise<Measured> {
  const firsts: { ms: number; longest: number }[] = [];
  let heap = 0;
  let page: Page | null = null;
  for (let run = 0; run < runsFor(people); run++) {
    await page?.close();
    page = await openPage(browser, origin, app, people);
    const before = await heapOf(page);
    firsts.push(await page.evaluate(() => bench.firstRender()));
    heap = (await heapOf(page)) - before;
    if (process.env.HERRINGBONE_TEST_SHOT)
      await page.screenshot({ path: `${process.env.HERRINGBONE_TEST_SHOT}-${app}-${people}.png` });
  }
  const session = await page!.context().newCDPSession(page!);
  const change = await changeOf(page!, session);
  const pan = await page!.evaluate(() => bench.frames('pan'));
  const zoom = await page!.evaluate(() => bench.frames('zoom'));
  const drag = await page!.evaluate(() => bench.frames('drag'));
  await page!.close();
  firsts.sort((a, b) => a.ms - b.ms);
  const { ms, longest } = firsts[firsts.length >> 1]!;
  return { first: ms, firstLongest: longest, pan, zoom, drag, heapMb: heap / 1e6, changeMs: change };
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Median milliseconds of the main thread for one remote change: script, style, layout and paint, less an idle wait's. */
async function changeOf(page: Page, session: CDPSession): Promise<number> {
  // Time of the thread, not of the clock: other programs on the machine do not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (act: (turn: number) => Promise<void>) => {
    const times: number[] = [];
    for (let turn = 0; turn < CHANGES; turn++) {
      const before = await taskMs(session);
      await act(turn);
      times.push((await taskMs(session)) - before);
    }
    return times.sort((a, b) => a - b)[CHANGES >> 1]!;
  };
  const idle = await busy(() => page.evaluate(() => bench.nothing()));
  const changed = await busy((turn) => page.evaluate((at) => bench.moveOne(at), turn));
  return Math.max(0, changed - idle);
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration')!.value * 1000;
}

function printTable(sizes: readonly [number, Record<(typeof APPS)[number], Measured>][]): void {
  const frames = ({ median, p95 }: Frames) => `${median.toFixed(0)} / ${p95.toFixed(0)}`;
  const rows: [string, (found: Measured) => string][] = [
    ['first render, ms', (found) => found.first.toFixed(0)],
    ['longest task in it, ms', (found) => found.firstLongest.toFixed(0)],
    ['pan, median / p95 frame, ms', (found) => frames(found.pan)],
    ['zoom, median / p95 frame, ms', (found) => frames(found.zoom)],
    ['drag, median / p95 frame, ms', (found) => frames(found.drag)],
    [
      'longest task of the gestures, ms',
      ({ drag, pan, zoom }) => Math.max(pan.longest, zoom.longest, drag.longest).toFixed(0),
    ],
    ['a colleague moves one card, main thread, ms', (found) => found.changeMs.toFixed(1)],
    ['heap after the first render, MB', (found) => found.heapMb.toFixed(1)],
  ];
  const head = sizes.flatMap(([people]) => APPS.map((app) => `${people}: ${app === 'ours' ? 'ours' : 'plain'}`));
  console.log(`| people | ${head.join(' | ')} |`);
  console.log(`|---|${head.map(() => '--:').join('|')}|`);
  for (const [name, cell] of rows)
    console.log(`| ${name} | ${sizes.flatMap(([, found]) => APPS.map((app) => cell(found[app]))).join(' | ')} |`);
}
