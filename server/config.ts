import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseKeyRing } from './access/secret.ts';
import {
  badConfig,
  toChoice,
  toCreateToken,
  toDelayMs,
  toLimits,
  toList,
  toOrigin,
  toPassword,
  toPlace,
  toPort,
  toProxy,
  toServiceUrl,
  toText,
  type Written,
} from './config-values.ts';
import type { ServerConfig } from './create-server.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that can be set: its name in the file, and the variable that wins over it. */
export const VARIABLES = {
  port: 'PORT',
  host: 'HOST',
  data: 'HERRINGBONE_DATA',
  url: 'HERRINGBONE_URL',
  origins: 'HERRINGBONE_ORIGINS',
  proxies: 'HERRINGBONE_PROXIES',
  database: 'DATABASE_URL',
  redis: 'REDIS_URL',
  secret: 'HERRINGBONE_SECRET',
  secretFile: 'HERRINGBONE_SECRET_FILE',
  createTokens: 'HERRINGBONE_CREATE_TOKENS',
  operatorPassword: 'HERRINGBONE_OPERATOR_PASSWORD',
  place: 'HERRINGBONE_PLACE',
  log: 'HERRINGBONE_LOG',
  drainDelaySeconds: 'HERRINGBONE_DRAIN_DELAY',
  limits: 'HERRINGBONE_LIMITS',
} as const;
type Key = keyof typeof VARIABLES;

export interface Settings extends Omit<ServerConfig, 'log' | 'meter' | 'appFolder'> {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Where the keys are read from, besides the data folder. */
  readonly secretFile: string | null;
  /** The file that was read; null = none. */
  readonly configFile: string | null;
  /** Variables that look like ours and are not: most likely misspelt. */
  readonly unknownVariables: readonly string[];
}

/** A configuration file, read. */
export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const DEFAULT_PORT = 4400;
const DEFAULT_FILE = 'herringbone.config.json';

/**
 * The settings of the environment and of the configuration file: the one `HERRINGBONE_CONFIG` names, else
 * `herringbone.config.json` in the working folder when there is one. The environment wins.
 * @throws Error with code `BAD_CONFIG` that names the key or variable; `BAD_SECRET` for a broken key file.
 */
export async function readConfig(env: Environment, folder = process.cwd()): Promise<Settings> {
  const settings = parseConfig(env, await readConfigFile(env, folder));
  const { secretFile } = settings;
  if (secretFile === null) return settings;
  const text = await readFile(secretFile, 'utf8').catch((error: unknown) => {
    throw badConfig(`${VARIABLES.secretFile}: ${secretFile} cannot be read (${codeOf(error)})`);
  });
  return { ...settings, keyRing: parseKeyRing(text, secretFile) };
}

/**
 * As `readConfig`, of what was read already and without opening the key file. An empty value counts as absent. Paths
 * are relative to the working folder, in the file to the file's own.
 */
export function parseConfig(env: Environment, file: ConfigFile | null = null): Settings {
  refuseUnknownKeys(file);
  const find = (key: Key): Written | null => findSetting(key, env, file);
  const get = <T>(key: Key, parse: (written: Written) => T): T | null => {
    const written = find(key);
    return written === null ? null : parse(written);
  };
  const list = <T>(key: Key, parse: (written: Written) => T): T[] =>
    get(key, (written) => toList(written).map((value) => parse({ ...written, value }))) ?? [];
  const path = (key: Key): string | null =>
    get(key, (written) => resolve(env[VARIABLES[key]] || file === null ? '' : dirname(file.path), toText(written)));

  const settings: Settings = {
    port: get('port', toPort) ?? DEFAULT_PORT,
    host: get('host', toText) ?? '127.0.0.1',
    dataFolder: path('data') ?? resolve('data'),
    publicOrigin: get('url', toOrigin),
    allowedOrigins: list('origins', toOrigin),
    trustedProxies: list('proxies', toProxy),
    databaseUrl: get('database', (written) => toServiceUrl(written, ['postgres:', 'postgresql:'])),
    redisUrl: get('redis', (written) => toServiceUrl(written, ['redis:', 'rediss:'])),
    keyRing: get('secret', (written) => parseKeyRing(toText(written), written.name)),
    secretFile: path('secretFile'),
    createTokens: list('createTokens', toCreateToken),
    operatorPassword: get('operatorPassword', toPassword),
    place: get('place', toPlace),
    logLevel: get('log', (written) => toChoice(written, LOG_LEVELS)) ?? 'info',
    drainDelayMs: get('drainDelaySeconds', toDelayMs) ?? 0,
    limits: limitsOf(env, file),
    configFile: file?.path ?? null,
    unknownVariables: unknownVariables(env),
  };
  refuseContradictions(settings);
  return settings;
}

