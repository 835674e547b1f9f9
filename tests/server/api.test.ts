/** What stands before every address of the API. */
import { describe, expect, it } from 'vitest';
import { readOrCreateSecret } from '../../server/access/secret.ts';
import { signToken, type Capability } from '../../server/access/token.ts';
import { addPerson, ask, type Ask } from '../support/api-world.ts';
import { createMap, startWorld, tokenOf, type NewMap, type World } from '../support/server-world.ts';

const NOWHERE = 'AAAAAAAAAAAAAAAAAAAAAA';
type Call = readonly [method: string, rest: string, body?: unknown];
const OWNERS: readonly Call[] = [
  ['POST', '/links', { name: 'Ada', role: 'view', expires: 0 }],
  ['DELETE', '/links/AAAAAAAA'],
  ['POST', '/revoke', { role: 'view' }],
  ['DELETE', ''],
];
const EDITORS: readonly Call[] = [
  ['GET', '/history'],
  ['GET', '/history/1'],
];
const ALL: readonly Call[] = [...OWNERS, ...EDITORS, ['GET', '/access']];

async function refusals(world: World, id: string, link: string | null, routes = ALL): Promise<Set<string>> {
  const answers = new Set<string>();
  for (const [method, rest, body] of routes) {
    const { status, body: error } = await ask(world, `/api/maps/${id}${rest}`, { method, link, body });
    answers.add(`${status} ${JSON.stringify(error)}`);
  }
  return answers;
}

async function startLenient(): Promise<{ world: World; map: NewMap; other: NewMap }> {
  const world = await startWorld({ limits: { requestsBurst: 1e6 } });
  return { world, map: await createMap(world), other: await createMap(world) };
}

describe('who may ask', () => {
  it('[H11] strangers get the same answer for a map that is there and one that is not', async () => {
    const { world, map, other } = await startLenient();
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const sign = (claim: Partial<Capability>): string =>
      signToken({ mapId: map.id, role: 'own', expires: 0, epoch: 0, link: null, ...claim }, keyRing);
    const own = tokenOf(map.own);
    const strangers: [string, string | null][] = [
      [map.id, null],
      [map.id, other.own],
      [map.id, own.slice(0, -1)],
      [map.id, own.slice(0, -10)],
      [map.id, `${own}A`],
      [map.id, own.replace('.own.', '.edit.')],
      [map.id, tokenOf(map.view).replace('.view.', '.own.')],
      [map.id, own.replace('v1.', 'v2.')],
      [map.id, `${own.slice(0, own.lastIndexOf('.'))}.`],
      [NOWHERE, null],
      [NOWHERE, own],
      // Signed by us for a map that is not there, as after a restore from an older backup.
      [NOWHERE, sign({ mapId: NOWHERE })],
      ['__proto__', own],
      ['constructor', own],
      ['%00', own],
      ['x'.repeat(5_000), own],
      ['', own],
    ];
    for (const [id, token] of strangers) {
      expect(await refusals(world, id, token), `${id} ${token}`).toEqual(new Set(['401 {"error":"bad-token"}']));
    }
  });

  it('[H13] expired, withdrawn and deleted are said to those who once had a link', async () => {
    const { world, map } = await startLenient();
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const sign = (claim: Partial<Capability>): string =>
      signToken({ mapId: map.id, role: 'own', expires: 0, epoch: 0, link: null, ...claim }, keyRing);
    expect(await refusals(world, map.id, sign({ expires: 1 }))).toEqual(new Set(['401 {"error":"expired"}']));
    expect(await refusals(world, map.id, sign({ epoch: 1 }))).toEqual(new Set(['403 {"error":"revoked"}']));
    const unknownLink = sign({ role: 'edit', link: 'AAAAAAAA' });
    expect(await refusals(world, map.id, unknownLink)).toEqual(new Set(['403 {"error":"revoked"}']));
    const ada = await addPerson(world, map, { role: 'view' });
    const raised = sign({ role: 'edit', link: ada.id });
    expect(await refusals(world, map.id, raised)).toEqual(new Set(['403 {"error":"revoked"}']));
    expect((await ask(world, `/api/maps/${map.id}`, { method: 'DELETE', link: map.own })).status).toBe(204);
    expect(await refusals(world, map.id, map.view)).toEqual(new Set(['410 {"error":"deleted"}']));
  });

  it('[A8] links are the owner’s, history the editors’ alone', async () => {
    const { world, map } = await startLenient();
    const ada = await addPerson(world, map);
    const notAllowed = new Set(['403 {"error":"not-allowed"}']);
    for (const link of [map.edit, map.comment, map.view, ada.link]) {
      expect(await refusals(world, map.id, link, OWNERS)).toEqual(notAllowed);
    }
    for (const link of [map.comment, map.view])
      expect(await refusals(world, map.id, link, EDITORS)).toEqual(notAllowed);
  });

  it('[A6] pages of another origin are refused everywhere, also with a good link', async () => {
    const world = await startWorld({ allowedOrigins: ['https://maps.example.org'], limits: { requestsBurst: 1e6 } });
    const map = await createMap(world);
    const origins: [string, number][] = [
      ['https://evil.example.org', 403],
      ['null', 403],
      ['https://maps.example.org.evil.org', 403],
      ['https://maps.example.org:444', 403],
      ['file://', 403],
      [world.http, 200],
      ['https://maps.example.org', 200],
    ];
    for (const [origin, status] of origins) {
      const answer = await ask(world, `/api/maps/${map.id}/access`, { link: map.own, headers: { Origin: origin } });
      expect(answer.status, origin).toBe(status);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    }
  });
});

