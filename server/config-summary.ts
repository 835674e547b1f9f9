import { join } from 'node:path';
import type { Settings } from './config.ts';

/** The settings in force, a line each, for people; of secrets only that they are set. */
export function summarize(settings: Settings): string {
  const lines: [string, string][] = [
    ['settings', settings.configFile === null ? 'environment' : `environment, then ${settings.configFile}`],
    ['maps', mapsOf(settings)],
    ['keys', keysOf(settings)],
    ['links', settings.publicOrigin ?? 'start with the address that was asked for'],
    ['new maps', countOf(settings.createTokens, 'by anybody', 'with a create token')],
    ['operator', settings.operatorPassword ? 'password set' : 'no password: no /api/operator'],
    ['pages', countOf(settings.allowedOrigins, 'from here', `from here and ${settings.allowedOrigins?.join(', ')}`)],
    ['proxies', countOf(settings.trustedProxies, 'none', `${settings.trustedProxies?.join(', ')}`)],
    ['place', settings.place ?? 'not said'],
    ['limits', limitsOf(settings)],
    ['log', settings.logLevel],
  ];
  if (settings.drainDelayMs) lines.push(['draining', `sockets are kept ${settings.drainDelayMs / 1000} s`]);
  for (const name of settings.unknownVariables) lines.push(['ignored', `${name}: there is no such setting`]);
  return lines.map(([name, text]) => `  ${name.padEnd(10)}${text}`).join('\n');
}

/** A database's address as it may be shown: without password and options. */
export function withoutPassword(address: string): string {
  const { protocol, username, host, pathname } = new URL(address);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}

function mapsOf({ databaseUrl, dataFolder, redisUrl }: Settings): string {
  if (!databaseUrl) return `${dataFolder} (this server alone)`;
  const bus = redisUrl ? `, wake-ups through ${withoutPassword(redisUrl)}` : '';
  return `${withoutPassword(databaseUrl)} (shared with other servers)${bus}`;
}

function keysOf({ keyRing, secretFile, dataFolder }: Settings): string {
  const count = keyRing ? `${keyRing.keys.length} set` : '';
  if (secretFile !== null) return `${count}, ${secretFile}`;
  return keyRing ? count : join(dataFolder, 'secret');
}

function countOf(list: readonly string[] | undefined, none: string, some: string): string {
  return (list?.length ?? 0) === 0 ? none : some;
}

function limitsOf({ limits }: Settings): string {
  const changed = Object.entries(limits ?? {}).map(([name, value]) => `${name} ${value}`);
  return changed.length === 0 ? 'as delivered' : `as delivered, but ${changed.join(', ')}`;
}
