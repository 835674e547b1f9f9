/** Earlier states: looked at without touching the present, and brought back as a change like any other. */
import { HistoryPanel } from './pages/history-panel.ts';
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

test.use({ serverConfig: { limits: { roomIdleMs: 200 } } });

test('a map of this device has a past of its own', async ({ page, library, map }) => {
  await page.clock.install();
  await library.open();
  await library.createBlank();
  await map.importList(LIST);
  await expect(map.cards).toHaveCount(3);

  await test.step('two hours later somebody is taken off the map', async () => {
    await page.clock.fastForward('02:00:00');
    await map.select('Cleo Marsh');
    await page.keyboard.press('Delete');
    await expect(map.cards).toHaveCount(2);
  });

  const history = new HistoryPanel(page);
  await page.keyboard.press('h');
  const before = history.states.filter({ hasText: '3 people' });
  await history.look(before);
  await expect(map.card('Cleo Marsh')).toBeVisible();
  await expect(map.saveState).toHaveText('An earlier state');

  await test.step('nothing of it can be changed', async () => {
    const select = async (name: string) => {
      await map.card(name).click();
      await expect(map.card(name)).toHaveAttribute('aria-pressed', 'true');
    };
    for (const key of ['Delete', 'Control+z']) {
      await select('Ben Ito');
      await page.keyboard.press(key);
      // By the time somebody else is selected, the key has done what it does.
      await select('Ada Stone');
      await expect(map.cards).toHaveCount(3);
    }
  });

  await test.step('Escape leads back to the present, and then puts the list away', async () => {
    await page.keyboard.press('Escape');
    await expect(history.bar).toBeHidden();
    await expect(map.cards).toHaveCount(2);
    await expect(map.saveState).toHaveText('Saved on this device');
    await page.keyboard.press('Escape');
    await expect(history.root).toBeHidden();
  });

  await test.step('it is restored, undone and restored again', async () => {
    await history.open();
    await history.look(before);
    await history.restore();
    await expect(map.cards).toHaveCount(3);
    await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
    await expect(map.cards).toHaveCount(2);
    await page.getByRole('banner').getByRole('button', { name: 'Redo' }).click();
    await expect(map.cards).toHaveCount(3);
    await page.reload();
    await expect(map.cards).toHaveCount(3);
  });

  await test.step('what was there before restoring is kept too', async () => {
    await history.open();
    const kept = history.states.filter({ hasText: 'before restoring' });
    await history.look(kept);
    await expect(map.cards).toHaveCount(2);
  });
});

test('[Y2] the server’s past is restored for everybody', async ({ library, map, page, openColleague, request }) => {
  await library.createBlank();
  await map.importList(LIST);
  const { edit, view } = await map.share();
  await expect(map.saveState).toHaveText('Saved · shared live');
  const [mapId, token] = edit.split('/').slice(-2);
  await map.goToLibrary();
  const headers = { Authorization: `Bearer ${token}` };
  await expect
    .poll(async () => {
      const answer = await request.get(`/api/maps/${mapId}/history`, { headers });
      return ((await answer.json()) as { entries: unknown[] }).entries.length;
    })
    .toBe(1);

  const colleague = await openColleague(edit);
  await colleague.select('Cleo Marsh');
  await colleague.page.keyboard.press('Delete');
  await expect(colleague.cards).toHaveCount(2);
  await colleague.isSaved();

  const history = await new HistoryPanel(colleague.page).open();
  const state = history.states.filter({ hasText: '3 people · server' });
  await history.look(state);
  await expect(colleague.cards).toHaveCount(3);
  const viewer = await openColleague(view);
  await expect(viewer.cards).toHaveCount(2);
  await history.restore();
  await expect(colleague.cards).toHaveCount(3);
  await expect(viewer.cards).toHaveCount(3);
  await page.goBack();
  await expect(map.cards).toHaveCount(3);
});

test('a state that cannot be had is a sentence, and the present stays', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  await map.share();
  const at = Date.now() - 86_400_000;
  await page.route('**/api/maps/*/history', (route) => route.fulfill({ json: { entries: [{ at, bytes: 9 }] } }));
  await page.route('**/api/maps/*/history/*', (route) => route.fulfill({ body: 'no update' }));
  const history = await new HistoryPanel(page).open();
  await history.states.filter({ hasText: 'server' }).click();
  const damaged = 'This state is damaged and cannot be shown.';
  await expect(page.getByRole('alert').filter({ hasText: damaged })).toBeVisible();
  await expect(history.bar).toBeHidden();
  await expect(map.cards).toHaveCount(3);

  await page.unrouteAll();
  await page.route('**/api/maps/*/history', (route) => route.abort());
  await history.close();
  await history.open();
  const alerts = history.root.getByRole('alert');
  await expect(alerts.filter({ hasText: 'The server could not be reached.' })).toBeVisible();
});
