import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LevelStore } from '../../server/store/level-store.ts';
import { documentName } from '../../server/store/document-name.ts';
import { accessOf, addPerson, ask, type Ask } from '../support/api-world.ts';
import { movableCalendar } from '../support/movable-calendar.ts';
import { createMap, openPlain, openRaw, openRawMap, startWorld, tokenOf, until } from '../support/server-world.ts';
import type { NewMap, RawSocket, World } from '../support/server-world.ts';

const HOUR_MS = 3_600_000;

function openComments(world: World, map: NewMap, link: string): RawSocket {
  return openRaw(`${world.ws}/sync/${map.id}/comments`, { protocols: ['herringbone.v1', `t.${tokenOf(link)}`] });
}

async function come(...sockets: RawSocket[]): Promise<void> {
  await until(() => sockets.every((raw) => raw.frames.length > 0));
}

describe('server', () => {
  it('[H10] says what it is, where maps are kept and whether making one needs a token', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    const open = await startWorld();
    expect((await ask(open, '/api/server')).body).toEqual({
      version,
      createToken: false,
      place: null,
      storage: 'folder',
    });
    const closed = await startWorld({ createTokens: ['a'], place: 'Frankfurt, our own rack' });
    expect((await ask(closed, '/api/server')).body).toEqual({
      version,
      createToken: true,
      place: 'Frankfurt, our own rack',
      storage: 'folder',
    });
  });

  it('[H6] with create tokens set, maps are made with one of them only', async () => {
    const world = await startWorld({ createTokens: ['first-token', 'second-token'] });
    const make = (authorization?: string) =>
      ask(world, '/api/maps', { method: 'POST', headers: authorization ? { Authorization: authorization } : {} });
    for (const wrong of [undefined, 'Bearer', 'Bearer first', 'Bearer first-token2', 'first-token', 'Basic Zmlyc3Q=']) {
      const refused = await make(wrong);
      expect([refused.status, refused.body], wrong).toEqual([401, { error: 'create-token' }]);
    }
    expect((await make('Bearer first-token')).status).toBe(201);
    expect((await make('bearer second-token')).status).toBe(201);
  });
});

