/** What is said beside a map: two browsers, links that may write, comment or only look, and one browser alone. */
import type { APIRequestContext } from '@playwright/test';
import { CommentsPanel } from './pages/comments-panel.ts';
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

/** With two departments. */
const DEPARTMENTS =
  'id,name,title,reports_to,department\na,Ada Stone,CEO,,\nb,Ben Ito,CTO,a,IT\nc,Cleo Marsh,Buyer,a,Finance\nd,Dan Wu,Clerk,c,Finance\n';

interface Links {
  readonly own: string;
  readonly edit: string;
  readonly comment: string;
  readonly view: string;
}

async function createMap(request: APIRequestContext): Promise<Links> {
  const answer = await request.post('/api/maps', { data: {} });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as Links;
}

test('a comment, a reply by a comment link, a mention that is said, and the end of the thread', async ({
  map,
  page,
  openColleague,
}) => {
  const links = await createMap(page.request);
  await page.goto(links.own);
  await map.importList(LIST);
  const mine = new CommentsPanel(page);

  await test.step('M comments on the selected person', async () => {
    await map.select('Ben Ito');
    await page.keyboard.press('m');
    await expect(mine.panel.getByRole('textbox', { name: 'Comment on Ben Ito' })).toBeFocused();
    await mine.introduce('Ann Lee');
    await mine.say('Does he decide?');
    await expect(mine.on('Ben Ito')).toContainText('Does he decide?');
    await expect(mine.pin('Ben Ito')).toHaveText('1');
    await mine.close();
    await expect(map.inspector.getByRole('button', { name: 'Comments (1)' })).toBeVisible();
  });

  const colleague = await openColleague(links.comment);
  const theirs = new CommentsPanel(colleague.page);
  await colleague.select('Ben Ito');
  await expect(colleague.inspector.getByRole('textbox', { name: 'Name' })).toBeDisabled();

  await test.step('a comment link changes nothing on the map, and answers', async () => {
    await expect(theirs.button).toHaveAccessibleName('Comments, 1 new');
    await theirs.open();
    await expect(theirs.on('Ben Ito')).toContainText('New');
    await theirs.introduce('Bob');
    const reply = await theirs.startReply('Ben Ito');
    await reply.pressSequentially('Only below two million, @an');
    await expect(theirs.panel.getByRole('option', { name: 'Ann Lee' })).toBeVisible();
    await reply.press('Enter');
    await reply.pressSequentially('can tell.');
    await expect(reply).toHaveValue('Only below two million, @Ann Lee can tell.');
    await reply.press('Control+Enter');
    await expect(theirs.on('Ben Ito').getByRole('article', { name: 'Bob' })).toBeVisible();
  });

  await test.step('who is mentioned hears of it, and is led there', async () => {
    // What passes by comes first.
    const notice = page
      .getByRole('status')
      .filter({ hasText: /Bob mentions you.*Only below two million, @Ann Lee can tell\./ });
    await notice.getByRole('button', { name: 'Show' }).click();
    await expect(mine.on('Ben Ito').getByRole('strong').filter({ hasText: '@Ann Lee' })).toBeVisible();
    await expect(mine.pin('Ben Ito')).toHaveText('2');
    await mine.filter('Mentions');
    await expect(mine.on('Ben Ito')).toBeVisible();
  });

  await test.step('a resolved thread leaves the open ones of both, and comes back', async () => {
    await mine.filter('Open');
    await mine.on('Ben Ito').getByRole('button', { name: 'Resolve' }).click();
    await expect(mine.on('Ben Ito')).toBeHidden();
    await expect(mine.pin('Ben Ito')).toBeHidden();
    await expect(theirs.on('Ben Ito')).toBeHidden();
    await theirs.filter('Resolved');
    await expect(theirs.on('Ben Ito')).toContainText('Resolved by Ann Lee');
    await theirs.on('Ben Ito').getByRole('button', { name: 'Open again' }).click();
    await expect(mine.on('Ben Ito')).toBeVisible();
    await expect(mine.pin('Ben Ito')).toHaveText('2');
  });
});

test('a comment written offline arrives later, and is new', async ({ map, page, openColleague }) => {
  const links = await createMap(page.request);
  await page.goto(links.own);
  await map.importList(LIST);
  const mine = new CommentsPanel(page);

  const colleague = await openColleague(links.comment);
  const theirs = new CommentsPanel(colleague.page);
  await expect(colleague.cards).toHaveCount(3);
  await colleague.goOffline();
  await expect(colleague.saveState).toContainText(/offline/i);
  await colleague.select('Cleo Marsh');
  await colleague.page.keyboard.press('m');
  await theirs.introduce('Bob');
  await theirs.say('From the train');

  await mine.open();
  await mine.introduce('Ann Lee');
  await mine.say('Meanwhile, on the map');
  await mine.close();
  await colleague.page.context().setOffline(false);
  await expect(mine.button).toHaveAccessibleName('Comments, 1 new', { timeout: 45_000 });
  await mine.open();
  await expect(mine.on('Cleo Marsh')).toContainText('From the train');
  await expect(theirs.on('The whole map')).toContainText('Meanwhile, on the map');
});

