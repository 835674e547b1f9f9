/** Where a layout is computed: here for small maps, in a worker for larger ones. */
import { createLayoutRunner, type LayoutRunner } from '../layout/index.ts';

/** `aside`: never here, always in the worker: for what nobody waits for. */
export function createLayouts({ aside = false }: { readonly aside?: boolean } = {}): LayoutRunner {
  return createLayoutRunner(
    () => new Worker(new URL('../layout/worker.ts', import.meta.url), { type: 'module' }),
    aside ? { atOnce: { kept: 0, fresh: 0 } } : {},
  );
}
