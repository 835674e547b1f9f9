/** On a train: the browser was closed, there is no network, and the map is opened all the same. */
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from './pages/journey.ts';
import { MapPage } from './pages/map-page.ts';

test.use({ serviceWorkers: 'allow' });

test('the app opens without a network, with every dialog, and the map can be edited', async ({
  library,
  map,
  page,
}) => {
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\n');
  await map.isSaved();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const address = page.url();
  await page.context().setOffline(true);
  const later = await page.context().newPage();
  await page.close();
  await later.goto(address);
  const reopened = new MapPage(later);
  await expect(reopened.cards).toHaveCount(2);
  await reopened.select('Ben Ito');
  await later.keyboard.press('Enter');
  await reopened.typeLine('Cleo Marsh / Buyer');
  await expect(reopened.card('Cleo Marsh')).toBeVisible();
  await later.keyboard.press('?');
  await expect(later.getByRole('dialog')).toBeVisible();
});

/** Hands everything on to `origin` until it is told that the server is away. */
async function startProxy(origin: string): Promise<{ server: Server; address: string; loseServer: () => void }> {
  let isAway = false;
  const server = createServer((asked, answer) => {
    if (isAway) return void answer.writeHead(502).end('Bad gateway');
    const { method = 'GET', url = '/', headers } = asked;
    const onward = request(`${origin}${url}`, { method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(answer);
    });
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, address: `http://127.0.0.1:${port}/`, loseServer: () => (isAway = true) };
}

test('the app opens beside a proxy whose server is away', async ({ origin, page }) => {
  const { server, address, loseServer } = await startProxy(origin);
  await page.goto(address);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  loseServer();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Blank map/ })).toBeVisible();
  await page.close();
  server.closeAllConnections();
  server.close();
});
