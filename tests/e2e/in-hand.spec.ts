/** What somebody is writing stays in their hands whatever a colleague does, and no word of it becomes an edit. */
import type { Page } from '@playwright/test';
import { CommentsPanel } from './pages/comments-panel.ts';
import { expect, test } from './pages/journey.ts';
import type { MapPage } from './pages/map-page.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\nd,Dan Wu,Clerk,a\n';
const LINE = 'Name / title / department';

/** A shared map of four people; the colleague's browser has it too. */
async function shareWith(map: MapPage, openColleague: (address: string) => Promise<MapPage>): Promise<MapPage> {
  await map.importList(LIST);
  const { edit } = await map.share();
  await expect(map.saveState).toHaveText('Saved · shared live');
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(4);
  return colleague;
}

/** Every card as its accessible name says it: attitude, roles and marks included. */
function everybody(page: Page): Promise<string[]> {
  return page
    .locator('.svelte-flow__node')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label') ?? '').sort());
}

test('a reply stays open when a colleague resolves its thread or answers in another', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);
  const [mine, theirs] = [new CommentsPanel(page), new CommentsPanel(colleague.page)];
  await map.select('Cleo Marsh');
  await page.keyboard.press('m');
  await mine.introduce('Ann Lee');
  await mine.say('Who signs?');
  await map.card('Ben Ito').click();
  await mine.say('Does he decide?');
  const before = await everybody(page);

  const reply = await mine.startReply('Ben Ito');
  await reply.pressSequentially('I will ');
  await theirs.open();
  await theirs.introduce('Bob');

  await test.step('what is said elsewhere does not take the focus', async () => {
    const answer = await theirs.startReply('Cleo Marsh');
    await answer.fill('The CEO');
    await answer.press('Control+Enter');
    await expect(mine.on('Cleo Marsh')).toContainText('The CEO');
    await expect(reply).toBeFocused();
  });

  await test.step('what is said in the same thread does not take the focus', async () => {
    const answer = await theirs.startReply('Ben Ito');
    await answer.fill('Below two million');
    await answer.press('Control+Enter');
    await expect(mine.on('Ben Ito')).toContainText('Below two million');
    await expect(reply).toBeFocused();
  });

  await test.step('resolved, the thread stays until the words are sent, and they open it again', async () => {
    await theirs.on('Ben Ito').getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(mine.on('Ben Ito')).toContainText('Resolved by Bob');
    await page.keyboard.type('ask dan 3 times');
    await expect(reply).toHaveValue('I will ask dan 3 times');
    await page.keyboard.press('Control+Enter');
    await expect(mine.on('Ben Ito').getByRole('textbox')).toHaveCount(0);
    await expect(mine.on('Ben Ito')).toContainText('I will ask dan 3 times');
    await expect(mine.on('Ben Ito')).not.toContainText('Resolved by');
  });
  expect(await everybody(page)).toEqual(before);
});

test('a comment being written keeps its words when a colleague removes whom it is on', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);
  const mine = new CommentsPanel(page);
  await map.select('Ben Ito');
  await page.keyboard.press('m');
  await mine.introduce('Ann Lee');
  const field = mine.panel.getByRole('textbox', { name: /^Comment on / });
  await field.pressSequentially('He is ');
  await colleague.select('Ben Ito');
  await colleague.page.keyboard.press('Delete');
  await expect(map.cards).toHaveCount(3);
  await page.keyboard.type('leaving');
  await expect(field).toHaveValue('He is leaving');
  await page.keyboard.press('Control+Enter');
  await expect(mine.on('On something that is gone: Ben Ito')).toContainText('He is leaving');
});