describe('who has a link', () => {
  it('[H11] an owner sees all links, others what their own allows', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const { own, edit, comment, view } = map;
    expect(await accessOf(world, map)).toEqual({
      role: 'own',
      expires: 0,
      everyone: { own, edit, comment, view },
      people: [],
    });
    for (const role of ['edit', 'comment', 'view'] as const) {
      expect(await accessOf(world, map, map[role])).toEqual({ role, expires: 0 });
    }
    const ada = await addPerson(world, map, { role: 'comment', expires: 4_000_000_000 });
    expect(await accessOf(world, map, ada.link)).toEqual({ role: 'comment', expires: 4_000_000_000 });
    expect((await accessOf(world, map)).people).toEqual([ada]);
  });

  it('[H12] a link for a person opens map and comments as its role says', async () => {
    const world = await startWorld({ publicOrigin: 'https://maps.example.org' });
    const map = await createMap(world);
    const ada = await addPerson(world, map, { name: '  Ada\n\u202eKing\u0000 ', role: 'comment' });
    expect(ada).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{8}$/) as string,
      name: 'Ada King',
      role: 'comment',
      created: expect.any(Number) as number,
      expires: 0,
      revoked: null,
      seen: null,
      link: expect.stringMatching(
        `^https://maps\\.example\\.org/#/m/${map.id}/v2\\.${map.id}\\.comment\\.0\\.`,
      ) as string,
    });
    const doc = new Y.Doc();
    const [reader, writer] = [
      openPlain(world, map.id, map.edit),
      openPlain(world, `${map.id}/comments`, ada.link, doc),
    ];
    doc.getMap('c').set('1', 'hello');
    const watcher = openPlain(world, `${map.id}/comments`, map.edit);
    await until(() => watcher.doc.getMap('c').get('1') === 'hello');
    const onMap = openPlain(world, map.id, ada.link);
    await Promise.all([reader.synced(), onMap.synced(), writer.synced()]);
    onMap.doc.getMap('m').set('mine', 1);
    reader.doc.getMap('m').set('theirs', 1);
    await until(() => onMap.doc.getMap('m').has('theirs'));
    expect(reader.doc.getMap('m').has('mine')).toBe(false);
  });

  it('[H12] what is no name, role or time in the future is refused', async () => {
    const world = await startWorld({ limits: { requestsBurst: 10_000 } });
    const map = await createMap(world);
    const good = { name: 'Ada', role: 'edit', expires: 0 };
    const past = Math.floor(Date.now() / 1000) - 1;
    const cases: [unknown, number, string][] = [
      [{ ...good, name: '' }, 400, 'bad-name'],
      [{ ...good, name: ' \u200b\u202e\n ' }, 400, 'bad-name'],
      [{ ...good, name: 'x'.repeat(61) }, 400, 'bad-name'],
      [{ ...good, name: 7 }, 400, 'bad-name'],
      [{ ...good, role: 'own' }, 400, 'bad-role'],
      [{ ...good, role: '__proto__' }, 400, 'bad-role'],
      [{ ...good, role: ['edit'] }, 400, 'bad-role'],
      [{ ...good, expires: past }, 400, 'bad-expires'],
      [{ ...good, expires: -1 }, 400, 'bad-expires'],
      [{ ...good, expires: 4e9 + 0.5 }, 400, 'bad-expires'],
      [{ ...good, expires: 1e15 }, 400, 'bad-expires'],
      [{ ...good, expires: '4000000000' }, 400, 'bad-expires'],
      [{ ...good, expires: null }, 400, 'bad-expires'],
      [[], 400, 'bad-name'],
      ['null', 400, 'bad-name'],
      ['"text"', 400, 'bad-name'],
      ['', 400, 'bad-name'],
      ['{', 400, 'bad-json'],
      [{ ...good, name: 'x'.repeat(5_000) }, 413, 'too-big'],
    ];
    for (const [body, status, error] of cases) {
      const answer = await ask(world, `/api/maps/${map.id}/links`, { method: 'POST', link: map.own, body });
      expect([answer.status, answer.body], JSON.stringify(body).slice(0, 60)).toEqual([status, { error }]);
    }
    expect((await accessOf(world, map)).people).toEqual([]);
    // 60 characters are 60 also where each takes two units of UTF-16.
    expect((await addPerson(world, map, { name: '𠮷'.repeat(60) })).name).toBe('𠮷'.repeat(60));
  });

  it('[L-links] a map has so many links for persons; a withdrawn one makes room', async () => {
    const world = await startWorld({ limits: { linksPerMap: 2 } });
    const map = await createMap(world);
    const first = await addPerson(world, map);
    await addPerson(world, map);
    const add: Ask = { method: 'POST', link: map.own, body: { name: 'Third', role: 'view', expires: 0 } };
    const refused = await ask(world, `/api/maps/${map.id}/links`, add);
    expect([refused.status, refused.body]).toEqual([409, { error: 'too-many-links' }]);
    await ask(world, `/api/maps/${map.id}/links/${first.id}`, { method: 'DELETE', link: map.own });
    expect((await ask(world, `/api/maps/${map.id}/links`, add)).status).toBe(201);
  });

  it('[A9] a link is seen when somebody comes in with it, to the hour', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [ada, bob] = [await addPerson(world, map), await addPerson(world, map, { name: 'Bob' })];
    const before = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    await come(openRawMap(world, map.id, ada.link));
    const seenOf = async (id: string) => (await accessOf(world, map)).people?.find((link) => link.id === id)?.seen;
    let seen: number | null | undefined = null;
    while (seen === null) seen = await seenOf(ada.id);
    expect(seen).toBeGreaterThanOrEqual(before);
    expect((seen ?? 1) % HOUR_MS).toBe(0);
    expect(await seenOf(bob.id)).toBe(null);
  });
});

