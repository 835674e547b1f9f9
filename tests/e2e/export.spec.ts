import { readFile } from 'node:fs/promises';
import { expect, test } from './pages/journey.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';

test('the PNG is a picture of the size the dialog says, and the SVG parses', async ({ library, map, page }) => {
  await library.openExample(/^Example: app testing/);
  await expect(map.cards.first()).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();

  await map.dialog.getByRole('group', { name: 'Size' }).getByRole('button', { name: '2×' }).click();
  const said = await map.dialog.getByText(/\d+ × \d+ pixels/).textContent();
  const png = await download('PNG');
  expect(png.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
  expect(`${png.readUInt32BE(16)} × ${png.readUInt32BE(20)} pixels`).toBe(said);

  const svg = (await download('SVG')).toString('utf8');
  const parsed = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      errors: root.querySelectorAll('parsererror').length,
      cards: root.querySelectorAll('g[data-person] > rect:first-of-type').length,
    };
  }, svg);
  expect(parsed.errors).toBe(0);
  expect(parsed.cards).toBeGreaterThan(5);

  async function download(format: 'PNG' | 'SVG'): Promise<Buffer> {
    await map.dialog.getByRole('group', { name: 'Format' }).getByRole('button', { name: format }).click();
    const event = page.waitForEvent('download');
    await map.dialog.getByRole('button', { name: 'Download', exact: true }).click();
    return readFile(await (await event).path());
  }
});

test('a map file opens again as the same map', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList('name,title\nAda Stone,CEO\nBen Ito,CTO\n');
  const event = page.waitForEvent('download');
  await map.openMenu('Save as a file');
  const file = await event;
  expect(file.suggestedFilename()).toMatch(/\.herringbone\.json$/);
  const path = test.info().outputPath(file.suggestedFilename());
  await file.saveAs(path);

  await map.goToLibrary();
  await library.openFiles(path);
  await expect(map.card('Ben Ito')).toBeVisible();
});
