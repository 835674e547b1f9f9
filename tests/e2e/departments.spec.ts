/** Departments and people by the panels alone: everything the canvas does can be done without it. */
import { expect, test } from './pages/journey.ts';

const LIST =
  'id,name,title,department,reports_to\na,Ada Stone,CEO,Board,\nb,Ben Ito,CTO,Technology,a\nc,Cleo Marsh,Buyer,Purchasing,a\n';

test('departments are added, renamed, moved and removed; their people stay', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  await map.openMenu('Departments …');
  const rows = map.dialog.getByRole('listitem');
  await expect(rows).toHaveCount(3);

  await map.dialog.getByRole('textbox', { name: 'New department' }).fill('Quality');
  await map.dialog.getByRole('button', { name: 'Add department' }).click();
  await expect(rows).toHaveCount(4);
  const quality = rows.nth(3);
  await quality.getByRole('textbox', { name: 'Name' }).fill('Quality and Safety');
  await quality.getByRole('textbox', { name: 'Name' }).press('Enter');
  await quality.getByRole('combobox', { name: 'Part of' }).selectOption({ label: 'Technology' });
  await expect(rows.nth(2).getByRole('textbox', { name: 'Name' })).toHaveValue('Quality and Safety');
  await map.dialog.getByRole('button', { name: 'Remove Purchasing' }).click();
  await expect(rows).toHaveCount(3);
  await page.keyboard.press('Escape');

  await expect(map.cards).toHaveCount(3);
  await map.select('Cleo Marsh');
  await expect(map.inspector.getByRole('combobox', { name: 'Department' })).toHaveValue('');
  await map.inspector
    .getByRole('combobox', { name: 'Department' })
    .selectOption({ label: 'Technology / Quality and Safety' });
  await map.inspector.getByRole('combobox', { name: 'Reports to' }).selectOption({ label: 'Ben Ito · CTO' });
  await map.isSaved();
  await page.reload();
  await map.select('Cleo Marsh');
  await expect(map.inspector.getByRole('combobox', { name: 'Reports to' })).toHaveValue('b');
});

test('several people are judged at once, in one undo step', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  await map.select('Ben Ito');
  await map.card('Cleo Marsh').click({ modifiers: ['Shift'] });
  await expect(map.inspector.getByRole('heading', { name: '2 people' })).toBeVisible();
  await map.inspector.getByRole('button', { name: /^2 · / }).click();
  await expect(map.inspector.getByRole('button', { name: /^2 · / })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect(map.inspector.getByRole('button', { name: 'Not contacted' })).toHaveAttribute('aria-pressed', 'true');
});

test('somebody taken off the map can be put back', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList(LIST);
  await map.select('Ben Ito');
  await page.keyboard.press('Delete');
  await expect(map.card('Ben Ito')).toBeHidden();
  await map.openMenu('Taken off the map (1) …');
  await map.dialog.getByRole('button', { name: 'Put back' }).click();
  await page.keyboard.press('Escape');
  await expect(map.card('Ben Ito')).toBeVisible();
});
