import { expect, type Locator, type Page } from '@playwright/test';

/** The list of earlier states, and the bar over the drawing while one of them is looked at. */
export class HistoryPanel {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('complementary', { name: 'Earlier states' });
  }

  get states(): Locator {
    return this.root.getByRole('button', { name: /^Look at / });
  }

  get bar(): Locator {
    return this.page.getByRole('status').filter({ hasText: 'You are looking at' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('button', { name: 'Menu', exact: true }).click();
    await this.page.getByRole('button', { name: 'Earlier states …' }).click();
    await expect(this.root).toBeVisible();
    return this;
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: 'Close earlier states' }).click();
    await expect(this.root).toBeHidden();
  }

  async look(state: Locator): Promise<void> {
    await state.click();
    await expect(this.bar).toBeVisible();
  }

  async restore(): Promise<void> {
    await this.page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(this.bar).toBeHidden();
  }
}
