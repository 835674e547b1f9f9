import type { IncomingMessage } from 'node:http';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changeMap } from '../../server/access/authorize.ts';
import { isOneOf } from '../../server/access/bearer.ts';
import { judge } from '../../server/access/judge.ts';
import { dropOldSecrets, rotateSecret } from '../../server/access/key-rotation.ts';
import { ownerLink } from '../../server/access/link.ts';
import {
  withDeleted,
  withLink,
  withLinkRevoked,
  withLinkSeen,
  withRoleRevoked,
} from '../../server/access/map-access.ts';
import { addressOf } from '../../server/access/request-origin.ts';
import { readOrCreateSecret, toSigningKey, type KeyRing } from '../../server/access/secret.ts';
import { signToken, verifyToken, type Capability } from '../../server/access/token.ts';
import { LevelStore } from '../../server/store/level-store.ts';
import { newMeta, type NamedLink } from '../../server/store/map-meta.ts';
import { accessOf } from '../support/api-world.ts';
import { createMap, makeDataFolder, openRaw, openRawMap, startWorld, tokenOf, until } from '../support/server-world.ts';
import type { World } from '../support/server-world.ts';

const KEY: KeyRing = { keys: [toSigningKey(new Uint8Array(32).fill(7))] };
const MAP = 'AAAAAAAAAAAAAAAAAAAAAA';

const PERSONAL: Capability = { mapId: MAP, role: 'edit', expires: 0, epoch: 1, link: 'AbCd_-12' };

