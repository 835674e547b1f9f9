/** What two colleagues notice of an attack on another map of the same server, and what a reader that stops costs. */
import { writeHistory } from '../../support/edit-script.ts';
import {
  bombs,
  floodOfFrames,
  floodOfJoins,
  gaps,
  questions,
  states,
  stoppedReaders,
  targetOf,
} from '../../support/floods.ts';
import { createChildMap, GoodPair, waitFor } from '../../support/good-pair.ts';
import { LeanClient, type LeanTarget } from '../../support/lean-client.ts';
import { startServerChild, type ServerChild } from '../../support/server-child.ts';
import { percentile, report, show } from './report.ts';

const MAX_P99_MS = 100;
const MAX_READER_MIB = 8;
const MIB = 1024 * 1024;
const READERS = 4;
/** A flood the server lets wait is over after this. */
const LONGEST_MS = 4_000;
const FILL_MS = 60_000;

export async function benchHostile(): Promise<void> {
  const server = await startServerChild();
  try {
    const target = targetOf(server, await createChildMap(server));
    // A large map makes every question dearer.
    await fill(target);
    const floods: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['nothing', () => new Promise((resolve) => setTimeout(resolve, 2_000))],
      ['1,000 bombs of 7 bytes', () => floodOfFrames(target, bombs(1_000), LONGEST_MS)],
      ['3,000 edits behind a gap', () => floodOfFrames(target, gaps(3_000, 'update'), LONGEST_MS)],
      ['1,000 answers with a gap', () => floodOfFrames(target, gaps(1_000, 'step2'), LONGEST_MS)],
      ['3,000 short questions', () => floodOfFrames(target, questions(3_000), LONGEST_MS)],
      ['300 states of presence', () => floodOfFrames(target, states(300), LONGEST_MS)],
      ['50 joins of a large map', () => floodOfJoins(target, 50)],
    ];
    for (const [name, flood] of floods) await measureFlood(server, name, flood);
    const bytes = await stoppedReaders(server, READERS);
    report({
      measure: 'memory of a reader that stops',
      ours: show(bytes / MIB, ' MiB'),
      target: `< ${MAX_READER_MIB} MiB`,
      isMet: bytes / MIB < MAX_READER_MIB,
    });
  } finally {
    await server.stop();
  }
}

async function measureFlood(server: ServerChild, name: string, flood: () => Promise<unknown>): Promise<void> {
  const pair = await GoodPair.start(server);
  await flood();
  const { latencies, hasAll, isSaved, drops } = await pair.finish();
  const { p99 } = percentile(latencies);
  const isWhole = hasAll && isSaved && drops === 0;
  report({
    measure: `another room’s p99 during ${name}`,
    ours: `${show(p99, ' ms')}${isWhole ? '' : ', and edits or connections lost'}`,
    target: name === 'nothing' ? '' : `< ${MAX_P99_MS} ms`,
    isMet: name === 'nothing' ? null : isWhole && p99 < MAX_P99_MS,
  });
}

async function fill(target: LeanTarget): Promise<void> {
  let saved = 0;
  const history = writeHistory(2_000, 500);
  const writer = new LeanClient(target, { onSaved: (count) => (saved = count) });
  await writer.joined;
  for (const update of history) writer.sendUpdate(update);
  await waitFor(() => saved >= history.length + 1, FILL_MS);
  writer.close();
}
