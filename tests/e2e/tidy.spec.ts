/** Tidy: the picture made anew as one step, alone and among colleagues, and the choices beside it. */
import type { LibraryPage } from './pages/library-page.ts';
import { expect, test } from './pages/journey.ts';
import type { MapPage } from './pages/map-page.ts';

const FIRST =
  'id,name,title,department,reports_to\na,Ada Stone,CEO,Board,\nb,Ben Ito,CTO,Technology,a\nc,Cleo Marsh,Engineer,Technology,b\nd,Dan Wu,Engineer,Technology,b\ne,Eva Roth,Sales head,Sales,a\nf,Finn Oak,Clerk,Sales,e\ng,Gus Lee,Lawyer,Legal,a\nh,Hana Sato,CFO,Finance,a\ni,Ian Bell,Accountant,Finance,h\n';
const MORE =
  'id,name,title,department,reports_to\nj,Jo Park,Head,Operations,\nk,Kai Ross,Head,Purchasing,\nl,Lea Voss,Head,Research,\nm,Max Orr,Buyer,Purchasing,k\nn,Nia Cole,Planner,Operations,j\no,Olaf Dahl,Buyer,Purchasing,k\np,Pia Lind,Scientist,Research,l\nq,Quin Shaw,Planner,Operations,j\nr,Rae Holt,Buyer,Purchasing,k\ns,Sol Reyes,Scientist,Research,l\n';
const EVERYBODY = 19;

/** A map that grew: what came later was fitted in around what stood, so that a fresh picture is another one. */
async function openGrownMap(library: LibraryPage, map: MapPage): Promise<void> {
  await library.createBlank();
  await map.importList(FIRST);
  await expect(map.cards).toHaveCount(9);
  await map.importMore(MORE);
  await expect(map.cards).toHaveCount(EVERYBODY);
}

const tidy = (map: MapPage) => map.page.getByRole('banner').getByRole('button', { name: 'Tidy', exact: true });

test('tidying is one step: undo brings the old picture back, redo the new one', async ({ library, map, page }) => {
  await openGrownMap(library, map);
  const before = await map.places();
  await tidy(map).press('Enter');
  await expect.poll(() => map.places(), { timeout: 30_000 }).not.toBe(before);
  const after = await map.places();
  await page.keyboard.press('Control+z');
  await expect.poll(() => map.places()).toBe(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => map.places()).toBe(after);
  await expect(map.cards).toHaveCount(EVERYBODY);
});

test('one tidies while the other adds somebody: nothing is lost, both see the same picture', async ({
  library,
  map,
  page,
  openColleague,
}) => {
  await openGrownMap(library, map);
  const { edit } = await map.share();
  await expect(map.saveState).toHaveText('Saved · shared live');
  const colleague = await openColleague(edit);
  await expect(colleague.cards).toHaveCount(EVERYBODY);
  await colleague.select('Ben Ito');
  const before = await map.places();

  await tidy(map).click();
  await colleague.page.keyboard.press('Tab');
  await colleague.typeLine('Una Newman / Analyst');
  await expect(map.card('Una Newman')).toBeVisible({ timeout: 45_000 });
  await expect.poll(() => map.places(), { timeout: 30_000 }).not.toBe(before);
  await Promise.all([map.showAll(), colleague.showAll()]);
  await expect(map.cards).toHaveCount(EVERYBODY + 1);
  await expect(colleague.cards).toHaveCount(EVERYBODY + 1);
  await expect.poll(async () => (await map.places()) === (await colleague.places()), { timeout: 30_000 }).toBe(true);

  await test.step('undoing the tidying leaves the colleague’s newcomer', async () => {
    await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('banner').getByRole('button', { name: 'Redo' })).toBeEnabled();
    await Promise.all([map.showAll(), colleague.showAll()]);
    await expect(map.card('Una Newman')).toBeVisible();
    await expect(map.cards).toHaveCount(EVERYBODY + 1);
    await expect.poll(async () => (await map.places()) === (await colleague.places()), { timeout: 30_000 }).toBe(true);
  });
});

test('card size and the side of the head are chosen by hand, and undone', async ({ library, map, page }) => {
  await openGrownMap(library, map);
  const height = () => map.card('Ben Ito').evaluate((card) => card.style.height);
  const tall = await height();
  await page.getByRole('button', { name: 'Arrangement of this picture' }).click();
  await page.getByRole('radio', { name: 'Small cards, one line' }).check();
  await expect.poll(height).not.toBe(tall);
  const small = await map.places();
  await page.getByRole('radio', { name: 'Head at the left' }).check();
  await expect.poll(() => map.places()).not.toBe(small);
  await page.keyboard.press('Escape');

  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => map.places()).toBe(small);
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(height).toBe(tall);
});