describe('token', () => {
  const token = signToken({ mapId: MAP, role: 'view', expires: 2_000, epoch: 3, link: null }, KEY);

  it('[A1] grants the role on its map until it expires', () => {
    const capability = { mapId: MAP, role: 'view', expires: 2_000, epoch: 3, link: null };
    expect(verifyToken(token, { mapId: MAP, keyRing: KEY, nowSeconds: 1_999 })).toEqual(capability);
    expect(verifyToken(token, { mapId: MAP, keyRing: KEY, nowSeconds: 2_000 })).toBe('expired');
  });

  it('[A1] is a valid WebSocket subprotocol', () => {
    expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  it('[A2] is refused after any change of one character', () => {
    for (const good of [token, signToken({ ...PERSONAL }, KEY)]) {
      for (let i = 0; i < good.length; i++) {
        for (const other of ['A', 'B', '.', '!', '']) {
          const changed = good.slice(0, i) + other + good.slice(i + 1);
          if (changed === good) continue;
          expect(verifyToken(changed, { mapId: MAP, keyRing: KEY, nowSeconds: 0 }), changed).toBe('bad-token');
        }
        expect(verifyToken(good.slice(0, i), { mapId: MAP, keyRing: KEY, nowSeconds: 0 })).toBe('bad-token');
      }
      for (const more of ['A', '=', '!', '.', ' ']) {
        expect(verifyToken(good + more, { mapId: MAP, keyRing: KEY, nowSeconds: 0 }), more).toBe('bad-token');
      }
    }
  });

  it('[A1] of a person names the link it belongs to, and no other form of it is signed', () => {
    const personal = signToken(PERSONAL, KEY);
    expect(personal).toMatch(/^v2\.[A-Za-z0-9._-]+$/);
    expect(verifyToken(personal, { mapId: MAP, keyRing: KEY, nowSeconds: 0 })).toEqual(PERSONAL);
    for (const link of ['', 'short', 'A'.repeat(9), 'AAAA.AAA', '../../..']) {
      const strange = signToken({ ...PERSONAL, link }, KEY);
      expect(verifyToken(strange, { mapId: MAP, keyRing: KEY, nowSeconds: 0 }), link).toBe('bad-token');
    }
  });

  it('[A2] is refused for another map, under another key, and as anything else', () => {
    const otherKey: KeyRing = { keys: [toSigningKey(new Uint8Array(32).fill(8))] };
    expect(verifyToken(token, { mapId: 'B'.repeat(22), keyRing: KEY, nowSeconds: 0 })).toBe('bad-token');
    expect(verifyToken(token, { mapId: MAP, keyRing: otherKey, nowSeconds: 0 })).toBe('bad-token');
    for (const text of ['', '.', 'v1', 'v1......', 'x'.repeat(10_000), '\u0000']) {
      expect(verifyToken(text, { mapId: MAP, keyRing: KEY, nowSeconds: 0 })).toBe('bad-token');
    }
  });
});

describe('secret', () => {
  it('[A3] is made at the first start with mode 0600 and kept afterwards', async () => {
    const world = await startWorld();
    const path = join(world.dataFolder, 'secret');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path, 'utf8');
    await world.server.destroy();
    await startWorld({ dataFolder: world.dataFolder });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('[A10] a new key signs from the next start on, links of the old one stay good until it is dropped', async () => {
    const publicOrigin = 'https://maps.example.org';
    const world = await startWorld({ publicOrigin });
    const map = await createMap(world);
    await world.server.destroy();
    const before = await readOrCreateSecret(world.dataFolder);
    const rotated = await rotateSecret(world.dataFolder);
    expect(rotated.keys.map((key) => key.id)).toEqual([
      expect.not.stringMatching(before.keys[0].id),
      before.keys[0].id,
    ]);
    const again = await startWorld({ dataFolder: world.dataFolder, publicOrigin });
    const fresh = await accessOf(again, map);
    expect(fresh.everyone?.own).not.toBe(map.own);
    const old = openRawMap(again, map.id, map.edit);
    const young = openRawMap(again, map.id, fresh.everyone?.edit ?? '');
    await until(() => old.frames.length > 0 && young.frames.length > 0);
    await again.server.destroy();
    expect((await dropOldSecrets(world.dataFolder)).keys).toEqual([rotated.keys[0]]);
    const last = await startWorld({ dataFolder: world.dataFolder, publicOrigin });
    expect(await openRawMap(last, map.id, map.edit).closed).toBe(4401);
    expect((await accessOf(last, map, fresh.everyone?.own)).everyone).toEqual(fresh.everyone);
  });

  it('[A10] rotation leaves one file of mode 0600, and touches none that is no key', async () => {
    const folder = await makeDataFolder();
    await expect(rotateSecret(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(join(folder, 'secret'), 'not a key');
    await expect(rotateSecret(folder)).rejects.toMatchObject({ code: 'BAD_SECRET' });
    await expect(dropOldSecrets(folder)).rejects.toMatchObject({ code: 'BAD_SECRET' });
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('not a key');
    await rm(join(folder, 'secret'));
    const first = await readOrCreateSecret(folder);
    for (let i = 0; i < 3; i++) await rotateSecret(folder);
    const ring = await readOrCreateSecret(folder);
    expect(ring.keys).toHaveLength(4);
    expect(ring.keys[3]).toEqual(first.keys[0]);
    expect(await readdir(folder)).toEqual(['secret']);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('[A10] the operator can make the owner’s link anew, except of a deleted map', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const meta = newMeta(0);
    expect(ownerLink(map.id, meta, { origin: world.http, keyRing })).toBe(map.own);
    const raised = withRoleRevoked(meta, 'own', 0);
    expect(ownerLink(map.id, raised, { origin: world.http, keyRing })).not.toBe(map.own);
    expect(ownerLink(map.id, withDeleted(meta, 1), { origin: world.http, keyRing })).toBe(null);
  });
});

describe('bearer', () => {
  it('[H6] is one of the secrets, whole', () => {
    expect(isOneOf('b', ['a', 'b'])).toBe(true);
    for (const given of ['', 'c', 'ab', null]) expect(isOneOf(given, ['a', 'b']), String(given)).toBe(false);
    expect(isOneOf(null, [''])).toBe(false);
    expect(isOneOf('a', [])).toBe(false);
  });
});

describe('address', () => {
  const proxies = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'];
  const addressFrom = (remoteAddress: string, forwarded?: string): string => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return addressOf({ socket: { remoteAddress }, headers } as unknown as IncomingMessage, proxies);
  };

  it.each<[string, string | undefined, string]>([
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['10.1.2.3', undefined, '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1, 203.0.113.5', '203.0.113.5'],
    ['10.1.2.3', '198.51.100.1, 203.0.113.5, 10.9.9.9', '203.0.113.5'],
    ['10.1.2.3', '10.0.0.8', '10.0.0.8'],
    ['10.1.2.3', '203.0.113.5, nonsense', '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1, 203.0.113.7:51234', '203.0.113.7'],
    ['10.1.2.3', '203.0.113.7:51234, 10.9.9.9:80', '203.0.113.7'],
    ['10.1.2.3', '[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
    ['10.1.2.3', '[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['10.1.2.3', '[::ffff:203.0.113.7]:443', '203.0.113.7'],
    ['10.1.2.3', '203.0.113.7:port', '10.1.2.3'],
    ['::ffff:127.0.0.1', '::ffff:203.0.113.5', '203.0.113.5'],
    ['fd00::7', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::9', undefined, '2001:db8:0:0::/64'],
    ['::1', '203.0.113.5', '::1'],
  ])('[L-address] from %s with X-Forwarded-For %s is %s', (peer, forwarded, expected) => {
    expect(addressFrom(peer, forwarded)).toBe(expected);
  });
});

describe('record of a map', () => {
  const link = (id: string): NamedLink => ({
    id,
    name: id,
    role: 'edit',
    created: 0,
    revoked: null,
    seen: null,
    expires: 0,
  });

  it('[A9] an owner who is put out while asking changes nothing any more', async () => {
    const folder = await makeDataFolder();
    const store = await LevelStore.open(join(folder, 'maps'));
    onTestFinished(() => store.close());
    await store.createMap(MAP, newMeta(0));
    const capability: Capability = { mapId: MAP, role: 'own', expires: 0, epoch: 0, link: null };
    const add = () => changeMap(store, capability, (meta) => withLink(meta, link('AAAAAAAA')));
    const results = await Promise.all([add(), store.updateMeta(MAP, (meta) => withRoleRevoked(meta, 'own', 1)), add()]);
    expect(results[2]).toEqual({ status: 403, code: 'revoked' });
    expect((await store.readMeta(MAP))?.links).toEqual([link('AAAAAAAA')]);
  });

  it('[A9] withdrawn links beyond the newest 200 are forgotten, and stay withdrawn', () => {
    let meta = newMeta(0);
    for (let i = 0; i < 300; i++) {
      const id = `link${i}`;
      meta = withLinkRevoked(withLink(meta, link(id)), id, i + 1);
    }
    expect(meta.links.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, i) => `link${i + 100}`));
    const forgotten: Capability = { mapId: MAP, role: 'edit', expires: 0, epoch: 0, link: 'link0' };
    expect(judge(forgotten, meta, 0)).toBe('revoked');
  });

  it('[A9] the hour a link was seen is written once', () => {
    const meta = withLink(newMeta(0), link('a'));
    const seen = withLinkSeen(meta, 'a', 3 * 3_600_000 + 5);
    expect(seen.links[0]?.seen).toBe(3 * 3_600_000);
    expect(withLinkSeen(seen, 'a', 4 * 3_600_000 - 1)).toBe(seen);
    expect(withLinkSeen(seen, 'a', 3_600_000)).toBe(seen);
    expect(withLinkSeen(seen, 'b', 9 * 3_600_000)).toBe(seen);
  });
});

describe('socket', () => {
  const closeCode = (world: World, path: string, protocols: string[], headers = {}): Promise<number> =>
    openRaw(`${world.ws}${path}`, { protocols, headers }).closed;

  it('[A4] echoes only herringbone.v1', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const raw = openRawMap(world, map.id, map.edit, {}, ['herringbone.saved']);
    await raw.opened;
    expect(raw.socket.protocol).toBe('herringbone.v1');
  });

  it('[A5] closes with 4401 without or with a bad token, with 4404 without such a map', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const other = await createMap(world);
    const path = `/sync/${map.id}`;
    const token = `t.${tokenOf(map.edit)}`;
    expect(await closeCode(world, path, [])).toBe(4401);
    expect(await closeCode(world, path, ['herringbone.v1'])).toBe(4401);
    expect(await closeCode(world, path, ['herringbone.v1', 't.nonsense'])).toBe(4401);
    expect(await closeCode(world, path, ['herringbone.v1', `t.${tokenOf(other.edit)}`])).toBe(4401);
    expect(await closeCode(world, path, ['herringbone.v1', token.replace('.edit.', '.view.')])).toBe(4401);
    for (const id of ['__proto__', 'constructor', 'prototype', 'x', '']) {
      expect(await closeCode(world, `/sync/${id}`, ['herringbone.v1', token]), id).toBe(4404);
    }
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const signed = signToken({ mapId: MAP, role: 'own', expires: 0, epoch: 0, link: null }, keyRing);
    expect(await closeCode(world, `/sync/${MAP}`, ['herringbone.v1', `t.${signed}`])).toBe(4404);
    expect(await closeCode(world, `/sync/${MAP}`, ['herringbone.v1', token])).toBe(4401);
  });

  it('[A6] takes pages of its own host and of configured origins only', async () => {
    const world = await startWorld({ allowedOrigins: ['https://maps.example.org'] });
    const map = await createMap(world);
    const open = (origin: string) => openRawMap(world, map.id, map.view, { Origin: origin });
    for (const origin of ['https://evil.example.org', 'null', `${world.http}.evil.example.org`]) {
      const raw = open(origin);
      const reason = new Promise((resolve) => raw.socket.on('close', (_code, text) => resolve(text.toString())));
      expect(await raw.closed, origin).toBe(4403);
      // Nobody's link was withdrawn: people are told what it is.
      expect(await reason, origin).toBe('origin-refused');
    }
    for (const origin of [world.http, 'https://maps.example.org']) {
      const raw = open(origin);
      await until(() => raw.frames.length > 0);
    }
  });

  it('[A7] closes sockets of a revoked role with 4403 and refuses its links, and no other', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const editor = openRawMap(world, map.id, map.edit);
    const viewer = openRawMap(world, map.id, map.view);
    await until(() => editor.frames.length > 0 && viewer.frames.length > 0);
    await world.server.revoke(map.id, 'view');
    expect(await viewer.closed).toBe(4403);
    expect(await openRawMap(world, map.id, map.view).closed).toBe(4403);
    const again = openRawMap(world, map.id, map.edit);
    await until(() => again.frames.length > 0);
    expect(editor.socket.readyState).toBe(editor.socket.OPEN);
  });
});
