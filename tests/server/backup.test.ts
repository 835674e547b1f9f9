import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { toSigningKey, type KeyRing } from '../../server/access/secret.ts';
import { ROLES } from '../../server/access/role.ts';
import { openBackend } from '../../server/backend.ts';
import { DEFAULT_LIMITS } from '../../server/index.ts';
import { askServer, fetchBackup, saveBackup } from '../../server/operate/backup-file.ts';
import { restoreBackup, verifyBackup } from '../../server/operate/restore.ts';
import { writeBackup } from '../../server/operate/write-backup.ts';
import { documentName } from '../../server/store/document-name.ts';
import { newMeta, type MapMeta } from '../../server/store/map-meta.ts';
import type { Store } from '../../server/store/store.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createMap, makeDataFolder, openPlain, startWorld, until } from '../support/server-world.ts';

const PASSWORD = 'correct-horse-battery';
const KEYS: KeyRing = { keys: [toSigningKey(randomBytes(32)), toSigningKey(randomBytes(32))] };
const KINDS = ['map', 'comments'] as const;
/** Each run opens databases and keeps them to the end of its test: a server has a hundred connections. */
const RUNS = Math.min(Number(process.env.HERRINGBONE_SEEDS ?? 5), 12);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

type Place = 'folder' | 'PostgreSQL';

async function openStore(place: Place, dataFolder?: string): Promise<Store> {
  const backend = await openBackend({
    dataFolder: dataFolder ?? (await makeDataFolder()),
    databaseUrl: place === 'folder' ? null : await postgres.newDatabase(),
    redisUrl: null,
    limits: DEFAULT_LIMITS,
    log: () => undefined,
  });
  onTestFinished(() => backend.close());
  return backend.store;
}

/** Everything a store holds, as values that can be compared. */
async function contentOf(store: Store) {
  const maps: Record<string, unknown> = {};
  for await (const id of store.mapIds()) {
    const documents = [];
    for (const kind of KINDS) {
      const name = documentName(id, kind);
      const { snapshot, tail } = await store.load(name);
      const doc = new Y.Doc();
      for (const part of [...(snapshot === null ? [] : [snapshot]), ...tail]) Y.applyUpdate(doc, part);
      const history = [];
      for (const { at } of await store.listHistory(name)) {
        history.push([at, Buffer.from((await store.readHistory(name, at)) ?? []).toString('hex')]);
      }
      documents.push({ content: doc.getMap('m').toJSON(), history });
    }
    maps[id] = { meta: await store.readMeta(id), documents };
  }
  return maps;
}

const timeOf = fc.integer({ min: 1, max: 2 ** 42 });
const linkOf = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{8}$/),
  name: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  role: fc.constantFrom(...ROLES),
  created: timeOf,
  revoked: fc.option(timeOf),
  seen: fc.option(timeOf),
  expires: fc.constantFrom(0, 2_000_000_000),
});
const documentOf = fc.record({
  /** Edits in order; a number in between rewrites the log as a snapshot. */
  edits: fc.array(fc.oneof(fc.constant('compact' as const), fc.tuple(fc.string(), fc.jsonValue())), { maxLength: 8 }),
  history: fc.dictionary(timeOf.map(String), fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxKeys: 3 }),
});
const mapOf = fc.record({
  created: timeOf,
  epochs: fc.record({ own: fc.nat(9), edit: fc.nat(9), comment: fc.nat(9), view: fc.nat(9) }),
  links: fc.array(linkOf, { maxLength: 3 }),
  isDeleted: fc.boolean(),
  documents: fc.tuple(documentOf, documentOf),
});
const storeOf = fc.array(mapOf, { maxLength: 6 });
type Contents = typeof storeOf extends fc.Arbitrary<infer T> ? T : never;

async function fill(store: Store, contents: Contents): Promise<void> {
  for (const { created, epochs, links, isDeleted, documents } of contents) {
    const id = randomBytes(16).toString('base64url');
    const meta: MapMeta = { created, epochs, links, deleted: isDeleted ? created + 1 : null };
    await store.createMap(id, meta);
    if (isDeleted) continue;
    for (const [i, { edits, history }] of documents.entries()) {
      const name = documentName(id, KINDS[i]!);
      const doc = new Y.Doc();
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => void updates.push(update));
      let seq = 0;
      for (const edit of edits) {
        if (edit === 'compact') {
          if (seq > 0) await store.compact(name, Y.encodeStateAsUpdate(doc), seq);
        } else {
          doc.getMap('m').set(edit[0], edit[1]);
          seq = await store.append(name, updates.splice(0));
        }
      }
      for (const [at, state] of Object.entries(history)) await store.putHistory(name, Number(at), state);
    }
  }
}

async function backUp(store: Store): Promise<string> {
  const path = join(await makeDataFolder(), 'all.backup');
  await saveBackup(writeBackup({ store, keyRing: KEYS, log: () => undefined }), path);
  return path;
}

