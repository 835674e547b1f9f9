/** A new signing key that nobody notices: who comes back before the old one is dropped stays in. */
import { decoding } from 'lib0';
import { describe, expect, it } from 'vitest';
import { dropOldSecrets, rotateSecret } from '../../server/access/key-rotation.ts';
import { toSigningKey, type KeyRing } from '../../server/access/secret.ts';
import { renewedToken, signToken, verifyToken, type Capability } from '../../server/access/token.ts';
import { MESSAGE } from '../../server/rooms/wire.ts';
import { accessOf, addPerson, ask } from '../support/api-world.ts';
import { movableCalendar } from '../support/movable-calendar.ts';
import { createMap, openRaw, startWorld, tokenOf, until, type World } from '../support/server-world.ts';

const publicOrigin = 'https://maps.example.org';
const ROLES = ['own', 'edit', 'comment', 'view'] as const;

/** The type of a frame, and the token when it is a renewed one. */
function read(frame: Uint8Array): { type: number; token: string | null } {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  return { type, token: type === MESSAGE.renewed ? decoding.readVarString(decoder) : null };
}

interface Visit {
  /** `/comments` for the document beside the map. */
  readonly kind?: string;
  readonly offers?: string[];
}

/** Comes in, waits until the map is answered for, and gives every token it was sent. */
async function renewalsFor(world: World, mapId: string, token: string, visit: Visit = {}): Promise<string[]> {
  const { kind = '', offers = ['herringbone.renew'] } = visit;
  const raw = openRaw(`${world.ws}/sync/${mapId}${kind}`, { protocols: ['herringbone.v1', `t.${token}`, ...offers] });
  let code = 0;
  void raw.closed.then((closed) => (code = closed));
  await raw.opened;
  // A question that is answered last: all there was to say has been said by then.
  raw.socket.send(new Uint8Array([MESSAGE.sync, 0, 1, 0]));
  const isAnswered = () => raw.frames.some((frame) => frame[0] === MESSAGE.sync && frame[1] === 1);
  await until(() => isAnswered() || code !== 0);
  raw.socket.terminate();
  if (code !== 0) expect(code, 'turned away').toBeGreaterThanOrEqual(4400);
  return raw.frames.flatMap((frame) => read(frame).token ?? []);
}

/** Restarts over the same folder once `change` has been made to it. */
async function restarted(world: World, change: (dataFolder: string) => Promise<unknown>): Promise<World> {
  await world.server.destroy();
  await change(world.dataFolder);
  return startWorld({ dataFolder: world.dataFolder, publicOrigin });
}

async function refusal(world: World, mapId: string, token: string): Promise<number> {
  return openRaw(`${world.ws}/sync/${mapId}`, { protocols: ['herringbone.v1', `t.${token}`, 'herringbone.renew'] })
    .closed;
}

