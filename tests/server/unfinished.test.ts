/** Messages that begin and never end. */
import { describe, expect, it } from 'vitest';
import { createMap, openPlain, openRawMap, startWorld, until, type RawSocket } from '../support/server-world.ts';

const PART = { fin: false, binary: true };

/** The beginning of a message; the socket answers pings all the same. */
function begin(raw: RawSocket, bytes: number): void {
  raw.socket.send(Buffer.alloc(bytes), PART);
}

describe('unfinished messages', () => {
  const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });

  it('[L-unfinished] together they hold so much; the address that holds most gives way, its oldest first', async () => {
    const world = await startWorld({ trustedProxies: ['127.0.0.1'], limits: { unfinishedBytes: 1_000_000 } });
    const map = await createMap(world);
    const flood = Array.from({ length: 5 }, () => openRawMap(world, map.id, map.view, from('203.0.113.5')));
    const honest = openRawMap(world, map.id, map.edit, from('203.0.113.6'));
    const all = [...flood, honest];
    await until(() => all.every((raw) => raw.frames.length >= 2));
    begin(honest, 100_000);
    const gone: number[] = [];
    for (const [i, raw] of flood.entries()) raw.socket.on('close', () => gone.push(i));
    for (const raw of flood) {
      begin(raw, 200_000);
      raw.socket.ping();
      await new Promise((resolve) => raw.socket.once('pong', resolve).once('close', resolve));
    }
    await until(() => gone.length > 0);
    expect(gone).toEqual([0]);
    expect(await flood[0]?.closed).toBe(1013);
    expect(honest.socket.readyState).toBe(honest.socket.OPEN);
  });

  it('[L-unfinished] one that does not go on is cut off, one that does may take its time', async () => {
    const world = await startWorld({ limits: { pingMs: 1_500, unfinishedGrowthBytes: 1_000 } });
    const map = await createMap(world);
    const [stuck, slow] = [openRawMap(world, map.id, map.view), openRawMap(world, map.id, map.edit)];
    await until(() => stuck.frames.length >= 2 && slow.frames.length >= 2);
    begin(stuck, 50_000);
    begin(slow, 50_000);
    const going = setInterval(() => slow.socket.send(Buffer.alloc(500), PART), 10);
    expect(await stuck.closed).toBe(1013);
    clearInterval(going);
    expect(slow.socket.readyState).toBe(slow.socket.OPEN);
  });

  it('[L-unfinished] what is finished counts no more, whatever its size', async () => {
    const world = await startWorld({ limits: { unfinishedBytes: 400_000, pingMs: 200, bytesBurst: 1e9 } });
    const map = await createMap(world);
    const [writer, watcher] = [openPlain(world, map.id, map.edit), openPlain(world, map.id, map.view)];
    await Promise.all([writer.synced(), watcher.synced()]);
    let closes = 0;
    writer.provider.on('connection-close', () => (closes += 1));
    for (let i = 0; i < 10; i++) {
      writer.doc.getMap('m').set('text', `${i}`.repeat(250_000));
      await until(() => watcher.doc.getMap<string>('m').get('text')?.startsWith(`${i}`) === true);
    }
    expect(closes).toBe(0);
  });
});
