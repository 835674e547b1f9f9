/** What the shelf says of maps that only this device keeps. */
import type { Page } from '@playwright/test';
import { expect, test } from './pages/journey.ts';

/** A browser that answers so, and counts how often it is asked to keep what is here. */
async function answer(page: Page, answers: { persisted: boolean; usage: number }): Promise<void> {
  await page.addInitScript(({ persisted, usage }) => {
    const asked = () => Number(sessionStorage.getItem('asked') ?? '0');
    StorageManager.prototype.persist = () => {
      sessionStorage.setItem('asked', String(asked() + 1));
      return Promise.resolve(persisted);
    };
    StorageManager.prototype.persisted = () => Promise.resolve(persisted && asked() > 0);
    StorageManager.prototype.estimate = () => Promise.resolve({ usage, quota: 5 * 1024 ** 3 });
  }, answers);
}

const asked = (page: Page) => page.evaluate(() => sessionStorage.getItem('asked'));
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

test('the browser is asked once, and what it did not promise is said until it is known', async ({
  page,
  library,
  map,
}) => {
  await answer(page, { persisted: false, usage: 1024 });
  await page.reload();
  const note = page.getByRole('note').filter({ hasText: 'this browser may clear maps that are not shared' });
  await library.createBlank();
  expect(await asked(page)).toBe(null);
  await map.addFirst('Ada Stone / CEO');
  await map.isSaved();
  await map.goToLibrary();
  await expect(note).toContainText('share a map or download it as a file');
  await expect(page.getByText('Little room is left')).toHaveCount(0);

  await page.reload();
  await note.getByRole('button', { name: 'Understood' }).click();
  await expect(note).toHaveCount(0);
  await page.goBack();
  await map.select('Ada Stone');
  await page.keyboard.press('Enter');
  await map.typeLine('Ben Ito / CTO');
  await map.goToLibrary();
  await expect(page.getByRole('article')).toContainText('2 people');
  await expect(note).toHaveCount(0);
  expect(await asked(page)).toBe('1');
});

test('nothing is said of a promise, nor of maps that are shared; of a disk nearly full always', async ({
  page,
  library,
  map,
}) => {
  await answer(page, { persisted: true, usage: 4.7 * 1024 ** 3 });
  await page.reload();
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO');
  await map.isSaved();
  await map.goToLibrary();
  await expect(
    page.getByText('Little room is left for this page on this device: 4.7 GB of 5 GB are used.'),
  ).toBeVisible();
  await expect(page.getByRole('note')).toHaveCount(0);
});

test.describe('in Safari', () => {
  test.use({ userAgent: SAFARI });
  test('it is the seven days, and only while a map is not shared', async ({ page, library, map }) => {
    await answer(page, { persisted: false, usage: 1024 });
    await page.reload();
    await library.createBlank();
    await map.addFirst('Ada Stone / CEO');
    await map.isSaved();
    await map.goToLibrary();
    await expect(page.getByRole('note')).toContainText('Safari clears maps that are not shared after 7 days');
    await page.goBack();
    await map.share();
    await map.goToLibrary();
    await expect(page.getByRole('article')).toContainText('Shared by you');
    await expect(page.getByRole('note')).toHaveCount(0);
  });
});
