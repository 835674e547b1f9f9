/** What a session makes of its sharing when others share, stop and delete at the same time: real server, real sessions. */
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { addPerson, createMapDoc, readMap } from '../../src/document/index.ts';
import { translate } from '../../src/i18n/index.ts';
import { emptyMap } from '../../src/model/index.ts';
import type { App } from '../../src/state/app.svelte.ts';
import { LibraryState } from '../../src/state/library-state.svelte.ts';
import type { Past } from '../../src/state/past.svelte.ts';
import { Session } from '../../src/state/session.svelte.ts';
import { Sharing } from '../../src/state/sharing.svelte.ts';
import type { NewNotice, Speaker } from '../../src/state/types.ts';
import { freshFactory } from '../support/device-world.ts';
import { createMap, NodeWebSocket, startWorld, tokenOf, until } from '../support/server-world.ts';

/** The network between the browser and the server, which can be held up or cut. */
let network: {
  readonly sockets: Set<WebSocket>;
  isCut: boolean;
  onRequest: (request: string) => void;
  hold: (request: string) => Promise<void> | null;
};
let requests: string[];

beforeEach(() => {
  const fetchNow = globalThis.fetch;
  requests = [];
  network = { sockets: new Set(), isCut: false, onRequest: () => undefined, hold: () => null };
  vi.stubGlobal('indexedDB', freshFactory());
  vi.stubGlobal('fetch', async (...[input, init]: Parameters<typeof fetch>) => {
    const request = `${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`;
    requests.push(request);
    network.onRequest(request);
    const response = await fetchNow(input, init);
    await network.hold(request);
    return response;
  });
  const Socket = NodeWebSocket as unknown as typeof WebSocket;
  vi.stubGlobal(
    'WebSocket',
    class extends Socket {
      constructor(url: string, protocols?: string | string[]) {
        super(network.isCut ? 'ws://127.0.0.1:1' : url, protocols);
        network.sockets.add(this);
        this.addEventListener('error', () => undefined);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

function cut(): void {
  network.isCut = true;
  for (const socket of network.sockets) socket.close();
  network.sockets.clear();
}

/** A request whose answer comes when the test lets it. */
function held(which: RegExp): { readonly isAsked: Promise<void>; readonly answer: () => void } {
  let [tell, answer] = [() => {}, () => {}];
  const isAsked = new Promise<void>((resolve) => (tell = resolve));
  const mayCome = new Promise<void>((resolve) => (answer = resolve));
  network.hold = (request) => (which.test(request) ? (tell(), mayCome) : null);
  return { isAsked, answer };
}

/** A tab: the library of its browser, and the maps it opens. */
async function openTab() {
  const said: string[] = [];
  const speaker: Speaker = {
    t: (key, ...values) => translate('en', key, ...values),
    notify: ({ text }: NewNotice) => said.push(text),
  };
  const library = new LibraryState(speaker);
  onTestFinished(() => library.destroy());
  await library.whenReady;
  const app = { ...speaker, library, replaceRoute: () => undefined, go: () => undefined } as unknown as App;
  const past = { keep: () => Promise.resolve({ ok: true, value: undefined }) } as unknown as Past;
  const open = async (id: string, token: string | null = null) => {
    const doc = createMapDoc();
    const colleagues = { attach: () => undefined, detach: () => undefined } as never;
    const session = new Session(app, { id, doc, comments: new Y.Doc(), colleagues, token, onKept: () => undefined });
    onTestFinished(() => session.destroy());
    await session.loaded;
    return { doc, session, sharing: new Sharing({ id, app, session, past }) };
  };
  const make = async (...people: readonly string[]) => {
    const made = valueOf(await library.createFromMap(emptyMap('Contoso')));
    const opened = await open(made);
    for (const name of people) addPerson(opened.doc, { name });
    return { id: made, ...opened };
  };
  return { library, said, open, make };
}
type Opened = Awaited<ReturnType<Awaited<ReturnType<typeof openTab>>['open']>>;

function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: unknown },
): T {
  if (!result.ok) throw new Error(String(result.reason));
  return result.value;
}

const peopleIn = (doc: Y.Doc) => [...readMap(doc).map.people.values()].map(({ name }) => name).sort();
const isLive = ({ session }: Opened) => session.saveState.shared === 'live' && session.saveState.sharedSaved;
const made = () => requests.filter((request) => request === 'POST /api/maps').length;

async function serve() {
  const world = await startWorld();
  vi.stubGlobal('location', { origin: world.http, host: new URL(world.http).host });
  const statusOf = async (own: string) => {
    const headers = { Authorization: `Bearer ${tokenOf(own)}` };
    return (await fetch(`${world.http}/api/maps/${own.split('/').at(-2)}/access`, { headers })).status;
  };
  return { world, statusOf };
}

/** Runs `use` while no change to the shelf can be written. */
async function withFullShelf<T>(use: () => Promise<T>): Promise<T> {
  const prototype = IDBObjectStore.prototype as unknown as { put: (value: unknown, key?: unknown) => unknown };
  const { put } = prototype;
  prototype.put = function (this: { name: string; transaction: { _abort(name: string): void } }, value, key) {
    const request = put.call(this, value, key);
    if (this.name === 'maps') this.transaction._abort('QuotaExceededError');
    return request;
  };
  try {
    return await use();
  } finally {
    prototype.put = put;
  }
}

/** Somebody who was given a link, added a person, and kept a copy when leaving. */
async function leaveWithCopy(tab: Awaited<ReturnType<typeof openTab>>, map: { id: string; edit: string }) {
  const opened = await tab.open(map.id, tokenOf(map.edit));
  await until(() => isLive(opened) && opened.session.share !== null);
  addPerson(opened.doc, { name: 'Ada' });
  await until(() => isLive(opened));
  valueOf(await opened.sharing.leave());
  await tab.library.note(map.id, { people: 1 });
  opened.session.destroy();
}

describe('sharing asked for twice', () => {
  it('[S58] makes one map when the same tab asks again while it is busy', async () => {
    await serve();
    const tab = await openTab();
    const { session } = await tab.make('Ada');
    const [first, second] = await Promise.all([session.shareNow(null), session.shareNow(null)]);
    expect(valueOf(first)).toEqual(valueOf(second));
    expect(made()).toBe(1);
  });

  it('[S58] makes one map when two tabs ask at the same moment, and both are connected to it', async () => {
    const { statusOf } = await serve();
    const [a, b] = [await openTab(), await openTab()];
    const here = await a.make('Ada');
    await until(() => b.library.entryOf(here.id) !== null);
    const there = await b.open(here.id);
    const links = (await Promise.all([here.session.shareNow(null), there.session.shareNow(null)])).map(valueOf);
    expect(new Set(links.map(({ id }) => id)).size).toBe(1);
    await until(() => isLive(here) && isLive(there));
    expect([here, there].map(({ session }) => session.caller()?.mapId)).toEqual(links.map(({ id }) => id));
    // The other one was deleted while it was empty.
    await until(() => requests.filter((request) => request.startsWith('DELETE')).length === made() - 1);
    expect(await statusOf(links[0]!.own!)).toBe(200);
  });

  it('[S59] lets go of the link that was offered for the same copy', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const tab = await openTab();
    await leaveWithCopy(tab, theirs);
    const { session } = await tab.open(theirs.id, tokenOf(theirs.edit));
    expect(session.offered).toBe('edit');
    expect(valueOf(await session.shareNow(null)).id).not.toBe(theirs.id);
    expect(session.offered).toBeNull();
  });
});

describe('a copy to which a map is offered', () => {
  it('[S59] is not joined to it once another tab has shared the copy as another map', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const [a, b] = [await openTab(), await openTab()];
    await leaveWithCopy(a, theirs);
    const here = await a.open(theirs.id, tokenOf(theirs.edit));
    expect(here.session.offered).toBe('edit');
    await b.library.reread();
    const there = await b.open(theirs.id);
    addPerson(there.doc, { name: 'Mine alone' });
    const mine = valueOf(await there.sharing.shareNow());
    await a.library.reread();
    expect(here.session.offered).toBeNull();
    here.session.join();
    await until(() => isLive(here));
    expect(here.session.caller()?.mapId).toBe(mine.id);
    vi.stubGlobal('indexedDB', freshFactory());
    const stranger = await (await openTab()).open(theirs.id, tokenOf(theirs.view));
    await until(() => stranger.session.saveState.shared === 'live');
    expect(peopleIn(stranger.doc)).toEqual(['Ada']);
  });
});

describe('sharing that ended', () => {
  it('[S57] ignores a late answer about the links of the first sharing', async () => {
    await serve();
    const tab = await openTab();
    const { id, session, sharing } = await tab.make('Ada');
    const first = valueOf(await sharing.shareNow());
    const answer = held(new RegExp(`${first.id}/access`));
    const looking = sharing.look();
    await answer.isAsked;
    valueOf(await sharing.stop({ withoutPast: true }));
    const second = valueOf(await sharing.shareNow());
    answer.answer();
    await looking;
    expect(session.share?.id).toBe(second.id);
    await tab.library.reread();
    expect(tab.library.linksOf(id)?.own).toBe(second.own);
  });

  it('[S57] is no deletion to a tab that is opened while the server is asked', async () => {
    await serve();
    const [a, b] = [await openTab(), await openTab()];
    const here = await a.make('Ada');
    await here.sharing.shareNow();
    await until(() => isLive(here) && b.library.linksOf(here.id) !== null);
    const answer = held(/^DELETE/);
    const stopping = here.sharing.stop({ withoutPast: true });
    await answer.isAsked;
    const there = await b.open(here.id);
    await until(() => there.session.role === null);
    answer.answer();
    valueOf(await stopping);
    await a.library.reread();
    expect([here, there].map(({ session }) => session.saveState.shared)).toEqual(['off', 'off']);
    expect(a.library.entryOf(here.id)).toMatchObject({ trashedAt: null, share: null });
  });

  it('[S57] is none to a tab that slept through it and through the next', async () => {
    await serve();
    const [a, b] = [await openTab(), await openTab()];
    const here = await a.make('Ada');
    await here.sharing.shareNow();
    await until(() => isLive(here) && b.library.linksOf(here.id) !== null);
    const there = await b.open(here.id);
    await until(() => isLive(there));
    // Asleep: it hears nothing of the library until the map has been shared anew, and then all at once.
    const reread = vi.spyOn(b.library, 'linksOf').mockReturnValue(b.library.linksOf(here.id));
    valueOf(await here.sharing.stop({ withoutPast: true }));
    const second = valueOf(await here.sharing.shareNow());
    reread.mockRestore();
    await b.library.reread();
    await until(() => isLive(there) && there.session.caller()?.mapId === second.id);
    await a.library.reread();
    expect(a.library.entryOf(here.id)).toMatchObject({ trashedAt: null, share: { mapId: second.id } });
    expect(isLive(here)).toBe(true);
  });

  it('[S57] is ours also when its answer was lost', async () => {
    await serve();
    const tab = await openTab();
    const here = await tab.make('Ada');
    await here.sharing.shareNow();
    await until(() => isLive(here));
    network.onRequest = (request) => request.startsWith('DELETE') && cut();
    network.hold = (request) => (request.startsWith('DELETE') ? Promise.reject(new TypeError('network')) : null);
    expect((await here.sharing.stop({ withoutPast: true })).ok).toBe(false);
    network.isCut = false;
    await until(() => here.session.saveState.shared === 'off');
    expect(tab.library.entryOf(here.id)).toMatchObject({ trashedAt: null });
  });

  it('[S58] does not end while something of the others may be missing here', async () => {
    const { statusOf } = await serve();
    const tab = await openTab();
    const here = await tab.make('Ada');
    const { own } = valueOf(await here.sharing.shareNow());
    await until(() => isLive(here));
    const answer = held(/\/history$/);
    const stopping = here.sharing.stop();
    await answer.isAsked;
    cut();
    await until(() => !isLive(here));
    answer.answer();
    expect(await stopping).toMatchObject({ ok: false });
    expect(await statusOf(own!)).toBe(200);
    expect(here.session.share).not.toBeNull();
  });

  it('[S25] by its owner on another device puts the map into the trash', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const tab = await openTab();
    const here = await tab.open(theirs.id, tokenOf(theirs.edit));
    await until(() => isLive(here) && here.session.share !== null);
    const headers = { Authorization: `Bearer ${tokenOf(theirs.own)}` };
    await fetch(`${world.http}/api/maps/${theirs.id}`, { method: 'DELETE', headers });
    await until(() => (tab.library.entryOf(theirs.id)?.trashedAt ?? null) !== null);
    expect(here.session.saveState).toMatchObject({ shared: 'refused', refusal: 'deleted' });
  });

  it('[S59] leaves a copy alone that was joined to a map which is gone', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const tab = await openTab();
    await leaveWithCopy(tab, theirs);
    const headers = { Authorization: `Bearer ${tokenOf(theirs.own)}` };
    await fetch(`${world.http}/api/maps/${theirs.id}`, { method: 'DELETE', headers });
    const again = await tab.open(theirs.id, tokenOf(theirs.edit));
    again.session.join();
    await until(() => tab.said.length > 0);
    expect(tab.said).toEqual([translate('en', 'share.join.gone')]);
    expect(tab.library.entryOf(theirs.id)).toMatchObject({ trashedAt: null, share: null });
    expect(again.session.saveState.shared).toBe('off');
    expect(peopleIn(again.doc)).toEqual(['Ada']);
  });
});

