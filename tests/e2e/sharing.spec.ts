/** Who gets in, who is put out, and what stays where. Others are other browser contexts. */
import { CommentsPanel } from './pages/comments-panel.ts';
import { HistoryPanel } from './pages/history-panel.ts';
import { expect, test } from './pages/journey.ts';
import type { LibraryPage } from './pages/library-page.ts';
import { MapPage } from './pages/map-page.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

// A room is put away as soon as nobody is in: then the server keeps its state for the history.
test.use({ serverConfig: { place: 'Our own rack', limits: { roomIdleMs: 200 } } });

async function makeMap(library: LibraryPage, map: MapPage): Promise<void> {
  await library.createBlank();
  await map.importList(LIST);
  await map.isSaved();
}

test('says where the map lives and who may do what, before and after sharing', async ({ library, map, page }) => {
  await makeMap(library, map);
  const dialog = await map.shareDialog.open();
  await expect(dialog.root).toContainText('This map lives in this browser on this device.');
  await expect(dialog.root).toContainText(`${new URL(page.url()).host} (Our own rack)`);
  await dialog.shareNow();
  await expect(dialog.root).toContainText(
    `This map is on the server ${new URL(page.url()).host} (Our own rack) and on the device of everyone who opened it.`,
  );
  for (const may of ['may change everything on the map', 'may comment, but changes nothing', 'changes nothing'])
    await expect(dialog.root).toContainText(may);

  await test.step('a link is copied by keyboard', async () => {
    await dialog.root.getByRole('button', { name: 'Copy: Link to look' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog.root.getByRole('button', { name: 'Copy: Link to look' })).toHaveText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await dialog.link('Link to look'));
  });
});

test('whoever is in with a withdrawn link reads why, and keeps a copy', async ({ library, map, openColleague }) => {
  await makeMap(library, map);
  const { edit } = await map.share();
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(3);

  const dialog = await map.shareDialog.open();
  const fresh = await dialog.renew('Link to edit');
  await expect(colleague.saveState).toHaveText('Link withdrawn · only on this device');
  await expect(colleague.page.getByRole('alert')).toContainText('Your link was withdrawn.');
  await colleague.select('Ben Ito');
  await expect(colleague.inspector.getByRole('textbox', { name: 'Name' })).toBeDisabled();

  await test.step('the copy is theirs to change, and nobody else sees it', async () => {
    await colleague.page.getByRole('alert').getByRole('button', { name: 'Keep a copy on this device only' }).click();
    await expect(colleague.saveState).toHaveText('Saved on this device');
    await colleague.card('Ben Ito').focus();
    await colleague.page.keyboard.press('Delete');
    await expect(colleague.cards).toHaveCount(2);
    await colleague.page.reload();
    await expect(colleague.cards).toHaveCount(2);
    await expect(map.cards).toHaveCount(3);
  });

  await test.step('the old address says so, the new one opens', async () => {
    const late = await openColleague(edit);
    await expect(late.page.getByRole('heading', { name: 'This link was withdrawn' })).toBeVisible();
    const welcome = await openColleague(fresh);
    await expect(welcome.cards).toHaveCount(3);
  });

  await test.step('opened on the copy, the new one asks before what was changed there goes to everybody', async () => {
    await colleague.page.goto(fresh);
    await colleague.page.getByRole('button', { name: 'Stay with my copy' }).click();
    await expect(colleague.saveState).toHaveText('Saved on this device');
    await expect(map.cards).toHaveCount(3);
    await colleague.page.goto(fresh);
    await colleague.page.getByRole('button', { name: 'Join the shared map' }).click();
    await expect(colleague.saveState).toHaveText('Saved · shared live');
  });
});

