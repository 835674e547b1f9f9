import { expect, type Locator, type Page } from '@playwright/test';

type Label = 'Link to edit' | 'Link to comment' | 'Link to look' | 'Your link';

/** The dialog that says who may get in, and makes and withdraws links. */
export class ShareDialog {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('dialog', { name: 'Share' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('banner').getByRole('button', { name: 'Share', exact: true }).click();
    await expect(this.root).toBeVisible();
    return this;
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.root).toBeHidden();
  }

  /** Puts the map on the server. */
  async shareNow(): Promise<void> {
    await this.root.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(this.root.getByRole('textbox', { name: 'Link to edit' })).toBeVisible();
  }

  async link(label: Label): Promise<string> {
    return this.root.getByRole('textbox', { name: label }).inputValue();
  }

  /** Withdraws a link for everybody and gives the new one. */
  async renew(label: Label): Promise<string> {
    const before = await this.link(label);
    await this.root.getByRole('button', { name: `Withdraw and make a new one: ${label}` }).click();
    await this.root.getByRole('button', { name: 'Withdraw and make a new one', exact: true }).click();
    await expect(this.root.getByText('The old links are dead.')).toBeVisible();
    const link = await this.link(label);
    expect(link).not.toBe(before);
    return link;
  }

  person(name: string): Locator {
    return this.root.getByRole('list', { name: 'Who has a link of their own' }).getByRole('listitem').filter({
      hasText: name,
    });
  }

  /** Makes a link for one person and gives it as it lies on the clipboard. */
  async addPerson(name: string, role: 'Edit' | 'Comment' | 'Look', until: string): Promise<string> {
    await this.root.getByRole('textbox', { name: 'For whom' }).fill(name);
    await this.root.getByRole('combobox', { name: 'May' }).selectOption(role);
    await this.root.getByRole('combobox', { name: 'Until' }).selectOption(until);
    await this.root.getByRole('button', { name: 'Make a link' }).click();
    await expect(this.root.getByText(`The link for ${name} is ready`)).toBeVisible();
    const copy = this.person(name).getByRole('button', { name: `Copy: Link for ${name}` });
    await copy.click();
    await expect(copy).toHaveText('Copied');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async withdrawPerson(name: string): Promise<void> {
    await this.person(name)
      .getByRole('button', { name: `Withdraw the link for ${name}` })
      .click();
    await this.person(name)
      .getByRole('button', { name: `Really: ${name} is put out` })
      .click();
    await expect(this.person(name)).toContainText('withdrawn');
  }

  async stopSharing(): Promise<void> {
    await this.root.getByRole('button', { name: /^Stop sharing/ }).click();
    await this.root.getByRole('button', { name: 'Stop sharing for everybody' }).click();
    await expect(this.root).toBeHidden();
  }

  async deleteEverywhere(): Promise<void> {
    await this.root.getByRole('button', { name: /^Delete everywhere/ }).click();
    await this.root.getByRole('button', { name: 'Delete for everybody' }).click();
    await expect(this.root).toBeHidden();
  }
}
