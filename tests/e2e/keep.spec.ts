/** The picture stays where people left it: what one adds moves nobody else, and undo brings the old picture back. */
import type { MapPage } from './pages/map-page.ts';
import { expect, test } from './pages/journey.ts';

/** Where every card stands on the page, in page units, by person's id. */
async function places(map: MapPage): Promise<Record<string, string>> {
  const pairs = await map.cards.evaluateAll((cards) =>
    cards.map((card) => [card.dataset['id']!, card.style.transform] as [string, string]),
  );
  return Object.fromEntries(pairs);
}

/** How far the cards of `before` moved relative to each other: a page that grows at the left moves all alike. */
function moved(before: Record<string, string>, after: Record<string, string>): number {
  const xy = (text: string) => [...text.matchAll(/-?[\d.]+(?=px)/g)].map(([number]) => Number(number));
  const shifts = Object.keys(before).map((id) => {
    const [from, to] = [xy(before[id]!), xy(after[id]!)];
    return `${Math.round(to[0]! - from[0]!)} ${Math.round(to[1]! - from[1]!)}`;
  });
  return new Set(shifts).size - 1;
}

test('adding somebody to the power map moves nobody else, and undo brings the picture back', async ({
  library,
  map,
  page,
}) => {
  await library.openExample(/app testing/);
  await map.show('Power map');
  await expect(map.cards.first()).toBeVisible();
  const names = await map.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')!));
  const boss = names[0]!.split(' · ')[0]!;
  await map.select(boss);
  const count = await map.cards.count();
  const before = await places(map);

  await page.keyboard.press('Tab');
  await map.typeLine('Nia Newcomer / Analyst');
  await expect(map.card('Nia Newcomer')).toBeVisible();
  await expect(map.cards).toHaveCount(count + 1);
  await expect.poll(async () => moved(before, await places(map))).toBe(0);
  const added = await places(map);

  await test.step('a reload shows the same picture', async () => {
    await map.isSaved();
    await page.reload();
    await map.show('Power map');
    await expect(map.cards).toHaveCount(count + 1);
    await expect.poll(async () => moved(added, await places(map))).toBe(0);
  });

  await test.step('removing the newcomer and undoing puts them where they stood', async () => {
    await map.select('Nia Newcomer');
    await page.keyboard.press('Delete');
    await expect(map.cards).toHaveCount(count);
    await page.keyboard.press('Control+z');
    await expect(map.cards).toHaveCount(count + 1);
    await expect.poll(async () => moved(added, await places(map))).toBe(0);
  });
});

test('two people add at once and see the same picture', async ({ library, map, page, openColleague }) => {
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n');
  await map.show('Power map');
  const { edit } = await map.share();
  const colleague = await openColleague(edit);
  await colleague.show('Power map');
  await expect(colleague.cards).toHaveCount(3);

  await map.select('Ada Stone');
  await colleague.select('Ada Stone');
  await colleague.goOffline();
  await expect(colleague.saveState).toHaveText('Offline · saved on this device');
  await page.keyboard.press('Tab');
  await map.typeLine('Dan Wu / Clerk');
  await colleague.page.keyboard.press('Tab');
  await colleague.typeLine('Eva Roth / Clerk');
  await expect(colleague.cards).toHaveCount(4);
  await colleague.page.context().setOffline(false);
  await expect(map.cards).toHaveCount(5, { timeout: 45_000 });
  await expect(colleague.cards).toHaveCount(5);
  await expect
    .poll(async () => JSON.stringify(await places(map)) === JSON.stringify(await places(colleague)), {
      timeout: 30_000,
    })
    .toBe(true);
});
