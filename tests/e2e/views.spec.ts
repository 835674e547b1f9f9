/** The six pictures of one map, and what a room does with them: switch, fold, focus, present, cover. */
import { expect, test } from './pages/journey.ts';
import type { MapPage } from './pages/map-page.ts';

const VIEWS = ['Fishbone', 'Power map', 'Org chart', 'Attitude', 'Interest', 'Network'] as const;

const rail = (map: MapPage, view: string) =>
  map.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true });

test('every view shows the same people, by mouse and by key', async ({ library, map, page }) => {
  await library.openExample(/app testing/);
  await expect(map.cards.first()).toBeVisible();
  const count = await map.cards.count();
  for (const view of VIEWS) {
    await rail(map, view).click();
    await expect(rail(map, view)).toHaveAttribute('aria-current', 'page');
    await expect(map.cards).toHaveCount(count);
  }
  for (const [i, view] of VIEWS.entries()) {
    await page.keyboard.press(`Alt+${i + 1}`);
    await expect(rail(map, view)).toHaveAttribute('aria-current', 'page');
    await expect(map.cards).toHaveCount(count);
  }
});

for (const motion of ['reduce', 'no-preference'] as const) {
  const isStill = motion === 'reduce';
  test(`another view ${isStill ? 'stands at once with reduced motion' : 'is reached by a glide'}`, async ({
    library,
    map,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: motion });
    await library.openExample(/app testing/);
    await expect(map.cards.first()).toBeVisible();
    const before = await map.places();
    // Whatever moves is painted meanwhile, and the drawing or the card says so by its class.
    await map.drawing.evaluate((drawing) => {
      // A slow machine may begin and end a glide between two looks: what a class was counts too.
      new MutationObserver((records) => {
        const was = records.some(({ oldValue }) => /\b(moving|gliding)\b/.test(oldValue ?? ''));
        if (was || drawing.matches('.moving') || drawing.querySelector('.gliding')) drawing.dataset['moved'] = 'yes';
      }).observe(drawing, { attributes: true, attributeFilter: ['class'], attributeOldValue: true, subtree: true });
    });
    await rail(map, 'Network').click();
    await expect.poll(() => map.places()).not.toBe(before);
    if (isStill) expect(await map.drawing.getAttribute('data-moved')).toBe(null);
    else await expect(map.drawing).toHaveAttribute('data-moved', 'yes');
  });
}

test('a department folds to a chip, stands alone as its own fish, and comes back', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(
    'id,name,title,department,reports_to\na,Ada Stone,CEO,,\nb,Ben Ito,CTO,Technology,a\nc,Cleo Marsh,Engineer,Technology,b\nd,Dan Wu,Buyer,Purchasing,a\n',
  );
  await map.show('Fishbone');
  await expect(map.cards).toHaveCount(4);
  const department = async (name: string) => {
    await map.openMenu('Departments');
    await map.dialog.getByRole('button', { name: `Go to ${name}` }).click();
  };
  await test.step('fold and open', async () => {
    await department('Technology');
    await map.inspector.getByRole('button', { name: 'Fold' }).click();
    await expect(map.cards).toHaveCount(2);
    await map.inspector.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(map.cards).toHaveCount(4);
    await page.keyboard.press('Escape');
  });
  await test.step('one department alone', async () => {
    await department('Technology');
    await map.inspector.getByRole('button', { name: 'As its own fish' }).click();
    await expect(page.getByText('Only Technology')).toBeVisible();
    await expect(map.cards).toHaveCount(2);
    await page.getByRole('main').getByRole('button', { name: 'Whole map' }).click();
    await expect(map.cards).toHaveCount(4);
  });
});

test('presenting hides everything but the picture, and Escape returns to the same place', async ({
  library,
  map,
  page,
}) => {
  await library.openExample(/app testing/);
  await map.show('Power map');
  await expect(map.cards.first()).toBeVisible();
  const someone = (await map.cards.first().getAttribute('aria-label'))!.split(' · ')[0]!;
  await map.select(someone);
  await page.locator('body').press('p');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(map.inspector).toBeHidden();
  await expect(page.getByText('Esc leaves')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Legend' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(map.inspector.getByRole('heading', { name: someone })).toBeVisible();
});

test('one key covers attitude and marks everywhere', async ({ library, map, page }) => {
  await library.openExample(/app testing/);
  await map.show('Power map');
  await expect(map.cards.first()).toBeVisible();
  const words = async () =>
    (await map.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')))).join('\n');
  const legend = page.getByRole('region', { name: 'Legend' });
  expect(await words()).toMatch(/Not contacted|Neutral|Supports/);
  await map.cards.first().click();
  await page.keyboard.press('.');
  await expect.poll(words).not.toMatch(/Not contacted|Neutral|Supports|Against|Coach|KP|gatekeeper/);
  await expect(legend).not.toContainText(/Neutral|Supports|Against|Coach|gatekeeper/);
  await expect(map.inspector.getByRole('button', { name: 'Covered' })).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Cover attitude and marks' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('.');
  await expect.poll(words).toMatch(/Not contacted|Neutral|Supports/);
});
