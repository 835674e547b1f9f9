/** Who is here and what they look at: three browsers on one shared map. Contexts, never pages of one. */
import type { Locator, Page } from '@playwright/test';
import { HistoryPanel } from './pages/history-panel.ts';
import { expect, test } from './pages/journey.ts';
import type { MapPage } from './pages/map-page.ts';

const LIST =
  'id,name,title,reports_to,department\na,Ada Stone,CEO,,\nb,Ben Ito,CTO,a,IT\nc,Cleo Marsh,Buyer,a,Finance\nd,Dan Wu,Clerk,c,Finance\n';

/** Makes a shared map with people on it; the page that made it has it open, to edit. */
async function startWithLinks(page: Page, map: MapPage): Promise<{ edit: string; view: string }> {
  const response = await page.request.post('/api/maps');
  expect(response.status()).toBe(201);
  const links = (await response.json()) as { edit: string; view: string };
  await page.goto(links.edit);
  await map.importList(LIST);
  await expect(map.cards).toHaveCount(4);
  return links;
}

async function startShared(page: Page, map: MapPage): Promise<string> {
  return (await startWithLinks(page, map)).edit;
}

async function introduce(page: Page, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: /^You/ }).click();
  const field = page.getByRole('banner').getByRole('textbox', { name: 'Your name' });
  await field.fill(name);
  await field.press('Enter');
  await page.keyboard.press('Escape');
}

const avatar = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'Colleagues here now' }).getByRole('button', { name: new RegExp(`^${name} · `) });

async function choose(page: Page, name: string, action: string): Promise<void> {
  await avatar(page, name).click();
  await page.getByRole('banner').getByRole('button', { name: action, exact: true }).click();
}

/** Where the window stands on the page, in screen pixels and zoom. */
async function windowOf(page: Page): Promise<{ x: number; y: number; zoom: number }> {
  const style = await page.locator('.svelte-flow__viewport').getAttribute('style');
  const [, x, y, zoom] = /translate\((-?[\d.]+)px, (-?[\d.]+)px\) scale\(([\d.]+)\)/.exec(style ?? '') ?? [];
  return { x: Number(x), y: Number(y), zoom: Number(zoom) };
}

/** Both windows show the same; presence says where to a page unit. */
async function expectSameWindow(one: Page, other: Page): Promise<void> {
  await expect
    .poll(async () => {
      const [a, b] = [await windowOf(one), await windowOf(other)];
      return Math.hypot(a.x - b.x, a.y - b.y) + 1_000 * Math.abs(a.zoom - b.zoom);
    })
    .toBeLessThan(8);
}

/** The view whose button is marked as the one that is shown. */
async function expectView(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-current', 'page');
}

async function panBy(page: Page, x: number, y: number): Promise<void> {
  const before = await restingWindow(page);
  await page.mouse.move(1_200, 700);
  await page.mouse.down();
  await page.mouse.move(1_200 + x / 2, 700 + y / 2);
  await page.mouse.move(1_200 + x, 700 + y);
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await windowOf(page)).x - before.x)).toBeGreaterThan(50);
  await restingWindow(page);
}

/** Where the window stands when it has come to rest: a glide that was held up looks the same twice, and is not there. */
async function restingWindow(page: Page): Promise<{ x: number; y: number; zoom: number }> {
  const drawing = page.getByRole('application', { name: 'Map of the customer' });
  let last = await windowOf(page);
  await expect
    .poll(async () => {
      const earlier = last;
      last = await windowOf(page);
      const isMoving = await drawing.evaluate(({ classList }) => classList.contains('moving'));
      return !isMoving && JSON.stringify(last) === JSON.stringify(earlier);
    })
    .toBe(true);
  return last;
}

const ownLaser = (page: Page): Locator => page.locator('[data-laser=""]');

/** By its key. One that a busy machine lets go of late was held, and lights the laser only that long: so once more. */
async function lightLaser(page: Page): Promise<void> {
  await expect(async () => {
    if ((await ownLaser(page).count()) === 0) await page.keyboard.press('Shift+L');
    await expect(ownLaser(page)).toBeAttached({ timeout: 500 });
  }).toPass();
}

const bar = (page: Page, text: string): Locator => page.getByRole('status').filter({ hasText: text });

