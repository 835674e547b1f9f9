import type { Locator, Page } from '@playwright/test';

/** The page that lists the maps of this device. */
export class LibraryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await this.page.getByRole('button', { name: /^Blank map/ }).waitFor();
  }

  async createBlank(): Promise<void> {
    await this.page.getByRole('button', { name: /^Blank map/ }).click();
  }

  async openExample(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** Chooses files in the picker that "Open a file" opens. */
  async openFiles(...files: string[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: /^Open a file/ }).click();
    await (await chooser).setFiles(files);
  }

  card(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  async openMenu(name: string): Promise<void> {
    await this.card(name)
      .getByRole('button', { name: `More about ${name}` })
      .click();
  }

  async choose(name: string, action: 'Rename' | 'Duplicate' | 'Move to trash'): Promise<void> {
    await this.openMenu(name);
    await this.card(name).getByRole('button', { name: action }).click();
  }

  async rename(name: string, to: string): Promise<void> {
    await this.choose(name, 'Rename');
    const field = this.page.getByRole('textbox', { name: 'Rename' });
    await field.fill(to);
    await field.press('Enter');
  }

  async restoreFromTrash(): Promise<void> {
    await this.page.getByText(/^Trash \(/).click();
    await this.page.getByRole('button', { name: 'Restore' }).first().click();
  }
}
