/** Whom a link can reach: on an address of its own everybody, on a loopback address this computer alone. */
import { qrPath } from '../../src/ui/dialogs/share/qr-path.ts';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import { expect, test } from './pages/journey.ts';
import { LibraryPage } from './pages/library-page.ts';

// A name for this machine, as a server has one that colleagues reach.
const NAMED = '--host-resolver-rules=MAP maps.test 127.0.0.1';
test.use({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumFlags, NAMED] } });

test('a link that opens on this computer only says so, and has no code to scan', async ({ library, map }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO');
  await map.isSaved();
  const dialog = await map.shareDialog.open();
  await expect(dialog.root).toContainText('which is this computer: unless its server was given an address of its own');
  await expect(dialog.root).not.toContainText('so that colleagues can open it');
  await dialog.shareNow();
  await expect(dialog.root).toContainText('These links open on this computer only.');
  await expect(dialog.root.getByRole('button', { name: /^Copy: Link to/ })).toHaveCount(3);
  await expect(dialog.root.getByRole('button', { name: /^QR code/ })).toHaveCount(0);
});

test('a room scans a code of exactly the link; Escape closes it and nothing else', async ({ page, map, origin }) => {
  await page.goto(origin.replace('127.0.0.1', 'maps.test'));
  await new LibraryPage(page).createBlank();
  await map.addFirst('Ada Stone / CEO');
  await map.isSaved();
  const dialog = await map.shareDialog.open();
  await expect(dialog.root).toContainText('so that colleagues can open it');
  await dialog.shareNow();
  await expect(dialog.root).not.toContainText('on this computer only');

  await dialog.root.getByRole('button', { name: 'QR code: Link to comment' }).click();
  const screen = page.getByRole('dialog', { name: /^Open “/ });
  await expect(screen).toContainText('Whoever scans this sees everything and may comment');
  const code = screen.getByRole('img', { name: 'QR code: Link to comment' });
  const { path } = qrPath(await dialog.link('Link to comment'));
  await expect(code.locator('path')).toHaveAttribute('d', path);
  const box = await code.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(600);
  await page.keyboard.press('Escape');
  await expect(screen).toBeHidden();
  await expect(dialog.root).toBeVisible();
});