async function readConfigFile(env: Environment, folder: string): Promise<ConfigFile | null> {
  const named = env.HERRINGBONE_CONFIG;
  const path = named ? resolve(folder, named) : join(folder, DEFAULT_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!named && codeOf(error) === 'ENOENT') return null;
    throw badConfig(`the configuration file ${path} cannot be read (${codeOf(error)})`);
  }
  return { path, values: parseFileText(text, path) };
}

/** What JSON.parse says is not repeated: it quotes the file, and there may be a password in it. */
function parseFileText(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badConfig(`the configuration file ${path} is not JSON`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badConfig(`the configuration file ${path} must hold an object like {"port": 4400}`);
}

function findSetting(key: Key, env: Environment, file: ConfigFile | null): Written | null {
  const variable = VARIABLES[key];
  if (env[variable]) return { name: variable, value: env[variable] };
  const value = file !== null && Object.hasOwn(file.values, key) ? file.values[key] : null;
  return value === null || value === '' ? null : { name: `"${key}" in ${file?.path}`, value };
}

/** One by one: a limit in the environment wins over the same one in the file, and leaves the others. */
function limitsOf(env: Environment, file: ConfigFile | null): Settings['limits'] {
  const [fromFile, fromEnv] = [findSetting('limits', {}, file), findSetting('limits', env, null)];
  return { ...(fromFile && toLimits(fromFile)), ...(fromEnv && toLimits(fromEnv)) };
}

function refuseUnknownKeys(file: ConfigFile | null): void {
  const unknown = Object.keys(file?.values ?? {}).filter((key) => !Object.hasOwn(VARIABLES, key));
  if (unknown.length === 0) return;
  throw badConfig(`"${unknown[0]}" in ${file?.path} is not a setting; there are ${Object.keys(VARIABLES).join(', ')}`);
}

/** Settings that are good alone and wrong together. */
function refuseContradictions({ databaseUrl, redisUrl, keyRing, secretFile }: Settings): void {
  if (keyRing && secretFile !== null) {
    throw badConfig(`${VARIABLES.secret} and ${VARIABLES.secretFile} are both set: keep one`);
  }
  if (redisUrl && !databaseUrl) {
    throw badConfig(`${VARIABLES.redis} needs ${VARIABLES.database}: several servers share maps through a database`);
  }
  if (databaseUrl && !keyRing && secretFile === null) {
    throw badConfig(
      `${VARIABLES.database} needs ${VARIABLES.secret} or ${VARIABLES.secretFile}: every server on one database signs ` +
        'links with the same key (64 hexadecimal digits: openssl rand -hex 32)',
    );
  }
}

/** Ours besides the settings: where the file of them is, and how many runs of chance the tests make. */
const OTHER_VARIABLES = new Set(['HERRINGBONE_CONFIG', 'HERRINGBONE_SEEDS']);
/** What else tests and benches are told; none of it is for operators. */
const TEST_PREFIX = 'HERRINGBONE_TEST_';

function unknownVariables(env: Environment): string[] {
  const known = new Set<string>([...Object.values(VARIABLES), ...OTHER_VARIABLES]);
  return Object.keys(env).filter(
    (name) => name.startsWith('HERRINGBONE_') && !name.startsWith(TEST_PREFIX) && !known.has(name),
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
