/** Edits that build on some the server lacks: asked for, and only what comes after the question is limited. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeUpdate, MESSAGE } from '../../server/rooms/wire.ts';
import { movableClock } from '../support/movable-clock.ts';
import { createMap, openPlain, openRawMap, startWorld, until } from '../support/server-world.ts';
import type { RawSocket, World } from '../support/server-world.ts';

/** One edit for each length of text, each building on the one before. */
function edits(...lengths: number[]): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  lengths.forEach((length, i) => doc.getMap('m').set(`key ${i}`, 'x'.repeat(length)));
  return { doc, updates: updates.map(encodeUpdate) };
}

const questions = (raw: RawSocket): number =>
  raw.frames.filter((frame) => frame[0] === MESSAGE.sync && frame[1] === 0).length;

/** Somebody in `world` whose first edit never came. */
async function openGap(world: World, lengths: number[]) {
  const map = await createMap(world);
  const raw = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
  await until(() => raw.frames.length >= 2);
  const { doc, updates } = edits(1, ...lengths);
  const [opening = new Uint8Array(), ...later] = updates.slice(1);
  raw.socket.send(opening);
  await until(() => questions(raw) === 2);
  return { map, raw, doc, later };
}

/** What was sent before has been looked at, and the socket was not closed for it. */
async function expectStays(raw: RawSocket): Promise<void> {
  const before = raw.frames.length;
  raw.socket.send(new Uint8Array([MESSAGE.queryAwareness]));
  await until(() => raw.frames.length > before || raw.socket.readyState !== raw.socket.OPEN);
  expect(raw.socket.readyState).toBe(raw.socket.OPEN);
}

describe('a gap', () => {
  it('[R5] [L-gap] an import made before the server has asked is one large edit behind a gap, and nothing of it is lost', async () => {
    const world = await startWorld();
    const { map, raw, doc } = await openGap(world, [84_000]);
    await expectStays(raw);
    const answer = encodeUpdate(Y.encodeStateAsUpdate(doc));
    answer[1] = 1;
    raw.socket.send(answer);
    await until(() => raw.frames.some((frame) => frame[0] === MESSAGE.saved && frame[1] === 2));
    const reader = openPlain(world, map.id, map.view);
    await until(() => reader.doc.getMap('m').size === 2);
  });

  it('[L-gap] so many bytes may come between the question and the answer, one more closes with 4400', async () => {
    const lengths = [30, 30, 30];
    const [, , ...sizes] = edits(1, 2_000, ...lengths).updates.map((update) => update.length - 3);
    const gapBytes = (sizes[0] ?? 0) + (sizes[1] ?? 0);
    const world = await startWorld({ limits: { gapBytes } });
    const { raw, later } = await openGap(world, [2_000, ...lengths]);
    for (const update of later.slice(0, 2)) raw.socket.send(update);
    await expectStays(raw);
    raw.socket.send(later[2] ?? new Uint8Array());
    expect(await raw.closed).toBe(4400);
  });

  it('[L-gap] so long the answer may take, an edit behind the gap after that closes with 4400', async () => {
    const clock = movableClock();
    const world = await startWorld({ limits: { gapMs: 600_000, pingMs: 3_600_000 } });
    const { raw, later } = await openGap(world, [1, 1, 1]);
    clock.ahead = 500_000;
    raw.socket.send(later[0] ?? new Uint8Array());
    await expectStays(raw);
    clock.ahead = 600_001;
    raw.socket.send(later[1] ?? new Uint8Array());
    expect(await raw.closed).toBe(4400);
  });
});
