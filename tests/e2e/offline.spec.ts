/** On a train: the browser was closed, there is no network, and the map is opened all the same. */
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from './pages/journey.ts';
import { MapPage } from './pages/map-page.ts';

test.use({ serviceWorkers: 'allow' });

const LIVE = 'Saved · shared live';
const OFFLINE = 'Offline · saved on this device';

async function addBelow(map: MapPage, boss: string, line: string): Promise<void> {
  await map.select(boss);
  await map.page.keyboard.press('Tab');
  await map.typeLine(line);
  await expect(map.cards.filter({ hasText: line.split(' / ')[0] ?? '' })).toBeVisible();
}

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
  await map.goOffline();
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

test('a week without a network on a shared map: closed, opened, edited, and merged on return', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n');
  const { edit } = await map.share();
  await expect(map.saveState).toHaveText(LIVE);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(3);
  const address = page.url();
  const device = page.context();
  await map.goOffline();

  await test.step('what is done on the train is kept, and is there in the evening', async () => {
    await addBelow(map, 'Ben Ito', 'Dan Wu / Clerk');
    await expect(map.saveState).toHaveText(OFFLINE);
  });
  const evening = new MapPage(await device.newPage());
  await page.close();
  await test.step('opened anew it is all there, and goes on', async () => {
    await evening.page.goto(address);
    await expect(evening.card('Dan Wu')).toBeVisible();
    await expect(evening.saveState).toHaveText(OFFLINE);
    await evening.select('Cleo Marsh');
    await evening.page.keyboard.press('3');
    await addBelow(evening, 'Dan Wu', 'Eve Park / Trainee');
    await expect(evening.saveState).toHaveText(OFFLINE);
  });

  await test.step('colleagues have gone on meanwhile', async () => {
    await colleague.select('Ben Ito');
    await colleague.page.keyboard.press('F2');
    await colleague.typeLine('Ben Sato / CTO');
    await colleague.select('Cleo Marsh');
    await colleague.page.keyboard.press('k');
    await expect(colleague.saveState).toHaveText(LIVE);
    await expect(colleague.cards).toHaveCount(3);
  });

  await test.step('on return both have all of it', async () => {
    await device.setOffline(false);
    for (const one of [evening, colleague]) {
      await expect(one.card('Eve Park')).toBeVisible({ timeout: 45_000 });
      await expect(one.card('Ben Sato')).toBeVisible();
      await expect(one.card('Cleo Marsh')).toHaveAccessibleName(/KP.*Coach|Coach.*KP/);
      await expect(one.saveState).toHaveText(LIVE);
    }
  });
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
