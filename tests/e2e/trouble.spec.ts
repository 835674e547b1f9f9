/** A server in trouble: the words come, nothing is called saved that is not, and what was done meanwhile arrives by itself. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { WebSocket as NodeWebSocket } from 'ws';
import * as Y from 'yjs';
import { connectMap, parseShareLink, type Connection } from '../../src/sync/index.ts';
import { startServerChild, type ServerChild } from '../support/server-child.ts';
import { APP_FOLDER, expect, test as base } from './pages/journey.ts';
import type { LibraryPage } from './pages/library-page.ts';
import type { MapPage } from './pages/map-page.ts';

const LIVE = 'Saved · shared live';
const SAVED_BY_ALL = /^Saved (· shared live|on this device)$/;

/** Somebody on the same map whose screen does not matter. */
interface Other {
  readonly doc: Y.Doc;
  readonly connection: Connection;
  /** The names on the map, as the server has told them. */
  names(): string[];
}

/** A server in a process of its own, whose disk can be filled. */
const test = base.extend<{ readonly join: (link: string) => Other }, { readonly child: ServerChild }>({
  child: [
    async ({ serverConfig }, use) => {
      const child = await startServerChild({ ...serverConfig, appFolder: APP_FOLDER });
      await use(child);
      await child.stop();
    },
    { scope: 'worker' },
  ],
  origin: [async ({ child }, use) => use(child.http), { scope: 'worker' }],
  join: async ({ child }, use) => {
    const others: Other[] = [];
    await use((link) => {
      const other = open(child.ws, link);
      others.push(other);
      return other;
    });
    for (const { connection } of others) connection.destroy();
  },
});

// A map is full with two people.
test.use({ serverConfig: { limits: { connectionsPerMap: 2 } } });

function open(url: string, link: string): Other {
  const parsed = parseShareLink(link);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { mapId, token } = parsed.value;
  const doc = new Y.Doc();
  const connection = connectMap({ doc, url, mapId, token, WebSocket: NodeWebSocket as unknown as typeof WebSocket });
  const people = doc.getMap<Y.Map<unknown>>('people');
  return { doc, connection, names: () => [...people.values()].map((person) => String(person.get('name'))) };
}

