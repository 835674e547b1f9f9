/** What every journey starts from: the real server over the built app, its data in a folder of its own. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { createServer, type ServerConfig } from '../../../server/index.ts';
import { LibraryPage } from './library-page.ts';
import { MapPage } from './map-page.ts';

export const APP_FOLDER = join(import.meta.dirname, '../../../dist');

interface Fixtures {
  /** Whether newcomers without a name are asked for one: `test.use({ asksForNames: true })`. */
  readonly asksForNames: boolean;
  readonly library: LibraryPage;
  readonly map: MapPage;
  /** A browser of somebody else: another context, so that only the server connects the two. */
  readonly openColleague: (address: string) => Promise<MapPage>;
}

interface WorkerFixtures {
  readonly origin: string;
  /** How this file's server differs: `test.use({ serverConfig: … })` at its top. */
  readonly serverConfig: Partial<ServerConfig>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  asksForNames: [false, { option: true }],
  serverConfig: [{}, { option: true, scope: 'worker' }],
  origin: [
    async ({ serverConfig }, use) => {
      if (!existsSync(join(APP_FOLDER, 'index.html')))
        throw new Error('There is no built app: run npm run build first');
      const dataFolder = await mkdtemp(join(tmpdir(), 'herringbone-e2e-'));
      const server = createServer({ ...serverConfig, dataFolder, appFolder: APP_FOLDER, log: () => undefined });
      await server.listen();
      await use(server.address!.origin);
      await server.destroy();
      await rm(dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ origin }, use) => use(origin),
  context: async ({ context, asksForNames }, use) => {
    const errors = watchErrors(context);
    if (!asksForNames) await context.addInitScript(stayNameless);
    await use(context);
    expectNoErrors(errors);
  },
  page: async ({ page }, use, testInfo) => {
    const network = watchNetwork(page);
    await use(page);
    if (testInfo.status !== testInfo.expectedStatus) await sayWhatWasSeen(page, network);
  },
  library: async ({ page }, use) => {
    const library = new LibraryPage(page);
    await library.open();
    await use(library);
  },
  map: async ({ page }, use) => use(new MapPage(page)),
  openColleague: async ({ browser, origin, serviceWorkers, asksForNames, locale }, use) => {
    const opened: { readonly context: BrowserContext; readonly errors: readonly string[] }[] = [];
    await use(async (address) => {
      const context = await browser.newContext({
        baseURL: origin,
        serviceWorkers,
        locale,
        viewport: { width: 1440, height: 900 },
      });
      opened.push({ context, errors: watchErrors(context) });
      if (!asksForNames) await context.addInitScript(stayNameless);
      const page = await context.newPage();
      await page.goto(address);
      return new MapPage(page);
    });
    const errors = opened.flatMap((colleague) => colleague.errors);
    for (const { context } of opened) await context.close();
    expectNoErrors(errors);
  },
});

export { expect } from '@playwright/test';

/** Runs in the page: as if the person had been asked for a name before, and had not wanted to say. */
function stayNameless(): void {
  if (location.protocol.startsWith('http')) localStorage.setItem('herringbone.nameless', 'yes');
}

/**
 * Uncaught exceptions of every page of a browser, as they come: a journey that ends well but leaves one has not ended
 * well.
 */
function watchErrors(context: BrowserContext): readonly string[] {
  const errors: string[] = [];
  context.on('weberror', (webError) => {
    const error = webError.error();
    errors.push(error.stack ?? error.message);
  });
  return errors;
}

/** What was asked of the server and has no answer, or none that could be used. */
function watchNetwork(page: Page): () => string {
  const pending = new Set<string>();
  const failed: string[] = [];
  page.on('request', (request) => pending.add(request.url()));
  page.on('requestfinished', (request) => pending.delete(request.url()));
  page.on('requestfailed', (request) => {
    pending.delete(request.url());
    failed.push(`${request.url()} ${request.failure()?.errorText ?? ''}`);
  });
  return () => `unanswered: ${[...pending].join(', ') || 'none'}; failed: ${failed.join(', ') || 'none'}`;
}

/** A failure that comes once in a hundred runs has to be understood from the output of that run. */
async function sayWhatWasSeen(page: Page, network: () => string): Promise<void> {
  if (page.isClosed()) return;
  const body = await page.locator('body').ariaSnapshot({ timeout: 5_000 });
  console.error(`The page at the end, ${page.url()}\n${network()}\n${body.slice(-8_000)}`);
}

function expectNoErrors(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`A page threw:\n${errors.join('\n')}`);
}
