/** One part of the bench in a process of its own, so that it can be ended whatever it does: `tsx part.ts <name>`. */
import { benchCursors } from './cursors.ts';
import { benchFrames } from './frames.ts';
import { benchHostile } from './hostile.ts';
import { benchIdle } from './idle.ts';
import { benchJoin } from './join.ts';
import { benchKill } from './kill.ts';
import { benchNodes } from './nodes.ts';
import { benchSizing } from './sizing.ts';
import { benchThroughput } from './throughput.ts';
import type { PartName } from './parts.ts';

const BENCHES: Readonly<Record<PartName, () => Promise<void>>> = {
  throughput: benchThroughput,
  cursors: benchCursors,
  join: benchJoin,
  idle: benchIdle,
  hostile: benchHostile,
  kill: benchKill,
  nodes: benchNodes,
  sizing: benchSizing,
  frames: benchFrames,
};

// Whoever started us is gone: so are we, and with us all that we started.
process.on('disconnect', () => process.exit(1));
await BENCHES[process.argv[2] as PartName]();
process.exit(0);
