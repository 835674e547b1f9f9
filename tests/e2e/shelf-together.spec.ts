/** The shelf of those who were given a link: what they may rename, and what becomes of a map its owner deletes. */
import { expect, test } from './pages/journey.ts';
import { LibraryPage } from './pages/library-page.ts';
import type { MapPage } from './pages/map-page.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

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
