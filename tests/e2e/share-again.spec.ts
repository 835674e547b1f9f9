/** Off the server and on it again: what was said and what the map was before go both ways with it. */
import { CommentsPanel } from './pages/comments-panel.ts';
import { HistoryPanel } from './pages/history-panel.ts';
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

// A room is put away as soon as nobody is in: then the server keeps its state for the history.
test.use({ serverConfig: { limits: { roomIdleMs: 200 } } });

test('comments and past come back when sharing stops, and are there after the second share', async ({
  library,
  map,
  page,
  openColleague,
  request,
}) => {
  test.slow();
  await library.createBlank();
  await map.importList(LIST);
  await map.isSaved();
  const { edit } = await map.share();

  await test.step('a colleague changes the map and says something about it', async () => {
    const colleague = await openColleague(edit);
    await expect(colleague.cards).toHaveCount(3);
    await colleague.select('Ben Ito');
    const comments = new CommentsPanel(colleague.page);
    await comments.open();
    await comments.introduce('Eva');
    await comments.say('Is he for us?');
    await expect(comments.on('Ben Ito')).toContainText('Is he for us?');
    await comments.close();
    await colleague.select('Cleo Marsh');
    await colleague.page.keyboard.press('Enter');
    await colleague.typeLine('Dan Wu / Clerk');
    await colleague.isSaved();
    await map.goToLibrary();
    await colleague.goToLibrary();
    const [mapId, token] = edit.split('/').slice(-2);
    const headers = { Authorization: `Bearer ${token}` };
    await expect
      .poll(async () => (await request.get(`/api/maps/${mapId}/history`, { headers })).text())
      .toMatch(/"at":\d+/);
  });

  await page.goBack();
  await expect(map.cards).toHaveCount(4);
  await expect(map.saveState).toHaveText('Saved · shared live');
  await (await map.shareDialog.open()).stopSharing();
  await expect(map.saveState).toHaveText('Saved on this device');
  const comments = new CommentsPanel(page);
  const history = new HistoryPanel(page);
  const all = async () => {
    await map.select('Ben Ito');
    await comments.open();
    await expect(comments.on('Ben Ito')).toContainText('Is he for us?');
    await comments.close();
    await history.open();
    await expect(history.states.filter({ hasText: '4 people' })).not.toHaveCount(0);
    await history.close();
  };
  await all();

  const again = await map.share();
  await all();
  const other = await openColleague(again.comment);
  await expect(other.cards).toHaveCount(4);
  await other.select('Ben Ito');
  const theirs = new CommentsPanel(other.page);
  await theirs.open();
  await expect(theirs.on('Ben Ito')).toContainText('Is he for us?');
});

test('[S57] what is shared again at once stays shared: the news that the first sharing ended is not about the second', async ({
  library,
  map,
  page,
}) => {
  await page.clock.install();
  const closed: Promise<unknown>[] = [];
  page.on('websocket', (socket) => closed.push(new Promise((resolve) => socket.once('close', resolve))));
  await library.createBlank();
  await map.importList(LIST);
  const first = await map.share();

  await test.step('the sockets tell of the deletion before its request is answered', async () => {
    const sockets = closed.splice(0);
    await page.route('**/api/maps/*', async (route) => {
      const response = await route.fetch();
      if (route.request().method() === 'DELETE') await Promise.all(sockets);
      await route.fulfill({ response });
    });
    await (await map.shareDialog.open()).stopSharing();
    await expect(map.saveState).toHaveText('Saved on this device');
  });

  const again = await map.share();
  expect(again.edit).not.toBe(first.edit);
  // As long as a tab of the owner waits for news of who ended it.
  for (let waits = 0; waits < 6; waits++) await page.clock.fastForward(2_100);
  await expect(map.saveState).toHaveText('Saved · shared live');
  await map.goToLibrary();
  await expect(page.getByRole('article')).toContainText('Shared by you');
  await expect(page.getByText(/^Trash/)).toBeHidden();
});