/** The soft limit on the size of files, of the running server: a real refusal, lifted again without any privilege. */
function limitFiles({ process: child }: ServerChild, bytes: number | 'unlimited'): Promise<unknown> {
  return promisify(execFile)('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);
}

async function shareMap(library: LibraryPage, map: MapPage): Promise<{ edit: string; view: string }> {
  await library.createBlank();
  await map.importList('id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\n');
  const links = await map.share();
  await expect(map.saveState).toHaveText(LIVE);
  return links;
}

async function addBeside(map: MapPage, name: string, line: string): Promise<void> {
  await map.select(name);
  await map.page.keyboard.press('Enter');
  await map.typeLine(line);
  await expect(map.cards.filter({ hasText: line.split(' / ')[0] ?? '' })).toBeVisible();
}

/** Writes down every word of the state in the bar from now on, however short it stands there. */
async function watchWords(map: MapPage): Promise<() => Promise<string[]>> {
  const state = await map.saveState.elementHandle();
  const words = await map.page.evaluateHandle((element) => {
    const seen: string[] = [];
    const note = () => seen.push((element?.textContent ?? '').trim());
    new MutationObserver(note).observe(element!, { childList: true, characterData: true, subtree: true });
    return seen;
  }, state);
  return () => words.jsonValue();
}

test('a disk that is full: all is kept on the device, called so, and sent when there is room', async ({
  library,
  map,
  page,
  child,
  join,
}) => {
  test.slow();
  const { edit, view } = await shareMap(library, map);
  await limitFiles(child, 1);
  const words = await watchWords(map);
  await addBeside(map, 'Ben Ito', 'Cleo Marsh / Buyer');
  await expect(map.saveState).toHaveText('Saved here · the server cannot write');
  await expect(
    page.getByText(/^The server cannot write right now\. Your changes are safe on this device/),
  ).toBeVisible();
  await addBeside(map, 'Ben Ito', 'Dan Wu / Clerk');
  const reader = join(view);
  await expect.poll(() => reader.names()).toContain('Ada Stone');
  await expect(map.saveState).toHaveText('Saved here · the server cannot write');
  expect(await words()).toContain('Saved here · the server cannot write');
  expect((await words()).filter((text) => SAVED_BY_ALL.test(text))).toEqual([]);

  await test.step('after a reload it is all there, and still not called saved', async () => {
    await page.reload();
    await expect(map.card('Dan Wu')).toBeVisible();
    await expect(map.saveState).toHaveText('Saved here · the server cannot write');
  });

  await limitFiles(child, 'unlimited');
  await expect(map.saveState).toHaveText(LIVE, { timeout: 60_000 });
  await expect(page.getByText(/^The server cannot write right now/)).toBeHidden();
  await expect
    .poll(() => reader.names().sort(), { timeout: 60_000 })
    .toEqual(['Ada Stone', 'Ben Ito', 'Cleo Marsh', 'Dan Wu']);
  reader.connection.destroy();
  const late = join(edit);
  await expect.poll(() => late.names()).toContain('Dan Wu');
});

test('a map with no room for one more: it is edited all the same, and joined when somebody leaves', async ({
  library,
  map,
  page,
  join,
}) => {
  test.slow();
  const { edit } = await shareMap(library, map);
  await map.goToLibrary();
  const [first, second] = [join(edit), join(edit)];
  await expect.poll(() => [first, second].map(({ connection }) => connection.saved)).toEqual([true, true]);

  await page.goBack();
  await expect(map.saveState).toHaveText('Saved here · server is full');
  await expect(page.getByText(/^The server has no room for more people right now\./)).toBeVisible();
  const words = await watchWords(map);
  await addBeside(map, 'Ben Ito', 'Cleo Marsh / Buyer');
  await expect(map.saveState).toHaveText('Saved here · server is full');
  expect((await words()).filter((text) => SAVED_BY_ALL.test(text))).toEqual([]);
  expect(second.names()).not.toContain('Cleo Marsh');
  await page.reload();
  await expect(map.card('Cleo Marsh')).toBeVisible();
  await expect(map.saveState).toHaveText('Saved here · server is full');

  first.connection.destroy();
  await expect(map.saveState).toHaveText(LIVE, { timeout: 45_000 });
  await expect(page.getByText(/^The server has no room/)).toBeHidden();
  await expect.poll(() => second.names()).toContain('Cleo Marsh');
});

/** Until `isOld` is taken away again, the page's sockets speak the version before ours: that is the network's end, not ours. */
function speakOldProtocol(): void {
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols: string | string[] = []) {
      const isOld = localStorage.getItem('isOld') !== null;
      const offered = typeof protocols === 'string' ? [protocols] : protocols;
      super(url, isOld ? offered.map((name) => name.replace('herringbone.v1', 'herringbone.v0')) : offered);
    }
  };
}