describe('backup and restore', () => {
  it.each<[Place, Place]>([
    ['folder', 'folder'],
    ['folder', 'PostgreSQL'],
    ['PostgreSQL', 'folder'],
  ])('[B1] whatever a %s holds is in a %s afterwards: records, both documents, history', async (from, to) => {
    await fc.assert(
      fc.asyncProperty(storeOf, async (contents) => {
        const source = await openStore(from);
        await fill(source, contents);
        const backup = await verifyBackup(await backUp(source));
        expect(backup.keys).toEqual(KEYS.keys.map((key) => Buffer.from(key.bytes).toString('hex')));
        expect(backup.counts).toMatchObject({ maps: contents.length, damaged: 0 });
        const target = await openStore(to);
        await restoreBackup(backup, { store: target });
        expect(await contentOf(target)).toEqual(await contentOf(source));
      }),
      { numRuns: RUNS, seed: 4400 },
    );
  });

  it('[B2] the file may be read by its owner alone, and nothing else is left beside it', async () => {
    const store = await openStore('folder');
    await fill(store, fc.sample(storeOf, { numRuns: 1, seed: 1 })[0] ?? []);
    const path = await backUp(store);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(path, '..'))).toEqual(['all.backup']);
  });

  it('[B3] a file that was cut short or changed anywhere is refused, and nothing is written', async () => {
    const store = await openStore('folder');
    await fill(store, fc.sample(storeOf, { numRuns: 1, seed: 7 })[0] ?? []);
    const path = await backUp(store);
    const whole = await readFile(path);
    const broken = join(path, '..', 'broken');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        await writeFile(broken, whole.subarray(0, at));
        await expect(verifyBackup(broken)).rejects.toThrow(/^(damaged-backup|not-a-backup|newer-backup)$/);
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ change;
        await writeFile(broken, changed);
        await expect(verifyBackup(broken)).rejects.toThrow(/^(damaged-backup|not-a-backup|newer-backup)$/);
      }),
      { numRuns: 20 * RUNS, seed: 4401 },
    );
    await writeFile(broken, Buffer.concat([whole, Buffer.from('x')]));
    await expect(verifyBackup(broken)).rejects.toThrow('damaged-backup');
    await writeFile(broken, 'herringbone-backup 2\n and something new');
    await expect(verifyBackup(broken)).rejects.toThrow('newer-backup');
    await writeFile(broken, '{"format": "herringbone-map", "schema": 1, "people": []}');
    await expect(verifyBackup(broken)).rejects.toThrow('not-a-backup');
  });

  it('[B4] only an empty store is restored to; one that was cut off is continued', async () => {
    const source = await openStore('folder');
    await fill(source, fc.sample(fc.array(mapOf, { minLength: 4, maxLength: 4 }), { numRuns: 1, seed: 3 })[0] ?? []);
    const backup = await verifyBackup(await backUp(source));
    const target = await openStore('folder');
    // As if the restore had ended after the second map, with content of the third there already.
    const [first = '', second = '', third = ''] = [...backup.mapIds];
    const whole = await openStore('folder');
    await restoreBackup(backup, { store: whole });
    for (const id of [first, second, third]) {
      for (const kind of KINDS) {
        const { tail } = await whole.load(documentName(id, kind));
        if (tail.length > 0) await target.append(documentName(id, kind), tail);
      }
      const meta = await whole.readMeta(id);
      if (id !== third && meta !== null) await target.createMap(id, meta);
    }
    await expect(restoreBackup(backup, { store: target })).rejects.toThrow('not-empty');
    await restoreBackup(backup, { store: target, isContinued: true });
    const { [first]: one, [second]: two, ...others } = await contentOf(source);
    const restored = await contentOf(target);
    expect(restored).toMatchObject(others);
    expect([restored[first], restored[second]].map((map) => (map as { meta: MapMeta }).meta)).toEqual(
      [one, two].map((map) => (map as { meta: MapMeta }).meta),
    );
    await target.createMap(randomBytes(16).toString('base64url'), newMeta(1));
    await expect(restoreBackup(backup, { store: target, isContinued: true })).rejects.toThrow('other-maps');
  });

  it('[B5] a map that cannot be read does not end the backup: it is counted, logged, and there as it was found', async () => {
    const store = await openStore('folder');
    const [good, bad] = [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')];
    const doc = new Y.Doc();
    doc.getMap('m').set('x', 1);
    for (const id of [good, bad]) await store.createMap(id, newMeta(1));
    await store.append(good, [Y.encodeStateAsUpdate(doc)]);
    await store.append(bad, [Y.encodeStateAsUpdate(doc), new Uint8Array([255, 1, 2, 3])]);
    const logged: string[] = [];
    const path = join(await makeDataFolder(), 'all.backup');
    const log = (level: string, event: string): void => void logged.push(`${level} ${event}`);
    const backup = await saveBackup(writeBackup({ store, keyRing: KEYS, log }), path);
    expect(backup.counts).toEqual({ maps: 2, states: 3, histories: 0, damaged: 1 });
    expect(logged).toEqual(['error backup-map-damaged']);
    const target = await openStore('folder');
    await restoreBackup(backup, { store: target });
    expect((await target.load(bad)).tail).toEqual((await store.load(bad)).tail);
  });

  it('[B9] a backup in which something is missing leaves the one of before alone; the next whole one takes its place', async () => {
    const store = await openStore('folder');
    for (const letter of 'abc') await store.createMap(letter.repeat(22), newMeta(1));
    const path = join(await makeDataFolder(), 'cron.backup');
    const save = (from: Store) => saveBackup(writeBackup({ store: from, keyRing: KEYS, log: () => undefined }), path);
    expect((await save(unreadable(store, 'b'))).path).toBe(path);
    expect((await save(store)).path).toBe(path);
    const monday = await readFile(path);
    const tuesday = await save(unreadable(store, 'b'));
    expect(tuesday).toMatchObject({ path: `${path}.damaged`, counts: { maps: 2, damaged: 1 } });
    expect(await readFile(path)).toEqual(monday);
    expect([...(await verifyBackup(`${path}.damaged`)).mapIds]).toEqual(['a', 'c'].map((letter) => letter.repeat(22)));
    expect((await stat(`${path}.damaged`)).mode & 0o777).toBe(0o600);
    expect((await save(store)).path).toBe(path);
    expect((await readdir(join(path, '..'))).sort()).toEqual(['cron.backup', 'cron.backup.damaged']);
  });
});