test('a link for one person ends by itself and is withdrawn alone', async ({ library, map, openColleague }) => {
  await makeMap(library, map);
  const { comment } = await map.share();
  const dialog = await map.shareDialog.open();
  const annas = await dialog.addPerson('Anna', 'Comment', '7 days');
  await expect(dialog.person('Anna')).toContainText('never used');
  await dialog.addPerson('Bob', 'Look', 'No end');
  await expect(dialog.person('Bob')).toContainText('no end');

  const anna = await openColleague(annas);
  const team = await openColleague(comment);
  await expect(anna.cards).toHaveCount(3);
  await expect(anna.saveState).toHaveText('View and comment');
  const hers = await anna.shareDialog.open();
  await expect(hers.root).toContainText('You: sees everything and may comment, but changes nothing on the map.');
  await expect(hers.root).toContainText('Your link ends');
  expect(await hers.link('Your link')).toBe(annas);
  await hers.close();

  await dialog.withdrawPerson('Anna');
  await expect(anna.page.getByRole('alert')).toContainText('Your link was withdrawn.');
  await expect(team.saveState).toHaveText('View and comment');
  await dialog.close();
  await map.shareDialog.open();
  await expect(dialog.person('Anna')).toContainText('last used');
});

test('a deleted map goes to the trash of everybody, who may take it back', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await makeMap(library, map);
  const { edit, view } = await map.share();
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(3);
  await colleague.isSaved();
  const address = page.url();

  await (await map.shareDialog.open()).deleteEverywhere();
  await expect(page.getByText('Deleted on the server.')).toBeVisible();
  await expect(page.getByText('Trash (1)')).toBeVisible();

  await expect(colleague.page.getByRole('alert')).toContainText(
    'Your copy is kept here for 30 days; take it back to go on.',
  );
  await colleague.goToLibrary();
  await expect(colleague.page.getByText('Trash (1)')).toBeVisible();
  const notice = colleague.page.getByRole('alert').filter({ hasText: 'The owner has ended the sharing of' });
  await notice.getByRole('button', { name: 'Take it back' }).click();
  await colleague.page.getByRole('link', { name: /^Open / }).click();
  await expect(colleague.cards).toHaveCount(3);
  await expect(colleague.saveState).toHaveText('Saved on this device');

  const late = await openColleague(view);
  await expect(late.page.getByRole('heading', { name: 'This map is no longer shared' })).toBeVisible();

  await test.step('by its own address it opens out of the trash, and says so', async () => {
    await page.goto(address);
    const banner = page.getByRole('status').filter({ hasText: 'This map is in the trash' });
    await banner.getByRole('button', { name: 'Take it back' }).click();
    await expect(banner).toBeHidden();
    await map.goToLibrary();
    await expect(page.getByText('Trash (1)')).toBeHidden();
  });
});

test('an expired link says so to who opens it', async ({ library, map, openColleague, request }) => {
  await makeMap(library, map);
  const dialog = await map.shareDialog.open();
  await dialog.shareNow();
  await dialog.root.getByText('Owner link, for another device').click();
  const own = await dialog.root.getByRole('textbox', { name: 'Your owner link' }).inputValue();
  const [mapId, token] = own.split('/').slice(-2);
  const wish = { name: 'Late', role: 'view', expires: Math.ceil(Date.now() / 1000) + 15 };
  const made = await request.post(`/api/maps/${mapId}/links`, {
    headers: { Authorization: `Bearer ${token}` },
    data: wish,
  });
  expect(made.status()).toBe(201);
  const { link } = (await made.json()) as { link: string };
  const headers = { Authorization: `Bearer ${link.split('/').at(-1)}` };
  await expect
    .poll(async () => (await request.get(`/api/maps/${mapId}/access`, { headers })).status(), { timeout: 60_000 })
    .toBe(401);
  const late = await openColleague(link);
  await expect(late.page.getByRole('heading', { name: 'This link has expired' })).toBeVisible();
});

