/** A map that changes under a running gesture: the gesture ends, the picture is right, nothing is thrown. */
import type { Page } from '@playwright/test';
import type { MapPage } from './pages/map-page.ts';
import { expect, test } from './pages/journey.ts';

const LIST = 'id,name,title,reports_to\na,Ada Stone,CEO,\nb,Ben Ito,CTO,a\nc,Cleo Marsh,Buyer,a\n';

/** Takes a card into the hand and holds it some way off. */
async function take(map: MapPage, name: string): Promise<void> {
  const box = await map.card(name).boundingBox();
  if (!box) throw new Error(`${name} is not drawn`);
  const { mouse } = map.page;
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await mouse.down();
  await mouse.move(box.x + 90, box.y + 70, { steps: 6 });
  await expect(map.drawing.locator('.svelte-flow__node.dragging')).toHaveCount(1);
}

function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

test('a colleague removes, moves and renames the person in the hand', async ({ library, map, page, openColleague }) => {
  await library.createBlank();
  await map.importList(LIST);
  const { edit } = await map.share();
  await expect(map.saveState).toHaveText('Saved · shared live');
  const colleague = await openColleague(edit);
  const errors = watchErrors(colleague.page);
  await expect(colleague.cards).toHaveCount(3);

  await test.step('renamed in the hand, the card is let go with its new name', async () => {
    await take(colleague, 'Ben Ito');
    await map.select('Ben Ito');
    await page.keyboard.press('F2');
    await map.typeLine('Ben Sato / CTO');
    await expect(colleague.card('Ben Sato')).toHaveCount(1);
    await colleague.page.mouse.up();
    await expect(colleague.drawing.locator('.svelte-flow__node.dragging')).toHaveCount(0);
  });

  await test.step('moved to another boss in the hand, the card goes where the map has it', async () => {
    await take(colleague, 'Cleo Marsh');
    await map.select('Cleo Marsh');
    await page.keyboard.press('3');
    await map.select('Ada Stone');
    await page.keyboard.press('Enter');
    await map.typeLine('Dan Wu / Clerk');
    await expect(colleague.cards).toHaveCount(4);
    await colleague.page.mouse.up();
    await expect(colleague.drawing.locator('.svelte-flow__node.dragging')).toHaveCount(0);
  });

  await test.step('removed in the hand, the card is gone and the hand is free', async () => {
    await take(colleague, 'Cleo Marsh');
    await map.select('Cleo Marsh');
    await page.keyboard.press('Delete');
    await expect(colleague.card('Cleo Marsh')).toHaveCount(0);
    await colleague.page.mouse.move(400, 300, { steps: 4 });
    await colleague.page.mouse.up();
    await expect(colleague.cards).toHaveCount(3);
    await colleague.select('Ada Stone');
  });

  expect(errors).toEqual([]);
});
