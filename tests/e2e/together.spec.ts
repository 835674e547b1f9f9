/** Two browsers on one map. Two contexts, never two pages of one: those would meet in the browser and prove nothing. */
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

test('two people edit at once, one of them offline, and end with the same map', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  await map.importList(LIST);
  const { edit } = await map.share();
  await expect(map.saveState).toHaveText('Saved · shared live');

  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(3);
  await expect(page.getByRole('list', { name: 'Colleagues here now' })).toBeVisible();

  await test.step('a change is seen by the other', async () => {
    await map.select('Ben Ito');
    await page.keyboard.press('2');
    await colleague.select('Ben Ito');
    await expect(colleague.inspector.getByRole('button', { name: /^2 · / })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('offline edits of one and online edits of the other merge on return', async () => {
    await colleague.goOffline();
    await expect(colleague.saveState).toHaveText('Offline · saved on this device');
    await colleague.select('Cleo Marsh');
    await colleague.page.keyboard.press('Enter');
    await colleague.typeLine('Dan Wu / Clerk');
    await map.select('Cleo Marsh');
    await page.keyboard.press('k');
    await colleague.page.context().setOffline(false);
    await expect(map.card('Dan Wu')).toBeVisible({ timeout: 45_000 });
    await colleague.select('Cleo Marsh');
    await expect(colleague.inspector.getByRole('button', { name: /^KP/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(map.cards).toHaveCount(4);
    await expect(colleague.cards).toHaveCount(4);
  });

  await map.isSaved();
  await colleague.isSaved();
});

test('a viewer sees every change and makes none', async ({ library, map, page, openColleague }) => {
  await library.createBlank();
  await map.importList(LIST);
  const { view } = await map.share();

  const viewer = await openColleague(view);
  await expect(viewer.cards).toHaveCount(3);
  await expect(viewer.page.getByText(/You were given a link to look/)).toBeVisible();
  await viewer.select('Ben Ito');
  await expect(viewer.inspector.getByRole('textbox', { name: 'Name' })).toBeDisabled();
  await viewer.card('Ben Ito').focus();
  await viewer.page.keyboard.press('3');
  await viewer.page.keyboard.press('Delete');

  // Whatever the keys had changed would have gone the same way, and before this.
  await viewer.show('Power map');
  const here = page.getByRole('list', { name: 'Colleagues here now' });
  await expect(here.getByRole('button', { name: /· Power map/ })).toBeVisible();
  await viewer.show('Fishbone');
  await expect(viewer.cards).toHaveCount(3);
  await expect(map.cards).toHaveCount(3);

  await map.select('Ben Ito');
  await expect(map.inspector.getByRole('button', { name: 'Not contacted' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('F2');
  await map.typeLine('Ben Sato / CTO');
  await expect(viewer.card('Ben Sato')).toBeVisible();
  await expect(viewer.cards).toHaveCount(3);
});
