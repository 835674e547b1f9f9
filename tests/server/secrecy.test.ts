/** Whoever reads the log of a server must not get into a map. The real process, on a bad day. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, it } from 'vitest';
import { readOrCreateSecret } from '../../server/access/secret.ts';
import { signToken } from '../../server/access/token.ts';
import { accessOf, addPerson, ask } from '../support/api-world.ts';
import { serveProcess, type Serving } from '../support/serve-process.ts';
import { makeDataFolder, openRaw, tokenOf, until, type NewMap } from '../support/server-world.ts';

const CREATE_TOKEN = 'create-me-a-map-Zx81';
const PASSWORD = 'operator-pass-Qw92';

async function makeMap(serving: Serving): Promise<NewMap> {
  const headers = { Authorization: `Bearer ${CREATE_TOKEN}` };
  return (await ask<NewMap>(serving, '/api/maps', { method: 'POST', headers })).body;
}

async function askEverything(serving: Serving, map: NewMap, foreign: NewMap): Promise<void> {
  const ada = await addPerson(serving, map, { name: 'Ada Lovelace' });
  const base = `/api/maps/${map.id}`;
  for (const link of [map.own, map.view, foreign.own, `${map.own}x`, ada.link]) {
    for (const path of ['/access', '/history', '/history/1', '/nothing', `/access?token=${tokenOf(map.own)}`]) {
      await ask(serving, `${base}${path}`, { link });
    }
    await ask(serving, `${base}/links`, { method: 'POST', link, body: '{' });
    await ask(serving, `${base}/links`, { method: 'POST', link, body: 'x'.repeat(9_000) }).catch(() => null);
    await ask(serving, `/api/operator/maps?of=${map.id}`, { link });
  }
  await ask(serving, `/some/place/${tokenOf(map.own)}`);
  await ask(serving, `${base}/links/${ada.id}`, { method: 'DELETE', link: map.own });
  for (const Authorization of [`Bearer ${PASSWORD}`, `Bearer ${PASSWORD}x`]) {
    await ask(serving, '/api/operator/maps', { headers: { Authorization } });
  }
}

async function knock(serving: Serving, map: NewMap, token: string, frame?: Uint8Array | string): Promise<void> {
  for (const kind of ['', '/comments', `?token=${token}`, `/${token}`]) {
    const raw = openRaw(`${serving.ws}/sync/${map.id}${kind}`, { protocols: ['herringbone.v1', `t.${token}`] });
    let isClosed = false;
    void raw.closed.then(() => (isClosed = true));
    await until(() => raw.frames.length > 0 || isClosed);
    if (frame !== undefined && !isClosed) raw.socket.send(frame);
    else raw.socket.close();
    await raw.closed;
  }
}

/** As after a disk that lies: one record, one snapshot and one log that cannot be read. */
async function damage(folder: string, [record, snapshot, log]: readonly NewMap[]): Promise<void> {
  const db = new ClassicLevel<string, Uint8Array>(join(folder, 'maps'), { valueEncoding: 'view' });
  await db.put(`m!${record?.id}`, new TextEncoder().encode(`{"${record?.id}"`));
  await db.put(`s!${snapshot?.id}`, new Uint8Array([1, 255, 255, 255]));
  await db.put(`l!${log?.id}!000000000001`, new Uint8Array([255, 255]));
  await db.close();
}

describe('log', () => {
  it('[A11] holds no token, map id, name, password or key, whatever goes wrong', async () => {
    const dataFolder = await makeDataFolder();
    const env = {
      HERRINGBONE_DATA: dataFolder,
      HERRINGBONE_CREATE_TOKENS: CREATE_TOKEN,
      HERRINGBONE_OPERATOR_PASSWORD: PASSWORD,
      HERRINGBONE_LIMITS: 'requestsBurst=1000000',
    };
    const printed: string[] = [];
    const listen = (serving: Serving): void =>
      void serving.process.stderr?.on('data', (chunk) => printed.push(`${chunk}`));
    const first = await serveProcess(env);
    listen(first);
    const maps = await Promise.all(Array.from({ length: 5 }, () => makeMap(first)));
    const [map, foreign] = maps as [NewMap, NewMap];
    await askEverything(first, map, foreign);
    const keyRing = await readOrCreateSecret(dataFolder);
    const expired = signToken({ mapId: map.id, role: 'edit', expires: 1, epoch: 0, link: null }, keyRing);
    await knock(first, map, tokenOf(map.edit), 'text frame');
    await knock(first, map, tokenOf(map.edit), new Uint8Array([0, 2, 3, 255, 255, 255]));
    for (const token of [expired, tokenOf(foreign.own), tokenOf(map.view), 'v1.nonsense'])
      await knock(first, map, token);
    await ask(first, `/api/maps/${map.id}/revoke`, { method: 'POST', link: map.own, body: { role: 'view' } });
    const everyone = (await accessOf(first, map)).everyone ?? map;
    expect(everyone.view).not.toBe(map.view);
    await ask(first, `/api/maps/${foreign.id}`, { method: 'DELETE', link: foreign.own });
    first.process.kill('SIGTERM');
    await first.exited;

    await damage(dataFolder, maps.slice(2));
    const second = await serveProcess(env);
    listen(second);
    for (const bad of maps.slice(2)) {
      await ask(second, `/api/maps/${bad.id}/access`, { link: bad.own });
      await knock(second, bad, tokenOf(bad.edit));
    }
    second.process.kill('SIGTERM');
    await second.exited;

    const text = [...printed, first.output(), second.output(), JSON.stringify([first.log(), second.log()])].join('');
    const events = second.log().map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(['request-failed', 'map-unreadable']));
    const links = [...maps, everyone].flatMap(({ own, edit, comment, view }) => [own, edit, comment, view]);
    const macs = links.map((link) => link.slice(-43));
    const key = (await readFile(join(dataFolder, 'secret'), 'utf8')).trim();
    const ids = maps.map(({ id }) => id);
    for (const secret of [...ids, ...links, ...macs, key, CREATE_TOKEN, PASSWORD, 'Ada', 'Lovelace', 'v1.', 'v2.']) {
      expect(text).not.toContain(secret);
    }
  }, 120_000);
});
