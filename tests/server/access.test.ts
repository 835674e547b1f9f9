import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOrCreateSecret, toSigningKey, type KeyRing } from '../../server/access/secret.ts';
import { signToken, verifyToken } from '../../server/access/token.ts';
import { createMap, openRaw, openRawMap, startWorld, tokenOf, until, type World } from '../support/server-world.ts';

const KEY: KeyRing = { keys: [toSigningKey(new Uint8Array(32).fill(7))] };
const MAP = 'AAAAAAAAAAAAAAAAAAAAAA';

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
    for (let i = 0; i < token.length; i++) {
      // The last character carries two bits that base64url ignores; any other decoding is still the same MAC.
      if (i === token.length - 1) continue;
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(verifyToken(changed, { mapId: MAP, keyRing: KEY, nowSeconds: 0 }), changed).toBe('bad-token');
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
    expect(await open('https://evil.example.org').closed).toBe(4403);
    expect(await open('null').closed).toBe(4403);
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
