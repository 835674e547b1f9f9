/** Everybody of a crowd shows a cursor: what becomes of the edits meanwhile. */
import { startContender, type Contender } from './contenders.ts';
import { LoadGenerator, type LoadResult, type LoadShape } from './load.ts';
import { median, report, show } from './report.ts';

const ROUNDS = 3;
const WINDOW_MS = 1_500;
const SHAPE: LoadShape = { rooms: 1, perRoom: 200, edits: 1, cursors: 10, editors: 10 };
const MAX_RATIO = 2;

export async function benchCursors(): Promise<void> {
  const load = new LoadGenerator();
  const contenders: Contender[] = [];
  try {
    for (const name of ['relay', 'ours'] as const) contenders.push(await startContender(name));
    const results = new Map<string, LoadResult[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const contender of contenders) {
        const result = await load.measure(contender, SHAPE, WINDOW_MS);
        results.set(contender.name, [...(results.get(contender.name) ?? []), result]);
      }
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
