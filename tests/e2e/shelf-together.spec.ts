/** The shelf of those who were given a link: what they may rename, and what becomes of a map its owner deletes. */
import type { APIRequestContext } from '@playwright/test';
import { HistoryPanel } from './pages/history-panel.ts';
import { expect, test } from './pages/journey.ts';
import { LibraryPage } from './pages/library-page.ts';
import type { MapPage } from './pages/map-page.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

// A room is put away as soon as nobody is in: then the server keeps its state for the history.
test.use({ serverConfig: { limits: { roomIdleMs: 200 } } });

/** A map of the owner’s, named and shared. */
async function shareMap(library: LibraryPage, map: MapPage): ReturnType<MapPage['share']> {
  await library.createBlank();
  await map.importList(LIST);
  await map.isSaved();
  await map.goToLibrary();
  await library.rename('Untitled map', 'Contoso');
  await library.card('Contoso').getByRole('link', { name: 'Contoso', exact: true }).click();
  await expect(map.cards).toHaveCount(3);
  return map.share();
}

/** The shelf of somebody who has the map open. */
async function shelfOf(colleague: MapPage): Promise<LibraryPage> {
  await expect(colleague.cards).toHaveCount(3);
  await colleague.goToLibrary();
  return new LibraryPage(colleague.page);
}

/** How many earlier states the server keeps. */
async function statesOf(request: APIRequestContext, link: string): Promise<number> {
  const [mapId, token] = link.split('/').slice(-2);
  const headers = { Authorization: `Bearer ${token}` };
  const listed = await request.get(`/api/maps/${mapId}/history`, { headers });
  return ((await listed.json()) as { entries: unknown[] }).entries.length;
}

test('only those who may change a map rename it, and for everybody', async ({ library, map, openColleague }) => {
  const links = await shareMap(library, map);

  for (const link of [links.view, links.comment]) {
    const shelf = await shelfOf(await openColleague(link));
    await shelf.openMenu('Contoso');
    await expect(shelf.card('Contoso').getByRole('button', { name: 'Duplicate' })).toBeVisible();
    await expect(shelf.card('Contoso').getByRole('button', { name: 'Rename' })).toHaveCount(0);
  }

  const editor = await openColleague(links.edit);
  const shelf = await shelfOf(editor);
  await shelf.rename('Contoso', 'Contoso Asia');
  await shelf.card('Contoso Asia').getByRole('link', { name: 'Contoso Asia', exact: true }).click();
  await editor.isSaved();
  const viewer = await openColleague(links.view);
  const theirs = await shelfOf(viewer);
  await expect(theirs.card('Contoso Asia')).toContainText('Shared with you, to look');
  await map.goToLibrary();
  await expect(library.card('Contoso Asia')).toContainText('Shared by you');
});

test('whoever leaves a shared map takes its past along where the link reaches it, and reads so', async ({
  library,
  map,
  openColleague,
  request,
}) => {
  const { edit, view } = await shareMap(library, map);
  const editor = await openColleague(edit);
  await expect(editor.cards).toHaveCount(3);
  await map.goToLibrary();
  // Left by all, the map is put away, and its state is the first of the server's history.
  const address = editor.page.url();
  await editor.goToLibrary();
  await expect.poll(() => statesOf(request, edit)).toBeGreaterThan(0);
  await editor.page.goto(address);

  await test.step('a link to edit', async () => {
    await expect(editor.saveState).toHaveText('Saved · shared live');
    const dialog = await editor.shareDialog.open();
    await dialog.root.getByRole('button', { name: /^Keep a copy on this device only/ }).click();
    await expect(dialog.root).toContainText('Its earlier states come along.');
    await dialog.root.getByRole('button', { name: 'Keep a copy on this device only', exact: true }).click();
    await expect(editor.saveState).toHaveText('Saved on this device');
    const history = await new HistoryPanel(editor.page).open();
    await expect(history.states.filter({ hasText: '3 people' })).not.toHaveCount(0);
    await expect(history.states.filter({ hasText: 'server' })).toHaveCount(0);
  });

  await test.step('a link to look: it shows no earlier states, and promises none', async () => {
    const viewer = await openColleague(view);
    await expect(viewer.cards).toHaveCount(3);
    const history = await new HistoryPanel(viewer.page).open();
    await expect(history.root).toContainText('With your link there are none to see');
    await expect(history.root).not.toContainText('As you work on the map');
    await expect(history.states).toHaveCount(0);
    await history.close();
    const dialog = await viewer.shareDialog.open();
    await dialog.root.getByRole('button', { name: /^Keep a copy on this device only/ }).click();
    await expect(dialog.root).toContainText('The earlier states on the server do not come along');
    await dialog.root.getByRole('button', { name: 'Keep a copy on this device only', exact: true }).click();
    await expect(viewer.saveState).toHaveText('Saved on this device');
    await expect(viewer.cards).toHaveCount(3);
  });
});

test('a deletion reaches the shelf of those who do not open the map', async ({ library, map, page, openColleague }) => {
  const { edit, view } = await shareMap(library, map);
  const shelves = [await shelfOf(await openColleague(edit)), await shelfOf(await openColleague(view))];
  await expect(shelves[0]!.card('Contoso')).toContainText('Shared with you, to edit');
  await (await map.shareDialog.open()).deleteEverywhere();
  await expect(page.getByText('Trash (1)')).toBeVisible();

  for (const { page: theirs } of shelves) {
    await theirs.reload();
    const notice = theirs.getByRole('alert').filter({ hasText: 'The owner has ended the sharing of “Contoso”.' });
    await expect(notice).toBeVisible();
    await expect(theirs.getByText('Trash (1)')).toBeVisible();
    await expect(theirs.getByRole('article')).toHaveCount(0);
    await notice.getByRole('button', { name: 'Take it back' }).click();
    await expect(theirs.getByRole('article', { name: 'Contoso' })).not.toContainText('Shared with you');
  }

  await test.step('without a network the shelf is as it was', async () => {
    const { page: theirs } = shelves[0]!;
    await theirs.context().setOffline(true);
    await theirs.getByRole('link', { name: 'Contoso', exact: true }).click();
    await theirs.getByRole('link', { name: 'All maps' }).click();
    await expect(theirs.getByRole('article', { name: 'Contoso' })).toBeVisible();
    await expect(theirs.getByRole('alert')).toHaveCount(0);
  });
});
