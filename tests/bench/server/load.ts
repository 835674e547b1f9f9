/** Drives load-worker.ts against one contender and weighs the server meanwhile. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Contender } from './contenders.ts';
import type { Mark, Order } from './load-worker.ts';

export interface LoadShape {
  readonly rooms: number;
  readonly perRoom: number;
  readonly edits: number;
  readonly cursors?: number;
  readonly editors?: number;
}

export interface LoadResult {
  /** Milliseconds of server CPU per 1,000 edits that reached somebody. */
  readonly cpuPer1000: number;
  /** Share of one core the server used. */
  readonly cpuShare: number;
  readonly delivered: number;
  readonly p50: number;
  readonly p99: number;
  /** Edits that had not reached everybody some seconds after the last. */
  readonly missing: number;
}

const WARM_UP_MS = 500;
const PATIENCE_MS = 5_000;

export class LoadGenerator {
  readonly #process: ChildProcess;

  constructor() {
    this.#process = fork(join(import.meta.dirname, 'load-worker.ts'), { execArgv: ['--import', 'tsx'] });
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }

  /** One round in fresh rooms. @throws when a client does not get in. */
  async measure({ child, newRoom }: Contender, shape: LoadShape, windowMs: number): Promise<LoadResult> {
    const rooms = await Promise.all(Array.from({ length: shape.rooms }, newRoom));
    const { perRoom, edits, cursors = 0, editors = perRoom } = shape;
    await this.#tell({ order: 'enter', rooms, perRoom, edits, cursors, editors });
    await this.#tell({ order: 'run' });
    await sleep(WARM_UP_MS);
    const before = await this.#mark('mark');
    const cpuBefore = (await child.usage('cpu')).cpuMicros;
    const startedAt = performance.now();
    await sleep(windowMs);
    const cpuMicros = (await child.usage('cpu')).cpuMicros - cpuBefore;
    const { delivered, p50, p99 } = await this.#mark('pause');
    const seconds = (performance.now() - startedAt) / 1_000;
    const missing = await this.#missing();
    await this.#tell({ order: 'leave' });
    const edited = delivered - before.delivered;
    return {
      cpuPer1000: cpuMicros / edited,
      cpuShare: cpuMicros / 1e6 / seconds,
      delivered: edited,
      p50,
      p99,
      missing,
    };
  }

  async #missing(): Promise<number> {
    const end = Date.now() + PATIENCE_MS;
    let { missing } = await this.#mark('mark');
    while (missing > 0 && Date.now() < end) {
      await sleep(50);
      ({ missing } = await this.#mark('mark'));
    }
    return missing;
  }

  async #mark(order: 'mark' | 'pause'): Promise<Mark> {
    return ((await this.#tell({ order })) as { mark: Mark }).mark;
  }

  async #tell(order: Order): Promise<unknown> {
    const answer = once(this.#process, 'message');
    this.#process.send(order);
    const [reply] = (await answer) as [{ error?: string }];
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
