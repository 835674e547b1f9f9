/** A circle that a merge or a file left is drawn all the same, and mended by those who are in it. */
import { writeFile } from 'node:fs/promises';
import { expect, test } from './pages/journey.ts';

const PEOPLE = [
  { id: 'a', name: 'Ada Stone', title: 'CEO', reportsTo: 'b' },
  { id: 'b', name: 'Ben Ito', title: 'CTO', reportsTo: 'a' },
  { id: 'c', name: 'Cleo Marsh', title: 'Buyer', reportsTo: 'a' },
];

test('a circle of reporting lines names its people and leads to them', async ({ library, map, page }) => {
  const path = test.info().outputPath('circle.herringbone.json');
  await writeFile(path, JSON.stringify({ format: 'herringbone-map', schema: 1, name: 'Circle', people: PEOPLE }));
  await library.openFiles(path);
  await expect(map.cards).toHaveCount(3);
  await page.getByRole('button', { name: 'Details' }).click();
  const row = map.dialog.getByRole('listitem').filter({ hasText: 'a circle; drawn without what stands above' });
  await expect(row).toContainText(/Ada Stone\s*→\s*Ben Ito\s*→\s*Ada Stone/);
  await expect(row).not.toContainText('people/a/reportsTo');
  await row.getByRole('button', { name: 'Ben Ito' }).click();
  await expect(map.dialog).toBeHidden();
  await expect(map.inspector.getByRole('heading', { name: 'Ben Ito', exact: true })).toBeVisible();
});
