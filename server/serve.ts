import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig, type Environment } from './config.ts';
import { createServer, type ServerConfig } from './create-server.ts';

const APP_FOLDER = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * Runs the server until SIGINT or SIGTERM, and prints its address. Resolves with the process's exit code: 0 after a
 * clean stop, 1 when it could not start; then one line on standard error says why.
 */
export async function serve(env: Environment): Promise<number> {
  let config: ServerConfig | null = null;
  try {
    config = parseConfig(env);
    const server = createServer({ ...config, appFolder: await appFolder() });
    const stopped = new Promise<void>((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    });
    await server.listen();
    console.log(`Herringbone is at ${server.address?.origin}/`);
    await stopped;
    await server.destroy();
    return 0;
  } catch (error) {
    console.error(`herringbone: ${explain(error, config)}`);
    return 1;
  }
}

/** One sentence that says what to do about it. */
function explain(error: unknown, config: ServerConfig | null): string {
  const { code, message } = rootOf(error);
  const where = `${config?.host}:${config?.port}`;
  const folder = config?.dataFolder;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${config?.port} is already in use on ${config?.host}; stop the other program or set PORT`;
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
      return `${config?.host} is not an address of this machine; set HOST`;
    case 'LEVEL_LOCKED':
      return `the data folder ${folder} is in use by another Herringbone; stop it or set HERRINGBONE_DATA`;
    default:
      return message;
  }
}

/** LevelDB wraps the reason; the innermost one says most. */
function rootOf(error: unknown): { code: string; message: string } {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  const { code = '', message = String(inner) } = (inner ?? {}) as { code?: string; message?: string };
  const isDenied = code === 'LEVEL_IO_ERROR' && /permission denied|read-only/i.test(message);
  return { code: isDenied ? 'EACCES' : code, message: message.split('\n', 1)[0] ?? '' };
}

async function appFolder(): Promise<string | null> {
  return access(join(APP_FOLDER, 'index.html')).then(
    () => APP_FOLDER,
    () => null,
  );
}