/** The store on a disk of which a part cannot be read: the record and the content of maps that begin so. */
function unreadable(store: Store, start: string): Store {
  const failing = ['load', 'readMeta'];
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const method = (target[name] as (...args: unknown[]) => unknown).bind(target);
      if (!failing.includes(name)) return method;
      return (id: string) => (id.startsWith(start) ? Promise.reject(new Error('Input/output error')) : method(id));
    },
  });
}

describe('backup of a running server', () => {
  it('[B6] holds everything that was saved before it began, while people go on writing', async () => {
    const world = await startWorld({ operatorPassword: PASSWORD });
    const map = await createMap(world);
    const [writer, other] = [openPlain(world, map.id, map.edit), openPlain(world, map.id, map.edit)];
    await Promise.all([writer.synced(), other.synced()]);
    for (let i = 0; i < 50; i++) writer.doc.getMap('m').set(`before-${i}`, i);
    await until(() => other.doc.getMap('m').size === 50);
    let isDone = false;
    const writing = (async () => {
      for (let i = 0; !isDone; i++) {
        writer.doc.getMap('m').set(`during-${i}`, i);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const path = join(await makeDataFolder(), 'all.backup');
    const backup = await saveBackup(fetchBackup(world.http, PASSWORD), path);
    isDone = true;
    await writing;
    const target = await openStore('folder');
    await restoreBackup(backup, { store: target });
    const { documents } = (await contentOf(target))[map.id] as { documents: { content: Record<string, number> }[] };
    const saved = Object.keys(documents[0]?.content ?? {});
    expect(saved.filter((key) => key.startsWith('before-'))).toHaveLength(50);
    // Of what came meanwhile a beginning, without holes.
    const during = saved.filter((key) => key.startsWith('during-')).length;
    for (let i = 0; i < during; i++) expect(documents[0]?.content).toHaveProperty(`during-${i}`);
  });

  it('[B7] links of before open the maps on another server afterwards', async () => {
    const world = await startWorld({ operatorPassword: PASSWORD });
    const map = await createMap(world);
    const writer = openPlain(world, map.id, map.edit);
    await writer.synced();
    writer.doc.getMap('m').set('x', 1);
    await until(() => writer.provider.synced);
    const path = join(await makeDataFolder(), 'all.backup');
    await expect
      .poll(async () => (await saveBackup(fetchBackup(world.http, PASSWORD), path)).counts.states)
      .toBeGreaterThan(0);
    const { keys, ...backup } = await verifyBackup(path);
    const dataFolder = await makeDataFolder();
    const { store, close } = await openBackend({
      dataFolder,
      databaseUrl: null,
      redisUrl: null,
      limits: DEFAULT_LIMITS,
      log: () => undefined,
    });
    await restoreBackup({ keys, ...backup }, { store });
    await close();
    await writeFile(join(dataFolder, 'secret'), `${keys.join('\n')}\n`);
    const again = await startWorld({ dataFolder });
    const reader = openPlain(again, map.id, map.view);
    await reader.synced();
    expect(reader.doc.getMap('m').toJSON()).toEqual({ x: 1 });
  });

  it('[H20] is for the operator alone', async () => {
    const open = await startWorld();
    expect((await fetch(`${open.http}/api/operator/backup`)).status).toBe(404);
    const world = await startWorld({ operatorPassword: PASSWORD });
    const failure = (password: string | null) =>
      askServer(world.http, '/api/operator/backup', password).catch((error: Error) => error.message);
    expect(await failure(null)).toBe(`no-password: ${world.http}`);
    expect(await failure('wrong')).toBe(`wrong-password: ${world.http}`);
    expect((await fetch(`${world.http}/api/operator/backup`)).status).toBe(401);
    const head = await fetch(`${world.http}/api/operator/backup`, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${PASSWORD}` },
    });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
