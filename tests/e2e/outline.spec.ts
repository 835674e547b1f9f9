/** Everybody on the map by keyboard alone, from the list that mirrors the picture. */
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

test('the list of everybody selects, finds and hands on to the card', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  await expect(map.cards).toHaveCount(3);
  const everybody = map.drawing.getByRole('tree', { name: 'Everybody on the map' });

  await everybody.focus();
  await expect(everybody.getByRole('treeitem')).toHaveCount(3);
  await page.keyboard.press('End');
  await expect(map.inspector.getByRole('heading', { name: 'Cleo Marsh', exact: true })).toBeVisible();
  await page.keyboard.press('b');
  await expect(map.inspector.getByRole('heading', { name: 'Ben Ito', exact: true })).toBeVisible();
  await expect(everybody.getByRole('treeitem', { name: /^Ben Ito/ })).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(map.card('Ben Ito')).toBeFocused();
  await page.keyboard.press('Alt+2');
  await expect(map.drawing.getByRole('button', { name: /^Ben Ito/ })).toHaveAttribute('aria-pressed', 'true');
});
