import { mkdir, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ServerConfig } from '../../server/index.ts';
import { createMap, type NewMap, makeDataFolder, openRaw, startWorld, type World } from '../support/server-world.ts';

async function startWithApp(): Promise<World> {
  const folder = await makeDataFolder();
  const appFolder = join(folder, 'dist');
  await mkdir(join(appFolder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await writeFile(join(appFolder, '.hidden'), 'hidden');
  await writeFile(join(appFolder, 'index.html'), '<title>app</title>');
  await writeFile(join(appFolder, 'assets', 'index-AbC123.js'), 'export {};');
  return startWorld({ dataFolder: join(folder, 'data'), appFolder });
}

/** `fetch` tidies paths and headers before sending; this does not. */
function send(world: World, path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<number> {
  const { hostname, port } = new URL(world.http);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** An answer as it came over the wire. */
function receive(
  world: World,
  path: string,
  accepted?: string,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = accepted === undefined ? {} : { 'Accept-Encoding': accepted };
    const outgoing = request(`${world.http}${path}`, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('app files', () => {
  it('[H1] come with their type, security headers and a cache rule', async () => {
    const world = await startWithApp();
    const page = await fetch(`${world.http}/`);
    expect(await page.text()).toBe('<title>app</title>');
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'self'; script-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:; frame-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; object-src 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
    const script = await fetch(`${world.http}/assets/index-AbC123.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const again = await fetch(`${world.http}/`, { headers: { 'If-None-Match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip;q=0.8, br;q=0', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    [undefined, undefined, (bytes: Buffer) => bytes],
  ] as const)('[H22] text is sent as the client takes it: %s', async (accepted, encoding, unpack) => {
    const world = await startWithApp();
    const script = join(world.dataFolder, '../dist/assets/index-AbC123.js');
    for (const version of ['one', 'other']) {
      const text = `export const words = ${JSON.stringify(version.repeat(1_000))};`;
      await writeFile(script, text);
      const { headers, bytes } = await receive(world, '/assets/index-AbC123.js', accepted);
      expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(bytes.length) });
      expect(headers['content-encoding']).toBe(encoding);
      expect(unpack(bytes).toString()).toBe(text);
    }
    const { headers } = await receive(world, '/assets/index-AbC123.js', accepted);
    const known = { 'Accept-Encoding': accepted ?? '', 'If-None-Match': headers.etag ?? '' };
    const again = await fetch(`${world.http}/assets/index-AbC123.js`, { headers: known });
    expect([again.status, again.headers.get('vary')]).toEqual([304, 'Accept-Encoding']);
    // Too small to be worth it, and of the API never.
    expect((await receive(world, '/', accepted)).headers['content-encoding']).toBeUndefined();
    expect((await receive(world, '/api/server', accepted)).headers['content-encoding']).toBeUndefined();
  });

  it('[H1] browsers are told to come by TLS alone only where links start with https', async () => {
    const header = async (config: Partial<ServerConfig>): Promise<string | null> =>
      (await fetch(`${(await startWorld(config)).http}/healthz`)).headers.get('strict-transport-security');
    expect(await header({ publicOrigin: 'https://maps.example.org' })).toBe('max-age=15768000');
    expect(await header({ publicOrigin: 'http://maps.example.org' })).toBe(null);
    expect(await header({})).toBe(null);
  });

  it('[H1] errors carry the security headers too', async () => {
    const world = await startWithApp();
    for (const [path, method] of [
      ['/missing.js', 'GET'],
      ['/api/other', 'GET'],
      ['/api/maps', 'PUT'],
      ['/api/maps/x', 'DELETE'],
    ] as const) {
      const { headers } = await fetch(`${world.http}${path}`, { method });
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('permissions-policy'), path).toContain('camera=()');
    }
  });

  it('[H2] places inside the app get the page, missing files 404', async () => {
    const world = await startWithApp();
    expect(await (await fetch(`${world.http}/some/place`)).text()).toBe('<title>app</title>');
    expect((await fetch(`${world.http}/missing.js`)).status).toBe(404);
    const head = await fetch(`${world.http}/`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '18', '']);
  });

  it('[H3] nothing outside the folder and nothing hidden is served', async () => {
    const world = await startWithApp();
    const paths = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/..\\secret.txt',
      '/.hidden',
      '/%00.js',
      '/%zz',
      '//etc/passwd.txt',
    ];
    for (const path of paths) expect([400, 404], path).toContain(await send(world, path));
  });

  it('[H4] other methods are 405', async () => {
    const world = await startWithApp();
    expect(await send(world, '/', { method: 'POST' })).toBe(405);
    expect(await send(world, '/healthz', { method: 'DELETE' })).toBe(405);
    expect(await send(world, '/api/maps')).toBe(405);
    expect(await send(world, '/api/maps', { method: 'PUT' })).toBe(405);
  });
});

describe('api', () => {
  it('[H5] /healthz says ok; unknown paths of the api are 404', async () => {
    const world = await startWithApp();
    const health = await fetch(`${world.http}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { ok: true }]);
    expect(await send(world, '/api/other')).toBe(404);
    expect(await send(world, '/api')).toBe(404);
    expect(await send(world, '/sync/x')).toBe(404);
  });

  it('[H6] POST /api/maps makes a map with full links on the asked host, the token last in the fragment', async () => {
    const world = await startWorld();
    const response = await fetch(`${world.http}/api/maps`, {
      method: 'POST',
      headers: { 'X-Forwarded-Host': 'evil.example.org', 'X-Forwarded-Proto': 'https' },
    });
    expect(response.status).toBe(201);
    const map = (await response.json()) as NewMap;
    expect(Object.keys(map)).toEqual(['id', 'own', 'edit', 'comment', 'view']);
    expect(map.id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    for (const role of ['own', 'edit', 'comment', 'view'] as const) {
      expect(map[role].startsWith(`${world.http}/#/m/${map.id}/v1.${map.id}.${role}.`)).toBe(true);
    }
  });

  it('[H6] links start with the configured address when there is one', async () => {
    const world = await startWorld({ publicOrigin: 'https://maps.example.org' });
    expect((await createMap(world)).edit.startsWith('https://maps.example.org/#/m/')).toBe(true);
  });

  it('[H7] a bad Host, a foreign page and a big body are refused', async () => {
    const world = await startWorld();
    const post = (headers: Record<string, string>, body = '') =>
      send(world, '/api/maps', { method: 'POST', headers, body });
    expect(await post({ Host: 'evil.example.org/#' })).toBe(400);
    expect(await post({ Host: 'a@b' })).toBe(400);
    expect(await post({ Origin: 'https://evil.example.org' })).toBe(403);
    expect(await post({}, 'x'.repeat(5_000))).toBe(413);
    expect(await post({ 'Transfer-Encoding': 'chunked' }, 'x'.repeat(5_000))).toBe(413);
    expect(await post({}, '{}')).toBe(201);
  });

  it('[L-maps] making maps too fast is 429 per address, with a JSON error', async () => {
    const world = await startWorld({ limits: { mapsBurst: 3 }, trustedProxies: ['127.0.0.1'] });
    const post = (address: string) =>
      fetch(`${world.http}/api/maps`, { method: 'POST', headers: { 'X-Forwarded-For': `1.2.3.4, ${address}` } });
    for (let i = 0; i < 3; i++) expect((await post('203.0.113.5')).status).toBe(201);
    const refused = await post('203.0.113.5');
    expect([refused.status, await refused.json()]).toEqual([429, { error: 'too-many-maps' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post('203.0.113.6')).status).toBe(201);
  });

  it('[H8] a socket outside /sync/<map> gets 404 and the server goes on', async () => {
    const world = await startWorld();
    expect(await openRaw(`${world.ws}/other`).closed).toBe(1006);
    expect((await fetch(`${world.http}/healthz`)).status).toBe(200);
  });
});
