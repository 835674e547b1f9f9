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

/**
 * `createWorker` makes the worker of worker.ts, on first need; without it everything runs at once. A worker that is
 * idle is used again; one that works on what nobody wants any more is ended. `atOncePeople`: up to how many people a
 * layout runs here.
 */
export function createLayoutRunner(
  createWorker?: () => Worker,
  { atOncePeople = AT_ONCE_PEOPLE }: { readonly atOncePeople?: number } = {},
): LayoutRunner {
  let generation = 0;
  let isBroken = createWorker === undefined;
  let worker: Worker | null = null;
  /** Ends the layout under way, whose answer nobody wants any more. */
  let cancel = () => {};

  const dropWorker = () => {
    worker?.terminate();
    worker = null;
  };

  const inWorker = (request: LayoutRequest): Promise<Placement | null> =>
    new Promise((resolve) => {
      cancel();
      const listening = new AbortController();
      const finish = (placement: Placement | null) => {
        listening.abort();
        cancel = () => {};
        resolve(placement);
      };
      const atOnce = () => {
        isBroken = true;
        dropWorker();
        finish(layoutView(request.view, request.map, request.options));
      };
      cancel = () => {
        dropWorker();
        finish(null);
      };
      worker ??= createWorker!();
      const { signal } = listening;
      worker.addEventListener('error', atOnce, { signal });
      worker.addEventListener('messageerror', atOnce, { signal });
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<LayoutAnswer>) => ('error' in data ? atOnce() : finish(data.placement)),
        { signal },
      );
      worker.postMessage(request);
    });

  return {
    async run(view, map, options = {}) {
      const mine = ++generation;
      if (isBroken || map.people.size <= atOncePeople) {
        cancel();
        return layoutView(view, map, options);
      }
      const placement = await inWorker({ generation: mine, view, map, options });
      return mine === generation ? placement : null;
    },
    destroy() {
      generation++;
      cancel();
      dropWorker();
    },
  };
}