describe('methods', () => {
  it('[H4] HEAD is GET without a body; other methods are 405 and say which are allowed', async () => {
    const { world, map } = await startLenient();
    const head = await ask(world, `/api/maps/${map.id}/access`, { method: 'HEAD', link: map.own });
    expect([head.status, head.body]).toEqual([200, null]);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    const cases: [string, string, string][] = [
      ['PUT', '/access', 'GET, HEAD'],
      ['GET', '/links', 'POST'],
      ['POST', '/links/AAAAAAAA', 'DELETE'],
      ['GET', '/revoke', 'POST'],
      ['GET', '', 'DELETE'],
      ['DELETE', '/history', 'GET, HEAD'],
      ['POST', '/history/1', 'GET, HEAD'],
    ];
    for (const [method, rest, allowed] of cases) {
      const answer = await ask(world, `/api/maps/${map.id}${rest}`, { method, link: map.own });
      expect([answer.status, answer.headers.get('allow')], `${method} ${rest}`).toEqual([405, allowed]);
    }
    const answer = await ask(world, `/api/maps/${map.id}/history/1x`, { link: map.own });
    expect(answer.status).toBe(404);
  });

  it('[H7] answers are never kept by a cache', async () => {
    const { world, map } = await startLenient();
    for (const call of [{ link: map.own }, {}] satisfies Ask[]) {
      const answer = await ask(world, `/api/maps/${map.id}/access`, call);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('rates', () => {
  const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });

  it('[L-requests] requests over the rate are 429 per address, and say when to come again', async () => {
    const world = await startWorld({
      trustedProxies: ['127.0.0.1'],
      limits: { requestsBurst: 3, requestsPerSecond: 0.01 },
    });
    for (let i = 0; i < 3; i++) {
      expect((await ask(world, '/api/server', { headers: from('203.0.113.5') })).status).toBe(200);
    }
    const refused = await ask(world, '/api/server', { headers: from('203.0.113.5') });
    expect([refused.status, refused.body]).toEqual([429, { error: 'too-many-requests' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(world, '/api/server', { headers: from('203.0.113.6') })).status).toBe(200);
  });

  it('[L-requests] a bad token counts as many; a good one is refused then as well', async () => {
    const limits = { requestsBurst: 40, requestsPerSecond: 0.01, badTokenCost: 20 };
    const world = await startWorld({ trustedProxies: ['127.0.0.1'], limits });
    const map = await createMap(world);
    const path = `/api/maps/${map.id}/access`;
    const statuses: number[] = [];
    for (const link of ['v1.x', 'v1.x', map.own]) {
      statuses.push((await ask(world, path, { link, headers: from('203.0.113.5') })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
    expect((await ask(world, path, { link: map.own, headers: from('203.0.113.6') })).status).toBe(200);
  });

  it('[L-requests] all addresses of one IPv6 network are one', async () => {
    const world = await startWorld({
      trustedProxies: ['127.0.0.1'],
      limits: { requestsBurst: 1, requestsPerSecond: 0.01 },
    });
    const statusOf = async (address: string) => (await ask(world, '/api/server', { headers: from(address) })).status;
    expect(await statusOf('2001:db8:0:1::1')).toBe(200);
    expect(await statusOf('2001:0db8::1:ffff:0:0:2')).toBe(429);
    expect(await statusOf('2001:db8:0:2::1')).toBe(200);
    expect(await statusOf('::ffff:203.0.113.5')).toBe(200);
    expect(await statusOf('203.0.113.5')).toBe(429);
  });
});
