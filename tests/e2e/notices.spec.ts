/** What passes by on the lower edge: it stays for as long as somebody reaches for it. */
import { CommentsPanel } from './pages/comments-panel.ts';
import { expect, test } from './pages/journey.ts';

test('a notice does not go from under the pointer or the focus, and goes afterwards', async ({
  page,
  library,
  map,
}) => {
  await page.clock.install();
  await page.reload();
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO');
  const comments = new CommentsPanel(page);
  await comments.open();
  await comments.introduce('Ann Lee');
  const notice = page.getByRole('status').filter({ hasText: 'The comment is deleted.' });
  const undo = notice.getByRole('button', { name: 'Undo' });
  const comment = comments.on('Ada Stone').getByRole('article');
  const remove = async () => {
    await comment.hover();
    await comment.getByRole('button', { name: 'Delete' }).click();
    await expect(comment).toHaveCount(0);
  };

  await test.step('the pointer over it', async () => {
    await comments.say('Does she decide?');
    await remove();
    await notice.hover();
    await page.clock.runFor(10_000);
    await expect(undo).toBeVisible();
    await undo.click();
    await expect(comment).toContainText('Does she decide?');
    await expect(notice).toHaveCount(0);
  });

  await test.step('the focus in it', async () => {
    await remove();
    await undo.focus();
    await page.clock.runFor(10_000);
    await expect(undo).toBeFocused();
    await undo.blur();
    await page.clock.runFor(7_000);
    await expect(notice).toHaveCount(0);
    await expect(comment).toHaveCount(0);
  });
});
