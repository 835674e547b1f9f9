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

test('a browser that keeps nothing says so, and the map can be downloaded', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is switched off', 'SecurityError');
    };
  });
  const library = new LibraryPage(page);
  const map = new MapPage(page);
  await library.open();
  await expect(page.getByRole('alert')).toContainText('keeps nothing here');
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  await expect(map.card('Ada Stone')).toBeVisible();
  await expect(map.saveState).toHaveText('Not saved on this device');
  const download = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Download the map' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.herringbone\.json$/);
});
