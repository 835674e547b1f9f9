/** Everybody of a crowd shows a cursor: what becomes of the edits meanwhile. */
import { startContender, type Contender } from './contenders.ts';
import { LoadGenerator, type LoadResult, type LoadShape } from './load.ts';
import { median, report, show } from './report.ts';

/** The relay has 400,000 messages a second to pass on and falls behind: one round is enough to see it. */
const ROUNDS = { relay: 1, ours: 3 } as const;
const WINDOW_MS = 1_500;
const SHAPE: LoadShape = { rooms: 1, perRoom: 200, edits: 1, cursors: 10, editors: 10 };
const MAX_RATIO = 2;

export async function benchCursors(): Promise<void> {
  const load = new LoadGenerator();
  const contenders: Contender[] = [];
  try {
    const results = new Map<string, LoadResult[]>();
    for (const name of ['ours', 'relay'] as const) {
      const contender = await startContender(name);
      contenders.push(contender);
      const rounds: LoadResult[] = [];
      for (let round = 0; round < ROUNDS[name]; round++) rounds.push(await load.measure(contender, SHAPE, WINDOW_MS));
      results.set(name, rounds);
    }
    const p99 = (name: string): number => median((results.get(name) ?? []).map((result) => result.p99));
    const share = (name: string): number => median((results.get(name) ?? []).map((result) => result.cpuShare));
    const text = (name: string): string => `${show(p99(name), ' ms')} (${show(share(name) * 100, ' % of a core')})`;
    report({
      measure: 'an edit’s p99 among 200 cursors at 10 Hz in one room',
      ours: text('ours'),
      peers: { relay: text('relay') },
      target: `≤ ${MAX_RATIO}× the relay`,
      isMet: p99('ours') <= MAX_RATIO * p99('relay'),
    });
  } finally {
    load.stop();
    for (const { child } of contenders) await child.stop();
  }
}
