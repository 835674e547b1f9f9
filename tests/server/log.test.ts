import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog, createServer, type LogLevel } from '../../server/index.ts';
import { hashMapId } from '../../server/log.ts';
import { logSlowReaders } from '../../server/meter.ts';
import { createMap, makeDataFolder, tokenOf } from '../support/server-world.ts';

const MAP = randomBytes(16).toString('base64url');

function logInto(lines: string[], level?: LogLevel) {
  return createLog({ ...(level && { level }), destination: { write: (line) => void lines.push(line) } });
}

describe('createLog', () => {
  it('[O3] writes one JSON line per event: time, level, event, hashed map, error, detail', () => {
    const lines: string[] = [];
    logInto(lines)('error', 'room-append-failed', { mapId: MAP, error: new Error('disk full'), detail: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\}\n$/);
    const { time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(new Date(String(time)).toISOString()).toBe(time);
    expect(rest).toEqual({
      level: 'error',
      event: 'room-append-failed',
      map: hashMapId(MAP),
      error: 'disk full',
      detail: 3,
    });
  });

  it.each<[LogLevel, string[]]>([
    ['info', ['a', 'b', 'c']],
    ['warn', ['b', 'c']],
    ['error', ['c']],
    ['silent', []],
  ])('[O3] from level %s on', (level, expected) => {
    const lines: string[] = [];
    const log = logInto(lines, level);
    log('info', 'a');
    log('warn', 'b');
    log('error', 'c');
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(expected);
  });

  it('[O4] takes map ids, tokens and passwords out of whatever message comes along', () => {
    const token = `v2.${MAP}.edit.0.abcdefgh.0.12345678.${randomBytes(32).toString('base64url')}`;
    const other = randomBytes(16).toString('base64url');
    const messages = [
      `no such map ${MAP}`,
      `bad frame from t.${token}`,
      `key l!${other}!000000000001 is broken`,
      'connect failed: postgres://maps:hidden@db.example.org/maps',
      `two\nlines with ${MAP}.comments`,
    ];
    const lines: string[] = [];
    const log = logInto(lines);
    for (const error of messages) log('warn', 'request-failed', { error });
    log('warn', 'request-failed', { mapId: MAP, error: `inside${MAP}inside` });
    expect(lines).toHaveLength(messages.length + 1);
    for (const secret of [MAP, other, token, 'hidden', 'v2.']) expect(lines.join('')).not.toContain(secret);
  });
});

describe('the log of a server', () => {
  it('[O3] tells of readers that were cut off, and of nothing else that is counted', () => {
    const lines: string[] = [];
    const meter = logSlowReaders(logInto(lines));
    meter.count('updates-in');
    meter.time('append', 1);
    meter.count('slow-readers-cut');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'warn', event: 'slow-reader-cut' },
    ]);
  });

  it('[O3] tells when maps are made and deleted and links withdrawn, under the same hashed id, and nothing that opens one', async () => {
    const lines: string[] = [];
    const server = createServer({ dataFolder: await makeDataFolder(), log: logInto(lines) });
    await server.listen();
    onTestFinished(() => server.destroy());
    const world = { http: server.address?.origin ?? '' };
    const map = await createMap(world);
    const ask = (method: string, path: string, body?: object) =>
      fetch(`${world.http}/api/maps/${map.id}${path}`, {
        method,
        headers: { Authorization: `Bearer ${tokenOf(map.own)}` },
        ...(body && { body: JSON.stringify(body) }),
      });
    const made = await ask('POST', '/links', { name: 'Ada', role: 'edit', expires: 0 });
    const { id } = (await made.json()) as { id: string };
    await ask('DELETE', `/links/${id}`);
    await ask('POST', '/revoke', { role: 'view' });
    await ask('DELETE', '');
    const events = lines.map((line) => JSON.parse(line) as { event: string; map: string });
    expect(events.map(({ event }) => event)).toEqual(['map-created', 'link-revoked', 'role-revoked', 'map-deleted']);
    expect(new Set(events.map((line) => line.map))).toEqual(new Set([hashMapId(map.id)]));
    for (const secret of [map.id, tokenOf(map.own), 'Ada']) expect(lines.join('')).not.toContain(secret);
  });
});
