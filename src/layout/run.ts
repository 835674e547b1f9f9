/** Runs layouts without holding up the hand: small maps at once, large ones in a worker; late results are dropped. */
import type { AccountMap, ViewId } from '../model/index.ts';
import { layoutView } from './registry.ts';
import type { LayoutOptions, Placement } from './types.ts';
import type { LayoutAnswer, LayoutRequest } from './worker.ts';

/** Up to this many people a layout takes a few frames at most and a worker's round trip would only flicker. */
const AT_ONCE_PEOPLE = 60;

export interface LayoutRunner {
  /** Null when a later call overtook this one. */
  run(view: ViewId, map: AccountMap, options?: LayoutOptions): Promise<Placement | null>;
  destroy(): void;
}

/** `createWorker` makes the worker of worker.ts, on first need; without it everything runs at once. */
export function createLayoutRunner(createWorker?: () => Worker): LayoutRunner {
  let generation = 0;
  let isBroken = createWorker === undefined;
  /** Ends the layout under way, whose answer nobody wants any more. */
  let cancel = () => {};

  const inWorker = (request: LayoutRequest): Promise<Placement | null> =>
    new Promise((resolve) => {
      cancel();
      const worker = createWorker!();
      const finish = (placement: Placement | null) => {
        worker.terminate();
        resolve(placement);
      };
      const atOnce = () => {
        isBroken = true;
        finish(layoutView(request.view, request.map, request.options));
      };
      cancel = () => finish(null);
      worker.addEventListener('error', atOnce);
      worker.addEventListener('messageerror', atOnce);
      worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) =>
        'error' in data ? atOnce() : finish(data.placement),
      );
      worker.postMessage(request);
    });

  return {
    async run(view, map, options = {}) {
      const mine = ++generation;
      const placement =
        isBroken || map.people.size <= AT_ONCE_PEOPLE
          ? layoutView(view, map, options)
          : await inWorker({ generation: mine, view, map, options });
      return mine === generation ? placement : null;
    },
    destroy() {
      generation++;
      cancel();
    },
  };
}
