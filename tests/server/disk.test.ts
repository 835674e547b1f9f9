/** A disk that fills, and has room again. The limit on the size of files is set on the running server: a real refusal. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { LevelStore } from '../../server/store/level-store.ts';
import { connectMap } from '../../src/sync/index.ts';
import { openNumberedWriter, readKeys } from '../support/numbered-writer.ts';
import { serveProcess, type Serving } from '../support/serve-process.ts';
import { createMap, makeDataFolder, NodeWebSocket, tokenOf, until } from '../support/server-world.ts';

/** The soft limit alone: it may be lifted again without any privilege. */
function limitFiles({ process: child }: Serving, bytes: number | 'unlimited'): Promise<unknown> {
  return promisify(execFile)('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);
}

function docWith(key: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getMap('m').set(key, 1);
  return doc;
}

describe('a disk that fills', () => {
  it('[F2] what does not fit is refused with 4507 and nothing of it acknowledged; with room it goes on', async () => {
    const folder = await makeDataFolder();
    let running = await serveProcess({ HERRINGBONE_DATA: folder });
    const map = await createMap(running);
    const where = () => ({ ws: running.ws, mapId: map.id, link: map.edit });
    await limitFiles(running, 300_000);

    const first = openNumberedWriter(where(), 'first', 10_000);
    await first.joined;
    first.write(60);
    expect(await first.closed).toBe(4507);
    expect(first.saved().length).toBeLessThan(60);

    // Reading goes on, and the next writer is refused the same way.
    const second = openNumberedWriter(where(), 'second', 10_000);
    await second.joined;
    expect([...(await readKeys(where()))]).toEqual(expect.arrayContaining(first.saved()));
    second.write();
    expect(await second.closed).toBe(4507);
    expect(second.saved()).toEqual([]);

    const client = connectMap({
      url: running.ws,
      mapId: map.id,
      token: tokenOf(map.edit),
      doc: docWith('from the client'),
      WebSocket: NodeWebSocket,
    });
    onTestFinished(() => client.destroy());
    await until(() => client.trouble === 'not-stored');
    expect(client.saved).toBe(false);

    await limitFiles(running, 'unlimited');
    await until(() => client.saved, 60_000);
    const third = openNumberedWriter(where(), 'third');
    await third.joined;
    third.write(50);
    await until(() => third.saved().length === 50);
    running.process.kill('SIGKILL');
    await running.exited;
    running = await serveProcess({ HERRINGBONE_DATA: folder });
    const keys = await readKeys(where());
    expect([...keys]).toEqual(expect.arrayContaining([...first.saved(), ...third.saved(), 'from the client']));
  });

  it('[T2] [F2] the numbers of what was refused are given again: the log has no holes', async () => {
    const folder = await makeDataFolder();
    const running = await serveProcess({ HERRINGBONE_DATA: folder });
    const map = await createMap(running);
    const where = { ws: running.ws, mapId: map.id, link: map.edit };
    await limitFiles(running, 300_000);
    for (const name of ['first', 'second', 'third']) {
      const writer = openNumberedWriter(where, name, 10_000);
      await writer.joined;
      writer.write(60);
      expect(await writer.closed).toBe(4507);
    }
    await limitFiles(running, 'unlimited');
    const [doc, token] = [docWith('from the client'), tokenOf(map.edit)];
    const client = connectMap({ url: running.ws, mapId: map.id, token, doc, WebSocket: NodeWebSocket });
    onTestFinished(() => client.destroy());
    await until(() => client.saved, 60_000);
    running.process.kill('SIGKILL');
    await running.exited;
    const store = await LevelStore.open(`${folder}/maps`);
    onTestFinished(() => store.close());
    const { snapshot, seq, tail } = await store.load(map.id);
    expect([snapshot, tail.length]).toEqual([null, seq]);
  });
});