async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('names and colours are chosen once and seen at once', async ({ page, map, openColleague }) => {
  const link = await startShared(page, map);
  const other = await openColleague(link);
  await introduce(page, 'Ada');
  await introduce(other.page, 'Ben');
  await expect(avatar(page, 'Ben')).toBeVisible();
  await expect(avatar(other.page, 'Ada')).toBeVisible();

  await page.getByRole('button', { name: 'You: Ada' }).click();
  const free = page
    .getByRole('group', { name: 'Your colour' })
    .getByRole('button', { pressed: false, disabled: false });
  const colour = await free.first().evaluate((button) => getComputedStyle(button).backgroundColor);
  await free.first().click();
  await expect(avatar(other.page, 'Ada').locator('.face')).toHaveCSS('background-color', colour);
  await page.keyboard.press('Escape');
  await introduce(page, 'Ada S.');
  await expect(avatar(other.page, 'Ada S.')).toBeVisible();

  await test.step('in another tab of this browser too, which is nobody else to oneself', async () => {
    const tab = await page.context().newPage();
    await tab.goto(link);
    await expect(avatar(other.page, 'Ada S.')).toHaveCount(2);
    const me = page.getByRole('button', { name: 'You: Ada S.', exact: true });
    await me.click();
    await expect(page.getByText('You have this map open in another tab too.')).toBeVisible();
    await page.keyboard.press('Escape');
    await tab.mouse.move(700, 450);
    await expect(other.page.locator('[data-cursor="Ada S."]')).toBeVisible();
    for (const mine of [page, tab]) {
      await expect(mine.getByRole('list', { name: 'Colleagues here now' }).getByRole('button')).toHaveCount(1);
      await expect(mine.locator('[data-cursor]')).toHaveCount(0);
    }
    await introduce(page, 'Ada');
    await expect(tab.getByRole('button', { name: 'You: Ada', exact: true })).toBeVisible();
    await expect(avatar(other.page, 'Ada')).toHaveCount(2);
    await introduce(page, 'Ada S.');
    await tab.close();
    await expect(avatar(other.page, 'Ada S.')).toHaveCount(1);
  });
  await page.reload();
  await expect(avatar(other.page, 'Ada S.')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'You: Ada S.' })).toBeVisible();
});

test('a follower goes along through views and windows, and leaves by moving', async ({ page, map, openColleague }) => {
  const link = await startShared(page, map);
  const ben = await openColleague(link);
  await introduce(page, 'Ada');
  await expect(ben.cards).toHaveCount(4);
  await choose(ben.page, 'Ada', 'Follow');
  await expect(bar(ben.page, 'Following Ada')).toBeVisible();

  await test.step('the window, a department and the view are the leader’s', async () => {
    await panBy(page, -180, -90);
    await expectSameWindow(page, ben.page);
    await map.openMenu('Departments');
    await map.dialog.getByRole('button', { name: 'Go to Finance' }).click();
    await map.inspector.getByRole('button', { name: 'As its own fish' }).click();
    await expect(ben.page.getByText('Only Finance')).toBeVisible();
    await expect(ben.cards).toHaveCount(2);
    await page.getByRole('main').getByRole('button', { name: 'Whole map' }).click();
    await expect(ben.page.getByText('Only Finance')).toBeHidden();
    // The panel beside the drawing makes the leader's window narrower than the follower's.
    await map.inspector.getByRole('button', { name: 'Close' }).click();
    await expect(bar(ben.page, 'Following Ada')).toBeVisible();
    await map.show('Power map');
    await expectView(ben.page, 'Power map');
    await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Power map');
    await page.getByRole('group', { name: 'Zoom' }).getByRole('button', { name: 'Zoom in' }).click();
    await expectSameWindow(page, ben.page);
  });

  await test.step('selecting does not end it', async () => {
    await ben.select('Ben Ito');
    await expect(bar(ben.page, 'Following Ada')).toBeVisible();
    await ben.page.getByRole('complementary', { name: 'Selected' }).getByRole('button', { name: 'Close' }).click();
  });

  await test.step('an own pan ends it, and the leader moves alone', async () => {
    await panBy(ben.page, 150, 60);
    await expect(bar(ben.page, 'Following Ada')).toHaveCount(0);
    const before = await restingWindow(ben.page);
    // Twice: by the second, the first has done everything it does.
    for (const view of ['Interest', 'Network'] as const) {
      await map.show(view);
      await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName(`Ada · ${view}`);
      await expectView(ben.page, 'Power map');
      expect(await restingWindow(ben.page)).toEqual(before);
    }
  });

  await test.step('so do Escape, an own view, and the leader’s leaving', async () => {
    await choose(ben.page, 'Ada', 'Follow');
    await expectView(ben.page, 'Network');
    await ben.page.keyboard.press('Escape');
    await expect(bar(ben.page, 'Following Ada')).toHaveCount(0);
    await choose(ben.page, 'Ada', 'Follow');
    await ben.show('Fishbone');
    await expect(bar(ben.page, 'Following Ada')).toHaveCount(0);
    await expectView(ben.page, 'Fishbone');
    await choose(ben.page, 'Ada', 'Go to where they are');
    await expectView(ben.page, 'Network');
    await expectSameWindow(page, ben.page);
    await choose(ben.page, 'Ada', 'Follow');
    await expect(bar(ben.page, 'Following Ada')).toBeVisible();
    await page.goto('about:blank');
    await expect(bar(ben.page, 'Ada')).toHaveCount(0);
  });
});

