import { basename } from 'node:path';
import { SECRET_FILE } from './access/secret.ts';
import type { Settings } from './config.ts';

const DENIED = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Why the server could not start, or a command not run: one sentence that says what to do about it. */
export function explain(error: unknown, settings: Settings | null): string {
  const { code, message, path } = rootOf(error);
  const where = `${settings?.host}:${settings?.port}`;
  const folder = settings?.dataFolder;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${settings?.port} is already in use on ${settings?.host}; stop the other program or set PORT`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      if (DENIED.has(code) && basename(path) === SECRET_FILE) {
        return `cannot use the key file ${path} (${code}); give it to the user this server runs as, with mode 0600`;
      }
      return /listen/.test(message)
        ? `not allowed to listen on ${where}; set another PORT`
        : `cannot write to the data folder ${folder} (${code}); set HERRINGBONE_DATA to a folder you may write to`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${settings?.host} is not an address of this machine; set HOST`;
    case 'LEVEL_LOCKED':
      return `the data folder ${folder} is in use by another Herringbone; stop it or set HERRINGBONE_DATA`;
    default:
      return message;
  }
}

/** Libraries wrap the reason; the innermost one says most. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

interface Root {
  readonly code: string;
  readonly message: string;
  readonly path: string;
}

function rootOf(error: unknown): Root {
  const { code = '', message = String(error), path = '' } = (innermost(error) ?? {}) as Partial<Root>;
  const isDenied = code === 'LEVEL_IO_ERROR' && /permission denied|read-only/i.test(message);
  return { code: isDenied ? 'EACCES' : code, message: message.split('\n', 1)[0] ?? '', path };
}
