/** One room full of people who show cursors: what becomes of the edits that a few of them make meanwhile. */
import { readFile } from 'node:fs/promises';
import { FIRST_CLIENT_ID } from '../../support/edit-script.ts';
import type { ServerChild } from '../../support/server-child.ts';
import type { Contender } from './contenders.ts';
import type { CrowdMark, CrowdOrder, Order } from './crowd-worker.ts';
import { sleep } from './load.ts';
import { percentile } from './report.ts';
import { Workers } from './workers.ts';

export interface CrowdResult {
  /** Milliseconds. An edit that never came within our patience counts as long as it has been on its way. */
  readonly p50: number;
  readonly p99: number;
  /** Of all pairs of an edit and a listener, those that had to be given up. */
  readonly late: number;
  /** Cursors of others that reach people, per second, all people together. */
  readonly cursorsPerSecond: number;
  /** Share of what it would be if everybody heard every cursor of everybody else. */
  readonly heardShare: number;
  /** Share of one core that the server used. */
  readonly cpuShare: number;
}

/** One edits and listens, the others are only many. */
const PROCESSES = 3;
const LISTENERS = 5;
const EDITORS = 10;
export const CURSORS_PER_SECOND = 10;
/** 20 edits a second in the room. */
const EDITS_PER_SECOND = 2;
/** Until everybody's code is warm. */
const SETTLE_MS = 3_000;
const PATIENCE_MS = 3_000;

export class Crowd {
  readonly #workers = new Workers<Order>('crowd-worker.ts', PROCESSES);

  stop(): void {
    this.#workers.stop();
  }

  /** One round in a fresh room; takes `windowMs` and some seconds. @throws when somebody is put out. */
  async measure({ child, newRoom }: Contender, people: number, windowMs: number): Promise<CrowdResult> {
    const room = await newRoom();
    await this.#workers.tell((part) => share(room, people, part));
    await this.#all('begin');
    await sleep(SETTLE_MS);
    const before = await cpuMicrosOf(child);
    const startedAt = performance.now();
    await this.#all('count');
    await sleep(windowMs);
    const marks = await this.#all('look');
    const cpuMicros = (await cpuMicrosOf(child)) - before;
    const seconds = (performance.now() - startedAt) / 1_000;
    const end = Date.now() + PATIENCE_MS;
    let last = await this.#all('rest');
    while (last.some(({ waiting }) => waiting.length > 0) && Date.now() < end) {
      await sleep(50);
      last = await this.#all('look');
    }
    await this.#all('leave');
    const sum = (key: 'heard' | 'closed'): number => marks.reduce((total, mark) => total + mark[key], 0);
    if (sum('closed') > 0) throw new Error(`${sum('closed')} of ${people} were put out`);
    const waiting = last.flatMap((mark) => mark.waiting);
    const latencies = last.flatMap((mark) => mark.latencies);
    const perPerson = sum('heard') / LISTENERS / seconds;
    return {
      ...percentile([...latencies, ...waiting]),
      late: waiting.length / (waiting.length + latencies.length),
      cursorsPerSecond: perPerson * people,
      heardShare: perPerson / ((people - 1) * CURSORS_PER_SECOND),
      cpuShare: cpuMicros / 1e6 / seconds,
    };
  }

  async #all(order: Exclude<Order, CrowdOrder>['order']): Promise<readonly CrowdMark[]> {
    const all = (await this.#workers.tell(() => ({ order }))) as readonly { mark: CrowdMark }[];
    return all.map(({ mark }) => mark);
  }
}

/** From outside where that can be had: a server that is overrun answers a question only when it is too late. */
async function cpuMicrosOf(child: ServerChild): Promise<number> {
  const stat = await readFile(`/proc/${child.process.pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return (await child.usage('cpu')).cpuMicros;
  // After the name, which may hold anything: field 14 is time of its own, 15 the system's; ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** The people of one process: ids follow one another, and the first process is the light one. */
function share(room: CrowdOrder['room'], people: number, part: number): CrowdOrder {
  const first = EDITORS + LISTENERS;
  const others = Math.ceil((people - first) / (PROCESSES - 1));
  const before = part === 0 ? 0 : first + (part - 1) * others;
  return {
    order: 'enter',
    room,
    firstId: FIRST_CLIENT_ID + before,
    people: part === 0 ? first : Math.min(others, people - before),
    listeners: part === 0 ? LISTENERS : 0,
    editors: part === 0 ? EDITORS : 0,
    cursors: CURSORS_PER_SECOND,
    edits: EDITS_PER_SECOND,
  };
}
