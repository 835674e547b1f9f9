/** What a snapshot may hold: nothing that is not in the log. Otherwise servers that share a store part for ever. */
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { applyWhatFits } from '../../server/rooms/update-guard.ts';
import { LevelStore } from '../../server/store/level-store.ts';
import { PostgresStore } from '../../server/store/postgres-store.ts';
import type { Store } from '../../server/store/store.ts';
import { connectMap } from '../../src/sync/index.ts';
import { randomStream } from '../support/document-world.ts';
import { DOCUMENT, docOf, gatedStore, keysIn, openDesk, type Ledger } from '../support/journal-world.ts';
import { startNodes } from '../support/nodes-world.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, makeDataFolder, NodeWebSocket, openPlain, tokenOf, until } from '../support/server-world.ts';
import type { World } from '../support/server-world.ts';

/** How many random runs: a fifth of HERRINGBONE_SEEDS, for each waits for a disk some hundred times. */
const RUNS = Math.max(10, Math.ceil(Number(process.env['HERRINGBONE_SEEDS'] ?? 0) / 5));

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop(), 120_000);

const stores: Record<string, () => Promise<Store>> = {
  'a folder': async () => LevelStore.open(join(await makeDataFolder(), 'maps')),
  PostgreSQL: async () =>
    PostgresStore.open({ url: await postgres.newDatabase(), limits: DEFAULT_LIMITS, log: () => undefined }),
};

/** A door that stays shut until it is opened. */
function newDoor(): { readonly shut: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const shut = new Promise<void>((resolve) => (open = resolve));
  return { shut, open };
}

