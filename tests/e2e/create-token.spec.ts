/** A server on which only those may share who hold one of its create tokens. */
import { expect, test } from './pages/journey.ts';

test.use({ serverConfig: { createTokens: ['wir-sind-das-team'] } });

test('the create token is asked for, checked, and remembered', async ({ library, map, page }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO');
  const dialog = await map.shareDialog.open();
  const field = dialog.root.getByLabel('Create token of this server');
  const share = dialog.root.getByRole('button', { name: 'Share', exact: true });
  await expect(share).toBeDisabled();
  await field.fill('a-guess');
  await share.click();
  const refusal = 'The server does not know this token. Check it, or ask whoever runs it.';
  await expect(dialog.root.getByRole('alert').filter({ hasText: refusal })).toBeVisible();
  await field.fill('wir-sind-das-team');
  await dialog.shareNow();
  await dialog.close();
  await expect(map.saveState).toHaveText('Saved · shared live');

  await map.goToLibrary();
  await library.createBlank();
  await map.addFirst('Ben Ito / CTO');
  await map.shareDialog.open();
  await expect(field).toHaveValue('wir-sind-das-team');
  await dialog.shareNow();
  await expect(page.getByRole('alert')).toBeHidden();
});
