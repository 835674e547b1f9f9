import { describe, expect, it } from 'vitest';
import { createSharedMap, parseShareLink } from '../../src/sync/index.ts';
import { startWorld } from '../support/server-world.ts';

const ID = 'K9NX__SmXUGPfO7o95D6LQ';
const TOKEN = `v1.${ID}.view.0.LLoyd7Dz.0.${'m'.repeat(43)}`;

describe('parseShareLink', () => {
  it('reads a full address and a bare hash, with the role the token names', () => {
    const value = { mapId: ID, token: TOKEN, role: 'view' };
    for (const link of [`http://127.0.0.1:4400/#/m/${ID}/${TOKEN}`, `#/m/${ID}/${TOKEN}`, ` #/m/${ID}/${TOKEN}\n`]) {
      expect(parseShareLink(link)).toEqual({ ok: true, value });
    }
  });

  it('tells what is no link of ours from a damaged one', () => {
    for (const other of [null, 7, {}, '', '#', '#/maps', `/m/${ID}/${TOKEN}`, `#/m/${ID}`, 'x'.repeat(5_000)]) {
      expect(parseShareLink(other)).toEqual({ ok: false, reason: 'not-a-link' });
    }
    const damaged = [TOKEN.slice(0, -1), TOKEN.replace('view', 'root'), TOKEN.replace('v1', 'v2'), 'x', ''];
    for (const token of damaged)
      expect(parseShareLink(`#/m/${ID}/${token}`)).toEqual({ ok: false, reason: 'bad-link' });
    expect(parseShareLink(`#/m/${'A'.repeat(22)}/${TOKEN}`)).toEqual({ ok: false, reason: 'bad-link' });
    expect(parseShareLink(`#/m/__proto__/${TOKEN}`)).toEqual({ ok: false, reason: 'bad-link' });
  });
});

describe('createSharedMap', () => {
  it('returns links that the parser reads', async () => {
    const world = await startWorld();
    const made = await createSharedMap(world.http, fetch);
    if (!made.ok) throw new Error(made.reason);
    expect(parseShareLink(made.value.edit)).toMatchObject({ ok: true, value: { mapId: made.value.id, role: 'edit' } });
    expect(parseShareLink(made.value.view)).toMatchObject({ ok: true, value: { mapId: made.value.id, role: 'view' } });
  });

  it('says why not: nobody there, too many, or an answer of something else', async () => {
    const world = await startWorld({ limits: { mapsBurst: 1 } });
    await createSharedMap(world.http, fetch);
    expect(await createSharedMap(world.http, fetch)).toEqual({ ok: false, reason: 'too-many-maps' });
    const answer =
      (status: number, body: string): typeof fetch =>
      () =>
        Promise.resolve(new Response(body, { status }));
    expect(await createSharedMap('x', answer(404, ''))).toEqual({ ok: false, reason: 'refused' });
    expect(await createSharedMap('x', answer(201, '{"id":1}'))).toEqual({ ok: false, reason: 'refused' });
    expect(await createSharedMap('x', answer(201, '<html>'))).toEqual({ ok: false, reason: 'refused' });
    expect(await createSharedMap('x', () => Promise.reject(new Error('no network')))).toEqual({
      ok: false,
      reason: 'unreachable',
    });
  });
});
