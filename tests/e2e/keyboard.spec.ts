/** The room without a mouse: cover, fold, one department alone, present, and always the way back. */
import { expect, test } from './pages/journey.ts';

test('keys alone cover, fold, show one department, present, and come back', async ({ library, map, page }) => {
  await library.openExample(/app testing/);
  await expect(map.cards.first()).toBeVisible();
  const count = await map.cards.count();
  const department = map.inspector.getByRole('button', { name: /^Go to Marketing/ });
  const selectSomeone = async () => {
    await map.card('Grace Hollis').focus();
    await page.keyboard.press('Enter');
    await expect(map.inspector.getByRole('heading', { name: 'Grace Hollis' })).toBeVisible();
  };
  await selectSomeone();

  await test.step('the full stop covers and shows again', async () => {
    await page.keyboard.press('.');
    await expect(map.inspector.getByRole('button', { name: 'Covered' })).toHaveCount(2);
    await page.keyboard.press('.');
    await expect(map.inspector.getByRole('button', { name: 'Covered' })).toHaveCount(0);
  });

  await test.step('F folds the department to a chip and opens it', async () => {
    await department.press('Enter');
    await expect(map.inspector.getByRole('heading', { name: 'Marketing' })).toBeVisible();
    await page.keyboard.press('f');
    await expect(map.card('Grace Hollis')).toBeHidden();
    await page.keyboard.press('f');
    await expect(map.cards).toHaveCount(count);
  });

  await test.step('the department stands alone until Escape', async () => {
    await map.inspector.getByRole('button', { name: 'As its own fish' }).press('Enter');
    await expect(page.getByText('Only Marketing')).toBeVisible();
    await expect(map.card('Oscar Pell')).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(map.inspector).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Only Marketing')).toBeHidden();
    await expect(map.cards).toHaveCount(count);
  });

  await test.step('while presenting one still judges, and Enter brings the inspector', async () => {
    await selectSomeone();
    await page.keyboard.press('p');
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(map.inspector).toBeHidden();
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await expect(map.inspector.getByRole('button', { name: /^3 · / })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Escape');
    await expect(map.inspector).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('banner')).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  });
});

test('leaving full screen by the browser leaves presenting, and the window is the one from before', async ({
  library,
  map,
  page,
}) => {
  await library.openExample(/app testing/);
  await expect(map.cards.first()).toBeVisible();
  const zoom = page.getByRole('group', { name: 'Zoom' });
  const fitted = await zoom.innerText();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => zoom.innerText()).not.toBe(fitted);
  await map.places();
  await expect(map.drawing).not.toHaveClass(/\bmoving\b/);
  const before = await zoom.innerText();

  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.evaluate(() => document.exitFullscreen());
  await expect(page.getByRole('banner')).toBeVisible();
  await expect.poll(() => zoom.innerText()).toBe(before);
});

test('a covered map is exported covered', async ({ library, map, page }) => {
  await library.openExample(/app testing/);
  await expect(map.cards.first()).toBeVisible();
  await page.getByRole('button', { name: 'Cover attitude and marks' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const covered = map.dialog.getByRole('checkbox', { name: 'Without attitude and marks' });
  await expect(covered).toBeChecked();
  const preview = map.dialog.getByRole('img', { name: /^Preview/ });
  const text = async () => decodeURIComponent((await preview.getAttribute('src')) ?? '');
  await expect.poll(text).not.toBe('');
  expect(await text()).not.toMatch(/Coach|Neutral|Against|Not contacted/);
  await covered.uncheck();
  await expect.poll(text).toMatch(/Coach|Neutral|Against|Not contacted/);
});
