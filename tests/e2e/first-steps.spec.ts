/** The first minute: a blank map that waits for a name, parts of the app that are slow to come, and comments by keys. */
import { CommentsPanel } from './pages/comments-panel.ts';
import { expect, test } from './pages/journey.ts';

test('a blank map takes the first name as it is typed; a dialog that is slow to come says so', async ({
  library,
  map,
  page,
}) => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/ShareDialog-[^/]*\.js$/, async (route) => {
    await arrived;
    await route.continue();
  });
  await library.createBlank();
  await expect(page.getByRole('textbox', { name: /^First person/ })).toBeFocused();
  await page.keyboard.type('Ada Stone / CEO');
  await page.keyboard.press('Enter');
  await expect(map.card('Ada Stone')).toBeVisible();

  const share = page.getByRole('banner').getByRole('button', { name: 'Share', exact: true });
  const pending = page.getByRole('status').filter({ hasText: 'Loading …' });
  await share.click();
  await expect(pending).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pending).toHaveCount(0);
  await share.click();
  await expect(pending).toBeVisible();
  arrive();
  await expect(map.shareDialog.root).toBeVisible();
  await expect(pending).toHaveCount(0);
});

test('with nobody to call an @ says so; arrows lead from pin to pin, and Enter opens the thread', async ({
  library,
  map,
  page,
}) => {
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\n');
  const comments = new CommentsPanel(page);
  await comments.open();
  const field = comments.panel.getByRole('textbox', { name: /^Comment on / });
  await field.pressSequentially('Ask @an');
  const nobody = comments.panel.getByText('Nobody to call yet');
  await expect(nobody).toBeVisible();
  await field.press('Escape');
  await expect(nobody).toHaveCount(0);
  await expect(field).toHaveValue('Ask @an');
  await field.fill('');

  for (const name of ['Ada Stone', 'Ben Ito']) {
    await map.card(name).click();
    await comments.say(`About ${name}`);
    await expect(comments.pin(name)).toBeVisible();
  }
  await comments.close();
  const stop = page.getByRole('group', { name: 'Comments on the drawing' }).locator('[tabindex="0"]');
  await expect(stop).toHaveCount(1);
  await stop.focus();
  const isAda = (await stop.getAttribute('aria-label'))!.endsWith('Ada Stone');
  const [first, second] = isAda ? ['Ada Stone', 'Ben Ito'] : ['Ben Ito', 'Ada Stone'];
  await page.keyboard.press('ArrowRight');
  await expect(comments.pin(second!)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(comments.pin(first!)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(comments.on(first!)).toContainText(`About ${first}`);
});
