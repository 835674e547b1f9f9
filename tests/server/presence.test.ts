/** Presence of people on other servers, beside those who are connected here. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../server/index.ts';
import type { Role } from '../../server/access/role.ts';
import { decodePresence, encodePresence, type PresenceEntry } from '../../server/rooms/presence-codec.ts';
import { RoomPresence, type PresenceOwner } from '../../server/rooms/room-presence.ts';
import { until } from '../support/server-world.ts';

type Said = [clientId: number, clock: number, state: string];

interface Watched {
  readonly presence: RoomPresence;
  /** What the sockets here were shown, and what the other servers were told, in order. */
  readonly shown: Said[];
  readonly published: Said[];
  /** Payloads to other servers. */
  messages(): number;
  here(): Said[];
}

function watch(limits: Partial<Limits> = {}): Watched {
  const [shown, published]: [Said[], Said[]] = [[], []];
  let messages = 0;
  const read = (payload: Uint8Array): Said[] =>
    decodePresence(payload).map(({ clientId, clock, state }) => [clientId, clock, state]);
  const presence = new RoomPresence({
    limits: { ...DEFAULT_LIMITS, awarenessFlushMs: 1, ...limits },
    show: (payload) => void shown.push(...read(payload)),
    publish: (payload) => {
      messages += 1;
      published.push(...read(payload));
    },
  });
  onTestFinished(() => presence.destroy());
  return { presence, shown, published, messages: () => messages, here: () => read(presence.encodeAll()) };
}

function owner(role: Role = 'edit'): PresenceOwner {
  return { clientId: null, capability: { role }, probe: () => undefined };
}

const say = (...[clientId, clock, state]: Said): Uint8Array => encodePresence([{ clientId, clock, state }]);

describe('presence across servers', () => {
  it('[N5] who is connected here is told to the others, who is connected there is shown and told to nobody', async () => {
    const { presence, shown, published, here } = watch();
    presence.receive(owner(), say(1, 1, '{"name":"Ann"}'));
    presence.receiveRemote(say(2, 1, '{"name":"Ben"}'));
    await until(() => shown.length === 2);
    expect(published).toEqual([[1, 1, '{"name":"Ann"}']]);
    expect(here()).toHaveLength(2);
    presence.publishAll();
    expect(published).toEqual([
      [1, 1, '{"name":"Ann"}'],
      [1, 1, '{"name":"Ann"}'],
    ]);
    presence.receiveRemote(say(2, 1, 'null'));
    await until(() => shown.length === 3);
    expect(here()).toEqual([[1, 1, '{"name":"Ann"}']]);
  });

  it('[N5] whoever is connected here is not spoken for by others, and the others are told what is true', async () => {
    const { presence, shown, published, here } = watch();
    presence.receive(owner(), say(1, 5, '{"name":"Ann"}'));
    await until(() => published.length === 1);
    presence.receiveRemote(say(1, 9, '{"name":"Mallory"}'));
    presence.receiveRemote(say(1, 9, 'null'));
    await until(() => published.length === 2);
    expect([...shown, ...published, ...here()].every(([, , state]) => state === '{"name":"Ann"}')).toBe(true);
  });

  it('[N5] whoever comes over from another server is at home here, with the state it had', () => {
    const { presence, here } = watch();
    presence.receiveRemote(say(1, 5, '{"name":"Ann"}'));
    const socket = owner();
    expect(presence.receive(socket, say(1, 5, '{"name":"Ann"}'))).toBe(true);
    expect(socket.clientId).toBe(1);
    presence.receiveRemote(say(1, 5, 'null'));
    expect(here()).toEqual([[1, 5, '{"name":"Ann"}']]);
    presence.leave(socket);
    expect(here()).toEqual([]);
  });

  it('[P7] an id of another server’s cannot be claimed with a clock that its owner would never reach', async () => {
    const { presence, shown, here } = watch();
    presence.receiveRemote(say(77, 40, '{"name":"Ann"}'));
    await until(() => shown.length === 1);
    const stranger = owner();
    expect(presence.receive(stranger, say(77, Number.MAX_SAFE_INTEGER, '{"name":"Mallory"}'))).toBe(true);
    presence.leave(stranger);
    presence.receiveRemote(say(77, 41, '{"name":"Ann","at":2}'));
    await until(() => shown.length === 2);
    expect(here()).toEqual([[77, 41, '{"name":"Ann","at":2}']]);
    expect(presence.receive(owner(), say(77, 700, '{"name":"Ann","at":3}'))).toBe(true);
    expect(here()).toEqual([[77, 700, '{"name":"Ann","at":3}']]);
  });

  it('[N5] older states, and ends of what is not there, are no news', async () => {
    const { presence, shown, here } = watch();
    presence.receiveRemote(say(1, 5, '{"at":5}'));
    presence.receiveRemote(say(1, 4, '{"at":4}'));
    presence.receiveRemote(say(1, 4, 'null'));
    presence.receiveRemote(say(2, 1, 'null'));
    presence.receiveRemote(say(3, 1, '{"last":1}'));
    await until(() => shown.some(([clientId]) => clientId === 3));
    expect(shown.map(([clientId]) => clientId)).toEqual([1, 3]);
    expect(here()[0]).toEqual([1, 5, '{"at":5}']);
  });

  it('[N5] who is not heard of any more is gone, who is renewed stays', async () => {
    const { presence, shown, here } = watch({ remotePresenceMs: 200 });
    presence.receiveRemote(say(1, 1, '{"name":"gone"}'));
    presence.receiveRemote(say(2, 1, '{"name":"here"}'));
    // The same again is a sign of life.
    const renewing = setInterval(() => presence.receiveRemote(say(2, 1, '{"name":"here"}')), 5);
    onTestFinished(() => clearInterval(renewing));
    await until(() => shown.some(([clientId, , state]) => clientId === 1 && state === 'null'));
    expect(here()).toEqual([[2, 1, '{"name":"here"}']]);
  });

  it('[N5] a crowd is told in several messages, broken ones and states that would break a client are left out', () => {
    const { presence, published, messages, here } = watch({ remotePresenceBytes: 1_000 });
    const state = JSON.stringify({ text: 'x'.repeat(300) });
    for (let id = 1; id <= 10; id++) presence.receive(owner(), say(id, 1, state));
    presence.publishAll();
    expect([published.length, messages()]).toEqual([10, 3]);
    presence.receiveRemote(say(20, 1, '["a list"]'));
    presence.receiveRemote(say(21, 1, '{broken'));
    presence.receiveRemote(say(22, 1, '{"x":1}').subarray(0, 4));
    presence.receiveRemote(say(23, 1, JSON.stringify({ text: 'x'.repeat(3_000) })));
    expect(here()).toHaveLength(10);
  });
});

