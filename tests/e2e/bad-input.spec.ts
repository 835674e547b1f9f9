/** Whatever comes in that is not ours gets a clear message and changes nothing. */
import { writeFile } from 'node:fs/promises';
import { expect, test } from './pages/journey.ts';

test('a file that is no map is refused with a message', async ({ library, page }) => {
  const path = test.info().outputPath('holiday.json');
  await writeFile(path, '{"photos": 12}');
  await library.openFiles(path);
  await expect(page.getByRole('alert').filter({ hasText: 'not a map file' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('an address that names nothing says so and leads home', async ({ library, page }) => {
  await page.goto('/#/nowhere/at/all');
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  await page.getByRole('button', { name: 'To your maps' }).click();
  await expect(page.getByRole('heading', { name: 'Draw your first customer' })).toBeVisible();
  await page.goto('/#/m/abcdefghijklmnop');
  await expect(page.getByRole('heading', { name: 'This map is not on this device' })).toBeVisible();
  expect(library.page).toBe(page);
});

test('a link that was cut short says so', async ({ openColleague }) => {
  const stranger = await openColleague('/#/m/AAAAAAAAAAAAAAAAAAAAAA/v1.cut');
  await expect(stranger.page.getByRole('heading', { name: 'This link does not open the map' })).toBeVisible();
});

test('names of 2,000 characters, markup, emoji and right-to-left text are drawn as text', async ({
  library,
  map,
  page,
}) => {
  await library.createBlank();
  const names = ['<img src=x onerror=alert(1)>', 'محمد الأحمد', '👩‍💼 Zoë', 'Ω'.repeat(2_000)];
  await map.importList(['name', ...names].join('\n'));
  await expect(map.cards).toHaveCount(4);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await map.show('Power map');
  await expect(map.cards).toHaveCount(4);
});