test('words for a field that a colleague took away do nothing to the map', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);

  await test.step('the inspector of somebody removed', async () => {
    await map.select('Ben Ito');
    await map.inspector.getByRole('textbox', { name: 'Name', exact: true }).click();
    await page.keyboard.type('B');
    await colleague.select('Ben Ito');
    await colleague.page.keyboard.press('Delete');
    await expect(map.inspector).toBeHidden();
    await page.keyboard.type('p?h.L');
    await expect(map.drawing).toBeVisible();
    await expect(page.getByRole('banner')).toBeVisible();
    await expect(map.dialog).toBeHidden();
  });

  await test.step('Escape, Tab or a press of the pointer gives the keys back', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    await expect(page.getByRole('banner')).toBeHidden();
    await page.keyboard.press('p');
    await expect(page.getByRole('banner')).toBeVisible();
  });

  await test.step('the chooser of a relation whose other end is removed', async () => {
    await map.chooseWindow();
    await map.select('Cleo Marsh');
    const before = await everybody(page);
    const [from, to] = await Promise.all([
      map.card('Cleo Marsh').locator('.handle.right').boundingBox(),
      map.card('Dan Wu').boundingBox(),
    ]);
    if (!from || !to) throw new Error('Cleo and Dan are not drawn');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    const chooser = page.getByRole('menu', { name: 'Kind of relation' });
    await expect(chooser).toBeVisible();
    await colleague.select('Dan Wu');
    await colleague.page.keyboard.press('Delete');
    await expect(chooser).toBeHidden();
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: LINE })).toHaveCount(0);
    expect(await everybody(page)).toEqual(before.filter((name) => !name.startsWith('Dan Wu')));
  });

  await test.step('it does not come back with them', async () => {
    await colleague.page.keyboard.press('Control+z');
    await expect(map.card('Dan Wu')).toBeVisible();
    await expect(page.getByRole('menu', { name: 'Kind of relation' })).toHaveCount(0);
  });
});

test('a line typed on the card of somebody removed meanwhile is not lost', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);
  await map.select('Ben Ito');
  await page.keyboard.press('F2');
  const editor = page.getByRole('textbox', { name: LINE });
  await editor.fill('Ben Sato / CIO');
  await colleague.select('Ben Ito');
  await colleague.page.keyboard.press('Delete');
  await expect(editor).toBeHidden();
  await page.keyboard.type('ph');
  await expect(page.getByRole('banner')).toBeVisible();

  const notice = page.getByRole('alert').filter({ hasText: 'Ben Sato / CIO' });
  await expect(notice).toContainText('no longer on the map');
  await notice.getByRole('button', { name: 'Restore' }).click();
  await expect(map.card('Ben Sato')).toHaveAccessibleName(/CIO/);
  await expect(colleague.card('Ben Sato')).toBeVisible();
  await expect(editor).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(map.cards).toHaveCount(3);
});

test('a name typed on the card leaves the title that a colleague gave meanwhile', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);
  await map.select('Dan Wu');
  await page.keyboard.press('F2');
  const editor = page.getByRole('textbox', { name: LINE });
  await editor.fill('Daniel Wu / Clerk');
  await colleague.select('Dan Wu');
  const title = colleague.inspector.getByRole('textbox', { name: 'Title', exact: true });
  await title.fill('Senior clerk');
  await title.press('Enter');
  await expect(map.card('Dan Wu')).toHaveAccessibleName(/Senior clerk/);
  await editor.press('Enter');
  await expect(map.card('Daniel Wu')).toHaveAccessibleName(/Senior clerk/);
});

test('[D21] undo says so when a colleague has changed it since, also for the first edit after an import', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await library.createBlank();
  const colleague = await shareWith(map, openColleague);
  await map.select('Ben Ito');
  await page.keyboard.press('3');
  await expect(colleague.card('Ben Ito')).toHaveAccessibleName(/Coach$/);
  await colleague.select('Ben Ito');
  await colleague.page.keyboard.press('0');
  await expect(map.card('Ben Ito')).toHaveAccessibleName(/Neutral$/);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('status').filter({ hasText: 'Not undone' })).toBeVisible();
  await expect(map.card('Ben Ito')).toHaveAccessibleName(/Neutral$/);
  await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled();
});

test('[S37] what stands in a field is kept when the page is reloaded or left', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  const address = page.url();

  await test.step('a field of the inspector', async () => {
    await map.select('Ben Ito');
    await map.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('Ben Sato');
    await page.reload();
    await expect(map.card('Ben Sato')).toBeVisible();
  });
  await test.step('a line on a card', async () => {
    await map.select('Cleo Marsh');
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: LINE }).fill('Cleo Marsh / Head buyer');
    await page.reload();
    await expect(map.card('Cleo Marsh')).toHaveAccessibleName(/Head buyer/);
  });
  await test.step('a text of the bar', async () => {
    await page.getByRole('banner').getByRole('textbox', { name: 'Account', exact: true }).fill('Acme');
    await page.reload();
    await expect(page.getByRole('banner').getByRole('textbox', { name: 'Account', exact: true })).toHaveValue('Acme');
  });
  await test.step('a field that is left with the Back button', async () => {
    await map.select('Dan Wu');
    await map.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('Daniel Wu');
    await page.evaluate(() => history.back());
    await expect(library.page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto(address);
    await expect(map.card('Daniel Wu')).toBeVisible();
  });
});
