/**
 * Two to twelve documents over real sockets: random edits of the map and its comments, drops, reconnects in any order,
 * links of other roles, withdrawn links; in the end all are equal, saved, and equal to what one more reads from the
 * server after a restart. A failing seed is printed by its test's name.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { connectMap, type Connection } from '../../src/sync/index.ts';
import {
  createMap,
  NodeWebSocket,
  startWorld,
  tokenOf,
  until,
  type NewMap,
  type World,
} from '../support/server-world.ts';

const SEEDS = Math.min(Number(process.env.HERRINGBONE_SEEDS ?? 12), 200);
const STEPS = 60;

type Role = 'edit' | 'comment' | 'view';

class Peer {
  readonly doc = new Y.Doc();
  readonly comments = new Y.Doc();
  #role: Role = 'edit';
  #connections: Connection[] = [];

  constructor(
    readonly world: World,
    readonly map: NewMap,
  ) {}

  get isDone(): boolean {
    return this.#connections.length > 0 && this.#connections.every(({ status, saved }) => status === 'live' && saved);
  }

  connect(role: Role = this.#role): void {
    if (this.#connections.length > 0 && role === this.#role) return;
    this.drop();
    this.#role = role;
    const shared = {
      url: this.world.ws,
      mapId: this.map.id,
      token: tokenOf(this.map[role]),
      WebSocket: NodeWebSocket,
      maxBackoffMs: 50,
    };
    this.#connections.push(connectMap({ ...shared, doc: this.doc }));
    if (role !== 'view') this.#connections.push(connectMap({ ...shared, doc: this.comments, document: 'comments' }));
  }

  drop(): void {
    for (const connection of this.#connections.splice(0)) connection.destroy();
  }

  edit(kind: number, value: number): void {
    const people = this.doc.getMap<Y.Map<unknown>>('people');
    const id = `p${value % 7}`;
    if (kind === 0) people.set(id, new Y.Map([['name', value]]));
    else if (kind === 1) people.get(id)?.set('title', value);
    else if (kind === 2) people.delete(id);
    else if (kind === 3) this.comments.getMap('threads').set(id, value);
    else this.doc.getMap('layout').set(`fishbone/${value % 5}`, value);
  }

  state(): unknown {
    return {
      people: this.doc.getMap('people').toJSON(),
      layout: this.doc.getMap('layout').toJSON(),
      threads: this.comments.getMap('threads').toJSON(),
    };
  }

  /** Whatever the order of the keys: a Y.Map iterates in the order of arrival. */
  equals(other: Peer): boolean {
    return isDeepStrictEqual(this.state(), other.state());
  }
}

// y-websocket listens for the end of the process, once a connection.
process.setMaxListeners(200);

const ROLES: readonly Role[] = ['edit', 'comment', 'view'];

const step = fc.record({
  peer: fc.nat(11),
  action: fc.nat(11),
  kind: fc.nat(4),
  value: fc.nat(1000),
  pause: fc.boolean(),
});

async function runScript(seed: number): Promise<void> {
  const world = await startWorld({ limits: { compactUpdates: 25 } });
  const map = await createMap(world);
  const peers = Array.from({ length: 2 + (seed % 11) }, () => new Peer(world, map));
  const intruder = new Peer(world, map);
  onTestFinished(() => [...peers, intruder].forEach((peer) => peer.drop()));
  intruder.connect('comment');
  for (const { peer: index, action, kind, value, pause } of fc.sample(step, { seed, numRuns: STEPS })) {
    const peer = peers[index % peers.length]!;
    if (action === 0) peer.drop();
    else if (action <= 2) peer.connect();
    else if (action === 3) peer.connect(ROLES[value % 3]!);
    else if (action === 4) intruder.doc.getMap('people').set('intruder', value);
    else peer.edit(kind, value);
    if (pause) await new Promise((resolve) => setImmediate(resolve));
  }
  await world.server.revoke(map.id, 'view');
  for (const peer of peers) peer.connect('edit');
  await until(() => peers.every((peer) => peer.isDone && peer.equals(peers[0]!)));
  for (const peer of peers) {
    expect(peer.state()).toEqual(peers[0]!.state());
    expect(peer.doc.getMap('people').has('intruder')).toBe(false);
  }
  await world.server.destroy();

  const restarted = await startWorld({ dataFolder: world.dataFolder });
  const fresh = new Peer(restarted, map);
  fresh.connect();
  onTestFinished(() => fresh.drop());
  await until(() => fresh.isDone);
  expect(fresh.state()).toEqual(peers[0]!.state());
}

for (let seed = 1; seed <= SEEDS; seed++) {
  it(`${2 + (seed % 11)} documents converge through drops, reconnects and changes of role (seed ${seed})`, () =>
    runScript(seed));
}

it('what two did offline is merged when they return', async () => {
  const world = await startWorld();
  const map = await createMap(world);
  const [one, two] = [new Peer(world, map), new Peer(world, map)];
  onTestFinished(() => [one, two].forEach((peer) => peer.drop()));
  one.edit(0, 1);
  one.connect();
  two.connect();
  await until(() => one.isDone && two.isDone && two.doc.getMap('people').size === 1);
  one.drop();
  two.drop();
  one.edit(1, 8);
  one.edit(0, 2);
  two.edit(0, 3);
  one.connect();
  two.connect();
  await until(() => [one, two].every((peer) => peer.isDone && peer.doc.getMap('people').size === 3));
  expect(one.state()).toEqual(two.state());
  expect(one.doc.getMap('people').toJSON()).toEqual({ p1: { name: 1, title: 8 }, p2: { name: 2 }, p3: { name: 3 } });
});

it('a week offline: hundreds of edits on both sides, compactions and a restart in between, and nothing is lost', async () => {
  const limits = { compactUpdates: 25, roomIdleMs: 10 };
  const world = await startWorld({ limits });
  const map = await createMap(world);
  const [traveller, colleague] = [new Peer(world, map), new Peer(world, map)];
  onTestFinished(() => [traveller, colleague].forEach((peer) => peer.drop()));
  for (const peer of [traveller, colleague]) peer.connect();
  traveller.edit(0, 1);
  await until(() => traveller.isDone && colleague.doc.getMap('people').size === 1);
  traveller.drop();
  for (let i = 0; i < 300; i++) traveller.doc.getMap('mine').set(`t${i}`, i);
  for (let i = 0; i < 1500; i++) {
    colleague.doc.getMap('theirs').set(`c${i}`, i);
    if (i % 100 === 0) await until(() => colleague.isDone);
  }
  await until(() => colleague.isDone);
  colleague.drop();
  await world.server.destroy();
  const later = await startWorld({ dataFolder: world.dataFolder, limits, port: Number(new URL(world.http).port) });
  for (const peer of [traveller, colleague]) peer.connect();
  await until(() => [traveller, colleague].every((peer) => peer.isDone && peer.doc.getMap('mine').size === 300));
  await until(() => traveller.doc.getMap('theirs').size === 1500);
  const fresh = new Peer(later, map);
  fresh.connect();
  onTestFinished(() => fresh.drop());
  await until(() => fresh.isDone);
  expect([fresh.doc.getMap('mine').size, fresh.doc.getMap('theirs').size]).toEqual([300, 1500]);
});
