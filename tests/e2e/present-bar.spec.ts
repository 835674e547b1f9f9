/** Presenting on a screen that is touched: the laser and the way out come with a tap, and fade. */
import { expect, test } from './pages/journey.ts';

test.use({ hasTouch: true });

test('the bar of presenting comes with a tap or the keyboard, fades, lights the laser and leaves', async ({
  library,
  map,
  page,
}) => {
  await library.openExample(/app testing/);
  await expect(map.cards.first()).toBeVisible();
  await page.getByRole('button', { name: 'Present', exact: true }).tap();
  const bar = page.getByRole('group', { name: 'Presenting', exact: true });
  const laser = bar.getByRole('button', { name: 'Laser pointer', exact: true });
  await expect(bar).toHaveCSS('opacity', '1');
  await expect(bar).toHaveCSS('opacity', '0');

  await page.touchscreen.tap(200, 300);
  await expect(bar).toHaveCSS('opacity', '1');
  await laser.tap();
  await expect(laser).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-laser=""]')).toBeAttached();
  await expect(bar).toHaveCSS('opacity', '0');
  await page.touchscreen.tap(300, 400);
  await expect(bar).toHaveCSS('opacity', '1');
  await laser.tap();
  await expect(laser).toHaveAttribute('aria-pressed', 'false');

  await expect(bar).toHaveCSS('opacity', '0');
  await page.keyboard.press('Shift');
  await laser.focus();
  await expect(bar).toHaveCSS('opacity', '1');
  await page.keyboard.press('Tab');
  await expect(bar.getByRole('button', { name: 'Leave' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(bar).toHaveCount(0);
});
