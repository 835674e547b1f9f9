/** Runs layouts without holding up the hand: small maps at once, large ones in a worker; late results are dropped. */
import type { AccountMap, ViewId } from '../model/index.ts';
import { applyPlacementDelta, mapDelta, NO_MAP, type KnownMap } from './delta.ts';
import type { LayoutOptions, Placement } from './types.ts';
import type { LayoutAnswer, LayoutRequest } from './worker.ts';

/** The layouts themselves, loaded on first need: the page that lists maps draws none. */
export const loadLayouts = () => import('./registry.ts');

/**
 * Up to this many people a layout takes a few frames at most and a worker's round trip would only flicker: kept, and
 * chosen afresh.
 */
const AT_ONCE = { kept: 60, fresh: 30 } as const;

export interface LayoutRunner {
  /** Null when a later call overtook this one. Rejects when the layout itself failed. */
  run(view: ViewId, map: AccountMap, options?: LayoutOptions): Promise<Placement | null>;
  destroy(): void;
}

interface Job {
  readonly view: ViewId;
  readonly map: AccountMap;
  readonly options: LayoutOptions;
  readonly resolve: (placement: Placement | null) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * `createWorker` makes the worker of worker.ts, on first need; without it everything runs at once. `atOnce`: up to how
 * many people a layout runs here.
 */
export function createLayoutRunner(
  createWorker?: () => Worker,
  { atOnce = AT_ONCE }: { readonly atOnce?: { readonly kept: number; readonly fresh: number } } = {},
): LayoutRunner {
  const desk = createWorker ? new WorkerDesk(createWorker) : null;
  let calls = 0;
  const here = async (view: ViewId, map: AccountMap, options: LayoutOptions) => {
    const mine = calls;
    const { layoutView } = await loadLayouts();
    return mine === calls ? layoutView(view, map, options) : null;
  };
  return {
    run(view, map, options = {}) {
      calls++;
      const most = isFresh({ view, map, options }) ? atOnce.fresh : atOnce.kept;
      if (desk && !desk.isBroken && map.people.size > most)
        return new Promise((resolve, reject) => desk.take({ view, map, options, resolve, reject }));
      desk?.cancel();
      return here(view, map, options);
    },
    destroy() {
      calls++;
      desk?.end();
    },
  };
}

/** One worker and the job it works on. Only the newest other job waits; whoever was overtaken gets null. */
class WorkerDesk {
  /** The worker could not be had or failed: layouts run at once from now on. */
  isBroken = false;
  #createWorker: () => Worker;
  #worker: Worker | null = null;
  #running: Job | null = null;
  #waiting: Job | null = null;
  #generation = 0;
  /** What the worker knows, so that only differences are sent. */
  #known: KnownMap = NO_MAP;
  #last = new Map<ViewId, Placement>();

  constructor(createWorker: () => Worker) {
    this.#createWorker = createWorker;
  }

  take(job: Job): void {
    this.#waiting?.resolve(null);
    this.#waiting = job;
    if (!this.#running) return this.#next();
    // A kept layout is done in a moment, and ending the worker would cost more; a fresh one may take seconds.
    if (isFresh(this.#running)) {
      this.#drop();
      this.#next();
    } else {
      this.#running.resolve(null);
    }
  }

  /** Nobody wants what is under way or waiting any more. */
  cancel(): void {
    this.#waiting?.resolve(null);
    this.#waiting = null;
    if (this.#running && isFresh(this.#running)) this.#drop();
    else this.#running?.resolve(null);
  }

  end(): void {
    this.cancel();
    this.#drop();
  }

  #next(): void {
    const job = this.#waiting;
    this.#waiting = null;
    if (!job) return;
    this.#running = job;
    try {
      this.#worker ??= this.#hire();
      const { delta, known } = mapDelta(this.#known, job.map, job.view);
      this.#known = known;
      const { options, view } = job;
      const request: LayoutRequest = { generation: ++this.#generation, view, map: delta, options };
      this.#worker.postMessage(request);
    } catch {
      this.#fail();
    }
  }

  #hire(): Worker {
    const worker = this.#createWorker();
    worker.addEventListener('error', () => this.#fail());
    worker.addEventListener('messageerror', () => this.#fail());
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
      if (worker !== this.#worker || data.generation !== this.#generation) return;
      if ('error' in data) return this.#fail();
      const job = this.#running!;
      const placement = applyPlacementDelta(this.#last.get(job.view) ?? null, data.placement);
      this.#last.set(job.view, placement);
      this.#running = null;
      // Overtaken jobs have been told already; telling twice does nothing.
      job.resolve(placement);
      this.#next();
    });
    return worker;
  }

  /** The worker is no use: what it was asked is done here, and everything after. */
  #fail(): void {
    this.isBroken = true;
    const jobs = [this.#running, this.#waiting];
    this.#running = this.#waiting = null;
    this.#dismiss();
    for (const job of jobs) if (job) void finishHere(job);
  }

  /** Ends the worker in the middle of its work. */
  #drop(): void {
    this.#running?.resolve(null);
    this.#running = null;
    this.#dismiss();
  }

  #dismiss(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#known = NO_MAP;
    this.#last.clear();
  }
}

async function finishHere({ map, options, reject, resolve, view }: Job): Promise<void> {
  try {
    const { layoutView } = await loadLayouts();
    resolve(layoutView(view, map, options));
  } catch (error) {
    reject(error);
  }
}

function isFresh({ map, options, view }: Pick<Job, 'view' | 'map' | 'options'>): boolean {
  return options.mode === 'tidy' || Object.keys(map.layouts[view] ?? {}).length === 0;
}
