import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, parseConfig, readConfig, summarize } from '../../server/index.ts';
import { makeDataFolder } from '../support/server-world.ts';

const KEY = '0a'.repeat(32);
const FILE = '/etc/herringbone/config.json';
const ofFile = (values: Record<string, unknown>) => parseConfig({}, { path: FILE, values });

describe('parseConfig', () => {
  it('[C1] has defaults for everything, and takes an empty value as none', () => {
    const defaults = {
      port: 4400,
      host: '127.0.0.1',
      dataFolder: resolve('data'),
      publicOrigin: null,
      allowedOrigins: [],
      trustedProxies: [],
      databaseUrl: null,
      redisUrl: null,
      keyRing: null,
      secretFile: null,
      createTokens: [],
      operatorPassword: null,
      place: null,
      logLevel: 'info',
      drainDelayMs: 0,
      limits: {},
      configFile: null,
      unknownVariables: [],
    };
    expect(parseConfig({})).toEqual(defaults);
    expect(parseConfig({ PORT: '', HOST: '', HERRINGBONE_DATA: '', HERRINGBONE_LIMITS: '' })).toEqual(defaults);
  });

  it('[C2] reads every variable', () => {
    const settings = parseConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      HERRINGBONE_DATA: '/srv/maps',
      HERRINGBONE_URL: 'https://maps.example.org/',
      HERRINGBONE_ORIGINS: 'https://a.example.org, http://b.example.org:81',
      HERRINGBONE_PROXIES: '10.0.0.1 10.1.0.0/16,fd00::/8',
      DATABASE_URL: 'postgres://maps:pw@db.example.org/maps',
      REDIS_URL: 'rediss://:pw@cache.example.org',
      HERRINGBONE_SECRET: `${KEY} ${'0b'.repeat(32)}`,
      HERRINGBONE_CREATE_TOKENS: 'team-one-token team-two-token',
      HERRINGBONE_OPERATOR_PASSWORD: 'correct-horse',
      HERRINGBONE_PLACE: 'Frankfurt, our own rack',
      HERRINGBONE_LOG: 'warn',
      HERRINGBONE_DRAIN_DELAY: '2.5',
      HERRINGBONE_LIMITS: 'liveRooms=2000 pingMs=10000',
    });
    expect(settings).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataFolder: resolve('/srv/maps'),
      publicOrigin: 'https://maps.example.org',
      allowedOrigins: ['https://a.example.org', 'http://b.example.org:81'],
      trustedProxies: ['10.0.0.1', '10.1.0.0/16', 'fd00::/8'],
      databaseUrl: 'postgres://maps:pw@db.example.org/maps',
      redisUrl: 'rediss://:pw@cache.example.org',
      createTokens: ['team-one-token', 'team-two-token'],
      operatorPassword: 'correct-horse',
      place: 'Frankfurt, our own rack',
      logLevel: 'warn',
      drainDelayMs: 2500,
      limits: { liveRooms: 2000, pingMs: 10_000 },
    });
    expect(settings.keyRing?.keys.map((key) => Buffer.from(key.bytes).toString('hex'))).toEqual([KEY, '0b'.repeat(32)]);
  });

  it.each<[string, RegExp]>([
    ['PORT=-1', /^PORT must be a number/],
    ['PORT=70000', /^PORT/],
    ['PORT=4400x', /^PORT/],
    ['PORT=1e3', /^PORT/],
    ['PORT= ', /^PORT/],
    ['HERRINGBONE_URL=maps.example.org', /^HERRINGBONE_URL must be an address/],
    ['HERRINGBONE_ORIGINS=ftp://x', /^HERRINGBONE_ORIGINS/],
    ['HERRINGBONE_PROXIES=proxy.example.org', /^HERRINGBONE_PROXIES/],
    ['HERRINGBONE_PROXIES=10.0.0.0/33', /^HERRINGBONE_PROXIES/],
    ['DATABASE_URL=mysql://u:hidden@db/x', /^DATABASE_URL must be an address that begins with postgres:\/\/$/],
    ['HERRINGBONE_SECRET=hidden', /^HERRINGBONE_SECRET does not hold a signing key$/],
    ['HERRINGBONE_OPERATOR_PASSWORD=hidden', /^HERRINGBONE_OPERATOR_PASSWORD must have at least 12 characters/],
    ['HERRINGBONE_OPERATOR_PASSWORD=hidden with blanks', /^HERRINGBONE_OPERATOR_PASSWORD/],
    ['HERRINGBONE_CREATE_TOKENS=long-enough hidden', /^HERRINGBONE_CREATE_TOKENS: each must have at least 8/],
    ['HERRINGBONE_PLACE=two\nlines', /^HERRINGBONE_PLACE must be one line/],
    ['HERRINGBONE_LOG=loud', /^HERRINGBONE_LOG must be one of info, warn, error, silent/],
    ['HERRINGBONE_DRAIN_DELAY=soon', /^HERRINGBONE_DRAIN_DELAY must be a number of seconds/],
    ['HERRINGBONE_LIMITS=liveRoms=5', /^HERRINGBONE_LIMITS: liveRoms is not a limit/],
    ['HERRINGBONE_LIMITS=liveRooms=0', /^HERRINGBONE_LIMITS: liveRooms must be a number above 0/],
    ['HERRINGBONE_LIMITS=liveRooms', /^HERRINGBONE_LIMITS: liveRooms must be/],
    ['HERRINGBONE_LIMITS=pingMs=2147483648', /^HERRINGBONE_LIMITS: pingMs must be .* at most 2147483647$/],
  ])('[C3] names the variable that is wrong, and repeats no secret: %j', (line, message) => {
    const [name = '', value = ''] = line.split(/=(.*)/s);
    const error = messageOf(() => parseConfig({ [name]: value }));
    expect(error).toMatch(message);
    expect(error).not.toContain('hidden');
  });

  it('[C4] takes the same settings from a file, as JSON means them, with paths from where the file is', () => {
    const values = {
      port: 8080,
      data: 'maps',
      origins: ['https://a.example.org'],
      createTokens: ['team-one-token'],
      drainDelaySeconds: 5,
      limits: { liveRooms: 3000 },
    };
    expect(ofFile(values)).toMatchObject({
      port: 8080,
      dataFolder: '/etc/herringbone/maps',
      allowedOrigins: ['https://a.example.org'],
      createTokens: ['team-one-token'],
      drainDelayMs: 5000,
      limits: { liveRooms: 3000 },
      configFile: FILE,
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ prot: 1 }, `"prot" in ${FILE} is not a setting; there are port, host, data`],
    [{ port: 'x' }, `"port" in ${FILE} must be a number from 0 to 65535`],
    [{ host: 5 }, `"host" in ${FILE} must be a text`],
    [{ origins: [5] }, `"origins" in ${FILE} must be a list of texts`],
    [{ limits: 5 }, `"limits" in ${FILE} must be an object`],
    [{ limits: { liveRooms: '5' } }, `"limits" in ${FILE}: liveRooms must be a number above 0`],
    [{ limits: { constructor: 5 } }, `"limits" in ${FILE}: constructor is not a limit`],
    [{ limits: { __proto__: null, gapMs: -1 } }, `"limits" in ${FILE}: gapMs must be`],
  ])('[C5] names the key of the file that is unknown or wrong: %j', (values, message) => {
    expect(messageOf(() => ofFile(values))).toContain(message);
  });

  it('[C6] the environment wins over the file, limit by limit', () => {
    const file = { path: FILE, values: { port: 1, host: '0.0.0.0', limits: { liveRooms: 1, connections: 2 } } };
    const settings = parseConfig({ PORT: '9', HERRINGBONE_LIMITS: 'liveRooms=5' }, file);
    expect(settings).toMatchObject({ port: 9, host: '0.0.0.0', limits: { liveRooms: 5, connections: 2 } });
  });

  it('[C7] refuses settings that contradict each other', () => {
    const database = { DATABASE_URL: 'postgres://db/maps' };
    expect(messageOf(() => parseConfig(database))).toMatch(/^DATABASE_URL needs HERRINGBONE_SECRET/);
    expect(messageOf(() => parseConfig({ REDIS_URL: 'redis://cache' }))).toMatch(/^REDIS_URL needs DATABASE_URL/);
    const both = { HERRINGBONE_SECRET: KEY, HERRINGBONE_SECRET_FILE: '/run/key' };
    expect(messageOf(() => parseConfig(both))).toMatch(/are both set: keep one$/);
    expect(parseConfig({ ...database, HERRINGBONE_SECRET: KEY }).databaseUrl).toBe('postgres://db/maps');
  });

  it('[C3] every limit can be set', () => {
    const limits = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, 7]));
    expect(ofFile({ limits }).limits).toEqual(limits);
  });
});