describe('what was meant to end and did not', () => {
  it.each([
    ['the request never arrived', () => Promise.reject(new TypeError('network'))],
    ['a proxy answered', () => Promise.resolve(new Response('<h1>502</h1>', { status: 502 }))],
  ])('[S57] is deleted like any other map later, when %s', async (_, answer) => {
    const { world } = await serve();
    const tab = await openTab();
    const here = await tab.make('Ada');
    const { id: mapId, own } = valueOf(await here.sharing.shareNow());
    await until(() => isLive(here));
    const fetchNow = globalThis.fetch;
    vi.stubGlobal('fetch', (...call: Parameters<typeof fetch>) =>
      call[1]?.method === 'DELETE' ? answer() : fetchNow(...call),
    );
    expect((await here.sharing.stop({ withoutPast: true })).ok).toBe(false);
    vi.stubGlobal('fetch', fetchNow);
    await tab.library.reread();
    expect(tab.library.isSharedAs(here.id, mapId)).toBe(false);
    here.session.destroy();
    const again = await tab.open(here.id);
    await until(() => isLive(again) && tab.library.isSharedAs(here.id, mapId));
    const headers = { Authorization: `Bearer ${tokenOf(own!)}` };
    await fetch(`${world.http}/api/maps/${mapId}`, { method: 'DELETE', headers });
    await until(() => (tab.library.entryOf(here.id)?.trashedAt ?? null) !== null);
  });
});

