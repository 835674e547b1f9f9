/** The operator makes a new key and later drops the old one: who came by in between notices nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropOldSecrets, rotateSecret } from '../../server/access/key-rotation.ts';
import { createServer, type ServerConfig } from '../../server/index.ts';
import { APP_FOLDER, expect, test as base } from './pages/journey.ts';

interface Operator {
  readonly origin: string;
  /** Stops the server, changes its folder, and starts it again at the same address. */
  restart(change: (dataFolder: string) => Promise<unknown>): Promise<void>;
}

const test = base.extend<object, { readonly operator: Operator }>({
  operator: [
    async ({ serverConfig }, use) => {
      const dataFolder = await mkdtemp(join(tmpdir(), 'herringbone-e2e-'));
      const config: ServerConfig = { ...serverConfig, dataFolder, appFolder: APP_FOLDER, log: () => undefined };
      let server = createServer(config);
      await server.listen();
      const { origin, port } = server.address!;
      await use({
        origin,
        async restart(change) {
          await server.destroy();
          await change(dataFolder);
          server = createServer({ ...config, port });
          await server.listen();
        },
      });
      await server.destroy();
      await rm(dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  origin: [async ({ operator }, use) => use(operator.origin), { scope: 'worker' }],
});

test('colleagues stay in when the server’s key is changed and the old one dropped', async ({
  library,
  map,
  openColleague,
  operator,
}) => {
  test.slow();
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n');
  const { edit } = await map.share();
  const dialog = await map.shareDialog.open();
  const annas = await dialog.addPerson('Anna', 'Comment', '7 days');
  await dialog.close();
  const [editor, anna] = [await openColleague(edit), await openColleague(annas)];
  for (const colleague of [editor, anna]) await expect(colleague.cards).toHaveCount(3);
  await expect(editor.saveState).toHaveText('Saved · shared live');

  await operator.restart(rotateSecret);
  const kept = await test.step('all who are there come back and are given what the new key has signed', async () => {
    await expect(editor.saveState).toHaveText('Saved · shared live', { timeout: 45_000 });
    const links: string[] = [];
    for (const [colleague, before] of [
      [editor, edit],
      [anna, annas],
    ] as const) {
      const theirs = await colleague.shareDialog.open();
      // As long as it may take to come back: what the bar says may still be from before the server stopped.
      await expect.poll(() => theirs.link('Your link'), { timeout: 45_000 }).not.toBe(before);
      links.push(await theirs.link('Your link'));
      await theirs.close();
    }
    await editor.select('Ben Ito');
    await editor.page.keyboard.press('F2');
    await editor.typeLine('Ben Sato / CTO');
    for (const colleague of [map, anna]) await expect(colleague.card('Ben Sato')).toBeVisible();
    return links;
  });

  await operator.restart(dropOldSecrets);
  await test.step('after a reload they are still in; an old link opens nothing more', async () => {
    for (const colleague of [editor, anna]) await colleague.page.reload();
    await expect(editor.saveState).toHaveText('Saved · shared live', { timeout: 45_000 });
    await expect(anna.card('Ben Sato')).toBeVisible();
    await editor.select('Ben Sato');
    await editor.page.keyboard.press('F2');
    await editor.typeLine('Ben Ueda / CTO');
    for (const colleague of [map, anna]) await expect(colleague.card('Ben Ueda')).toBeVisible();
    const late = await openColleague(edit);
    await expect(late.page.getByRole('heading', { name: 'This link does not open the map' })).toBeVisible();
    const welcome = await openColleague(kept[0] ?? '');
    await expect(welcome.card('Ben Ueda')).toBeVisible();
  });

  await test.step('Anna’s link is withdrawn as ever', async () => {
    const again = await map.shareDialog.open();
    await expect(again.person('Anna')).toContainText('last used');
    await again.withdrawPerson('Anna');
    await expect(anna.page.getByRole('alert').filter({ hasText: 'Your link was withdrawn.' })).toBeVisible();
    await again.close();
  });
});