describe('readConfig', () => {
  it('[C8] reads the named file, else herringbone.config.json of the working folder, else none', async () => {
    const folder = await makeDataFolder();
    expect((await readConfig({}, folder)).configFile).toBeNull();
    await writeFile(join(folder, 'herringbone.config.json'), '{"port": 1}');
    await writeFile(join(folder, 'other.json'), '{"port": 2}');
    expect(await readConfig({}, folder)).toMatchObject({
      port: 1,
      configFile: join(folder, 'herringbone.config.json'),
    });
    expect((await readConfig({ HERRINGBONE_CONFIG: 'other.json' }, folder)).port).toBe(2);
    await expect(readConfig({ HERRINGBONE_CONFIG: 'third.json' }, folder)).rejects.toThrow(
      /^the configuration file .*third\.json cannot be read \(ENOENT\)$/,
    );
  });

  it.each(['', '{', '{"operatorPassword": "hidden-password"', '[]', '5', 'null'])(
    '[C8] says that a file is none of ours, and repeats nothing of it: %j',
    async (content) => {
      const folder = await makeDataFolder();
      await writeFile(join(folder, 'herringbone.config.json'), content);
      const error = await readConfig({}, folder).catch((reason: Error) => reason.message);
      expect(error).toMatch(/^the configuration file .*(is not JSON|must hold an object)/);
      expect(error).not.toContain('hidden');
    },
  );

  it('[C9] reads the keys from a file, and names one that cannot be read', async () => {
    const folder = await makeDataFolder();
    const path = join(folder, 'keys');
    const key = randomBytes(32).toString('hex');
    await writeFile(path, `${key}\n`);
    const { keyRing } = await readConfig({ HERRINGBONE_SECRET_FILE: path }, folder);
    expect(Buffer.from(keyRing?.keys[0].bytes ?? []).toString('hex')).toBe(key);
    await expect(readConfig({ HERRINGBONE_SECRET_FILE: `${path}2` }, folder)).rejects.toThrow(
      /^HERRINGBONE_SECRET_FILE: .*keys2 cannot be read \(ENOENT\)$/,
    );
  });
});

