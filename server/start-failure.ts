import type { Settings } from './config.ts';

/** Why the server could not start, or a command not run: one sentence that says what to do about it. */
export function explain(error: unknown, settings: Settings | null): string {
  const { code, message } = rootOf(error);
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

function rootOf(error: unknown): { code: string; message: string } {
  const { code = '', message = String(error) } = (innermost(error) ?? {}) as { code?: string; message?: string };
  const isDenied = code === 'LEVEL_IO_ERROR' && /permission denied|read-only/i.test(message);
  return { code: isDenied ? 'EACCES' : code, message: message.split('\n', 1)[0] ?? '' };
}
