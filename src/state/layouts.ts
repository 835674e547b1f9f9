/** Where a layout is computed: here for small maps, in a worker for larger ones. */
import { createLayoutRunner, type LayoutOptions, type Placement } from '../layout/index.ts';
import type { AccountMap, ViewId } from '../model/index.ts';

export interface Layouts {
  /** The placement, at once or later; null when a newer run overtook this one. */
  run(map: AccountMap, view: ViewId, options: LayoutOptions): Placement | null | Promise<Placement | null>;
  destroy(): void;
}

/** `aside`: never here, always in the worker: for what nobody waits for. */
export function createLayouts({ aside = false }: { readonly aside?: boolean } = {}): Layouts {
  const runner = createLayoutRunner(
    () => new Worker(new URL('../layout/worker.ts', import.meta.url), { type: 'module' }),
    aside ? { atOnce: { kept: 0, fresh: 0 } } : {},
  );
  return {
    run: (map, view, options) => runner.run(view, map, options),
    destroy: () => runner.destroy(),
  };
}
