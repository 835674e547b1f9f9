import { describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import {
  addPersonLink,
  connectMap,
  createSharedMap,
  deleteSharedMap,
  listServerStates,
  parseShareLink,
  readAccess,
  readServerInfo,
  readServerState,
  withdrawPersonLink,
  withdrawRole,
  type MapCaller,
  type SharedMap,
} from '../../src/sync/index.ts';
import { NodeWebSocket, startWorld, tokenOf, until, type World } from '../support/server-world.ts';

const YEAR_2100 = 4_102_444_800;

async function share(world: World): Promise<SharedMap> {
  const made = await createSharedMap(world.http, fetch);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

function callerOf(world: World, map: SharedMap, link: string): MapCaller {
  return { origin: world.http, fetchFrom: fetch, mapId: map.id, token: tokenOf(link) };
}

/** A caller who is answered this, whatever they ask. */
function answered(status: number, body: BodyInit | null): MapCaller {
  const fetchFrom: typeof fetch = () => Promise.resolve(new Response(body, { status }));
  return { origin: 'http://x', fetchFrom, mapId: 'K9NX__SmXUGPfO7o95D6LQ', token: 't' };
}

describe('asking about a server', () => {
  it('[S22] tells where maps are kept and whether a create token is needed', async () => {
    const world = await startWorld({ place: 'Our own rack', createTokens: ['good-token'] });
    const info = await readServerInfo(world.http, fetch);
    expect(info).toMatchObject({ ok: true, value: { createToken: true, place: 'Our own rack' } });
    expect(await createSharedMap(world.http, fetch)).toEqual({ ok: false, reason: 'create-token' });
    expect(await createSharedMap(world.http, fetch, 'bad-token')).toEqual({ ok: false, reason: 'create-token' });
    expect(await createSharedMap(world.http, fetch, 'good-token')).toMatchObject({ ok: true });
  });
});

describe('links', () => {
  it('[S22] an owner sees every link, anybody else what their own allows', async () => {
    const world = await startWorld();
    const map = await share(world);
    const owner = callerOf(world, map, map.own);
    const wish = { name: 'Ada', role: 'comment', expires: YEAR_2100 } as const;
    const added = await addPersonLink(owner, wish);
    if (!added.ok) throw new Error(added.reason);
    expect(added.value).toMatchObject({ ...wish, revoked: null, seen: null });
    expect(parseShareLink(added.value.link)).toMatchObject({ ok: true, value: { mapId: map.id, role: 'comment' } });

    const access = await readAccess(owner);
    expect(access).toEqual({
      ok: true,
      value: { role: 'own', expires: 0, owner: { everyone: map, people: [added.value] } },
    });
    const ada = callerOf(world, map, added.value.link ?? '');
    expect(await readAccess(ada)).toEqual({
      ok: true,
      value: { role: 'comment', expires: YEAR_2100, owner: null },
    });
    expect(await addPersonLink(ada, wish)).toEqual({ ok: false, reason: 'not-allowed' });
  });

  it('[S22] a withdrawn link is refused as such, and stays in the list without its link', async () => {
    const world = await startWorld();
    const map = await share(world);
    const owner = callerOf(world, map, map.own);
    const added = await addPersonLink(owner, { name: 'Ada', role: 'edit', expires: 0 });
    if (!added.ok) throw new Error(added.reason);
    expect(await withdrawPersonLink(owner, added.value.id)).toEqual({ ok: true, value: true });
    expect(await withdrawPersonLink(owner, 'AAAAAAAA')).toEqual({ ok: false, reason: 'missing' });
    expect(await readAccess(callerOf(world, map, added.value.link ?? ''))).toEqual({ ok: false, reason: 'revoked' });
    const access = await readAccess(owner);
    expect(access.ok && access.value.owner?.people.map(({ name, link }) => [name, link])).toEqual([['Ada', null]]);
  });

  it('[S22] a role that is withdrawn gets a new link, and the old one is dead', async () => {
    const world = await startWorld();
    const map = await share(world);
    const renewed = await withdrawRole(callerOf(world, map, map.own), 'edit');
    if (!renewed.ok) throw new Error(renewed.reason);
    const { everyone } = renewed.value.owner ?? {};
    expect(everyone?.edit).not.toBe(map.edit);
    expect(everyone?.view).toBe(map.view);
    expect(await readAccess(callerOf(world, map, map.edit))).toEqual({ ok: false, reason: 'revoked' });
    expect(await readAccess(callerOf(world, map, everyone?.edit ?? ''))).toMatchObject({ ok: true });
  });

  it('[S22] says what is wrong with a wish, and with a token', async () => {
    const world = await startWorld({ limits: { linksPerMap: 1 } });
    const map = await share(world);
    const owner = callerOf(world, map, map.own);
    const wish = { name: 'Ada', role: 'edit', expires: 0 } as const;
    expect(await addPersonLink(owner, { ...wish, name: '\u200b ' })).toEqual({ ok: false, reason: 'bad-name' });
    expect(await addPersonLink(owner, { ...wish, expires: 1 })).toEqual({ ok: false, reason: 'bad-expires' });
    expect(await addPersonLink(owner, wish)).toMatchObject({ ok: true });
    expect(await addPersonLink(owner, wish)).toEqual({ ok: false, reason: 'too-many-links' });
    expect(await readAccess({ ...owner, token: 'x' })).toEqual({ ok: false, reason: 'bad-token' });
  });

  it('[S22] a deleted map says so to everybody who had a link', async () => {
    const world = await startWorld();
    const map = await share(world);
    expect(await deleteSharedMap(callerOf(world, map, map.edit))).toEqual({ ok: false, reason: 'not-allowed' });
    expect(await deleteSharedMap(callerOf(world, map, map.own))).toEqual({ ok: true, value: true });
    expect(await readAccess(callerOf(world, map, map.view))).toEqual({ ok: false, reason: 'deleted' });
  });
});

describe('the past on a server', () => {
  it('[S22] is listed and read by those who may edit', async () => {
    const world = await startWorld({ limits: { historyMs: 20, requestsBurst: 1e6 } });
    const map = await share(world);
    const doc = new Y.Doc();
    const connection = connectMap({
      doc,
      url: world.ws,
      mapId: map.id,
      token: tokenOf(map.edit),
      WebSocket: NodeWebSocket,
    });
    onTestFinished(() => connection.destroy());
    await until(() => connection.status === 'live');
    doc.getMap('meta').set('name', 'Then');
    const editor = callerOf(world, map, map.edit);
    let states = await listServerStates(editor);
    while (states.ok && states.value.length === 0) states = await listServerStates(editor);
    if (!states.ok) throw new Error(states.reason);
    const state = await readServerState(editor, states.value[0]?.at ?? 0);
    if (!state.ok) throw new Error(state.reason);
    expect(state.value.length).toBe(states.value[0]?.bytes);
    const past = new Y.Doc();
    Y.applyUpdate(past, state.value);
    expect(past.getMap('meta').get('name')).toBe('Then');
    expect(await readServerState(editor, 1)).toEqual({ ok: false, reason: 'missing' });
    expect(await listServerStates(callerOf(world, map, map.view))).toEqual({ ok: false, reason: 'not-allowed' });
  });
});

describe('an answer that is not the server’s', () => {
  it('[S22] is refused, whatever it is', async () => {
    for (const body of ['', '<html>', '[]', 'null', '{"role":"root","expires":0}', '{"role":"own","expires":0}']) {
      expect(await readAccess(answered(200, body))).toEqual({ ok: false, reason: 'refused' });
      expect(await listServerStates(answered(200, body))).toEqual({ ok: false, reason: 'refused' });
      expect(await readServerInfo('http://x', answered(200, body).fetchFrom)).toEqual({ ok: false, reason: 'refused' });
    }
    expect(await deleteSharedMap(answered(200, 'ok'))).toEqual({ ok: false, reason: 'refused' });
    expect(await deleteSharedMap(answered(502, '<h1>Bad gateway</h1>'))).toEqual({ ok: false, reason: 'refused' });
    expect(await deleteSharedMap(answered(429, ''))).toEqual({ ok: false, reason: 'too-many-requests' });
  });

  it('[S22] with links to another map is refused', async () => {
    const world = await startWorld();
    const [map, other] = [await share(world), await share(world)];
    const body = JSON.stringify({ role: 'own', expires: 0, everyone: other, people: [] });
    const caller = { ...answered(200, body), mapId: map.id };
    expect(await readAccess(caller)).toEqual({ ok: false, reason: 'refused' });
  });

  it('[S22] of too many bytes is not read to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    expect(await readServerState(answered(200, endless), 1)).toEqual({ ok: false, reason: 'too-big' });
    expect(pulled).toBeLessThan(20);
  });

  it('[S22] that never comes, or breaks off, is a server that could not be reached', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) });
    expect(await readServerState(answered(200, broken), 1)).toEqual({ ok: false, reason: 'unreachable' });
    const nobody = { ...answered(200, ''), fetchFrom: () => Promise.reject(new TypeError('no network')) };
    expect(await readAccess(nobody)).toEqual({ ok: false, reason: 'unreachable' });
  });
});
