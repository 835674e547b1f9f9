/** Everybody of a crowd shows a cursor: what becomes of the edits meanwhile. */
import { startContender } from './contenders.ts';
import { Crowd, CURSORS_PER_SECOND, type CrowdResult } from './crowd.ts';
import { median, report, show } from './report.ts';

const STEPS = [50, 100, 200] as const;
const CONTENDERS = ['ours', 'relay', 'y-websocket', 'hocuspocus, lean'] as const;
type Name = (typeof CONTENDERS)[number];
/** In turns; the peers that are no target take part in the first round only. */
const ROUNDS = 3;
const WINDOW_MS = 8_000;
const MAX_RATIO = 2;
/** Who passes on less than this of all cursors has fallen behind. */
const KEEPS_UP = 0.95;

type Results = Readonly<Record<Name, CrowdResult>>;

export async function benchCursors(): Promise<void> {
  const crowd = new Crowd();
  try {
    const steps = new Map<number, Results>();
    for (const people of STEPS) steps.set(people, await measureStep(crowd, people));
    const fair = [...steps].filter(([, { relay }]) => keepsUp(relay)).at(-1)?.[0];
    for (const [people, results] of steps) reportStep(people, results, fair);
  } finally {
    crowd.stop();
  }
}

async function measureStep(crowd: Crowd, people: number): Promise<Results> {
  const rounds: Record<Name, CrowdResult[]> = { ours: [], relay: [], 'y-websocket': [], 'hocuspocus, lean': [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of CONTENDERS) {
      if (round > 0 && name !== 'ours' && name !== 'relay') continue;
      const result = await measureRound(crowd, name, people);
      console.log(`${people} people, ${name}: ${waysOf(result)}, ${loadOf(result)}`);
      rounds[name].push(result);
    }
  }
  const middle = (of: readonly CrowdResult[]): CrowdResult => {
    const at = (key: keyof CrowdResult): number => median(of.map((one) => one[key]));
    return {
      p50: at('p50'),
      p99: at('p99'),
      late: at('late'),
      cursorsPerSecond: at('cursorsPerSecond'),
      heardShare: at('heardShare'),
      cpuShare: at('cpuShare'),
    };
  };
  return {
    ours: middle(rounds.ours),
    relay: middle(rounds.relay),
    'y-websocket': middle(rounds['y-websocket']),
    'hocuspocus, lean': middle(rounds['hocuspocus, lean']),
  };
}

/** A server of its own: one that fell behind would go on working through the next one's round. */
async function measureRound(crowd: Crowd, name: Name, people: number): Promise<CrowdResult> {
  const contender = await startContender(name);
  try {
    return await crowd.measure(contender, people, WINDOW_MS);
  } finally {
    await contender.child.kill();
    await contender.child.stop();
  }
}

/** `fair`: the largest step at which the relay keeps up; there and at the largest of all the target counts. */
function reportStep(people: number, results: Results, fair: number | undefined): void {
  const { ours, ...others } = results;
  const peers = (text: (result: CrowdResult) => string): Record<string, string> =>
    Object.fromEntries(Object.entries(others).map(([name, result]) => [name, text(result)]));
  const isFair = people === fair || people === STEPS.at(-1);
  report({
    measure: `an edit’s way, p50 / p99, among ${people} cursors at ${CURSORS_PER_SECOND} Hz in one room`,
    ours: waysOf(ours),
    peers: peers(waysOf),
    target: isFair ? `p99 ≤ ${MAX_RATIO}× the relay` : '',
    isMet: isFair ? ours.late === 0 && ours.p99 <= MAX_RATIO * others.relay.p99 : null,
  });
  report({
    measure: `there: cursors that reach people a second (of all), server’s share of a core`,
    ours: loadOf(ours),
    peers: peers(loadOf),
    target: '',
    isMet: null,
  });
}

function keepsUp({ heardShare, late }: CrowdResult): boolean {
  return heardShare >= KEEPS_UP && late === 0;
}

/** Of edits that are still on their way, only how long they have been there is known. */
function waysOf({ p50, p99, late }: CrowdResult): string {
  const ways = `${show(p50)} / ${show(p99, ' ms')}`;
  return late > 0 ? `≥ ${ways} (${show(late * 100, ' %')} not there at the end)` : ways;
}

function loadOf({ cursorsPerSecond, heardShare, cpuShare }: CrowdResult): string {
  return `${show(cursorsPerSecond)} (${show(heardShare * 100, ' %')}), ${show(cpuShare * 100, ' % CPU')}`;
}
