/**
 * Three documents over real sockets: random edits, drops and reconnects; in the end all three are equal, saved, and
 * equal to what a fourth reads from the server after a restart. A failing seed is printed by its test's name.
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

class Peer {
  readonly doc = new Y.Doc();
  #connection: Connection | null = null;

  constructor(
    readonly world: World,
    readonly map: NewMap,
  ) {}

  get isDone(): boolean {
    return this.#connection?.status === 'live' && this.#connection.saved;
  }

  connect(): void {
    this.#connection ??= connectMap({
      doc: this.doc,
      url: this.world.ws,
      mapId: this.map.id,
      token: tokenOf(this.map.edit),
      readOnly: false,
      WebSocket: NodeWebSocket,
      maxBackoffMs: 50,
    });
  }

  drop(): void {
    this.#connection?.destroy();
    this.#connection = null;
  }

  edit(kind: number, value: number): void {
    const people = this.doc.getMap<Y.Map<unknown>>('people');
    const id = `p${value % 7}`;
    if (kind === 0) people.set(id, new Y.Map([['name', value]]));
    else if (kind === 1) people.get(id)?.set('title', value);
    else if (kind === 2) people.delete(id);
    else this.doc.getArray('list').insert(value % (this.doc.getArray('list').length + 1), [value]);
  }

  state(): unknown {
    return { people: this.doc.getMap('people').toJSON(), list: this.doc.getArray('list').toJSON() };
  }

  /** Whatever the order of the keys: a Y.Map iterates in the order of arrival. */
  equals(other: Peer): boolean {
    return isDeepStrictEqual(this.state(), other.state());
  }
}

const step = fc.record({
  peer: fc.nat(2),
  action: fc.nat(9),
  kind: fc.nat(3),
  value: fc.nat(1000),
  pause: fc.boolean(),
});

async function runScript(seed: number): Promise<void> {
  const world = await startWorld({ limits: { compactUpdates: 25 } });
  const map = await createMap(world);
  const peers = [0, 1, 2].map(() => new Peer(world, map));
  onTestFinished(() => peers.forEach((peer) => peer.drop()));
  const script = fc.sample(step, { seed, numRuns: STEPS });
  for (const { peer: index, action, kind, value, pause } of script) {
    const peer = peers[index]!;
    if (action === 0) peer.drop();
    else if (action <= 2) peer.connect();
    else peer.edit(kind, value);
    if (pause) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const peer of peers) peer.connect();
  await until(() => peers.every((peer) => peer.isDone && peer.equals(peers[0]!)));
  for (const peer of peers) expect(peer.state()).toEqual(peers[0]!.state());
  await world.server.destroy();

  const restarted = await startWorld({ dataFolder: world.dataFolder });
  const fresh = new Peer(restarted, map);
  fresh.connect();
  onTestFinished(() => fresh.drop());
  await until(() => fresh.isDone);
  expect(fresh.state()).toEqual(peers[0]!.state());
}

for (let seed = 1; seed <= SEEDS; seed++) {
  it(`three documents converge through drops and reconnects (seed ${seed})`, () => runScript(seed));
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