test('everyone comes when called, also who presents; who stays is back where they were', async ({
  page,
  map,
  openColleague,
}) => {
  const link = await startShared(page, map);
  const [ben, cleo] = [await openColleague(link), await openColleague(link)];
  await introduce(page, 'Ada');
  await expect(ben.cards).toHaveCount(4);
  await expect(cleo.cards).toHaveCount(4);
  await ben.show('Org chart');
  await panBy(ben.page, 120, 40);
  const before = await restingWindow(ben.page);
  await cleo.page.getByRole('button', { name: 'Present' }).click();
  await map.show('Interest');
  await expect(page.getByRole('list', { name: 'Colleagues here now' }).getByRole('button')).toHaveCount(2);

  await page.getByRole('button', { name: 'You: Ada' }).click();
  await page.getByRole('button', { name: 'Bring everyone to me' }).click();
  for (const { page: called } of [ben, cleo]) {
    await expect(bar(called, 'Ada asks you to come')).toBeVisible();
    await expectSameView(called, page);
  }

  await ben.page.getByRole('button', { name: /^Stay here/ }).click();
  await expect(bar(ben.page, 'Ada asks you to come')).toHaveCount(0);
  await expectView(ben.page, 'Org chart');
  await expect.poll(async () => Math.abs((await windowOf(ben.page)).x - before.x)).toBeLessThan(1);

  const late = await openColleague(link);
  await expect(late.cards).toHaveCount(4);
  await expect(avatar(late.page, 'Ada')).toHaveAccessibleName('Ada · Interest');
  // A later word of hers comes after the call, if that were to come.
  await map.show('Network');
  await expect(avatar(late.page, 'Ada')).toHaveAccessibleName('Ada · Network');
  await expect(bar(late.page, 'Ada asks you to come')).toHaveCount(0);
  await expectView(late.page, 'Fishbone');
});