test('one’s own link opens the map one has, not another', async ({ library, map, page }) => {
  await makeMap(library, map);
  const here = page.url();
  const { view, edit } = await map.share();
  for (const link of [view, edit]) {
    await map.goToLibrary();
    await page.goto(link);
    await expect(map.saveState).toHaveText('Saved · shared live');
    await expect(page).toHaveURL(here);
  }
  await map.goToLibrary();
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('article')).toContainText('Shared by you');
});

test('a link that opens nothing takes the place of none that does', async ({ library, map, openColleague }) => {
  await makeMap(library, map);
  const { edit: old } = await map.share();
  const dialog = await map.shareDialog.open();
  const colleague = await openColleague(await dialog.renew('Link to edit'));
  await expect(colleague.saveState).toHaveText('Saved · shared live');
  // An old message of the owner's: its link was withdrawn long ago.
  await colleague.goToLibrary();
  await colleague.page.goto(old);
  await expect(colleague.saveState).toHaveText('Saved · shared live');
  await expect(colleague.page).not.toHaveURL(/v1\./);
  await colleague.page.reload();
  await expect(colleague.saveState).toHaveText('Saved · shared live');
});

test('sharing is stopped and begun again with everything in it and its past', async ({
  library,
  map,
  page,
  openColleague,
  request,
}) => {
  await makeMap(library, map);
  const { edit } = await map.share();
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(3);

  await test.step('a colleague’s work is on the server, its state in the server’s history', async () => {
    await map.goToLibrary();
    await colleague.select('Cleo Marsh');
    await colleague.page.keyboard.press('Enter');
    await colleague.typeLine('Dan Wu / Clerk');
    await colleague.isSaved();
    await colleague.goToLibrary();
    const [mapId, token] = edit.split('/').slice(-2);
    const headers = { Authorization: `Bearer ${token}` };
    const states = async () =>
      ((await (await request.get(`/api/maps/${mapId}/history`, { headers })).json()) as { entries: unknown[] }).entries;
    await expect.poll(async () => (await states()).length).toBeGreaterThan(0);
  });

  await page.goBack();
  await expect(map.cards).toHaveCount(4);
  const otherTab = new MapPage(await page.context().newPage());
  await otherTab.page.goto(page.url());
  for (const tab of [map, otherTab]) await expect(tab.saveState).toHaveText('Saved · shared live');
  await page.bringToFront();
  await (await map.shareDialog.open()).stopSharing();
  // To the owner's other tab it is no deletion by somebody else.
  for (const tab of [map, otherTab]) await expect(tab.saveState).toHaveText('Saved on this device');
  await expect(map.cards).toHaveCount(4);
  await otherTab.page.close();

  await test.step('it stays on the shelf, with the server’s past', async () => {
    await map.goToLibrary();
    await expect(page.getByRole('article')).toHaveCount(1);
    await expect(page.getByText(/^Trash/)).toBeHidden();
    await page.goBack();
    const history = await new HistoryPanel(page).open();
    await expect(history.states.filter({ hasText: '4 people' })).not.toHaveCount(0);
    await history.close();
  });

  await test.step('shared again, others see all of it', async () => {
    const again = await map.share();
    expect(again.edit).not.toBe(edit);
    const other = await openColleague(again.edit);
    await expect(other.card('Dan Wu')).toBeVisible();
    await expect(other.cards).toHaveCount(4);
  });
});

