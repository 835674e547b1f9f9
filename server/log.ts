import { createHash } from 'node:crypto';

export interface LogFields {
  readonly mapId?: string;
  readonly error?: unknown;
}

/** Tells the operator. Map ids and tokens are never written: whoever reads a log must not get into a map. */
export type Log = (level: 'warn' | 'error', event: string, fields?: LogFields) => void;

/** One JSON line per event on standard error, map ids as the first 8 hex digits of their SHA-256. */
export const logToStderr: Log = (level, event, { mapId, error } = {}) => {
  const line = {
    time: new Date().toISOString(),
    level,
    event,
    ...(mapId === undefined ? {} : { map: createHash('sha256').update(mapId).digest('hex').slice(0, 8) }),
    ...(error === undefined ? {} : { error: withoutId(error instanceof Error ? error.message : String(error), mapId) }),
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

function withoutId(text: string, mapId: string | undefined): string {
  return mapId === undefined ? text : text.replaceAll(mapId, '…');
}
