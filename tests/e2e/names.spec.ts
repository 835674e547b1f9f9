/** Who the others are: asked once, and never two in one colour. */
import { expect, test } from './pages/journey.ts';

test.use({ asksForNames: true });

test('whoever comes by a link is asked for a name once, and no two have one colour', async ({
  library,
  map,
  openColleague,
}) => {
  await library.createBlank();
  await map.addFirst('Ada Stone');
  const { edit } = await map.share();
  const ben = await openColleague(edit);
  const question = ben.page.getByRole('textbox', { name: 'What may the others call you?' });
  await question.fill('Ben');
  await question.press('Enter');
  await expect(question).toBeHidden();
  await expect(map.page.getByRole('button', { name: /^Ben · / })).toBeVisible();
  await ben.page.reload();
  await expect(ben.cards).toHaveCount(1);
  await expect(map.page.getByRole('button', { name: /^Ben · / })).toBeVisible();
  await expect(question).toBeHidden();

  const cleo = await openColleague(edit);
  await cleo.page.getByRole('button', { name: 'Not now: stay “Guest”', exact: true }).click();
  await expect(cleo.page.getByRole('textbox', { name: 'What may the others call you?' })).toBeHidden();
  await expect(map.page.getByRole('button', { name: /^Guest · / })).toBeVisible();

  await test.step('all three want the same colour', async () => {
    for (const { page } of [map, ben, cleo]) {
      await page.evaluate(() => localStorage.setItem('herringbone.userColor', '#0b7265'));
      await page.reload();
    }
    const coloursOn = (page: typeof map.page) =>
      page
        .locator('.avatars [style*="--peer"]')
        .evaluateAll((faces) => faces.map((face) => getComputedStyle(face).getPropertyValue('--peer')));
    for (const { page } of [map, ben, cleo]) {
      await expect.poll(async () => new Set(await coloursOn(page)).size).toBe(3);
      await expect.poll(() => coloursOn(page).then((all) => all.includes('#0b7265'))).toBe(true);
    }
  });

  await test.step('what somebody has cannot be chosen', async () => {
    const colours = cleo.page.getByRole('group', { name: 'Your colour' });
    await cleo.page.getByRole('button', { name: /^You/ }).click();
    await expect(colours.getByRole('button', { disabled: true })).toHaveCount(2);
    await expect(colours.getByRole('button', { pressed: true })).toBeEnabled();
  });
});
