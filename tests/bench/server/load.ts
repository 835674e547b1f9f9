/** Drives load-worker.ts against one contender and weighs the server meanwhile. */
import type { Contender } from './contenders.ts';
import type { Mark, Order } from './load-worker.ts';
import { percentile } from './report.ts';
import { Workers } from './workers.ts';

export interface LoadShape {
  readonly rooms: number;
  readonly perRoom: number;
  readonly edits: number;
}

export interface LoadResult {
  /** Milliseconds of server CPU per 1,000 edits that reached somebody. */
  readonly cpuPer1000: number;
  /** Said in that time. */
  readonly edits: number;
  readonly p50: number;
  readonly p99: number;
  /** Edits that had not reached everybody some seconds after the last. */
  readonly missing: number;
}

/** People with documents of their own are heavy: they are spread over so many processes. */
const PROVIDER_PROCESSES = 4;
/** What it takes to come in, and the map on its way to all, is not measured. */
const SETTLE_MS = 500;
const PATIENCE_MS = 15_000;

export class LoadGenerator {
  readonly #lean = new Workers<Order>('load-worker.ts', 1);
  readonly #withProvider = new Workers<Order>('load-worker.ts', PROVIDER_PROCESSES);

  stop(): void {
    this.#lean.stop();
    this.#withProvider.stop();
  }

  /**
   * One round in fresh rooms. CPU is counted from the first edit until everybody has the last, so a client that lags
   * behind changes nothing. @throws when a client does not get in.
   */
  async measure({ child, newRoom }: Contender, shape: LoadShape, windowMs: number): Promise<LoadResult> {
    const rooms = await Promise.all(Array.from({ length: shape.rooms }, newRoom));
    const workers = rooms[0]?.hasProvider ? this.#withProvider : this.#lean;
    const { perRoom, edits } = shape;
    await workers.tell((part, parts) => ({ order: 'enter', rooms, perRoom, edits, part, parts }));
    await sleep(SETTLE_MS);
    const cpuBefore = (await child.usage('cpu')).cpuMicros;
    await workers.tell(() => ({ order: 'run' }));
    await sleep(windowMs);
    let { latencies } = await marks(workers, 'pause');
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const { sent, delivered, latencies: late } = await marks(workers, 'mark');
      latencies = latencies.concat(late);
      const missing = sent * (perRoom - 1) - delivered;
      if (missing > 0 && Date.now() < end) {
        await sleep(20);
        continue;
      }
      const cpuMicros = (await child.usage('cpu')).cpuMicros - cpuBefore;
      await workers.tell(() => ({ order: 'leave' }));
      return { cpuPer1000: cpuMicros / delivered, edits: sent, ...percentile(latencies), missing };
    }
  }
}

async function marks(workers: Workers<Order>, order: 'mark' | 'pause'): Promise<Mark> {
  const all = (await workers.tell(() => ({ order }))) as readonly { mark: Mark }[];
  const sum = (key: 'sent' | 'delivered'): number => all.reduce((total, { mark }) => total + mark[key], 0);
  return { sent: sum('sent'), delivered: sum('delivered'), latencies: all.flatMap(({ mark }) => mark.latencies) };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
