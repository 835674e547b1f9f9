/** Sharing, comments and presence as a Chinese team sees them: in the language of their browsers, unasked. */
import type { Page } from '@playwright/test';
import { translate, type Arguments, type MessageKey } from '../../src/i18n/index.ts';
import { expect, test } from './pages/journey.ts';

test.use({ locale: 'zh-CN' });

const t = <K extends MessageKey>(key: K, ...values: Arguments<K>): string => translate('zh', key, ...values);

/** What is the same in every language: keys, addresses, files, names of products, and what the trade says. */
const ANY_LANGUAGE =
  /https?:\S+|\d+\.\d+\.\d+\.\d+(?::\d+)?|Herringbone|Svelte Flow|Ctrl\+Enter|Shift\+L|Esc|QR|KP|[\w/]+\.md|English/g;

/** Nobody reads a word of another language there. */
async function expectNoEnglish(page: Page): Promise<void> {
  const said = (await page.locator('body').innerText()).replace(ANY_LANGUAGE, '');
  expect(said.match(/[A-Za-z]{2,}.*/g) ?? []).toEqual([]);
}

async function introduce(page: Page, name: string): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: t('presence.me'), exact: true })
    .click();
  const field = page.getByRole('banner').getByRole('textbox', { name: t('menu.your-name') });
  await field.fill(name);
  await field.press('Enter');
  await page.keyboard.press('Escape');
}

const colleague = (page: Page, name: string) =>
  page.getByRole('list', { name: t('bar.colleagues') }).getByRole('button', { name: new RegExp(`^${name} · `) });

test('a map is shared, talked about and looked at together in Chinese', async ({ page, map, openColleague }) => {
  await page.goto('/');
  await page.getByRole('button', { name: t('library.blank') }).click();
  await page.getByRole('textbox', { name: t('empty.name') }).fill('张伟 / 总经理 / 管理层');
  await page.getByRole('button', { name: t('empty.add'), exact: true }).click();
  const card = (on: Page) => on.locator('.svelte-flow__node').filter({ hasText: '张伟' });
  await expect(card(page)).toBeVisible();

  const edit = await test.step('it is shared', async () => {
    await page
      .getByRole('banner')
      .getByRole('button', { name: t('bar.share'), exact: true })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('share.now'), exact: true })
      .click();
    const link = page.getByRole('dialog').getByRole('textbox', { name: t('share.edit'), exact: true });
    await expect(link).toBeVisible();
    await expectNoEnglish(page);
    const address = await link.inputValue();
    await page.keyboard.press('Escape');
    await expect(map.saveState).toHaveText(t('save.live'));
    return address;
  });

  const other = (await openColleague(edit)).page;
  await expect(card(other)).toBeVisible();
  await introduce(page, '李娜');
  await introduce(other, '王芳');

  await test.step('each sees the other, and goes along', async () => {
    await expect(colleague(page, '王芳')).toHaveAccessibleName(`王芳 · ${t('view.fishbone')}`);
    await colleague(other, '李娜').click();
    await expectNoEnglish(other);
    await other
      .getByRole('banner')
      .getByRole('button', { name: t('presence.follow'), exact: true })
      .click();
    await expect(other.getByText(t('presence.bar', '李娜'))).toBeVisible();
    await expectNoEnglish(other);
    await other.keyboard.press('Escape');
  });

  await test.step('a comment calls somebody by a name without spaces around it', async () => {
    await card(page).click();
    await page.keyboard.press('m');
    const field = page.getByRole('textbox', { name: t('comments.new', '张伟') });
    await field.pressSequentially('请@王');
    await page.getByRole('option', { name: '王芳' }).click();
    await field.pressSequentially('确认预算');
    await field.press('Control+Enter');
    // What passes by comes first.
    const notice = other.getByRole('status').filter({ hasText: t('comments.called', '李娜', '请@王芳 确认预算') });
    await notice.getByRole('button', { name: t('comments.called.show') }).click();
    await expect(other.getByRole('complementary', { name: t('comments.title') })).toContainText('确认预算');
    await expectNoEnglish(other);
    await expect(page.getByRole('article', { name: '李娜' })).toContainText('请@王芳 确认预算');
    await expectNoEnglish(page);
  });

  await test.step('everyone is called', async () => {
    await page.getByRole('button', { name: t('presence.me.named', '李娜') }).click();
    await page.getByRole('button', { name: t('presence.summon'), exact: true }).click();
    await page.getByRole('button', { name: t('presence.me.named', '李娜') }).click();
    await expect(page.getByText(t('presence.summon.just-called'))).toBeVisible();
    await expectNoEnglish(page);
    await expect(other.getByText(t('presence.bar.called', '李娜'))).toBeVisible();
    await expectNoEnglish(other);
  });
});
