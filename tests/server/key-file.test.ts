/** The file with the keys: whole or not there, its owner's, and never made anew beside maps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dropOldSecrets, rotateSecret } from '../../server/access/key-rotation.ts';
import { readOrCreateSecret } from '../../server/access/secret.ts';
import { explain, parseConfig, rotateKey } from '../../server/index.ts';
import { restoreKeys } from '../../server/operate/restore-keys.ts';
import { serveProcess } from '../support/serve-process.ts';
import { createMap, makeDataFolder, startWorld } from '../support/server-world.ts';

const ROOT = join(import.meta.dirname, '../..');
const KEY = '0a'.repeat(32);
const secretIn = (folder: string): string => join(folder, 'secret');

/** Somebody else where that can be, as with sudo; ourselves where these tests run without that right. */
const OTHER = process.getuid?.() === 0 ? 65_534 : (process.getuid?.() ?? 0);
const OTHERS_GROUP = process.getuid?.() === 0 ? 65_534 : (process.getgid?.() ?? 0);

describe('the key file', () => {
  it('[A16] a first start on a full disk leaves none, and the next start makes it', async () => {
    const folder = await makeDataFolder();
    const child = spawn('prlimit', ['--fsize=0', process.execPath, '--import', 'tsx', 'server/main.ts'], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', HERRINGBONE_DATA: folder },
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(errors).toContain('cannot write to the data folder');
    expect(await readdir(folder)).toEqual([]);
    await createMap(await serveProcess({ HERRINGBONE_DATA: folder }));
    expect(await readFile(secretIn(folder), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('[A16] processes that start at once share the one key', async () => {
    const folder = await makeDataFolder();
    const rings = await Promise.all(Array.from({ length: 8 }, () => readOrCreateSecret(folder)));
    expect(new Set(rings.map(({ keys }) => keys[0].id)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['secret']);
    expect((await stat(secretIn(folder))).mode & 0o777).toBe(0o600);
  });

  it('[A16] stays its owner’s whoever rotates, drops or restores keys, and what others may read is closed to them', async () => {
    const folder = await makeDataFolder();
    const settings = parseConfig({ HERRINGBONE_DATA: folder });
    await chown(folder, OTHER, OTHERS_GROUP);
    const change = [
      () => restoreKeys([KEY], settings),
      () => rotateSecret(folder),
      () => dropOldSecrets(folder),
      () => restoreKeys([KEY], settings),
    ];
    for (const step of change) {
      await step();
      const { uid, gid, mode } = await stat(secretIn(folder));
      expect([uid, gid, mode & 0o777]).toEqual([OTHER, OTHERS_GROUP, 0o600]);
    }
    await chmod(secretIn(folder), 0o644);
    await readOrCreateSecret(folder);
    expect((await stat(secretIn(folder))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret']);
  });

  it('[D3] one that may not be read is named, not the folder', () => {
    const settings = parseConfig({ HERRINGBONE_DATA: '/data' });
    const refused = (path: string) => Object.assign(new Error(`EACCES: open '${path}'`), { code: 'EACCES', path });
    expect(explain(refused('/data/secret'), settings)).toBe(
      'cannot use the key file /data/secret (EACCES); give it to the user this server runs as, with mode 0600',
    );
    expect(explain(refused('/data/secret.1a2b3c4d.new'), settings)).toMatch(/^cannot write to the data folder \/data /);
  });
});

describe('maps without their key', () => {
  it('[A15] a server does not make another: it says what to do, and rotate-key makes one when told that it is lost', async () => {
    const world = await startWorld();
    await createMap(world);
    await world.server.destroy();
    const { dataFolder } = world;
    await rm(secretIn(dataFolder));
    await expect(readOrCreateSecret(dataFolder)).rejects.toMatchObject({
      code: 'SECRET_LOST',
      message: expect.stringMatching(/maps, but no key.*HERRINGBONE_SECRET.*rotate-key/),
    });
    await expect(startWorld({ dataFolder })).rejects.toMatchObject({ code: 'SECRET_LOST' });
    expect(await readdir(dataFolder)).toEqual(['maps']);
    await expect(dropOldSecrets(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(rotateSecret(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
    const rotating = (isLost: boolean) =>
      rotateKey(
        { settings: parseConfig({ HERRINGBONE_DATA: dataFolder }), log: () => undefined },
        { isDropping: false, isLost },
      );
    await expect(rotating(false)).rejects.toMatchObject({ code: 'key-lost' });
    expect(await readdir(dataFolder)).toEqual(['maps']);
    expect(await rotating(true)).toBe(1);
    await createMap(await startWorld({ dataFolder }));
  });

  it('[A15] keys of the configuration are enough, and an empty folder for maps is no map', async () => {
    const world = await startWorld();
    await world.server.destroy();
    await rm(secretIn(world.dataFolder));
    const { keyRing } = parseConfig({ HERRINGBONE_SECRET: KEY });
    await createMap(await startWorld({ dataFolder: world.dataFolder, keyRing }));
    const mounted = await makeDataFolder();
    await mkdir(join(mounted, 'maps'));
    await writeFile(join(mounted, 'maps', 'lost+found'), '');
    await createMap(await startWorld({ dataFolder: mounted }));
  });
});