test('a view link shows no comments', async ({ map, page, openColleague }) => {
  const links = await createMap(page.request);
  await page.goto(links.own);
  await map.importList(LIST);
  const mine = new CommentsPanel(page);
  await map.select('Ben Ito');
  await page.keyboard.press('m');
  await mine.say('Not for everybody');
  await expect(mine.pin('Ben Ito')).toBeVisible();

  const viewer = await openColleague(links.view);
  const theirs = new CommentsPanel(viewer.page);
  await expect(viewer.cards).toHaveCount(3);
  await viewer.select('Ben Ito');
  await viewer.page.keyboard.press('m');
  await expect(viewer.inspector.getByRole('heading', { name: 'Ben Ito' })).toBeVisible();
  await expect(theirs.panel).toBeHidden();
  await expect(theirs.button).toHaveCount(0);
  await expect(theirs.pin('Ben Ito')).toHaveCount(0);
  await expect(viewer.inspector.getByRole('button', { name: /Comment/ })).toHaveCount(0);
});

test('on a map of one device comments are kept, edited, deleted and outlive what they are on', async ({
  library,
  map,
  page,
}) => {
  await library.createBlank();
  await map.importList(LIST);
  const mine = new CommentsPanel(page);
  await mine.open();
  await expect(mine.panel).toContainText('Not shown to people with a view link');
  await mine.introduce('Ann Lee');
  await mine.say('Budget in December');
  // One that was chosen by hand does not slide for panels, and so not from under the pointer either.
  await map.chooseWindow();
  await map.card('Ben Ito').click();
  await expect(map.card('Ben Ito')).toHaveAttribute('aria-pressed', 'true');
  await mine.say('Does he decide?');
  await expect(mine.pin('Ben Ito')).toBeVisible();

  await test.step('edit, delete and take it back', async () => {
    const comment = mine.on('Ben Ito').getByRole('article');
    await comment.hover();
    await comment.getByRole('button', { name: 'Edit' }).click();
    await comment.getByRole('textbox', { name: 'Edit your comment' }).fill('Does he decide alone?');
    await comment.getByRole('button', { name: 'Save' }).click();
    await expect(comment).toContainText('Does he decide alone?');
    await expect(comment).toContainText('edited');
    await comment.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('status').filter({ hasText: 'deleted' }).getByRole('button', { name: 'Undo' }).click();
    await expect(mine.on('Ben Ito')).toContainText('Does he decide alone?');
  });

  await test.step('what is not taken back is gone', async () => {
    await mine.say('Wrong person');
    const slip = mine.on('Ben Ito').getByRole('article').filter({ hasText: 'Wrong person' });
    await slip.hover();
    await slip.getByRole('button', { name: 'Delete' }).click();
    await expect(slip).toHaveCount(0);
    await expect(mine.pin('Ben Ito')).toHaveText('1');
    await expect(mine.on('Ben Ito')).toContainText('Does he decide alone?');
  });

  await test.step('covered and presented, nothing is shown', async () => {
    await page.getByRole('button', { name: 'Cover attitude and marks' }).click();
    await expect(mine.pin('Ben Ito')).toHaveCount(0);
    await expect(mine.panel).not.toContainText('Budget');
    await page.getByRole('button', { name: 'Cover attitude and marks' }).click();
    await expect(mine.pin('Ben Ito')).toBeVisible();
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await expect(mine.panel).toBeHidden();
    await expect(mine.pin('Ben Ito')).toHaveCount(0);
    await page.keyboard.press('p');
    await expect(mine.pin('Ben Ito')).toBeVisible();
  });

  await test.step('a pin leads to its thread', async () => {
    await mine.pin('Ben Ito').click();
    await expect(mine.on('Ben Ito')).toContainText('Does he decide alone?');
    await page.keyboard.press('Escape');
  });

  await test.step('by keyboard, one goes on in the thread', async () => {
    await page.keyboard.press('Tab');
    await mine.pin('Ben Ito').focus();
    await page.keyboard.press('Enter');
    await expect(mine.on('Ben Ito').getByRole('listitem').first()).toBeFocused();
    await page.keyboard.press('Escape');
  });

  await test.step('after a reload all is there; on somebody taken off the map it is still read', async () => {
    await map.isSaved();
    await page.reload();
    await expect(mine.pin('Ben Ito')).toBeVisible();
    await map.card('Ben Ito').click();
    await page.keyboard.press('Delete');
    await expect(map.cards).toHaveCount(2);
    await mine.open();
    await expect(mine.on('On something that is gone: Ben Ito')).toContainText('Does he decide alone?');
    await expect(mine.on('The whole map')).toContainText('Budget in December');
  });
});

