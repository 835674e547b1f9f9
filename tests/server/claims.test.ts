/** Whose client id is whose: a socket that claims another's must not harm him. */
import { encoding } from 'lib0';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NO_METER, type Meter } from '../../server/meter.ts';
import { encodeAwareness } from '../../server/rooms/wire.ts';
import { hasHeard } from '../support/lean-client.ts';
import { createMap, openRaw, openRawMap, startWorld, tokenOf, until } from '../support/server-world.ts';

function awarenessState(clientId: number, clock: number, state: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encodeAwareness(encoding.toUint8Array(encoder));
}

describe('claims', () => {
  it('[L-probe] however often an id is claimed, its socket is asked once in a while whether it is there', async () => {
    const world = await startWorld({ limits: { probeMs: 600_000 } });
    const map = await createMap(world);
    const [victim, viewer] = [openRawMap(world, map.id, map.edit), openRawMap(world, map.id, map.view)];
    let pings = 0;
    victim.socket.on('ping', () => (pings += 1));
    await until(() => victim.frames.length >= 2 && viewer.frames.length >= 2);
    victim.socket.send(awarenessState(77, 1, { name: 'Ann' }));
    await until(() => viewer.frames.some((frame) => Buffer.from(frame).includes('"Ann"')));
    for (let i = 0; i < 50; i++) viewer.socket.send(awarenessState(77, 1, { name: 'Ann' }));
    viewer.socket.send(awarenessState(78, 1, { name: 'Vera' }));
    await until(() => victim.frames.some((frame) => Buffer.from(frame).includes('"Vera"')));
    expect(pings).toBe(1);
  });

  it('[P6] nobody is put out because another one claims his id, however long his line', async () => {
    const pingMs = 800;
    const world = await startWorld({ limits: { pingMs, probeMs: 1 } });
    const map = await createMap(world);
    const protocols = ['herringbone.v1', `t.${tokenOf(map.edit)}`];
    const victim = openRaw(`${world.ws}/sync/${map.id}`, { protocols, autoPong: false });
    const viewer = openRawMap(world, map.id, map.view);
    await until(() => victim.frames.length >= 2 && viewer.frames.length >= 2);
    victim.socket.on('ping', (data: Buffer) => setTimeout(() => victim.socket.pong(data), 50));
    victim.socket.send(awarenessState(77, 1, { name: 'Ann' }));
    await until(() => viewer.frames.some((frame) => Buffer.from(frame).includes('"Ann"')));
    const claiming = setInterval(() => viewer.socket.send(awarenessState(77, 1, { name: 'Ann' })), 5);
    onTestFinished(() => clearInterval(claiming));
    const beats = (): number => viewer.frames.filter((frame) => frame.length === 3 && frame[0] === 1).length;
    const before = beats();
    await until(() => beats() >= before + 4);
    expect(victim.socket.readyState).toBe(victim.socket.OPEN);
  });

  it('[L-presence] 60 states at once are taken as they come, what is above waits, and the last one arrives', async () => {
    let paused = 0;
    const meter: Meter = { ...NO_METER, count: (event) => (paused += event === 'paused' ? 1 : 0) };
    const world = await startWorld({ meter, limits: { workMsPerSecond: 1e6, workMsBurst: 1e6 } });
    const map = await createMap(world);
    const [hasty, viewer] = [openRawMap(world, map.id, map.edit), openRawMap(world, map.id, map.view)];
    await until(() => hasty.frames.length >= 2 && viewer.frames.length >= 2);
    for (let i = 1; i <= 60; i++) hasty.socket.send(awarenessState(77, i, { at: `<${i}>` }));
    await hasHeard(hasty.socket);
    expect(paused).toBe(0);
    for (let i = 61; i <= 120; i++) hasty.socket.send(awarenessState(77, i, { at: `<${i}>` }));
    await until(() => paused > 0);
    await until(() => viewer.frames.some((frame) => Buffer.from(frame).includes('<120>')));
  });

  it('[P6] claims that say something new count as presence, repetitions of what is known do not', async () => {
    let paused = 0;
    const meter: Meter = { ...NO_METER, count: (event) => (paused += event === 'paused' ? 1 : 0) };
    const world = await startWorld({
      meter,
      limits: { awarenessBurst: 10, awarenessPerSecond: 0.001, workMsBurst: 1e6 },
    });
    const map = await createMap(world);
    const [victim, viewer] = [openRawMap(world, map.id, map.edit), openRawMap(world, map.id, map.view)];
    await until(() => victim.frames.length >= 2 && viewer.frames.length >= 2);
    victim.socket.send(awarenessState(77, 1, { name: 'Ann' }));
    await until(() => viewer.frames.some((frame) => Buffer.from(frame).includes('"Ann"')));
    for (let i = 0; i < 40; i++) viewer.socket.send(awarenessState(77, 1, { name: 'Ann' }));
    await hasHeard(viewer.socket);
    expect(paused).toBe(0);
    for (let i = 0; i < 40; i++) viewer.socket.send(awarenessState(77, i + 2, { name: 'Mallory' }));
    await until(() => paused > 0);
  });
});