describe('renewing a token', () => {
  it('[A12] keeps map, role, expiry, epoch and person; one of the first key needs none', () => {
    const [old, young] = [toSigningKey(new Uint8Array(32).fill(1)), toSigningKey(new Uint8Array(32).fill(2))];
    const both: KeyRing = { keys: [young, old] };
    const mapId = 'A'.repeat(22);
    for (const role of ROLES) {
      for (const link of [null, 'AbCd_-12']) {
        const capability: Capability = { mapId, role, expires: link === null ? 0 : 2_000, epoch: 3, link };
        const renewed = renewedToken(signToken(capability, { keys: [old] }), capability, both) ?? '';
        expect(verifyToken(renewed, { mapId, keyRing: { keys: [young] }, nowSeconds: 1_000 })).toEqual(capability);
        expect(renewedToken(renewed, capability, both)).toBe(null);
      }
    }
  });

  it('[A12] comes once over each socket that asks, for every role, and opens the map when the old key is gone', async () => {
    const first = await startWorld({ publicOrigin });
    const map = await createMap(first);
    const ada = await addPerson(first, map, { expires: 4_000_000_000 });
    const tokens = [...ROLES.map((role) => map[role]), ada.link].map(tokenOf);
    for (const token of tokens) expect(await renewalsFor(first, map.id, token)).toEqual([]);

    const second = await restarted(first, rotateSecret);
    const renewed: string[] = [];
    for (const token of tokens) {
      const given = await renewalsFor(second, map.id, token);
      expect(given).toEqual([expect.any(String)]);
      renewed.push(...given);
      expect(await renewalsFor(second, map.id, token, { offers: [] })).toEqual([]);
      expect(await renewalsFor(second, map.id, token, { offers: ['herringbone.saved'] })).toEqual([]);
      expect(await renewalsFor(second, map.id, given[0] ?? '')).toEqual([]);
    }
    // The same as the owner is shown, word for word, and the same beside the comments.
    const { everyone, people } = await accessOf(second, map);
    expect(renewed).toEqual(
      [...ROLES.map((role) => everyone?.[role]), people?.[0]?.link].map((link) => tokenOf(link ?? '')),
    );
    expect(await renewalsFor(second, map.id, tokenOf(map.edit), { kind: '/comments' })).toEqual([renewed[1]]);

    const third = await restarted(second, dropOldSecrets);
    for (const token of tokens) expect(await refusal(third, map.id, token)).toBe(4401);
    for (const [i, token] of renewed.entries()) {
      const asked = await ask(third, `/api/maps/${map.id}/access`, { link: token });
      const role = ROLES[i] ?? 'edit';
      expect(asked.body).toMatchObject({ role, expires: i < ROLES.length ? 0 : 4_000_000_000 });
      expect(await renewalsFor(third, map.id, token)).toEqual([]);
    }
  });

  it('[A12] of a person is withdrawn, and seen, like the one before it', async () => {
    const first = await startWorld({ publicOrigin });
    const map = await createMap(first);
    const [ada, bob] = [await addPerson(first, map), await addPerson(first, map, { name: 'Bob', role: 'view' })];
    const second = await restarted(first, rotateSecret);
    const [hers = ''] = await renewalsFor(second, map.id, tokenOf(ada.link));
    const [his = ''] = await renewalsFor(second, map.id, tokenOf(bob.link));
    const [own = ''] = await renewalsFor(second, map.id, tokenOf(map.own));
    const [everyones = ''] = await renewalsFor(second, map.id, tokenOf(map.edit));
    const third = await restarted(second, dropOldSecrets);
    await renewalsFor(third, map.id, hers);
    const seen = async () => (await accessOf(third, map, own)).people?.find(({ id }) => id === ada.id)?.seen ?? null;
    while ((await seen()) === null);
    const inside = openRaw(`${third.ws}/sync/${map.id}`, { protocols: ['herringbone.v1', `t.${hers}`] });
    await until(() => inside.frames.length > 0);
    expect((await ask(third, `/api/maps/${map.id}/links/${ada.id}`, { method: 'DELETE', link: own })).status).toBe(204);
    expect(await inside.closed).toBe(4403);
    await ask(third, `/api/maps/${map.id}/revoke`, { method: 'POST', link: own, body: { role: 'edit' } });
    for (const dead of [hers, everyones]) expect(await refusal(third, map.id, dead)).toBe(4403);
    expect(await renewalsFor(third, map.id, his)).toEqual([]);
  });

  it('[A12] is for nobody who is turned away: withdrawn, ended, deleted, forged', async () => {
    const calendar = movableCalendar();
    const first = await startWorld({ publicOrigin });
    const [map, gone] = [await createMap(first), await createMap(first)];
    const ada = await addPerson(first, map);
    const late = await addPerson(first, map, { expires: Math.floor(Date.now() / 1000) + 3_600 });
    await ask(first, `/api/maps/${map.id}/links/${ada.id}`, { method: 'DELETE', link: map.own });
    await ask(first, `/api/maps/${map.id}/revoke`, { method: 'POST', link: map.own, body: { role: 'comment' } });
    await ask(first, `/api/maps/${gone.id}`, { method: 'DELETE', link: gone.own });
    const second = await restarted(first, rotateSecret);
    calendar.ahead = 3_600_000;
    const cases: [string, string, number][] = [
      [map.id, tokenOf(ada.link), 4403],
      [map.id, tokenOf(map.comment), 4403],
      [map.id, tokenOf(late.link), 4401],
      [gone.id, tokenOf(gone.own), 4410],
      [map.id, tokenOf(gone.own), 4401],
      [map.id, tokenOf(map.edit).replace('.edit.', '.own.'), 4401],
    ];
    for (const [mapId, token, code] of cases) {
      expect(await renewalsFor(second, mapId, token)).toEqual([]);
      expect(await refusal(second, mapId, token)).toBe(code);
    }
    expect(await renewalsFor(second, map.id, tokenOf(map.view), { kind: '/comments' })).toEqual([]);
    expect(await renewalsFor(second, map.id, tokenOf(map.view))).toHaveLength(1);
  });
});
