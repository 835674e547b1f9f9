/** The built app: initial JavaScript, and the time from opening a kept map to being able to use it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { createServer } from '../../server/index.ts';
import { toFile } from '../../src/model/index.ts';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import { randomMap } from '../support/random-map.ts';

const DIST = resolve(import.meta.dirname, '../../dist');
const PEOPLE = 300;
const RUNS = 7;

/** Gzipped bytes of everything the page loads before it is shown: the entry and its static imports. */
export function benchBundle(): void {
  if (!existsSync(join(DIST, 'index.html'))) {
    console.log('no build: run npm run build first');
    return;
  }
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1]!);
  let scripts = 0;
  for (const file of files) {
    const bytes = gzipSync(readFileSync(join(DIST, file))).length;
    if (file.endsWith('.js')) scripts += bytes;
    console.log(`${file.padEnd(44)} ${(bytes / 1000).toFixed(1)} kB gzip`);
  }
  console.log(`initial JavaScript: ${(scripts / 1000).toFixed(1)} kB gzip (goal ≤ 180)`);
}

/** Median milliseconds from navigation to the finished picture that answers, of a 300-person map kept in IndexedDB. */
export async function benchStart(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'herringbone-bench-'));
  const server = await createServer({ port: 0, dataFolder: data, appFolder: DIST });
  await server.listen();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'en' });
    await page.goto(server.address!.origin);
    const text = JSON.stringify(toFile(randomMap(1, PEOPLE)));
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /^Open a file/ }).click();
    await (
      await chooser
    ).setFiles({ name: 'bench.herringbone.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.waitForURL(/#\/m\//);
    await page.getByRole('button', { name: 'Tidy' }).waitFor();
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await page.reload({ waitUntil: 'commit' });
      // The legend is made from the finished picture.
      await page.getByText('Approver').first().waitFor();
      await page.locator('[aria-busy="false"]').first().waitFor();
      times.push(await page.evaluate(() => performance.now()));
    }
    times.sort((a, b) => a - b);
    console.log(
      `${PEOPLE} people from IndexedDB to interactive, ${RUNS} runs: median ${times[RUNS >> 1]!.toFixed(0)} ms, worst ${times.at(-1)!.toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
    await server.destroy();
    rmSync(data, { recursive: true, force: true });
  }
}