describe('variables that are none of ours', () => {
  it('[C10] what tests and benches read is not among them', () => {
    const { unknownVariables } = parseConfig({
      HERRINGBONE_SEEDS: '1',
      HERRINGBONE_TEST_REDIS_URL: 'redis://cache.example.org',
      HERRINGBONE_TESTS: '1',
      HERRINGBONE_URLS: '',
      PATH: '/bin',
    });
    expect(unknownVariables).toEqual(['HERRINGBONE_TESTS', 'HERRINGBONE_URLS']);
  });
});

describe('summarize', () => {
  it('[C10] says what is in force, of secrets only that they are set, and which variables are misspelt', () => {
    const settings = parseConfig({
      DATABASE_URL: 'postgres://maps:hidden@db.example.org/maps?sslcert=hidden',
      REDIS_URL: 'redis://:hidden@cache.example.org:6379',
      HERRINGBONE_SECRET: KEY,
      HERRINGBONE_OPERATOR_PASSWORD: 'hidden-password',
      HERRINGBONE_CREATE_TOKENS: 'hidden-token',
      HERRINGBONE_URL: 'https://maps.example.org',
      HERRINGBONE_LIMITS: 'liveRooms=2000',
      HERRINGBONE_ORIGIN: 'https://typo.example.org',
    });
    const text = summarize(settings);
    expect(text).not.toMatch(/hidden|0a0a/);
    expect(text.split('\n')).toEqual([
      '  settings  environment',
      '  maps      postgres://maps@db.example.org/maps (shared with other servers), wake-ups through redis://cache.example.org:6379',
      '  keys      1 set',
      '  links     https://maps.example.org',
      '  new maps  with a create token',
      '  operator  password set',
      '  pages     from here',
      '  proxies   none',
      '  place     not said',
      '  limits    as delivered, but liveRooms 2000',
      '  log       info',
      '  ignored   HERRINGBONE_ORIGIN: there is no such setting',
    ]);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}
