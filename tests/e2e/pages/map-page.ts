import { expect, type Locator, type Page } from '@playwright/test';
import { ShareDialog } from './share-dialog.ts';

const FETCHED_AHEAD = ['CommentsPanel', 'HistoryPanel', 'ImportDialog', 'ShareDialog'];

/** The page of one map: bar, views, drawing, inspector and dialogs. Verbs a person would use. */
export class MapPage {
  readonly page: Page;
  readonly drawing: Locator;
  readonly inspector: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drawing = page.getByRole('application', { name: 'Map of the customer' });
    this.inspector = page.getByRole('complementary', { name: 'Selected' });
    this.dialog = page.getByRole('dialog');
  }

  /** A person's card; its accessible name starts with the person's. */
  card(name: string): Locator {
    const start = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.drawing.getByRole('button', { name: new RegExp(`^${start}(?![\\p{L}\\p{N}])`, 'u') });
  }

  get cards(): Locator {
    return this.drawing.locator('.svelte-flow__node');
  }

  /** Where every card in the window stands, in page units, once all of them rest: a line each. */
  async places(): Promise<string> {
    const read = () =>
      this.cards.evaluateAll((cards) =>
        cards
          .map((card) => `${card.dataset['id']} ${card.style.transform}`)
          .sort()
          .join('\n'),
      );
    let last = '';
    await expect
      .poll(async () => {
        const before = last;
        last = await read();
        return last !== '' && last === before;
      })
      .toBe(true);
    return last;
  }

  /** Brings the whole drawing into the window: only what is there is mounted. */
  async showAll(): Promise<void> {
    await this.page.getByRole('group', { name: 'Zoom' }).getByRole('button', { name: 'Show everything' }).click();
  }

  /** Pans a little by hand: a window that somebody chose does not slide to make room for a panel that opens. */
  async chooseWindow(): Promise<void> {
    const window = this.drawing.locator('.svelte-flow__viewport');
    const before = (await window.getAttribute('style')) ?? '';
    await this.drawing.hover({ position: { x: 8, y: 8 } });
    await this.page.mouse.wheel(0, 12);
    await expect(window).not.toHaveAttribute('style', before);
  }

  /** The state that the bar always shows. */
  get saveState(): Locator {
    return this.page.getByRole('banner').getByRole('status');
  }

  async isSaved(): Promise<void> {
    await expect(this.saveState).toHaveText(/^Saved on this device$|^Saved · shared live$/);
  }

  async show(view: 'Fishbone' | 'Power map' | 'Org chart' | 'Attitude' | 'Interest' | 'Network'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  }

  async select(name: string): Promise<void> {
    await this.card(name).click();
    await expect(this.inspector.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  async addFirst(line: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /^First person/ }).fill(line);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
  }

  /** Types into the editor that stands on a new or renamed card. */
  async typeLine(line: string): Promise<void> {
    const editor = this.page.getByRole('textbox', { name: 'Name / title / department' });
    await editor.fill(line);
    await editor.press('Enter');
  }

  async pasteList(text: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Paste a list', exact: true }).click();
    await this.dialog.getByRole('textbox', { name: 'Or paste a table' }).fill(text);
  }

  /** A list for a blank map, taken as it is. */
  async importList(text: string): Promise<void> {
    await this.pasteList(text);
    await this.confirmImport();
  }

  /** A list for a map that has people already. */
  async importMore(text: string): Promise<void> {
    await this.openMenu('Import a list …');
    await this.dialog.getByRole('textbox', { name: 'Or paste a table' }).fill(text);
    await this.confirmImport();
  }

  async confirmImport(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  async openMenu(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Menu', exact: true }).click();
    await this.page.getByRole('button', { name: item }).click();
  }

  get shareDialog(): ShareDialog {
    return new ShareDialog(this.page);
  }

  /** Makes the links; returns those for everybody. */
  async share(): Promise<{ edit: string; comment: string; view: string }> {
    const dialog = await this.shareDialog.open();
    await dialog.shareNow();
    const links = {
      edit: await dialog.link('Link to edit'),
      comment: await dialog.link('Link to comment'),
      view: await dialog.link('Link to look'),
    };
    await dialog.close();
    return links;
  }

  /** The network goes, once the parts of the app that are fetched ahead have come: no service worker stands in here. */
  async goOffline(): Promise<void> {
    await this.page.waitForFunction((parts) => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      return parts.every((part) => loaded.some((name) => name.includes(part) && name.endsWith('.js')));
    }, FETCHED_AHEAD);
    await this.page.context().setOffline(true);
  }

  async goToLibrary(): Promise<void> {
    await this.page.getByRole('link', { name: 'All maps' }).click();
  }
}
