/**
 * The real server in a process of its own, for tests and benches that weigh it or try to break it. Started by
 * server-child.ts, which talks to it over the channel between the two processes. Needs `--expose-gc`.
 */
import { createServer, type ServerConfig } from '../../server/index.ts';

/** `stop` ends the process in good order. */
export type Ask = 'cpu' | 'memory' | 'stop';

export interface Usage {
  /** Microseconds of CPU since the process began, user and system. */
  readonly cpuMicros: number;
  /** Bytes in use: heap, buffers and what is outside; for `memory` after a full collection. */
  readonly liveBytes: number;
  /** What the operating system has given the process. */
  readonly rssBytes: number;
}

const config = JSON.parse(process.env.HERRINGBONE_TEST_CHILD ?? '{}') as ServerConfig;
const server = createServer(config);

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { cpuMicros: user + system, liveBytes: heapUsed + external, rssBytes: rss };
}

process.on('message', (ask: Ask) => {
  if (ask === 'stop') return void server.destroy().then(() => process.exit(0));
  if (ask === 'memory') globalThis.gc?.();
  process.send?.({ usage: usage() });
});
// Whoever started us is gone: so are we.
process.on('disconnect', () => process.exit(0));

await server.listen();
process.send?.({ origin: server.address?.origin });
