/** Where the data lives: on this device, in every tab of this browser, and said aloud when it cannot be kept. */
import { expect, test } from './pages/journey.ts';
import { LibraryPage } from './pages/library-page.ts';
import { MapPage } from './pages/map-page.ts';

test('two tabs of one browser see each other’s changes', async ({ library, map, page, context }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  await expect(map.card('Ada Stone')).toBeVisible();
  await map.isSaved();

  const other = new MapPage(await context.newPage());
  await other.page.goto(page.url());
  await other.select('Ada Stone');
  await other.page.keyboard.press('3');
  await map.select('Ada Stone');
  await expect(map.inspector.getByRole('button', { name: /^3 · Coach/ })).toHaveAttribute('aria-pressed', 'true');
});

test('sharing begun and ended in one tab begins and ends in the others', async ({ library, map, page, context }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  await map.isSaved();
  const other = new MapPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.saveState).toHaveText('Saved on this device');

  await page.bringToFront();
  await map.share();
  for (const tab of [map, other]) await expect(tab.saveState).toHaveText('Saved · shared live');
  await (await map.shareDialog.open()).stopSharing();
  for (const tab of [map, other]) await expect(tab.saveState).toHaveText('Saved on this device');
  await expect(other.cards).toHaveCount(1);
  await other.page.reload();
  await expect(other.saveState).toHaveText('Saved on this device');
});

test('a guest’s copy is a copy in every tab', async ({ library, map, openColleague }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  const { edit } = await map.share();
  const ben = await openColleague(edit);
  await expect(ben.saveState).toHaveText('Saved · shared live');
  const other = new MapPage(await ben.page.context().newPage());
  await other.page.goto(ben.page.url());
  await expect(other.saveState).toHaveText('Saved · shared live');

  const dialog = await map.shareDialog.open();
  await dialog.renew('Link to edit');
  await ben.page.getByRole('alert').getByRole('button', { name: 'Keep a copy on this device' }).click();
  for (const tab of [ben, other]) await expect(tab.saveState).toHaveText('Saved on this device');
});

test('a browser that keeps nothing says so, and the map can be downloaded', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is switched off', 'SecurityError');
    };
  });
  const library = new LibraryPage(page);
  const map = new MapPage(page);
  await library.open();
  await expect(page.getByRole('alert').filter({ hasText: 'keeps nothing here' })).toBeVisible();
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  await expect(map.card('Ada Stone')).toBeVisible();
  await expect(map.saveState).toHaveText('Not saved on this device');
  const download = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Download the map' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.herringbone\.json$/);
});