test('[K16] [K17] a mention reaches a person on every device, and only who may read comments is offered', async ({
  map,
  page,
  openColleague,
}) => {
  const links = await createMap(page.request);
  await page.goto(links.own);
  await map.importList(LIST);
  const mine = new CommentsPanel(page);
  await mine.open();
  await mine.introduce('Ann Lee');
  await mine.say('From my desk');
  await mine.close();

  const laptop = await openColleague(links.edit);
  const second = new CommentsPanel(laptop.page);
  await second.open();
  await second.introduce('Ann Lee');
  await second.close();
  const [vera, bob] = [await openColleague(links.view), await openColleague(links.comment)];
  await expect(vera.cards).toHaveCount(3);
  await vera.page.getByRole('banner').getByRole('button', { name: /^You/ }).click();
  const name = vera.page.getByRole('banner').getByRole('textbox', { name: 'Your name' });
  await name.fill('Vera');
  await name.press('Enter');

  const theirs = new CommentsPanel(bob.page);
  await theirs.open();
  await theirs.introduce('Bob');
  await expect(bob.page.getByRole('button', { name: /^Vera · / })).toBeVisible();
  await expect(bob.page.getByRole('button', { name: /^Ann Lee · / })).toHaveCount(2);
  const field = theirs.panel.getByRole('textbox', { name: 'Comment on the whole map' });
  await field.pressSequentially('@');
  await expect(theirs.panel.getByRole('option')).toHaveText([/^Ann Lee\s*reaches everybody of this name$/]);
  await field.press('Enter');
  await field.pressSequentially('which is it?');
  await field.press('Control+Enter');

  // At once: both pass by.
  await Promise.all(
    [page, laptop.page].map((called) =>
      expect(called.getByRole('status').filter({ hasText: 'Bob mentions you' })).toBeVisible(),
    ),
  );
  await second.open();
  await second.filter('Mentions');
  await expect(second.on('The whole map')).toContainText('which is it?');
  await second.filter('Mine');
  await expect(second.on('The whole map')).toContainText('From my desk');
  await expect(second.on('The whole map')).not.toContainText('which is it?');
});

test('what is said on a link and on a department stands there', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(DEPARTMENTS);
  const mine = new CommentsPanel(page);

  await test.step('a department', async () => {
    await map.openMenu('Departments');
    await map.dialog.getByRole('button', { name: 'Go to Finance' }).click();
    await page.keyboard.press('m');
    await mine.introduce('Ann Lee');
    await mine.say('Who signs here?');
    await expect(mine.on('Finance')).toContainText('Who signs here?');
    await expect(mine.pin('Finance')).toHaveText('1');
    await mine.close();
  });

  await test.step('a relation', async () => {
    await map.select('Ada Stone');
    await page.keyboard.press('l');
    await map.dialog.getByRole('combobox', { name: 'With whom' }).fill('dan');
    await page.keyboard.press('Enter');
    await map.dialog.getByRole('button', { name: 'Personal tie' }).click();
    await map.dialog.getByRole('button', { name: 'Add relation' }).click();
    await expect(map.inspector.getByRole('heading', { name: 'Relation', exact: true })).toBeVisible();
    await page.keyboard.press('m');
    await mine.say('From the same school?');
    await expect(mine.on('Ada Stone – Dan Wu')).toContainText('From the same school?');
    await expect(mine.pin('Ada Stone – Dan Wu')).toHaveText('1');
    await mine.close();
  });

  await test.step('each pin leads to what is said there', async () => {
    await mine.pin('Finance').click();
    await expect(mine.panel.getByRole('textbox', { name: 'Comment on Finance' })).toBeVisible();
    await expect(mine.on('Finance')).toContainText('Who signs here?');
    await mine.close();
    await mine.pin('Ada Stone – Dan Wu').click();
    await expect(mine.panel.getByRole('textbox', { name: 'Comment on Ada Stone – Dan Wu' })).toBeVisible();
    await mine.close();
  });

  await test.step('a pin goes with what it stands on', async () => {
    await map.select('Dan Wu');
    await page.keyboard.press('Delete');
    await expect(map.cards).toHaveCount(3);
    await expect(mine.pin('Ada Stone – Dan Wu')).toHaveCount(0);
    await expect(mine.pin('Finance')).toBeVisible();
    await mine.open();
    await expect(mine.on('On something that is gone: Ada Stone – Dan Wu')).toContainText('From the same school?');
  });
});
