import { resolve } from 'node:path';
import type { ServerConfig } from './create-server.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 4400;

/**
 * Reads PORT (0-65535, default 4400), HOST (default 127.0.0.1), HERRINGBONE_DATA (default ./data), HERRINGBONE_URL
 * (what links start with), HERRINGBONE_ORIGINS and HERRINGBONE_PROXIES (lists separated by commas or blanks). An empty
 * value counts as absent.
 * @throws Error with code `BAD_CONFIG` that names the variable.
 */
export function parseConfig(env: Environment): ServerConfig {
  return {
    port: parsePort(env.PORT || String(DEFAULT_PORT)),
    host: env.HOST || '127.0.0.1',
    dataFolder: resolve(env.HERRINGBONE_DATA || 'data'),
    publicOrigin: env.HERRINGBONE_URL ? parseOrigin('HERRINGBONE_URL', env.HERRINGBONE_URL) : null,
    allowedOrigins: parseList(env.HERRINGBONE_ORIGINS).map((text) => parseOrigin('HERRINGBONE_ORIGINS', text)),
    trustedProxies: parseList(env.HERRINGBONE_PROXIES),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535)
    throw badConfig(`PORT must be a number from 0 to 65535, not "${text}"`);
  return port;
}

function parseOrigin(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw badConfig(`${name} must be an address like https://maps.example.org, not "${text}"`);
  }
  return new URL(text).origin;
}

function parseList(text = ''): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

function badConfig(message: string): Error {
  return Object.assign(new Error(message), { code: 'BAD_CONFIG' });
}
