/** A page whose program does not come: it tries once more by itself, and then says so. */
import { expect, test } from './pages/journey.ts';

const PROGRAM = /\/assets\/index-[^/]+\.js$/;

test('a page whose program did not come loads once more, and is there', async ({ page }) => {
  let isFirst = true;
  await page.route(PROGRAM, async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    return route.fulfill({ status: 404, body: '' });
  });
  await page.goto('/');
  await expect(page.getByRole('button', { name: /^Blank map/ })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a page whose program does not come at all says so in both languages, and what to do', async ({ page }) => {
  let asked = 0;
  await page.route(PROGRAM, (route) => {
    asked++;
    return route.abort();
  });
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Herringbone could not be loaded');
  await expect(page.getByRole('alert')).toContainText('未能加载');
  await expect(page.getByRole('alert')).toBeInViewport();
  expect(asked).toBe(2);
  await page.unroute(PROGRAM);
  await page.getByRole('link', { name: 'load it again' }).click();
  await expect(page.getByRole('button', { name: /^Blank map/ })).toBeVisible();
});
