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
  const present = page.getByRole('button', { name: 'Present', exact: true });
  const bar = page.getByRole('group', { name: 'Presenting', exact: true });
  const laser = bar.getByRole('button', { name: 'Laser pointer', exact: true });

  await test.step('it is there when presenting begins, and fades', async () => {
    // It stays for seconds: a machine that is busy with others gets another chance to see it.
    await expect(async () => {
      if (!(await present.isVisible())) await page.keyboard.press('Escape');
      await present.tap({ timeout: 5_000 });
      await expect(bar).toHaveCSS('opacity', '1', { timeout: 2_000 });
    }).toPass();
    await expect(bar).toHaveCSS('opacity', '0');
  });

  const switchLaser = async (pressed: 'true' | 'false', x: number, y: number) => {
    await expect(async () => {
      if ((await laser.getAttribute('aria-pressed')) !== pressed) {
        await page.touchscreen.tap(x, y);
        await expect(bar).toHaveCSS('opacity', '1', { timeout: 1_000 });
        await laser.tap({ timeout: 2_000 });
      }
      await expect(laser).toHaveAttribute('aria-pressed', pressed, { timeout: 500 });
    }).toPass();
  };
  await switchLaser('true', 200, 300);
  await expect(page.locator('[data-laser=""]')).toBeAttached();
  await expect(bar).toHaveCSS('opacity', '0');
  await switchLaser('false', 300, 400);

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
