/** Server CPU per delivered edit and its latency, every contender under the same load, in turns. */
import { CONTENDERS, startContender, type Contender, type ContenderName } from './contenders.ts';
import { LoadGenerator, type LoadResult, type LoadShape } from './load.ts';
import { median, report, show } from './report.ts';

const ROUNDS = 3;
const WINDOW_MS = 2_500;

const SHAPES: readonly { name: string; shape: LoadShape; target: number }[] = [
  { name: '200 people in 20 rooms', shape: { rooms: 20, perRoom: 10, edits: 4 }, target: 2.5 },
  { name: '100 people in one room', shape: { rooms: 1, perRoom: 100, edits: 2 }, target: 1.4 },
];

export async function benchThroughput(): Promise<void> {
  const load = new LoadGenerator();
  const contenders: Contender[] = [];
  try {
    for (const name of CONTENDERS) contenders.push(await startContender(name));
    for (const { name, shape, target } of SHAPES) {
      // Once unmeasured, so that everybody's code is warm.
      for (const contender of contenders) await load.measure(contender, shape, WINDOW_MS / 2);
      const results = await inTurns(load, contenders, shape);
      reportShape(name, target, results);
    }
  } finally {
    load.stop();
    for (const { child } of contenders) await child.stop();
  }
}

async function inTurns(load: LoadGenerator, contenders: readonly Contender[], shape: LoadShape) {
  const results = new Map<ContenderName, LoadResult[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) {
      const result = await load.measure(contender, shape, WINDOW_MS);
      results.set(contender.name, [...(results.get(contender.name) ?? []), result]);
    }
  }
  return results;
}

function reportShape(name: string, target: number, results: ReadonlyMap<ContenderName, readonly LoadResult[]>): void {
  const of = (contender: ContenderName, key: keyof LoadResult): number =>
    median((results.get(contender) ?? []).map((result) => result[key]));
  const floor = of('relay', 'cpuPer1000');
  const ratio = (contender: ContenderName): number => of(contender, 'cpuPer1000') / floor;
  const peers = [...results.keys()].filter((contender) => contender !== 'ours');
  const byPeer = (text: (contender: ContenderName) => string): Record<string, string> =>
    Object.fromEntries(peers.map((contender) => [contender, text(contender)]));

  report({
    measure: `CPU per 1,000 delivered edits, ${name}`,
    ours: `${show(ratio('ours'))}× (${show(of('ours', 'cpuPer1000'), ' ms')})`,
    peers: byPeer((contender) => `${show(ratio(contender))}× (${show(of(contender, 'cpuPer1000'), ' ms')})`),
    target: `≤ ${target}× the relay`,
    isMet: ratio('ours') <= target,
  });
  const latency = (contender: ContenderName): string =>
    `${show(of(contender, 'p50'))} / ${show(of(contender, 'p99'), ' ms')}`;
  report({
    measure: `an edit's way, p50 / p99, ${name}`,
    ours: latency('ours'),
    peers: byPeer(latency),
    target: '',
    isMet: null,
  });
  const missing = [...results].filter(([, rounds]) => rounds.some((round) => round.missing > 0)).map(([peer]) => peer);
  if (missing.length > 0) console.log(`  not everything arrived: ${missing.join(', ')}`);
}
