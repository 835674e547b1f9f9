/** The main journey: a list comes in, both views show it, the keyboard corrects it, and it is there after a reload. */
import { join } from 'node:path';
import { expect, test } from './pages/journey.ts';

const LISTS = join(import.meta.dirname, 'lists');

test('a list becomes two views, is edited by keyboard, and survives a reload', async ({ library, map, page }) => {
  await library.openFiles(join(LISTS, 'people.csv'), join(LISTS, 'relations.csv'));

  await test.step('the dialog lists what it found and what is wrong, and writes nothing yet', async () => {
    await expect(map.dialog.getByRole('heading', { name: 'Import people and relations' })).toBeVisible();
    const problems = map.dialog.getByRole('table');
    await expect(problems.getByRole('row').filter({ hasText: 'people.csv' }).first()).toBeVisible();
    await expect(problems).toContainText('p99');
    await map.dialog.getByRole('combobox', { name: /advice/ }).selectOption({ label: 'Influences' });
    await map.dialog.getByRole('checkbox', { name: 'Reverse “advice”' }).check();
    await map.dialog.getByRole('combobox', { name: /friendship/ }).selectOption({ label: 'Personal tie' });
  });
  await map.confirmImport();
  await expect(map.cards).toHaveCount(7);

  await test.step('the power map shows the same people', async () => {
    await map.show('Power map');
    await expect(map.cards).toHaveCount(7);
    await map.select('Ben Ito');
    await expect(map.inspector.getByRole('heading', { name: 'Relations (2)' })).toBeVisible();
  });

  await test.step('the keyboard adds, names, judges and marks', async () => {
    await map.show('Fishbone');
    await map.select('Dan Wu');
    await page.keyboard.press('Tab');
    await map.typeLine('Finn Oak / Assistant');
    await expect(map.card('Finn Oak')).toBeVisible();
    await map.select('Dan Wu');
    await page.keyboard.press('3');
    await page.keyboard.press('k');
    await page.keyboard.press('d');
    await expect(map.inspector.getByRole('button', { name: /^3 · Coach/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(map.inspector.getByRole('button', { name: /^KP/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(map.inspector.getByRole('button', { name: /^D · / })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('undo takes the last step back, redo brings it again', async () => {
    await page.keyboard.press('Control+z');
    await expect(map.inspector.getByRole('button', { name: /^D · / })).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('Control+Shift+z');
    await expect(map.inspector.getByRole('button', { name: /^D · / })).toHaveAttribute('aria-pressed', 'true');
  });

  await map.isSaved();
  await page.reload();
  await expect(map.cards).toHaveCount(8);
  await map.select('Dan Wu');
  await expect(map.inspector.getByRole('button', { name: /^3 · Coach/ })).toHaveAttribute('aria-pressed', 'true');
});

test('one undo takes a whole import back', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList('姓名,职务,部门\n张伟,总经理,管理层\n李娜,财务总监,财务部\n');
  await expect(map.cards).toHaveCount(2);
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Who has a say at this customer?' })).toBeVisible();
});

test('a relation is drawn with L and the other’s name', async ({ library, map, page }) => {
  await library.createBlank();
  await map.importList('name,title\nAda Stone,CEO\nBen Ito,CTO\nCleo Marsh,Buyer\n');
  await map.select('Ada Stone');
  await page.keyboard.press('l');
  await map.dialog.getByRole('combobox', { name: 'With whom' }).fill('cle');
  await page.keyboard.press('Enter');
  await map.dialog.getByRole('button', { name: 'Personal tie' }).click();
  await map.dialog.getByRole('button', { name: 'Add relation' }).click();
  await expect(map.inspector.getByRole('heading', { name: 'Relation', exact: true })).toBeVisible();
  await map.inspector.getByRole('button', { name: 'Cleo Marsh' }).click();
  await expect(map.inspector.getByRole('heading', { name: 'Relations (1)' })).toBeVisible();
});
