import type { Locator, Page } from '@playwright/test';

/** The comments beside the map: verbs a person would use. */
export class CommentsPanel {
  readonly page: Page;
  readonly panel: Locator;
  readonly button: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Comments' });
    this.button = page.getByRole('banner').getByRole('button', { name: /^Comments/ });
  }

  /** All of one target's threads. */
  on(name: string): Locator {
    return this.panel.getByRole('region', { name });
  }

  pin(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`\\d comments? on ${name}$`) });
  }

  async open(): Promise<void> {
    await this.button.click();
    await this.panel.waitFor();
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close comments' }).click();
  }

  async introduce(name: string): Promise<void> {
    const field = this.panel.getByRole('textbox', { name: 'Your name' });
    await field.fill(name);
    await field.press('Enter');
  }

  /** Writes about what is selected. */
  async say(text: string): Promise<void> {
    await this.panel.getByRole('textbox', { name: /^Comment on / }).fill(text);
    await this.panel.getByRole('button', { name: 'Comment', exact: true }).click();
  }

  /** Begins a reply on a target's first thread and gives the field. */
  async startReply(name: string): Promise<Locator> {
    await this.on(name).getByRole('button', { name: 'Reply', exact: true }).first().click();
    return this.on(name).getByRole('textbox', { name: 'Reply' });
  }

  async filter(name: 'Open' | 'Resolved' | 'Mine' | 'Mentions'): Promise<void> {
    await this.panel.getByRole('group', { name: 'Which comments' }).getByRole('button', { name }).click();
  }
}
