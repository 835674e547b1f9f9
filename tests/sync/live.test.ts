import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { Live } from '../../src/state/live.svelte.ts';
import { Unsent } from '../../src/state/unsent.svelte.ts';
import { parseShareLink } from '../../src/sync/index.ts';
import { createMap, NodeWebSocket, startWorld, until, type World } from '../support/server-world.ts';

const KEEPS_NOTHING = { readMark: () => Promise.resolve(null), setMark: () => undefined };

beforeEach(() => vi.stubGlobal('WebSocket', NodeWebSocket));
afterEach(() => vi.unstubAllGlobals());

/** A map open in a page that the server of `world` has sent. */
function openLive(world: World, link: string) {
  vi.stubGlobal('location', { origin: world.http });
  const [doc, comments] = [new Y.Doc(), new Y.Doc()];
  const unsent = { map: new Unsent(doc, KEEPS_NOTHING), comments: new Unsent(comments, KEEPS_NOTHING) };
  const colleagues = { attach: () => undefined, detach: () => undefined };
  const live = new Live({
    doc,
    comments,
    unsent,
    colleagues,
    onDeleted: () => undefined,
    onRenewed: () => undefined,
  });
  onTestFinished(() => live.disconnect());
  const parsed = parseShareLink(link);
  if (!parsed.ok) throw new Error(parsed.reason);
  live.connect(parsed.value);
  return { live, doc, comments, unsent };
}

it('[S50] what is written is unsent until the server has it, map and comments each', async () => {
  const world = await startWorld();
  const map = await createMap(world);
  const { live, doc, comments, unsent } = openLive(world, map.edit);
  doc.getMap('m').set('a', 1);
  comments.getMap('m').set('b', 1);
  expect([unsent.map.since, unsent.comments.since].map((since) => typeof since)).toEqual(['number', 'number']);
  await until(() => live.state.shared === 'live' && live.state.sharedSaved);
  expect([unsent.map.since, unsent.comments.since]).toEqual([null, null]);
});

it('[S50] what a weaker link cannot send stays unsent', async () => {
  const world = await startWorld();
  const map = await createMap(world);
  const { live, unsent } = openLive(world, map.view);
  unsent.map.changed();
  await until(() => live.state.shared === 'live');
  await live.whenSaved();
  expect(unsent.map.since).not.toBeNull();
});

it('[S52] comments that the server does not take are said, not called under way for ever; the map goes on', async () => {
  const world = await startWorld({ limits: { hardMapBytes: 4_000, spareMapBytes: 0 } });
  const map = await createMap(world);
  for (const link of [map.edit, map.comment]) {
    const { live, comments, unsent } = openLive(world, link);
    await until(() => live.state.shared === 'live' && live.state.sharedSaved);
    comments.getMap('m').set('long', 'x'.repeat(8_000));
    await until(() => live.state.commentsRefusal !== null);
    expect(live.state).toMatchObject({ shared: 'live', commentsRefusal: 'too-big', sharedSaved: true });
    expect(unsent.comments.since).not.toBeNull();
    expect(await live.whenSaved()).toBe('saved');
  }
});
