/** On a train: the browser was closed, there is no network, and the map is opened all the same. */
import { expect, test } from './pages/journey.ts';
import { MapPage } from './pages/map-page.ts';

test.use({ serviceWorkers: 'allow' });

test('the app opens without a network, with every dialog, and the map can be edited', async ({
  library,
  map,
  page,
}) => {
  await library.createBlank();
  await map.pasteList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\n');
  await map.confirmImport();
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