/** Two servers under random edits, pulls, pauses and refusals; afterwards all agree, and nothing called saved is lost. */
async function runAtRandom(store: Store, seed: number): Promise<void> {
  const ledger: Ledger = { rows: [], compactions: [], faults: [] };
  const pick = randomStream(seed);
  const saved: string[] = [];
  const openServer = async () => {
    const gated = gatedStore(store, ledger);
    const wait = async (mayFail: boolean): Promise<void> => {
      for (let turns = pick(6); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      if (mayFail && pick(12) === 0) throw new Error(`refused, seed ${seed}`);
    };
    gated.gates.append = () => wait(true);
    gated.gates.compact = () => wait(false);
    return openDesk(gated.store, { compactUpdates: 1 + pick(4) });
  };
  const desks = [await openServer(), await openServer()];
  for (let step = 0; step < 60; step++) {
    const place = pick(desks.length);
    const desk = desks[place]!;
    if (desk.faults.length > 0) {
      saved.push(...desk.saved);
      desks[place] = await openServer();
      continue;
    }
    desk.say(`${seed} ${step}`);
    if (pick(3) > 0) desk.endTurn();
    if (pick(3) === 0) await desk.journal.pull();
    if (pick(2) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const desk of desks) desk.endTurn();
  for (const desk of desks) await desk.journal.settle();
  for (const desk of desks) saved.push(...desk.saved);
  expect([ledger.compactions.length > 0, ledger.faults], `seed ${seed}`).toEqual([true, []]);
  const kept = await keysIn(store);
  expect(saved.filter((key) => !kept.includes(key))).toEqual([]);
  for (const desk of desks.filter(({ faults }) => faults.length === 0)) {
    await desk.journal.pull();
    expect([desk.keys(), desk.faults]).toEqual([kept, []]);
  }
}

for (const [name, open] of Object.entries(stores)) {
  const openStore = async (): Promise<{ store: Store; ledger: Ledger }> => {
    const store = await open();
    onTestFinished(() => store.close());
    return { store, ledger: { rows: [], compactions: [], faults: [] } };
  };

  describe(`snapshots in ${name}`, () => {
    it('[T14] one waits for every edit it holds', async () => {
      const { store, ledger } = await openStore();
      const gated = gatedStore(store, ledger);
      const doors = [newDoor(), newDoor()];
      gated.gates.append = (call) => doors[call - 1]?.shut;
      const desk = await openDesk(gated.store, { compactUpdates: 1 });
      desk.say('first');
      desk.endTurn();
      desk.say('second');
      desk.endTurn();
      doors[0]?.open();
      await until(() => desk.saved.includes('first'));
      expect(await keysIn(store)).toEqual(['first']);
      expect(ledger.compactions).toEqual([]);
      doors[1]?.open();
      await until(() => ledger.compactions.length > 0);
      await desk.journal.settle();
      expect(await keysIn(store)).toEqual(['first', 'second']);
    });

    it('[T14] an edit of the open turn goes into the log before it too', async () => {
      const { store, ledger } = await openStore();
      const gated = gatedStore(store, ledger);
      const door = newDoor();
      gated.gates.append = () => door.shut;
      const desk = await openDesk(gated.store, { compactUpdates: 1 });
      desk.say('first');
      desk.endTurn();
      desk.say('said in a turn that nobody ends');
      door.open();
      await until(() => ledger.compactions.length > 0);
      await desk.journal.settle();
      expect(ledger.rows.length).toBe(2);
      expect(desk.saved).toEqual(['first', 'said in a turn that nobody ends']);
    });

    it('[T14] [F2] one is not written when an edit it holds is refused, and all servers have the same', async () => {
      const { store, ledger } = await openStore();
      const [one, two] = [gatedStore(store, ledger), gatedStore(store, ledger)];
      const door = newDoor();
      one.gates.append = async (call) => {
        await door.shut;
        if (call === 2) throw new Error('the database is away');
      };
      const [ann, ben] = [
        await openDesk(one.store, { compactUpdates: 1 }),
        await openDesk(two.store, { compactUpdates: 1e9 }),
      ];
      ann.say('E1');
      ann.endTurn();
      ann.say('E2');
      ann.endTurn();
      door.open();
      await until(() => ann.faults.length > 0);
      await ann.journal.settle();
      expect([ann.saved, ann.faults, ledger.compactions]).toEqual([['E1'], ['append'], []]);
      await ben.journal.pull();
      // Ann's client comes back to a server that loads the map anew, with all it has.
      const again = await openDesk(two.store, { compactUpdates: 1e9 });
      expect(again.keys()).toEqual(['E1']);
      const missing = Y.encodeStateAsUpdate(ann.doc, Y.encodeStateVector(again.doc));
      const news = again.doc.observed(() => Y.applyUpdate(again.doc, missing));
      again.journal.write([news ?? new Uint8Array()], new Map());
      again.say('E3');
      again.endTurn();
      await again.journal.settle();
      await ben.journal.pull();
      expect([ben.keys(), ben.faults]).toEqual([['E1', 'E2', 'E3'], []]);
      expect(await keysIn(store)).toEqual(['E1', 'E2', 'E3']);
    });

    it(`[T14] [N1] whatever is held up or refused, snapshots hold what the log has (${RUNS} random runs)`, async () => {
      for (let seed = 1; seed <= RUNS; seed++) {
        const store = await open();
        try {
          await runAtRandom(store, seed);
        } finally {
          await store.close();
        }
      }
    });

    it('[T15] a room that reads an edit whose predecessor is not in the log is loaded anew, and whole', async () => {
      const { store } = await openStore();
      const doc = new Y.Doc();
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      for (const key of ['E1', 'E2', 'E3']) doc.getMap('m').set(key, 1);
      const [first, second, third] = updates as [Uint8Array, Uint8Array, Uint8Array];
      await store.append(DOCUMENT, [first]);
      const desk = await openDesk(store);
      // As an earlier version may have left it: the second is in a snapshot and nowhere else.
      await store.compact(DOCUMENT, Y.mergeUpdates([first, second]), 1);
      await store.append(DOCUMENT, [third]);
      await desk.journal.pull();
      expect(desk.faults).toEqual(['apply']);
      const again = await openDesk(store);
      expect([again.keys(), again.doc.isWhole]).toEqual([['E1', 'E2', 'E3'], true]);
    });

    it('[T15] what builds on an edit nobody has is neither lost by a snapshot nor by an answer with gaps', async () => {
      const { store } = await openStore();
      const doc = new Y.Doc();
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      for (const key of ['E1', 'E2', 'E3']) doc.getMap('m').set(key, 1);
      const [first, second, third] = updates as [Uint8Array, Uint8Array, Uint8Array];
      await store.append(DOCUMENT, [first, third]);
      const desk = await openDesk(store, { compactUpdates: 1 });
      expect([desk.keys(), desk.doc.isWhole]).toEqual([['E1'], false]);
      const torn = new Y.Doc();
      torn.getMap('m').set('lost', 1);
      const vector = Y.encodeStateVector(torn);
      torn.getMap('m').set('torn', 1);
      applyWhatFits(desk.doc, Y.encodeStateAsUpdate(torn, vector), 'somebody');
      desk.say('more');
      desk.endTurn();
      await desk.journal.settle();
      expect((await store.load(DOCUMENT)).snapshot).not.toBeNull();
      // Whoever had the missing one comes back.
      await store.append(DOCUMENT, [second]);
      expect(await keysIn(store)).toEqual(['E1', 'E2', 'E3', 'more']);
    });
  });
}

describe('two servers on one PostgreSQL', () => {
  /** Holds up the first edit of every document, and the second one; refuses those from the second on. */
  const HOLD = `
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock(least(NEW.seq, 2));
      IF NEW.seq >= 2 THEN RAISE EXCEPTION 'not today'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER hold BEFORE INSERT ON herringbone_log FOR EACH ROW EXECUTE FUNCTION hold();
    SELECT pg_advisory_lock(1), pg_advisory_lock(2)`;
  const WAITING = `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;

  it('[T14] [N1] an edit that was refused is in no snapshot: brought again, it reaches the people on the other', async () => {
    const databaseUrl = await postgres.newDatabase();
    const dataFolder = await makeDataFolder();
    const [one] = (await startNodes(1, { databaseUrl, dataFolder, limits: { compactUpdates: 1 } })) as [World];
    const [two] = (await startNodes(1, { databaseUrl, dataFolder })) as [World];
    const map = await createMap(one);
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    onTestFinished(() => client.end());
    const isWaiting = async (): Promise<boolean> =>
      (await client.query<{ count: number }>(WAITING)).rows[0]?.count === 1;
    const [ann, ben, watcher] = [
      openPlain(one, map.id, map.edit),
      openPlain(two, map.id, map.edit),
      openPlain(one, map.id, map.view),
    ];
    await Promise.all([ann.synced(), ben.synced(), watcher.synced()]);
    await client.query(HOLD);
    ann.doc.getMap('m').set('E1', 1);
    while (!(await isWaiting()));
    ann.doc.getMap('m').set('E2', 2);
    await until(() => watcher.doc.getMap('m').has('E2'));
    await client.query('SELECT pg_advisory_unlock(1)');
    await until(() => ben.doc.getMap('m').has('E1'));
    while (!(await isWaiting()));
    const refused = new Promise((resolve) => ann.provider.ws?.addEventListener('close', resolve));
    watcher.provider.destroy();
    ann.provider.shouldConnect = false;
    await client.query('SELECT pg_advisory_unlock(2)');
    await refused;
    await client.query('DROP TRIGGER hold ON herringbone_log');
    const store = await PostgresStore.open({ url: databaseUrl, limits: DEFAULT_LIMITS, log: () => undefined });
    onTestFinished(() => store.close());
    const { snapshot, tail } = await store.load(map.id);
    expect([
      ...docOf(snapshot === null ? tail : [snapshot, ...tail])
        .getMap('m')
        .keys(),
    ]).toEqual(['E1']);

    const { WebSocket, url } = { WebSocket: NodeWebSocket, url: one.ws };
    const again = connectMap({ url, mapId: map.id, token: tokenOf(map.edit), doc: ann.doc, WebSocket });
    onTestFinished(() => again.destroy());
    await until(() => again.status === 'live' && again.saved);
    await until(() => ben.doc.getMap('m').has('E2'));
    ann.doc.getMap('m').set('E3', 3);
    await until(() => again.saved && ben.doc.getMap('m').has('E3'));
    expect(ben.doc.getMap('m').toJSON()).toEqual({ E1: 1, E2: 2, E3: 3 });
  });
});