describe('withdrawing', () => {
  it('[H13] one link: whoever is in with it is put out of map and comments, and nobody else', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [ada, bob] = [await addPerson(world, map), await addPerson(world, map, { name: 'Bob' })];
    const out = [openRawMap(world, map.id, ada.link), openComments(world, map, ada.link)];
    const stay = [openRawMap(world, map.id, bob.link), openRawMap(world, map.id, map.edit)];
    await come(...out, ...stay);
    const path = `/api/maps/${map.id}/links/${ada.id}`;
    expect(await ask(world, path, { method: 'DELETE', link: map.own })).toMatchObject({ status: 204, body: null });
    expect(await Promise.all(out.map((raw) => raw.closed))).toEqual([4403, 4403]);
    expect(stay.map((raw) => raw.socket.readyState)).toEqual([1, 1]);
    expect(await openRawMap(world, map.id, ada.link).closed).toBe(4403);
    const asked = await ask(world, `/api/maps/${map.id}/access`, { link: ada.link });
    expect([asked.status, asked.body]).toEqual([403, { error: 'revoked' }]);
    const [first] = (await accessOf(world, map)).people ?? [];
    expect(first).toMatchObject({ id: ada.id, revoked: expect.any(Number) as number, link: null });
    expect((await ask(world, path, { method: 'DELETE', link: map.own })).status).toBe(204);
    const unknown = await ask(world, `/api/maps/${map.id}/links/__proto__`, { method: 'DELETE', link: map.own });
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'no-such-link' }]);
  });

  it('[H14] a role: all its links are dead, also those for persons; the answer holds the new one', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const ada = await addPerson(world, map);
    const bob = await addPerson(world, map, { name: 'Bob', role: 'view' });
    const out = [openRawMap(world, map.id, map.edit), openComments(world, map, ada.link)];
    const stay = [openRawMap(world, map.id, bob.link), openRawMap(world, map.id, map.own)];
    await come(...out, ...stay);
    const answer = await ask(world, `/api/maps/${map.id}/revoke`, {
      method: 'POST',
      link: map.own,
      body: { role: 'edit' },
    });
    expect(answer.status).toBe(200);
    const after = await accessOf(world, map);
    expect(answer.body).toEqual(after);
    expect(await Promise.all(out.map((raw) => raw.closed))).toEqual([4403, 4403]);
    expect(stay.map((raw) => raw.socket.readyState)).toEqual([1, 1]);
    expect(after.everyone).toMatchObject({ own: map.own, comment: map.comment, view: map.view });
    expect(after.people?.map(({ id, link }) => [id, link])).toEqual([
      [ada.id, null],
      [bob.id, bob.link],
    ]);
    for (const dead of [map.edit, ada.link]) expect(await openRawMap(world, map.id, dead).closed).toBe(4403);
    await come(openRawMap(world, map.id, after.everyone?.edit ?? ''));
  });

  it('[H14] the role of owners: the caller goes on with the link in the answer', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const revoke = (link: string) =>
      ask<Awaited<ReturnType<typeof accessOf>>>(world, `/api/maps/${map.id}/revoke`, {
        method: 'POST',
        link,
        body: { role: 'own' },
      });
    const first = await revoke(map.own);
    expect(first.status).toBe(200);
    expect((await revoke(map.own)).body).toEqual({ error: 'revoked' });
    const next = first.body.everyone?.own ?? '';
    expect(next).not.toBe(map.own);
    expect((await revoke(next)).status).toBe(200);
    const bad = await ask(world, `/api/maps/${map.id}/revoke`, { method: 'POST', link: map.edit, body: {} });
    expect([bad.status, bad.body]).toEqual([403, { error: 'not-allowed' }]);
  });

  it('[A9] a link that expires while somebody is in closes with 4401, and opens nothing afterwards', async () => {
    const calendar = movableCalendar();
    const world = await startWorld({ limits: { pingMs: 100 } });
    const map = await createMap(world);
    const ada = await addPerson(world, map, { expires: Math.floor((Date.now() + HOUR_MS) / 1000) });
    const raw = openRawMap(world, map.id, ada.link);
    await come(raw);
    calendar.ahead = HOUR_MS;
    expect(await raw.closed).toBe(4401);
    expect(await openRawMap(world, map.id, ada.link).closed).toBe(4401);
    const asked = await ask(world, `/api/maps/${map.id}/access`, { link: ada.link });
    expect([asked.status, asked.body]).toEqual([401, { error: 'expired' }]);
  });
});

describe('deleting', () => {
  it('[H15] everybody is put out with 4410, the content is gone from the disk, the id answers 410', async () => {
    const world = await startWorld({ limits: { roomIdleMs: 10 } });
    const [map, other] = [await createMap(world), await createMap(world)];
    const ada = await addPerson(world, map, { role: 'view' });
    const writers = [openPlain(world, map.id, map.edit), openPlain(world, `${map.id}/comments`, map.comment)];
    await Promise.all(writers.map((writer) => writer.synced()));
    for (const { doc } of writers) for (let i = 0; i < 100; i++) doc.getMap('m').set(`${i}`, 'confidential');
    const watcher = openPlain(world, map.id, map.view);
    await until(() => watcher.doc.getMap('m').size === 100);
    const sockets = [map.own, map.edit, ada.link].map((link) => openRawMap(world, map.id, link));
    const all = [...sockets, openComments(world, map, map.comment), openRawMap(world, map.id, map.view)];
    await come(...all);
    const remove: Ask = { method: 'DELETE', link: map.own };
    expect((await ask(world, `/api/maps/${map.id}`, { ...remove, link: map.edit })).status).toBe(403);
    expect((await ask(world, `/api/maps/${map.id}`, remove)).status).toBe(204);
    expect(await Promise.all(all.map((raw) => raw.closed))).toEqual([4410, 4410, 4410, 4410, 4410]);
    for (const link of [map.own, map.view, ada.link]) {
      expect(await openRawMap(world, map.id, link).closed).toBe(4410);
      const asked = await ask(world, `/api/maps/${map.id}/access`, { link });
      expect([asked.status, asked.body]).toEqual([410, { error: 'deleted' }]);
    }
    expect((await ask(world, `/api/maps/${map.id}`, remove)).status).toBe(410);
    await come(openRawMap(world, other.id, other.edit));
    await world.server.destroy();
    const store = await LevelStore.open(join(world.dataFolder, 'maps'));
    for (const kind of ['map', 'comments'] as const) {
      const document = documentName(map.id, kind);
      expect(await store.load(document)).toEqual({ snapshot: null, seq: 0, tail: [] });
      expect(await store.listHistory(document)).toEqual([]);
    }
    expect((await store.readMeta(map.id))?.deleted).not.toBe(null);
    await store.close();
  });
});