test('[S50] what was changed offline and cannot be sent any more is said, kept, and sent with the next edit link', async ({
  library,
  map,
  openColleague,
}) => {
  test.slow();
  await makeMap(library, map);
  const { edit, view } = await map.share();
  const bob = await openColleague(edit);
  await bob.isSaved();
  await bob.goOffline();
  await expect(bob.saveState).toHaveText('Offline · saved on this device');
  await bob.select('Cleo Marsh');
  await bob.page.keyboard.press('Enter');
  await bob.typeLine('Dan Wu / Clerk');
  await expect(bob.cards).toHaveCount(4);
  const dialog = await map.shareDialog.open();
  const next = await dialog.renew('Link to edit');
  await dialog.close();

  const unsent = bob.page.getByRole('alert').filter({ hasText: /What you changed since .+ is on this device only/ });
  await test.step('the withdrawn link says what was not sent, after a reload too', async () => {
    await bob.page.context().setOffline(false);
    await expect(unsent).toContainText('Your link was withdrawn.', { timeout: 45_000 });
    await bob.page.reload();
    await expect(unsent).toContainText('Your link was withdrawn.');
  });

  await test.step('a link to look shows it, and never calls it shared', async () => {
    await bob.goToLibrary();
    await bob.page.goto(view);
    await expect(unsent).toContainText('You were given a link to look.');
    await expect(bob.saveState).toHaveText('Not sent · on this device only');
    await bob.page.reload();
    await expect(bob.saveState).toHaveText('Not sent · on this device only');
    await expect(unsent).toBeVisible();
    await expect(bob.cards).toHaveCount(4);
    await expect(map.cards).toHaveCount(3);
  });

  await test.step('the sentence that asks for a link is ready to be sent', async () => {
    await bob.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await unsent.getByRole('button', { name: 'Ask for an edit link' }).click();
    await expect(bob.page.getByText('A sentence that asks for it is copied')).toBeVisible();
    const asked = await bob.page.evaluate(() => navigator.clipboard.readText());
    expect(asked).toMatch(/^Please send me a link to edit “.*”\. What I changed there since .+ could not be sent\.$/);
  });

  await test.step('with it everything arrives, and nothing is said any more', async () => {
    await bob.page.goto(next);
    await expect(bob.saveState).toHaveText('Saved · shared live');
    await expect(unsent).toBeHidden();
    await expect(map.card('Dan Wu')).toBeVisible();
    await bob.page.reload();
    await expect(bob.saveState).toHaveText('Saved · shared live');
    await expect(unsent).toBeHidden();
  });
});

test('[S54] whoever presents or looks at an earlier state still reads that the link was withdrawn', async ({
  library,
  map,
  openColleague,
}) => {
  test.slow();
  await makeMap(library, map);
  const { edit } = await map.share();
  const [presenter, historian] = [await openColleague(edit), await openColleague(edit)];
  await presenter.isSaved();
  await presenter.page.getByRole('button', { name: 'Present', exact: true }).click();
  await expect(presenter.page.getByRole('banner')).toBeHidden();
  await expect(presenter.page.getByRole('alert')).toBeHidden();
  // With the map closed its state is kept, on the device.
  await historian.select('Cleo Marsh');
  await historian.page.keyboard.press('3');
  await historian.isSaved();
  await historian.goToLibrary();
  await historian.page.goBack();
  await historian.isSaved();
  const history = await new HistoryPanel(historian.page).open();
  await history.look(history.states.first());

  await (await map.shareDialog.open()).renew('Link to edit');
  await expect(presenter.page.getByRole('alert')).toHaveText('Link withdrawn · only on this device');
  await expect(historian.page.getByRole('alert')).toContainText('Your link was withdrawn.');
  await expect(historian.saveState).toHaveText('Link withdrawn · only on this device');
});

test('a commenter reads whether the comments have arrived, or are still here', async ({
  library,
  map,
  openColleague,
}) => {
  test.slow();
  await makeMap(library, map);
  const { comment } = await map.share();
  const anna = await openColleague(comment);
  await expect(anna.saveState).toHaveText('View and comment');
  await anna.goOffline();
  await expect(anna.saveState).toHaveText('View and comment · offline');
  const panel = new CommentsPanel(anna.page);
  await anna.select('Ben Ito');
  await anna.page.keyboard.press('m');
  await panel.introduce('Anna');
  await panel.say('Is he the one?');
  await expect(anna.saveState).toHaveText('Offline · saved on this device');
  await anna.page.context().setOffline(false);
  await expect(anna.saveState).toHaveText('View and comment', { timeout: 45_000 });
});