describe('what a state says of its role', () => {
  it('[P8] is what the link allows, whatever was claimed', () => {
    const { presence, here } = watch();
    presence.receive(owner('view'), say(1, 1, '{"role":"own","name":"Vic"}'));
    presence.receive(owner('comment'), say(2, 1, '{"name":"Com","role":{"a":1},"role":"edit"}'));
    presence.receive(owner('own'), say(3, 1, '{"role":"view"}'));
    presence.receive(owner('view'), say(4, 1, '{"__proto__":{"role":"own"},"role":"own"}'));
    expect(here()).toEqual([
      [1, 1, '{"role":"view","name":"Vic"}'],
      [2, 1, '{"name":"Com","role":"comment"}'],
      [3, 1, '{"role":"own"}'],
      [4, 1, '{"__proto__":{"role":"own"},"role":"view"}'],
    ]);
  });

  it('[P8] is left as it was said where it is true, or not said', () => {
    const { presence, here } = watch();
    const states = ['{"role" : "view"}', '{"name":"plain"}', '{"__proto__":{"role":"own"}}'];
    states.forEach((state, id) => presence.receive(owner('view'), say(id, 1, state)));
    expect(here().map(([, , state]) => state)).toEqual(states);
  });

  it('[P5] a whole message above its own limit is left out, however small the states in it are', () => {
    const { presence, here } = watch({ maxAwarenessBytes: 300 });
    const ann = owner('edit');
    presence.receive(ann, say(1, 1, '{"name":"Ann"}'));
    const others = (count: number): PresenceEntry[] =>
      Array.from({ length: count }, (_, i) => ({ clientId: 100 + i, clock: 1, state: '{"name":"x"}' }));
    const message = (clock: number, count: number): Uint8Array =>
      encodePresence([{ clientId: 1, clock, state: `{"name":"Ann ${clock}"}` }, ...others(count)]);
    expect(message(2, 30).length).toBeGreaterThan(300);
    expect(presence.receive(ann, message(2, 30))).toBe(false);
    expect(here()).toEqual([[1, 1, '{"name":"Ann"}']]);
    expect(presence.receive(ann, message(3, 10))).toBe(true);
    expect(here()).toEqual([[1, 3, '{"name":"Ann 3"}']]);
  });

  it('[P8] a state that the true role makes too long is left out, like any that is too long', () => {
    const { presence, here } = watch({ maxAwarenessStateBytes: 20 });
    presence.receive(owner('comment'), say(1, 1, '{"role":"own","a":1}'));
    presence.receive(owner('view'), say(2, 1, '{"role":"own","a":1}'));
    expect(here()).toEqual([]);
    presence.receive(owner('own'), say(3, 1, '{"role":"own","a":1}'));
    expect(here()).toHaveLength(1);
  });
});
