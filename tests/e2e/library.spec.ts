import { expect, test } from './pages/journey.ts';

test('a map is renamed, duplicated, thrown away and restored', async ({ library, map, page }) => {
  await library.createBlank();
  await map.addFirst('Ada Stone / CEO / Board');
  await expect(map.card('Ada Stone')).toBeVisible();
  await map.isSaved();
  await map.goToLibrary();

  await library.rename('Untitled map', 'Contoso');
  await expect(library.card('Contoso')).toContainText('1 person');
  await library.choose('Contoso', 'Duplicate');
  await expect(page.getByRole('article')).toHaveCount(2);

  await library.choose('Contoso', 'Move to trash');
  await expect(library.card('Contoso')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByText('Trash (1)')).toBeVisible();
  await library.restoreFromTrash();
  await expect(library.card('Contoso')).toBeVisible();

  await library.card('Contoso').getByRole('link', { name: 'Contoso', exact: true }).click();
  await expect(map.card('Ada Stone')).toBeVisible();
});

test('language and colours switch at once and are remembered', async ({ library, page }) => {
  await expect(library.page.getByRole('heading', { name: 'Draw your first customer' })).toBeVisible();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { name: '画出第一个客户' })).toBeVisible();
  await page.getByRole('button', { name: '深色' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { name: '画出第一个客户' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('a double click makes one map', async ({ library, map, page }) => {
  await page.getByRole('button', { name: /^Blank map/ }).dblclick();
  await map.addFirst('Ada Stone');
  await map.isSaved();
  await map.goToLibrary();
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: /^Example: app testing/ }).dblclick();
  await expect(map.cards.first()).toBeVisible();
  await map.goToLibrary();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(library.card('Untitled map')).toHaveCount(1);
});
