import { createHash } from 'node:crypto';
import pino from 'pino';

export interface LogFields {
  readonly mapId?: string;
  readonly error?: unknown;
  /** Where, how many, why: short values that tell nothing about people and maps. */
  readonly detail?: string | number;
}

export const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Tells the operator. Map ids and tokens are never written: whoever reads a log must not get into a map. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

export interface LogOptions {
  readonly level?: LogLevel;
  /** Takes whole lines; default: standard error, written before the call returns, so that no last word is lost. */
  readonly destination?: { write(line: string): void };
}

/** One JSON line per event from `level` (default info) on: time, level, event, map as `hashMapId`, error, detail. */
export function createLog({ level = 'info', destination }: LogOptions = {}): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
  return (severity, event, { mapId, error, detail } = {}) => {
    logger[severity]({
      event,
      ...(mapId === undefined ? {} : { map: hashMapId(mapId) }),
      ...(error === undefined ? {} : { error: redact(error instanceof Error ? error.message : String(error), mapId) }),
      ...(detail === undefined ? {} : { detail }),
    });
  };
}

/** The default: everything from info on, on standard error. */
export const logToStderr: Log = (...line) => {
  standard ??= createLog();
  standard(...line);
};
let standard: Log | null = null;

/** How a map is called in logs and lists: the first 8 hex digits of its id's SHA-256. */
export function hashMapId(mapId: string): string {
  return createHash('sha256').update(mapId).digest('hex').slice(0, 8);
}

const TOKEN = /\bv[12]\.[\w-]{22}\.[\w.-]+/g;
const PASSWORD_IN_URL = /(\/\/[^\s/:@]*):[^\s/@]*@/g;
/** 22 base64url characters, a digit or capital among them: with all likelihood a map id. */
const MAP_ID = /(?<![\w-])(?=[a-z_-]*[A-Z0-9])[\w-]{22}(?![\w-])/g;

/** Messages of libraries quote what they were given. */
function redact(text: string, mapId: string | undefined): string {
  const withoutId = mapId === undefined ? text : text.replaceAll(mapId, '…');
  return withoutId.replace(TOKEN, 'token').replace(PASSWORD_IN_URL, '$1@').replace(MAP_ID, '…');
}
