/** A new version of the app comes while somebody has the old one open: nothing breaks under them, nothing is lost. */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '../../server/index.ts';
import { APP_FOLDER, expect, test as base } from './pages/journey.ts';

const WORKER = 'service-worker.js';
const VERSION = /BUILT_VERSION = '([0-9a-f]+)'/;

/** The app in a folder of this test's, where a newer build can take its place. */
const test = base.extend<object, { readonly app: { readonly folder: string; readonly origin: string } }>({
  app: [
    async ({ serverConfig }, use) => {
      const home = await mkdtemp(join(tmpdir(), 'herringbone-upgrade-'));
      const folder = join(home, 'app');
      await cp(APP_FOLDER, folder, { recursive: true });
      const server = createServer({
        ...serverConfig,
        dataFolder: join(home, 'data'),
        appFolder: folder,
        log: () => undefined,
      });
      await server.listen();
      await use({ folder, origin: server.address!.origin });
      await server.destroy();
      await rm(home, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  origin: [async ({ app }, use) => use(app.origin), { scope: 'worker' }],
});

test.use({ serviceWorkers: 'allow' });

/** What a new build does to the folder: another worker, and a part of the app under another name. */
async function deploy(folder: string, part: string): Promise<void> {
  const assets = join(folder, 'assets');
  const old = (await readdir(assets)).find((name) => name.startsWith(`${part}-`) && name.endsWith('.js'));
  if (old === undefined) throw new Error(`the build has no ${part}`);
  const anew = `${part}-renewed.js`;
  await rename(join(assets, old), join(assets, anew));
  for (const name of [
    WORKER,
    ...(await readdir(assets)).filter((file) => file.endsWith('.js')).map((file) => `assets/${file}`),
  ]) {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replaceAll(old, anew).replace(VERSION, "BUILT_VERSION = 'abc'"));
  }
}

test('a page of the old version goes on with its own files; the next one is the new version, with the map', async ({
  app,
  library,
  map,
  page,
}) => {
  const caches = () => page.evaluate(() => window.caches.keys());
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\n');
  await map.isSaved();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  const before = await caches();
  const address = page.url();
  await deploy(app.folder, 'HelpDialog');

  await test.step('the new version is fetched beside the old one', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then((worker) => worker.update()).then(() => undefined));
    await expect.poll(caches).toHaveLength(before.length + 1);
    await page.keyboard.press('?');
    await expect(map.dialog).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('opened anew it is the new version, and nothing of the old one is kept', async () => {
    const later = await page.context().newPage();
    // The old worker goes a moment after its last page has gone, which only the browser itself can tell.
    const workers = await page.context().newCDPSession(later);
    const hasTakenOver = new Promise<void>((resolve) => {
      workers.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        // The first this browser had is 0.
        if (versions.some(({ versionId, status }) => Number(versionId) > 0 && status === 'activated')) resolve();
      });
    });
    await workers.send('ServiceWorker.enable');
    await page.close();
    await hasTakenOver;
    await later.goto(address);
    await expect(later.getByRole('button', { name: /^Ben Ito/ })).toBeVisible();
    expect(await later.evaluate(() => window.caches.keys())).toEqual(['herringbone-abc']);
    await later.keyboard.press('?');
    await expect(later.getByRole('dialog')).toBeVisible();
  });
});