test('an earlier state is looked at alone: nothing of it is seen elsewhere, and who follows stays', async ({
  page,
  map,
  openColleague,
}) => {
  const link = await startShared(page, map);
  const ben = await openColleague(link);
  await introduce(page, 'Ada');
  await introduce(ben.page, 'Ben');
  await expect(ben.cards).toHaveCount(4);
  await choose(ben.page, 'Ada', 'Follow');
  // A page that goes out of sight keeps a state.
  await setVisibility(page, 'hidden');
  await setVisibility(page, 'visible');
  const history = await new HistoryPanel(page).open();
  await history.look(history.states.first());

  await test.step('the others are told, and see none of it', async () => {
    await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · an earlier state');
    await expect(bar(ben.page, 'Ada looks at an earlier state: you stay here')).toBeVisible();
    const before = await restingWindow(ben.page);
    await lightLaser(page);
    await page.mouse.move(700, 450);
    await page.mouse.move(720, 460);
    await map.show('Power map');
    await page.mouse.move(740, 470);
    // By the time her new name is there, so is everything she did before.
    await introduce(page, 'Ada S.');
    await expect(avatar(ben.page, 'Ada S.')).toHaveAccessibleName('Ada S. · an earlier state');
    await expect(ben.page.locator('[data-cursor], [data-laser="Ada S."], [data-ghosts]')).toHaveCount(0);
    await expectView(ben.page, 'Fishbone');
    // Her window is another view's, hundreds of pixels off; the last step of a glide is less than one.
    const after = await restingWindow(ben.page);
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1);
    expect(after.zoom).toBeCloseTo(before.zoom, 3);
    await avatar(ben.page, 'Ada S.').click();
    await expect(ben.page.getByRole('button', { name: 'Go to where they are' })).toBeDisabled();
    await ben.page.keyboard.press('Escape');
  });

  await test.step('nobody can be called there', async () => {
    await page.getByRole('button', { name: 'You: Ada S.' }).click();
    await expect(page.getByRole('button', { name: 'Bring everyone to me' })).toBeDisabled();
    await expect(page.getByText('Not while you look at an earlier state')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('back in the present, who followed goes along again', async () => {
    await page.keyboard.press('Escape');
    await expect(history.bar).toBeHidden();
    await expect(avatar(ben.page, 'Ada S.')).toHaveAccessibleName('Ada S. · Power map');
    await expect(bar(ben.page, 'Following Ada S.')).toBeVisible();
    await expectView(ben.page, 'Power map');
    await ben.page.keyboard.press('Escape');
  });

  await test.step('pointers of the present are not drawn on the past, and a call leads out of it', async () => {
    await history.look(history.states.first());
    await ben.page.mouse.move(700, 450);
    await introduce(ben.page, 'Ben I.');
    await expect(avatar(page, 'Ben I.')).toBeVisible();
    await expect(page.locator('[data-cursor]')).toHaveCount(0);
    await ben.page.getByRole('button', { name: 'You: Ben I.' }).click();
    await ben.page.getByRole('button', { name: 'Bring everyone to me' }).click();
    await expect(bar(page, 'Ben I. asks you to come')).toBeVisible();
    await expect(history.bar).toBeHidden();
  });
});

test('only who may edit brings everyone along, and not twice in ten seconds', async ({ page, map, openColleague }) => {
  // First of all: on a page that lives already it would set the time back.
  await page.clock.install();
  const { edit, view } = await startWithLinks(page, map);
  await introduce(page, 'Ada');
  const [ben, guest] = [await openColleague(edit), await openColleague(view)];
  await introduce(guest.page, 'Vera');
  for (const { cards } of [ben, guest]) await expect(cards).toHaveCount(4);
  await expect(avatar(page, 'Vera')).toBeVisible();

  await guest.page.getByRole('button', { name: 'You: Vera' }).click();
  await expect(guest.page.getByRole('button', { name: 'Laser pointer' })).toBeVisible();
  await expect(guest.page.getByRole('button', { name: 'Bring everyone to me' })).toHaveCount(0);

  await page.getByRole('button', { name: 'You: Ada' }).click();
  const call = page.getByRole('button', { name: 'Bring everyone to me' });
  await call.click();
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await expect(call).toBeDisabled();
  await expect(page.getByText('You have just called')).toBeVisible();
  for (const { page: called } of [ben, guest]) await expect(bar(called, 'Ada asks you to come')).toBeVisible();
  await page.clock.fastForward(12_000);
  await expect(call).toBeEnabled();
});

/** Card for card the same picture: without the top bar there is no button that says which view it is. */
async function expectSameView(one: Page, other: Page): Promise<void> {
  const places = (page: Page) =>
    page
      .locator('.svelte-flow__node')
      .evaluateAll((cards) =>
        cards.map((card) => `${(card as HTMLElement).dataset['id']} ${(card as HTMLElement).style.transform}`).sort(),
      );
  await expect.poll(async () => JSON.stringify(await places(one)) === JSON.stringify(await places(other))).toBe(true);
}

test('pointers, selections, dragged cards and the laser are seen by the others', async ({
  page,
  map,
  openColleague,
}) => {
  const link = await startShared(page, map);
  const ben = await openColleague(link);
  await introduce(page, 'Ada');
  await expect(ben.cards).toHaveCount(4);
  await expect(avatar(ben.page, 'Ada')).toBeVisible();
  const cursor = ben.page.locator('[data-cursor="Ada"]');
  const laser = ben.page.locator('[data-laser="Ada"]');

  await page.mouse.move(700, 450);
  await expect(cursor).toBeVisible();
  await lightLaser(page);
  await page.mouse.move(760, 480);
  await expect(laser).toBeAttached();
  await page.keyboard.press('Shift+L');
  await expect(laser).toHaveCount(0);

  const box = (await map.card('Ben Ito').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 90, { steps: 4 });
  await expect(ben.page.locator('[data-ghosts="1"]')).toBeAttached();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(ben.page.locator('[data-ghosts]')).toHaveCount(0);

  await test.step('another view shows none of it', async () => {
    await ben.show('Network');
    await expect(cursor).toHaveCount(0);
    await ben.show('Fishbone');
    await page.mouse.move(640, 400);
    await expect(cursor).toBeVisible();
  });

  await test.step('who is away is said to be, and their pointer goes', async () => {
    await setVisibility(page, 'hidden');
    await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Fishbone · away');
    await expect(cursor).toHaveCount(0);
    await setVisibility(page, 'visible');
    await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Fishbone');
  });
});

test('who does nothing for two minutes is said to be idle, until they move', async ({ page, map, openColleague }) => {
  await page.clock.install();
  const link = await startShared(page, map);
  const ben = await openColleague(link);
  await introduce(page, 'Ada');
  await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Fishbone');
  await page.mouse.move(700, 450);
  await expect(ben.page.locator('[data-cursor="Ada"]')).toBeVisible();
  await page.clock.fastForward('02:30');
  await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Fishbone · idle');
  await expect(avatar(ben.page, 'Ada').locator('[data-attendance="idle"]')).toBeVisible();
  await expect(ben.page.locator('[data-cursor="Ada"]')).toHaveCount(0);
  await page.mouse.move(720, 450);
  await expect(avatar(ben.page, 'Ada')).toHaveAccessibleName('Ada · Fishbone');
  await expect(ben.page.locator('[data-cursor="Ada"]')).toBeVisible();
});