test('a page older than the server: what was done offline stays, and arrives once it is loaded anew', async ({
  library,
  map,
  page,
  browser,
  baseURL,
  join,
}) => {
  test.slow();
  await page.context().addInitScript(speakOldProtocol);
  await page.reload();
  const { edit } = await shareMap(library, map);
  const other = join(edit);
  await map.goOffline();
  await expect(map.saveState).toHaveText('Offline · saved on this device');
  await addBeside(map, 'Ben Ito', 'Cleo Marsh / Buyer');
  await page.evaluate(() => localStorage.setItem('isOld', 'yes'));
  await page.context().setOffline(false);
  await expect(map.saveState).toHaveText('Page too old · load it anew');
  const banner = page.getByRole('alert').filter({ hasText: 'This page is older than the server.' });
  await expect(banner).toContainText('nothing is lost');
  await map.select('Ben Ito');
  await expect(map.inspector.getByRole('textbox', { name: 'Name' })).toBeDisabled();
  expect(other.names()).not.toContain('Cleo Marsh');

  await test.step('whoever opens a link with it is told, and gets in with the new one', async () => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', serviceWorkers: 'block', locale: 'en-US' });
    await context.addInitScript(speakOldProtocol);
    const colleague = await context.newPage();
    await colleague.goto('/');
    await colleague.evaluate(() => localStorage.setItem('isOld', 'yes'));
    await colleague.goto(edit);
    await expect(colleague.getByRole('heading', { name: 'This page is older than the server' })).toBeVisible();
    await colleague.evaluate(() => localStorage.removeItem('isOld'));
    await colleague.getByRole('button', { name: 'Load the page anew' }).click();
    await expect(colleague.getByRole('button', { name: /^Ada Stone/ })).toBeVisible();
    await context.close();
  });

  await page.evaluate(() => localStorage.removeItem('isOld'));
  await banner.getByRole('button', { name: 'Load the page anew' }).click();
  await expect(map.saveState).toHaveText(LIVE, { timeout: 45_000 });
  await expect.poll(() => other.names()).toContain('Cleo Marsh');
});

test('a map that a newer version has written is shown, not changed; what was done before arrives', async ({
  library,
  map,
  page,
  join,
}) => {
  test.slow();
  const { edit } = await shareMap(library, map);
  const newer = join(edit);
  await expect.poll(() => newer.connection.saved).toBe(true);
  await map.goOffline();
  await addBeside(map, 'Ben Ito', 'Cleo Marsh / Buyer');
  newer.doc.getMap('meta').set('schema', 99);
  await expect.poll(() => newer.connection.saved).toBe(true);
  await page.context().setOffline(false);

  await expect(page.getByText(/^This map was written by a newer version of Herringbone\./)).toBeVisible({
    timeout: 45_000,
  });
  await expect(map.saveState).toHaveText('View only');
  await expect.poll(() => newer.names()).toContain('Cleo Marsh');
  await map.select('Ben Ito');
  await expect(map.inspector.getByRole('textbox', { name: 'Name' })).toBeDisabled();
  await map.card('Ben Ito').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+z');
  await page.reload();
  await expect(map.cards).toHaveCount(3);
  await expect(page.getByText(/^This map was written by a newer version/)).toBeVisible();

  await test.step('it goes on showing what the newer version writes', async () => {
    newer.doc.getMap<Y.Map<unknown>>('people').forEach((person) => {
      if (person.get('name') === 'Cleo Marsh') person.set('name', 'Cleo Nagy');
    });
    await expect(map.card('Cleo Nagy')).toBeVisible();
    expect(newer.names().sort()).toEqual(['Ada Stone', 'Ben Ito', 'Cleo Nagy']);
  });
});

test('[S53] whoever opens a full map for the first time reads why it does not come, and may add nothing to it', async ({
  library,
  map,
  openColleague,
  join,
}) => {
  test.slow();
  const { edit, view } = await shareMap(library, map);
  await map.goToLibrary();
  const [first, second] = [join(edit), join(edit)];
  await expect.poll(() => [first, second].map(({ connection }) => connection.saved)).toEqual([true, true]);
  for (const link of [view, edit]) {
    const late = await openColleague(link);
    await expect(late.page.getByRole('heading', { name: 'This map is not on this device yet' })).toBeVisible();
    await expect(late.page.getByText('The server has no room for one more person right now.')).toBeVisible();
    await expect(late.saveState).toHaveText('Not on this device yet');
    await expect(late.page.getByText(/Nobody is on this map|Your changes are safe/)).toBeHidden();
    await expect(late.page.getByRole('textbox', { name: /^First person/ })).toBeHidden();
    if (link === view) {
      // Who waits here too would take the place that becomes free.
      await late.page.close();
      continue;
    }
    first.connection.destroy();
    await expect(late.cards).toHaveCount(2, { timeout: 45_000 });
    await expect(late.saveState).toHaveText(LIVE);
  }
});
