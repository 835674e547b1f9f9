/**
 * The real server in a process of its own, for tests and benches that weigh it or try to break it. Started by
 * server-child.ts, which talks to it over the channel between the two processes. Needs `--expose-gc`.
 */
import { createServer, type ServerConfig } from '../../server/index.ts';

export type Ask = { readonly ask: 'usage' } | { readonly ask: 'stop' };

export interface Usage {
  /** Microseconds of CPU since the process began, user and system. */
  readonly cpuMicros: number;
  /** Bytes alive after a full collection: heap, buffers and what is outside. */
  readonly liveBytes: number;
  /** What the operating system has given the process. */
  readonly rssBytes: number;
}

const config = JSON.parse(process.env.HERRINGBONE_CHILD ?? '{}') as ServerConfig;
const server = createServer(config);

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  // Before the collection, which is not the server's own work.
  const cpuMicros = user + system;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { cpuMicros, liveBytes: heapUsed + external, rssBytes: rss };
}

process.on('message', (message: Ask) => {
  if (message.ask === 'usage') process.send?.({ usage: usage() });
  else void server.destroy().then(() => process.exit(0));
});
// Whoever started us is gone: so are we.
process.on('disconnect', () => process.exit(0));

await server.listen();
process.send?.({ origin: server.address?.origin });