describe('a full disk', () => {
  it('[S58] does not let go of the server what the device cannot let go of', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const tab = await openTab();
    const here = await tab.open(theirs.id, tokenOf(theirs.edit));
    await until(() => isLive(here) && here.session.share !== null);
    const left = await withFullShelf(() => here.sharing.keepCopy({ withoutPast: true }));
    expect(left).toEqual({ ok: false, reason: translate('en', 'share.unkept') });
    expect(isLive(here)).toBe(true);
  });

  it('[S58] shares nothing whose links cannot be kept, and leaves nothing on the server', async () => {
    await serve();
    const tab = await openTab();
    const here = await tab.make('Ada');
    const shared = await withFullShelf(() => here.sharing.shareNow());
    expect(shared).toEqual({ ok: false, reason: translate('en', 'notice.share.unkept') });
    expect(requests.map((request) => request.replace(/maps\/.*/, 'maps/…'))).toEqual([
      'POST /api/maps',
      'DELETE /api/maps/…',
    ]);
    expect(here.session.saveState.shared).toBe('off');
  });

  it('[S58] does not end sharing that it could not write down as ended', async () => {
    const { statusOf } = await serve();
    const tab = await openTab();
    const here = await tab.make('Ada');
    const { own } = valueOf(await here.sharing.shareNow());
    await until(() => isLive(here));
    const stopped = await withFullShelf(() => here.sharing.stop({ withoutPast: true }));
    expect(stopped).toEqual({ ok: false, reason: translate('en', 'share.unkept') });
    expect(await statusOf(own!)).toBe(200);
    expect(isLive(here)).toBe(true);
  });
});

describe('the link of a map whose copy was shared anew', () => {
  it('[S59] is opened beside the copy, which stays what it is', async () => {
    const { world } = await serve();
    const theirs = await createMap(world);
    const tab = await openTab();
    await leaveWithCopy(tab, theirs);
    const copy = await tab.open(theirs.id);
    addPerson(copy.doc, { name: 'Mine alone' });
    const mine = valueOf(await copy.session.shareNow(null));
    await tab.library.reread();

    const id = tab.library.idForLink(theirs.id, tokenOf(theirs.edit));
    expect(id).not.toBe(theirs.id);
    expect(tab.library.idForLink(theirs.id, 'v1.half')).toBe(theirs.id);
    const opened = await tab.open(id, tokenOf(theirs.edit));
    await until(() => isLive(opened) && opened.session.share !== null);
    expect(opened.session.caller()?.mapId).toBe(theirs.id);
    expect(peopleIn(opened.doc)).toEqual(['Ada']);
    await tab.library.reread();
    expect(tab.library.idForLink(theirs.id, tokenOf(theirs.edit))).toBe(id);
    expect(tab.library.idForLink(mine.id, tokenOf(mine.edit!))).toBe(theirs.id);
  });
});
