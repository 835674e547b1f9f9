/**
 * `npm run bench:server [name …]`: our server beside a byte relay, @y/websocket-server and Hocuspocus, each in a process
 * of its own. Ratios count, not milliseconds. Installs the peers at its first run. `frames` (a million hostile frames,
 * some ten minutes) runs only when named.
 */
import { installPeers } from './server/contenders.ts';
import { benchCursors } from './server/cursors.ts';
import { benchFrames } from './server/frames.ts';
import { benchHostile } from './server/hostile.ts';
import { benchIdle } from './server/idle.ts';
import { benchJoin } from './server/join.ts';
import { benchKill } from './server/kill.ts';
import { benchNodes } from './server/nodes.ts';
import { hasMissed, toMarkdown } from './server/report.ts';
import { benchThroughput } from './server/throughput.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  throughput: benchThroughput,
  cursors: benchCursors,
  join: benchJoin,
  idle: benchIdle,
  hostile: benchHostile,
  kill: benchKill,
  nodes: benchNodes,
  frames: benchFrames,
};

const ON_DEMAND: readonly string[] = ['frames'];

const wanted = process.argv.slice(2);
const startedAt = performance.now();
installPeers();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 ? !wanted.includes(name) : ON_DEMAND.includes(name)) continue;
  console.log(`\n## ${name}`);
  await bench();
}
console.log(`\n${toMarkdown()}\n\n${Math.round((performance.now() - startedAt) / 1_000)} s on Node ${process.version}`);
process.exit(hasMissed() ? 1 : 0);
